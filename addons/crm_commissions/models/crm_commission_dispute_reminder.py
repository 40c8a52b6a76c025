from odoo import api, fields, models
from odoo.tools import format_date

from .crm_commission_dispute import OPEN

_BATCH = 100  # disputes of a transaction


class CrmCommissionDispute(models.Model):
    """Whoever decides is reminded, once, when the last day for an answer has passed."""

    # one file for each purpose
    _inherit = "crm.commission.dispute"  # pylint: disable=consider-merging-classes-inherited

    reminded_at = fields.Datetime(
        string="Reminded on",
        readonly=True,
        copy=False,
        help="When whoever decides was told that the last day for an answer had passed.",
    )

    @api.model
    def _cron_remind(self):
        """Every morning: of what is late since yesterday."""
        late = self._find_late()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(late))
        for start in range(0, len(late), _BATCH):
            batch = late[start : start + _BATCH]
            batch._remind()
            if not cron._commit_progress(len(batch)):
                break

    @api.model
    def _find_late(self):
        """Disputes to be reminded of: each company has a day of its own.

        sudo: what is late is so, whoever starts the job.
        """
        own = self.sudo()
        waiting = own.search(
            [("state", "in", OPEN), ("sla_date", "!=", False), ("reminded_at", "=", False)]
        )
        return waiting.filtered(lambda dispute: dispute.sla_state == "late")

    def _remind(self):
        """Tell whoever decides; what somebody is deciding at this moment is left alone.

        Called with all rights. What nobody may decide is looked at again the next time.

        :return: the disputes of which somebody was told
        """
        told = self.browse()
        for dispute in self.try_lock_for_update(allow_referencing=True):
            decider = dispute.user_id or dispute._find_decider()
            if decider:
                dispute._tell_late(decider)
                told |= dispute
        told._by_flow().write({"reminded_at": fields.Datetime.now()})
        return told

    def _tell_late(self, decider):
        """A message in the decider's language."""
        told = self.with_context(lang=decider.lang or self.env.lang)
        words = told.env._(
            "%(dispute)s: the answer was due on %(day)s. It is waiting for you.",
            dispute=told.display_name,
            day=format_date(told.env, self.sla_date),
        )
        told.message_notify(
            partner_ids=decider.partner_id.ids,
            subject=told.env._("A commission dispute is late"),
            body=words,
        )

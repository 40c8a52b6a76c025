from odoo import api, fields, models
from odoo.tools import format_date

from .crm_helpdesk_capa import OPEN, QUALITY

_BATCH = 100  # actions of a transaction


class CrmHelpdeskCapa(models.Model):
    """What is not done in time is told to the quality department, once for each day it was due."""

    # one file for each purpose
    _inherit = "crm.helpdesk.capa"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_remind(self):
        """Each morning: of what is late since yesterday."""
        late = self._find_late()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(late))
        for start in range(0, len(late), _BATCH):
            batch = late[start : start + _BATCH]
            batch._tell_late()
            if not cron._commit_progress(len(batch)):
                break

    @api.model
    def _find_late(self):
        """Actions of which the quality department has not heard yet.

        sudo: what is late is so, whoever starts the job.
        """
        open_ones = self.sudo().search(
            [("state", "in", OPEN), ("due_date", "!=", False), ("told_at", "=", False)]
        )
        return open_ones.filtered("is_late")

    def _tell_late(self):
        """Tell whoever writes nonconformities in the company, each in the own language."""
        told = self.try_lock_for_update(allow_referencing=True)
        group = self.env.ref(QUALITY).sudo()  # sudo: who belongs to it
        for each in told:
            people = group.all_user_ids.filtered(
                lambda user, company=each.company_id: user.active and company in user.company_ids
            )
            for lang, users in people.grouped("lang").items():
                each.with_context(lang=lang or self.env.lang)._notify_late(users)
        told._by_flow().write({"told_at": fields.Datetime.now()})

    def _notify_late(self, users):
        self.message_notify(
            partner_ids=users.partner_id.ids,
            subject=self.env._("An action is late"),
            body=self.env._(
                "%(number)s: “%(action)s” of %(owner)s was due on %(day)s.",
                number=self.nonconformity_id.number,
                action=self.name,
                owner=self.owner_id.name,
                day=format_date(self.env, self.due_date),
            ),
        )

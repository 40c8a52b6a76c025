from psycopg2.errors import UniqueViolation

from odoo import fields, models
from odoo.tools import mute_logger

ORIGINS = {"email": "email", "call": "pbx"}


class CrmActionMixin(models.AbstractModel):
    """Contacts that happen elsewhere, in a mail, a call or a request, and log themselves."""

    # one file for each purpose
    _inherit = "crm.action.mixin"  # pylint: disable=consider-merging-classes-inherited

    def _crm_log_touch(
        self, kind, at, *, direction, contacted=True, user=None, summary=None, key, origin=None
    ):
        """Note that somebody was in contact with the customer of this record.

        What the customer began counts as heard from; what one of us did becomes a done action of
        that person. Telling the same contact again, by its key, changes nothing.

        :param str kind: code of an action type: visit, call, email, meeting or task
        :param at: when (UTC); a moment in the future counts as now
        :param str direction: ``'in'`` if the customer began, ``'out'`` if one of us did
        :param bool contacted: whether the customer was reached
        :param user: ``res.users`` who acted or answered; none if nobody of us did
        :param str summary: a few words for the history
        :param str key: what it was logged from, unique, such as ``mail:<Message-Id>``
        :param str origin: origin of the action; by default it follows from ``kind``
        :return: the done action, new or known; empty if nobody of us acted
        """
        self.ensure_one()
        at = min(fields.Datetime.to_datetime(at), fields.Datetime.now())
        if direction == "in" and contacted:
            self._note_inbound(at)
        if not user:
            return self.env["crm.action"]
        # sudo: mails and telephones log for whoever acted, whatever runs the gateway may do
        actions = self.env["crm.action"].sudo()
        known = actions.search([("touch_key", "=", key)], limit=1)
        if known:
            return known
        vals = self._prepare_touches(kind, at, contacted).get(self)
        if not vals:
            return actions
        vals.update(
            user_id=user.id,
            touch_key=key,
            touch_direction=direction,
            summary=summary,
            origin=origin or ORIGINS.get(kind, "manual"),
        )
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                return actions.create(vals)
        except UniqueViolation:
            return actions.search([("touch_key", "=", key)], limit=1)

    def _prepare_touches(self, kind, at, contacted):
        """Values of a done action by record, but for the person.

        None where types or outcomes leave no room for it.
        """
        action_type = self.sudo()._get_action_type(kind)
        outcome = action_type._get_touch_outcome(contacted)
        if not outcome:
            return {}
        common = {
            "type_id": action_type.id,
            "start": at,
            "stop": at,
            "state": "done",
            "outcome_id": outcome.id,
            "done_at": at,
            "reported_at": fields.Datetime.now(),
        }
        companies = {
            company: records[0]._get_touch_company()
            for company, records in self.grouped("company_id").items()
        }
        return {
            record: {
                **record._get_touch_defaults(),
                **common,
                "company_id": companies[record.company_id].id,
            }
            for record in self
        }

    def _note_inbound(self, at):
        """Remember the last moment at which the customer wrote or called.

        sudo: it is noted by whatever receives the message.
        """
        for record in self.sudo():
            if not record.last_inbound_at or record.last_inbound_at < at:
                record.last_inbound_at = at

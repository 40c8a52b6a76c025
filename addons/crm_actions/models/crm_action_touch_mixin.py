from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
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
        vals = self._prepare_touch(kind, at, contacted, user)
        if not vals:
            return actions
        vals.update(
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

    def _prepare_touch(self, kind, at, contacted, user):
        """Values of a done action; None where types or outcomes leave no room for it."""
        action_type = self.sudo()._get_action_type(kind)
        outcome = action_type._get_touch_outcome(contacted)
        if not outcome:
            return None
        return {
            **self._get_touch_defaults(),
            "type_id": action_type.id,
            "user_id": user.id,
            "company_id": self._get_touch_company().id,
            "start": at,
            "stop": at,
            "state": "done",
            "outcome_id": outcome.id,
            "done_at": at,
            "reported_at": fields.Datetime.now(),
        }

    def _note_inbound(self, at):
        """Remember the last moment at which the customer wrote or called.

        sudo: it is noted by whatever receives the message.
        """
        for record in self.sudo():
            if not record.last_inbound_at or record.last_inbound_at < at:
                record.last_inbound_at = at

    # -- mails -----------------------------------------------------------------------------

    def _log_message_touch(self, message, recipients):
        """Log a mail between one of us and the customer, in either direction.

        :param message: ``mail.message`` that was posted on this record
        :param recipients: what ``_notify_thread`` returned
        """
        if not self or self.env.context.get("install_mode"):
            return
        # sudo: only who wrote to whom is looked at
        message = message.sudo()
        if message.message_type == "email":
            if not self._is_from_customer(message):
                return
            self._crm_log_touch(
                "email", message.date, direction="in", key=f"mail:{message.message_id}"
            )
        elif message.message_type == "comment" and not message.is_internal:
            author = message.author_id.user_ids._crm_salespeople()[:1]
            if author and self._reaches_customer(message, recipients):
                self._crm_log_touch(
                    "email",
                    message.date,
                    direction="out",
                    contacted=False,
                    user=author,
                    summary=message.subject or message.record_name,
                    key=f"mail:{message.message_id}",
                )

    @api.model
    def _is_from_customer(self, message):
        """Whether a mail was written by somebody outside, not by a colleague."""
        return not message.author_id.user_ids.filtered(lambda user: not user.share)

    def _reaches_customer(self, message, recipients):
        if message.outgoing_email_to:
            return True
        return any(one["share"] and one["notif"] == "email" for one in recipients or [])

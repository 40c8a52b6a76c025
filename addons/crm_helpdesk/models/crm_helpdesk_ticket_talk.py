from odoo import fields, models

from ..engine import log
from .crm_helpdesk_stage import ACTIVE, WAITING

_ANSWERS = ("comment", "email")


class CrmHelpdeskTicket(models.Model):
    """What a message does to a request: an answer meets a promise, a reply ends a pause."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _message_post_after_hook(self, message, msg_vals):
        result = super()._message_post_after_hook(message, msg_vals)
        if self._is_answer(message):
            self._note_answer()
        elif self._is_of_customer(message):
            self._note_reply()
        return result

    def _is_answer(self, message):
        """Whether a person of ours has answered, for the customer to read.

        Notes, notifications, acknowledgements and what an absent person's mailbox answers are none.
        """
        return bool(
            message.message_type in _ANSWERS
            and self._is_public(message)
            and message.author_id
            and not message.author_id.partner_share
            and self._reaches_customer(message)
        )

    def _reaches_customer(self, message):
        """Whether somebody outside gets it: what nobody gets answers nothing."""
        return bool(
            message.outgoing_email_to
            or any((message.partner_ids | self.sudo().message_partner_ids).mapped("partner_share"))
        )  # sudo: who follows a request, whoever answers

    def _is_of_customer(self, message):
        return bool(
            message.message_type in _ANSWERS
            and self._is_public(message)
            and (not message.author_id or message.author_id.partner_share)
        )

    def _is_public(self, message):
        comment = self.env.ref("mail.mt_comment")
        return message.subtype_id == comment and not message.is_internal

    def _note_answer(self):
        """It meets the promise of an answer, and a new request is new no longer."""
        now = fields.Datetime.now()
        self.ensure_one()
        values = {"last_answer_at": now, "answer_count": self.answer_count + 1}
        if not self.first_answer_at:
            values["first_answer_at"] = now
        self._by_flow().write(values)
        if self.state in ACTIVE:
            self._log(log.ANSWER)
        if self.state == "new":
            self._set_state("open")

    def _note_reply(self):
        """The customer has written: what waited for him goes on."""
        self.ensure_one()
        self._by_flow().write({"last_customer_at": fields.Datetime.now()})
        if self.state in ACTIVE:
            waited = self.state in WAITING
            self._log(log.REPLY)
            if waited:
                self._set_state("open", waits_for=False)

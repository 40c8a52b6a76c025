from collections import Counter

from odoo import api, models
from odoo.fields import Domain

from ..by_flow import BY_FLOW

_EXPORTED = (
    "number", "name", "description", "create_date", "channel", "category_id", "kind", "state",
    "partner_name", "partner_email", "partner_phone", "resolved_at", "resolution_kind",
)  # fmt: skip
_OURS = {"deadline_metric", "access_token"}
"""Texts in which nobody writes."""


class ResPartner(models.Model):
    """Requests of those who ask what we know of them, or to be forgotten."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _crm_get_erasure_labels(self):
        return {**super()._crm_get_erasure_labels(), "requests": self.env._("requests")}

    def _crm_erase(self):
        """What they wrote goes; when it came, how it ended and how long it took stays."""
        # looked for before the contact has lost its address
        people = self._crm_get_people()
        tickets = people._crm_get_their_requests()
        counts = Counter(people._crm_erase_requests(tickets))
        counts.update(super()._crm_erase())
        return counts

    def _crm_erase_requests(self, tickets):
        self._crm_check_privacy_officer()
        blank = set(self._crm_get_clearable(tickets)) - _OURS
        reason = self._crm_get_erasure_reason()
        told = tickets.filtered(
            lambda ticket: ticket.name != reason or any(ticket[name] for name in blank)
        )
        counts = {"requests": len(told), **self._crm_erase_talk(tickets)}
        told.write({**dict.fromkeys(blank, False), "name": reason})
        told.line_ids.write({"note": False})
        for ticket in told:
            ticket.collaborator_ids -= self
        self._crm_erase_reasons(told)
        return counts

    @api.model
    def _crm_erase_reasons(self, tickets):
        """Why they went to another department, in words of ours that may name people."""
        transfers = tickets.transfer_ids
        if transfers:
            transfers._forget(self._crm_get_erasure_reason())

    def _crm_export(self):
        exported = super()._crm_export()
        tickets = self._crm_get_people()._crm_get_their_requests()
        talk = self._crm_find_on("mail.message", "model", (tickets,)).filtered(
            lambda message: message.message_type in ("comment", "email", "email_outgoing")
        )
        return {
            **exported,
            "requests": self._crm_to_plain(tickets, _EXPORTED),
            "request_messages": self._crm_to_plain(
                talk, ("date", "author_id", "email_from", "subject", "body")
            ),
        }

    def _crm_export_files(self):
        files = super()._crm_export_files()
        tickets = self._crm_get_people()._crm_get_their_requests()
        return files | files.search(
            [("res_model", "=", tickets._name), ("res_id", "in", tickets.ids),
             ("res_field", "=", False)]
        )  # fmt: skip

    def _crm_get_their_requests(self):
        """Those of these people, and those that have their address and no contact."""
        emails, phones = self._crm_get_own_addresses()
        # as it is written too; not what a whole house uses, and no number is nobody's
        numbers = phones | {one.phone for one in self if one.phone_sanitized in phones}
        theirs = Domain("partner_id", "in", self.ids)
        theirs |= Domain("partner_id", "=", False) & (
            Domain("email_normalized", "in", list(emails))
            | Domain("partner_phone", "in", list(numbers))
        )
        # sudo: what a person may ask of us concerns all rows
        tickets = self.env["crm.helpdesk.ticket"].sudo()
        return tickets.with_context(
            tracking_disable=True, crm_helpdesk_flow=BY_FLOW
        ).search(theirs)  # fmt: skip

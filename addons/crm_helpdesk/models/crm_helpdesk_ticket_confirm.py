from datetime import timedelta

from odoo import api, models
from odoo.tools import hash_sign, verify_hash_signed

_SCOPE = "crm_helpdesk.confirm"
_VALID = timedelta(days=14)


class CrmHelpdeskTicket(models.Model):
    """A request of the public form: whose it is, is known once the mail to the address is opened.

    Until then no contact is linked with it, so that a stranger who types the address of a customer
    neither reads nor writes anything of that customer's.
    """

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _get_confirm_token(self):
        """What opens the page of confirmation, for two weeks.

        sudo: only to sign with the key of the database.
        """
        self.ensure_one()
        values = [self.id, self.email_normalized]
        return hash_sign(self.sudo().env, _SCOPE, values, expiration=_VALID)

    @api.model
    def _find_by_confirm_token(self, token):
        """The request that a token confirms; none for a false or old one, or another address.

        sudo: whoever has the token has read the mail.
        """
        tickets = self.sudo()
        try:
            values = verify_hash_signed(tickets.env, _SCOPE, token)
            number, address = values or (0, "")
        except (ValueError, TypeError, OverflowError):  # what no token of ours looks like
            return tickets.browse()
        ticket = tickets.browse(number).exists()
        return ticket if ticket and ticket.email_normalized == address else tickets.browse()

    def _get_confirm_url(self):
        return f"{self.get_base_url()}/requests/confirm?token={self._get_confirm_token()}"

    def _send_confirmation(self):
        """One mail to the address that was typed, without a word of what was typed.

        A mail of its own that belongs to no record and is deleted once sent: in the conversation,
        whoever reads the request could open the link.

        sudo: the visitor has no right to templates.
        """
        template = self.env.ref("crm_helpdesk.mail_template_confirm").sudo()
        template.send_mail(
            self.id,
            email_values={
                "auto_delete": True,
                "model": False,
                "res_id": False,
                "headers": repr(
                    {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
                ),
            },
        )

    def _confirm_sender(self):
        """The address is the sender's: link the one contact that has it, if there is one."""
        self.ensure_one()
        if self.sender_trust == "verified":
            return
        self._by_flow().write({"sender_trust": "verified"})
        contact = self._find_contact_of_address()
        if contact and not self.partner_id:
            self.sudo().write({"partner_id": contact.id})
            self._subscribe_customer()

    def _find_contact_of_address(self):
        """The contact with that address: of several the one who is on the portal, or none.

        sudo: the visitor reads no contacts.
        """
        found = (
            self.env["res.partner"]
            .sudo()
            .search(
                [
                    ("email_normalized", "=", self.email_normalized),
                    ("company_id", "in", (False, self.company_id.id)),
                ],
                limit=20,
            )
        )
        users = found.filtered(lambda partner: partner.user_ids.filtered("active"))
        chosen = users or found
        return chosen if len(chosen) == 1 else chosen.browse()

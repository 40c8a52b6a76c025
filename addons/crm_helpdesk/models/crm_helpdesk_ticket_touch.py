from odoo import models


class CrmHelpdeskTicket(models.Model):
    """What is written about a request is a contact with its customer, and stands in his history."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _message_post_after_hook(self, message, msg_vals):
        result = super()._message_post_after_hook(message, msg_vals)
        if self.partner_id and not self.env.context.get("install_mode"):
            self._log_request_touch(message)
        return result

    def _log_request_touch(self, message):
        """A mail or a message of the portal that came in, or an answer of one of us in sales.

        sudo: it is noted by whatever receives the message.
        """
        customer = self.sudo().partner_id
        values = {"key": f"mail:{message.sudo().message_id}"}
        if self._is_of_customer(message):
            customer._crm_log_touch("email", message.date, direction="in", **values)
        elif self._is_answer(message):
            user = message.sudo().author_id.user_ids._crm_salespeople()[:1]
            if user:
                summary = self.display_name
                customer._crm_log_touch(
                    "email", message.date, direction="out", contacted=False, user=user,
                    summary=summary, **values,
                )  # fmt: skip

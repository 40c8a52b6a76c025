from odoo import api, models

from ..engine.mails import is_automatic


class MailThread(models.AbstractModel):
    """Mails that a machine sent are told apart where their headers are still at hand."""

    _inherit = "mail.thread"

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """Mark what no person wrote, by its Message-Id: more may be posted on the way.

        The message itself has no place for it, and what is posted takes no value that it does not
        know, so the mark goes with the context.
        """
        marked = self
        if is_automatic(message, message_dict.get("email_from") or ""):
            marked = self.with_context(crm_automatic_mail=message_dict["message_id"])
        return super(MailThread, marked)._message_route_process(message, message_dict, routes)

from odoo import models


class MailThread(models.AbstractModel):
    """A question that comes back was not asked."""

    # one file for each purpose
    _inherit = "mail.thread"  # pylint: disable=consider-merging-classes-inherited

    def _routing_handle_bounce(self, email_message, message_dict):
        # our mails are deleted once they are sent: they are known by their Message-Id alone
        requests = self.env["crm.helpdesk.survey.request"].sudo()  # sudo: mail comes from nobody
        requests._note_bounce(message_dict.get("bounced_msg_ids"))
        return super()._routing_handle_bounce(email_message, message_dict)

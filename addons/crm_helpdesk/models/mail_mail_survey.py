from odoo import models

_NEVER_ARRIVES = ("mail_email_invalid", "mail_email_missing")


class MailMail(models.Model):
    """A question whose address the mail server refuses was not asked."""

    # one file for each purpose
    _inherit = "mail.mail"  # pylint: disable=consider-merging-classes-inherited

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        if failure_type in _NEVER_ARRIVES:
            # sudo: the outbox is emptied by a job
            requests = self.env["crm.helpdesk.survey.request"].sudo()
            requests._note_bounce(self.mapped("message_id"))
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )

from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError


class CrmHelpdeskTicket(models.Model):
    """Answers to the customer that are written before a step, and the steps that need a reason."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _post_answer(self, body, attachments=None):
        """Write to the customer, as whoever does it.

        :param body: ``Markup``
        :raise UserError: nobody knows where the customer can be reached
        """
        self.ensure_one()
        self._check_agent()
        if not (self.partner_id or self.email_normalized):
            raise UserError(
                self.env._(
                    "%(request)s: nobody knows where to write to. Add a contact or an e-mail.",
                    request=self.number,
                )
            )
        return self.message_post(
            body=Markup(body),
            subject=self._get_mail_subject(),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.partner_id.ids,
            outgoing_email_to=False if self.partner_id else self.partner_email,
            attachment_ids=attachments.ids if attachments else [],
        )

    def action_cancel_as(self, kind):
        """Cancel these and say as what.

        :param kind: of ``cancel_kind``
        """
        self.action_cancel()
        self._by_flow().write({"cancel_kind": kind})
        return True

from datetime import timedelta

from odoo import fields, models
from odoo.tools.mail import generate_tracking_message_id


class CrmHelpdeskSurveyRequest(models.Model):
    """A long questionnaire goes out by the invitations of Odoo's surveys."""

    # one file for each purpose
    _inherit = "crm.helpdesk.survey.request"  # pylint: disable=consider-merging-classes-inherited

    def _invite(self):
        """Invite one contact; its own link and form are the survey's."""
        self.ensure_one()
        now = fields.Datetime.now()
        until = now + timedelta(days=self._get_days())
        request = self.with_context(lang=self._get_language())
        invite = request._make_invitation(until)
        [answer] = invite._prepare_answers(request.partner_id, [])
        message_uid = generate_tracking_message_id("helpdesk-survey")
        mail = invite._send_mail(answer)
        mail.write({"message_id": message_uid})
        self.write(
            {
                "state": "sent",
                "user_input_id": answer.id,
                "message_uid": message_uid,
                "sent_at": now,
                "expires_at": until,
            }
        )

    def _make_invitation(self, until):
        campaign = self.campaign_id
        template = self.env.ref("survey.mail_template_user_input_invite")
        invites = self.env["survey.invite"].with_context(
            default_email_layout_xmlid="mail.mail_notification_light"
        )
        values = {
            "survey_id": campaign.survey_id.id,
            "partner_ids": [fields.Command.set(self.partner_id.ids)],
            "template_id": template.id,
            "deadline": until,
            "existing_mode": "new",
            "author_id": (campaign.sender_id.partner_id or campaign.company_id.partner_id).id,
        }
        if campaign.subject:
            values["subject"] = campaign.subject
        return invites.create(values)

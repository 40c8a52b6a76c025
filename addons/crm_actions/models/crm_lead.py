from odoo import fields, models
from odoo.fields import Domain


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "crm.action.mixin"]

    crm_action_ids = fields.One2many(
        "crm.action",
        "opportunity_id",
        string="Commercial actions",
        groups="sales_team.group_sale_salesman",
    )

    def _get_action_domain(self):
        return [("opportunity_id", "in", self.ids)]

    def _read_action_groups(self, domain, aggregate):
        groups = self.env["crm.action"]._read_group(
            Domain(self._get_action_domain()) & Domain(domain), ["opportunity_id"], [aggregate]
        )
        return dict(groups)

    def _get_touch_defaults(self):
        return {"opportunity_id": self.id, "partner_id": self.partner_id.id}

    def _notify_thread(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_thread(message, msg_vals=msg_vals, **kwargs)
        self._log_message_touch(message, recipients)
        return recipients

    def _message_mail_after_hook(self, mails):
        result = super()._message_mail_after_hook(mails)
        self._log_mass_mails(mails)
        return result

    def _get_touch_customer(self):
        return self.partner_id, self.email_normalized

    def _note_inbound(self, at):
        """Who writes about an opportunity has also written as a customer."""
        self.sudo().partner_id._note_inbound(at)  # sudo: as in the original
        return super()._note_inbound(at)

    def log_meeting(self, meeting):
        """A mirrored action shows in the opportunity's actions: no second note for its event."""
        if meeting.sudo().crm_action_id:
            return self.env["mail.message"]
        return super().log_meeting(meeting)

    def _merge_dependences(self, opportunities):
        """Merged opportunities are deleted: their actions move to the survivor first."""
        self._merge_dependences_crm_actions(opportunities)
        return super()._merge_dependences(opportunities)

    def _merge_dependences_crm_actions(self, opportunities):
        # sudo: history follows the opportunity, also colleagues' actions and done ones
        actions = (
            self.env["crm.action"].sudo().search([("opportunity_id", "in", opportunities.ids)])
        )
        actions.write({"opportunity_id": self.id})
        heard = (self | opportunities).sudo().filtered("last_inbound_at").mapped("last_inbound_at")
        if heard:
            self._note_inbound(max(heard))

from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmPrivacyWizard(models.TransientModel):
    """Answer a person: hand out what we know, or forget it."""

    _name = "crm.privacy.wizard"
    _description = "Personal Data of a Contact"

    kind = fields.Selection(
        [("access", "Access request"), ("erasure", "Erasure")], required=True, default="access"
    )
    partner_id = fields.Many2one("res.partner", string="Contact", required=True, readonly=True)
    people_count = fields.Integer(string="Contacts and addresses", compute="_compute_figures")
    action_count = fields.Integer(string="Actions", compute="_compute_figures")
    opportunity_count = fields.Integer(string="Opportunities", compute="_compute_figures")
    planned_count = fields.Integer(string="Planned actions", compute="_compute_figures")
    on_documents = fields.Boolean(compute="_compute_figures")
    confirmed = fields.Boolean(string="I have checked that the request comes from this person")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "res.partner":
            values["partner_id"] = self.env.context.get("active_id")
        return values

    @api.depends("partner_id")
    def _compute_figures(self):
        self.env["res.partner"]._crm_check_privacy_officer()
        for wizard in self:
            wizard.partner_id.check_access("read")
            people = wizard.partner_id._crm_get_people()
            actions = people._crm_get_their_actions()
            wizard.people_count = len(people)
            wizard.action_count = len(actions)
            wizard.planned_count = len(actions.filtered(lambda action: action.state == "planned"))
            wizard.opportunity_count = len(people._crm_get_their_opportunities())
            wizard.on_documents = bool(people._crm_find_on_documents())

    def action_download(self):
        """Download what we know as an archive."""
        self.ensure_one()
        self._check_confirmed()
        return {
            "type": "ir.actions.act_url",
            "url": f"/crm/privacy/export/{self.partner_id.id}",
            "target": "download",
        }

    def action_erase(self):
        """Forget the person, and say what was erased."""
        self.ensure_one()
        self._check_confirmed()
        counts = self.partner_id._crm_erase()
        logs = self.env["crm.privacy.log"]
        if any(counts.values()):
            logs = logs._log("erasure", self.partner_id, counts)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Erased: %(details)s", details=logs.details or "0"),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _check_confirmed(self):
        if not self.confirmed:
            raise UserError(
                self.env._(
                    "Check first that the request comes from this person, for example by an "
                    "answer to the address that you know, and tick the box."
                )
            )

from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    crm_geo_radius_m = fields.Integer(related="company_id.crm_geo_radius_m", readonly=False)
    crm_geo_retention_days = fields.Integer(
        related="company_id.crm_geo_retention_days", readonly=False
    )
    crm_plan_horizon_weeks = fields.Integer(
        related="company_id.crm_plan_horizon_weeks", readonly=False
    )
    crm_followup_start = fields.Date(related="company_id.crm_followup_start", readonly=False)
    crm_followup_grace_days = fields.Integer(
        related="company_id.crm_followup_grace_days", readonly=False
    )
    crm_next_step_policy = fields.Selection(
        related="company_id.crm_next_step_policy", readonly=False
    )
    crm_call_event_days = fields.Integer(related="company_id.crm_call_event_days", readonly=False)
    crm_module_ids = fields.Many2many(
        "ir.module.module",
        string="Modules",
        compute="_compute_crm_module_ids",
        groups="base.group_system",
    )

    @api.depends("company_id")
    def _compute_crm_module_ids(self):
        self.crm_module_ids = self.env["ir.module.module"]._crm_get_suite()

    def action_crm_look_for_new(self):
        """Look for new modules from the page of settings."""
        return self.env["ir.module.module"].action_crm_look_for_new()

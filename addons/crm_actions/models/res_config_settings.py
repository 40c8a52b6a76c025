from odoo import fields, models


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

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    crm_special_min_margin = fields.Float(
        related="company_id.crm_special_min_margin", readonly=False
    )

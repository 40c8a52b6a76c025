from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    crm_special_min_margin = fields.Float(
        "Least margin of special prices (%)",
        digits=(5, 2),
        help="Special prices that leave less of the price are approved by a sales manager alone.",
    )

    _crm_special_min_margin_is_percent = models.Constraint(
        "CHECK (crm_special_min_margin IS NULL OR crm_special_min_margin BETWEEN 0 AND 99)",
        "The least margin of special prices goes from 0 to 99 %.",
    )

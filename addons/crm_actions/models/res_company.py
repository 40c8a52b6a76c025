from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    crm_geo_radius_m = fields.Integer(
        string="Visit radius (m)",
        default=300,
        help="A check-in within this distance of the customer, accuracy taken off, counts as "
        "verified.",
    )
    crm_geo_retention_days = fields.Integer(
        string="Keep positions (days)",
        default=90,
        help="Coordinates of check-ins are deleted after these days; distance and verdict stay.",
    )

    _crm_geo_radius_positive = models.Constraint(
        "CHECK (crm_geo_radius_m BETWEEN 10 AND 50000)",
        "The visit radius goes from 10 m to 50,000 m.",
    )
    _crm_geo_retention_positive = models.Constraint(
        "CHECK (crm_geo_retention_days BETWEEN 1 AND 3650)",
        "Positions are kept from 1 to 3,650 days.",
    )

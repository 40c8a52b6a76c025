from odoo import fields, models
from odoo.tools import SQL


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

    def write(self, vals):
        """A shorter retention holds for what is already kept."""
        result = super().write(vals)
        if "crm_geo_retention_days" in vals:
            self._update_purge_dates()
        return result

    def _update_purge_dates(self):
        positions = self.env["crm.action.geo"]
        positions.flush_model(["company_id", "taken_at", "purge_on"])
        for company in self:
            self.env.cr.execute(
                SQL(
                    "UPDATE crm_action_geo SET purge_on = taken_at::date + %s "
                    "WHERE company_id = %s",
                    company.crm_geo_retention_days,
                    company.id,
                )
            )
        positions.invalidate_model(["purge_on"])

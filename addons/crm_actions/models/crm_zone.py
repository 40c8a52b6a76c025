from odoo import fields, models


class CrmZone(models.Model):
    """An area of the sales force, for example North."""

    _name = "crm.zone"
    _inherit = ["crm.customer.group.mixin"]
    _description = "Sales Zone"
    _partner_field = "crm_zone_id"

    partner_ids = fields.One2many("res.partner", "crm_zone_id", string="Customers")

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "Another zone has this code."
    )

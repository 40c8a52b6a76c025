from odoo import fields, models


class CrmZone(models.Model):
    """An area of the sales force, for example North."""

    _name = "crm.zone"
    _description = "Sales Zone"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short and unique: imports name the zone by it.")
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    company_id = fields.Many2one("res.company", index="btree_not_null", ondelete="cascade")
    partner_ids = fields.One2many("res.partner", "crm_zone_id", string="Customers")

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "Another zone has this code."
    )

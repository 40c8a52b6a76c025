from odoo import fields, models


class CrmSegment(models.Model):
    """What a customer is worth to the sales force, for example A, B and C."""

    _name = "crm.segment"
    _inherit = ["crm.customer.group.mixin"]
    _description = "Customer Segment"
    _partner_field = "crm_segment_id"

    cycle_days = fields.Integer(
        string="Visit cycle (days)",
        help="A customer of this segment counts as covered if it was visited within these days; "
        "0: no cycle is expected.",
    )
    partner_ids = fields.One2many("res.partner", "crm_segment_id", string="Customers")

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "Another segment has this code."
    )
    _cycle_not_negative = models.Constraint(
        "CHECK (cycle_days >= 0)", "The visit cycle cannot be negative."
    )

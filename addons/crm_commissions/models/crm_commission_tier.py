from odoo import fields, models


class CrmCommissionTier(models.Model):
    """A step of a plan: it reaches to the next one, so there are no gaps between them.

    Of a curve `bound_from` is the attainment and `rate` the payout, both in percent.
    """

    _name = "crm.commission.tier"
    _description = "Step of a Commission Plan"
    _inherit = ["crm.commission.draft.part"]
    _order = "plan_id, bound_from"
    _rec_name = "bound_from"

    plan_id = fields.Many2one("crm.commission.plan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    bound_from = fields.Float(
        string="Above",
        digits=(16, 2),
        aggregator=False,
        help="Money or pieces; percent of the target of a curve. What lies exactly on it belongs "
        "to the step before.",
    )
    rate = fields.Float(
        digits=(16, 4),
        aggregator=False,
        help="Percent, or money a piece where pieces are counted; of a curve the percent of its "
        "pay.",
    )

    _bound_unique = models.UniqueIndex(
        "(plan_id, bound_from)", "Two steps of a plan begin at the same bound."
    )
    _figures_range = models.Constraint(
        "CHECK (COALESCE(bound_from, 0) >= 0 AND COALESCE(rate, 0) >= 0)",
        "Bounds and rates are 0 or more.",
    )

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmCommissionGoal(models.Model):
    """One of the goals that a plan pays by. How much is to be reached is said by targets: each
    payee, or team, has an own one for each window of the plan."""

    _name = "crm.commission.goal"
    _description = "Goal of a Commission Plan"
    _inherit = ["crm.commission.draft.part"]
    _order = "plan_id, sequence, id"
    _rec_name = "metric_id"
    _check_company_auto = True

    plan_id = fields.Many2one("crm.commission.plan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    metric_id = fields.Many2one("crm.sales.metric", required=True, ondelete="restrict")
    categ_id = fields.Many2one("product.category", string="Product family", ondelete="restrict")
    zone_id = fields.Many2one("crm.zone", ondelete="restrict", check_company=True)
    weight = fields.Float(
        string="Weight (%)",
        digits=(16, 2),
        required=True,
        aggregator=False,
        help="The weights of a plan's goals make 100 %.",
    )
    cap = fields.Float(
        string="Cap (%)",
        digits=(16, 2),
        aggregator=False,
        help="Attainment beyond it counts no more. 0: no cap.",
    )
    gate = fields.Float(
        string="Gate (%)",
        digits=(16, 2),
        aggregator=False,
        help="With less attainment than this none of the goals pays. 0: no gate.",
    )

    _about_unique = models.UniqueIndex(
        "(plan_id, metric_id, COALESCE(categ_id, 0), COALESCE(zone_id, 0))",
        "The plan has this goal already.",
    )
    _figures_range = models.Constraint(
        "CHECK (weight > 0 AND weight <= 100 AND COALESCE(cap, 0) >= 0 AND COALESCE(gate, 0) >= 0)",
        "A weight is above 0 % and at most 100 %; cap and gate are 0 or more.",
    )

    @api.constrains("metric_id", "categ_id", "zone_id")
    def _check_can_be_split(self):
        for goal in self:
            if (goal.categ_id or goal.zone_id) and not goal.metric_id._get_rows_method():
                raise ValidationError(
                    self.env._(
                        "%s is not counted by product family or zone: leave both empty.",
                        goal.metric_id.name,
                    )
                )

    @api.depends("metric_id", "categ_id", "zone_id")
    def _compute_display_name(self):
        for goal in self:
            names = (goal.metric_id.name, goal.categ_id.display_name, goal.zone_id.display_name)
            goal.display_name = " · ".join(filter(None, names))

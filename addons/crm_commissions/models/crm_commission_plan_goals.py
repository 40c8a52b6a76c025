from odoo import fields, models

# What a plan counts, as the metric that says how far a target of it has come.
_METRICS = {
    ("ordered", "amount"): "sales_ordered",
    ("invoiced", "amount"): "sales_invoiced",
    ("collected", "amount"): "sales_collected",
    ("invoiced", "margin"): "margin",
    ("invoiced", "quantity"): "quantity",
    ("invoiced", "new_customers"): "new_customers",
}
_WINDOWS = ("month", "quarter", "year")


class CrmCommissionPlan(models.Model):
    """Plans that pay by targets: by weighted goals, or by a curve against each payee's own."""

    # one file for each purpose
    _inherit = "crm.commission.plan"  # pylint: disable=consider-merging-classes-inherited

    goal_ids = fields.One2many("crm.commission.goal", "plan_id", string="Goals", copy=True)

    def _pays_by_own_targets(self):
        """Whether the curve is against the target of each payee instead of one for all."""
        return self.tier_mode == "curve" and not self.target_amount

    def _get_target_metric(self):
        """The metric of the targets that the curve is against; none if there is no such metric."""
        code = _METRICS.get((self.trigger, self.metric))
        return self.env["crm.sales.metric"].search([("code", "=", code)]) if code else (
            self.env["crm.sales.metric"]
        )  # fmt: skip

    def _get_asked_targets(self):
        """The targets by which it pays: set of (metric, product family, zone, kind of period)."""
        self.ensure_one()
        if self.tier_mode == "goals":
            goals = self.goal_ids
            return {(one.metric_id, one.categ_id, one.zone_id, self.tier_window) for one in goals}
        if not self._pays_by_own_targets():
            return set()
        anything = self.env["product.category"], self.env["crm.zone"]
        return {(self._get_target_metric(), *anything, self.tier_window)}

    def _find_problem_of_targets(self):
        """As `_find_problem`, of plans that pay by targets."""
        if not self.on_target_pay:
            if self.tier_mode == "curve":
                return self.env._("The curve of %s needs a target and its pay.", self.name)
            return self.env._("Say what %s pays for all goals reached.", self.name)
        if self.tier_mode == "goals":
            return self._find_problem_of_window() or self._find_problem_of_goals()
        if not self.tier_ids:
            return self.env._("%s has tiers without steps: add them.", self.name)
        if self.target_amount:
            return None
        return self._find_problem_of_window() or self._find_problem_of_own_targets()

    def _find_problem_of_window(self):
        if self.tier_window not in _WINDOWS:
            return self.env._(
                "%s pays by targets: add up over a month, a quarter or a year.", self.name
            )
        return None

    def _find_problem_of_goals(self):
        weights = sum(self.goal_ids.mapped("weight"))
        if not self.goal_ids:
            return self.env._("%s pays by goals and has none: add them.", self.name)
        if round(weights, 2) != 100:
            return self.env._(
                "The weights of the goals of %(plan)s make %(sum)s %% instead of 100 %%.",
                plan=self.name,
                sum=f"{weights:g}",
            )
        return None

    def _find_problem_of_own_targets(self):
        if not self._get_target_metric():
            return self.env._(
                "There are no targets of what %s counts: give the plan a target of its own.",
                self.name,
            )
        if self.currency_id != self.company_id.currency_id:
            return self.env._(
                "Targets are in %(currency)s: give %(plan)s a target of its own.",
                currency=self.company_id.currency_id.name,
                plan=self.name,
            )
        return None

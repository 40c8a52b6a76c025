from odoo import fields, models


class CrmCommissionPlan(models.Model):
    """What a run wants to know of a plan, and when it has to look at all of it."""

    # one file for each purpose
    _inherit = "crm.commission.plan"  # pylint: disable=consider-merging-classes-inherited

    last_run_id = fields.Integer(string="Last run", readonly=True, copy=False, aggregator=False)

    def _asks_for(self, criterion):
        """Whether a rule of the plan has the criterion, a field of rules."""
        return any(self.rule_ids.mapped(criterion))

    def _looks_at_first_sales(self):
        """Whether one sale to a customer may change what the others count."""
        return self.metric == "new_customers" or self._asks_for("new_customer_days")

    def write(self, vals):
        """Whatever is said of a plan in force says something about all of its sales."""
        result = super().write(vals)
        if {"state", "date_from", "date_to"}.intersection(vals):
            self._mark_dirty()
        return result

    def _mark_dirty(self):
        self.env["crm.commission.dirty"]._mark(
            "crm.commission.plan", self.root_id.ids, self.company_id
        )

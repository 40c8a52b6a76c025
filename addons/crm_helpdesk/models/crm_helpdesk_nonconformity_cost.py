from odoo import api, fields, models


class CrmHelpdeskNonconformity(models.Model):
    """What it has cost: what its requests cost, and what nobody of them alone does."""

    # one file for each purpose
    _inherit = "crm.helpdesk.nonconformity"  # pylint: disable=consider-merging-classes-inherited

    currency_id = fields.Many2one(related="company_id.currency_id")
    extra_cost = fields.Monetary(
        string="Other costs", help="Of the nonconformity as a whole: a lot, a laboratory."
    )
    ticket_cost = fields.Monetary(
        string="Cost of requests", compute="_compute_cost", compute_sudo=True
    )
    cost = fields.Monetary(string="Cost of non-quality", compute="_compute_cost", compute_sudo=True)

    _extra_cost_positive = models.Constraint(
        "CHECK(extra_cost >= 0)", "What went wrong has earned nothing: a cost is not below zero."
    )

    @api.depends("extra_cost", "ticket_ids.quality_cost")
    def _compute_cost(self):
        costs = self.ticket_ids._get_quality_costs()
        for each in self:
            each.ticket_cost = sum(costs[ticket] for ticket in each.ticket_ids)
            each.cost = each.ticket_cost + each.extra_cost

from odoo import api, fields, models
from odoo.tools import format_date

from ..engine import demand, patterns, plannable, territory
from .crm_visit_demand import LABELS

MORE = {
    plannable.NO_PATTERN: "No possible day",
    plannable.CLOSED: "Closed on the rep's days",
    plannable.NO_ROAD: LABELS[demand.NO_ROAD],
    territory.NOT_DUE: "Not due in these days",
    territory.PROMISED_ELSEWHERE: "Another rep has promised a visit",
    territory.IMPOSSIBLE: "The promised hour does not fit into the day",
    territory.NO_ROOM: "No room: others are worth more",
    patterns.MISSED_CLOSED: "Closed or no rep on a day of a visit",
}
REASONS = {**{code: LABELS[code] for code in demand.REASONS}, **MORE}


class CrmRouteLeftOut(models.Model):
    """A customer that a plan does not visit, and why."""

    _name = "crm.route.left.out"
    _description = "Customer Left Out of a Plan"
    _order = "value_km desc, partner_id, id"
    _rec_name = "partner_id"

    plan_id = fields.Many2one("crm.route.plan", required=True, index=True, ondelete="cascade")
    job_id = fields.Many2one("crm.route.plan.job", index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", string="Rep", index=True, ondelete="cascade")
    team_id = fields.Many2one("crm.team", string="Sales Team", index=True, ondelete="set null")
    segment_id = fields.Many2one("crm.segment", ondelete="set null")
    value_km = fields.Float(string="Worth (km)", digits=(10, 1), aggregator=False)
    overdue_days = fields.Integer(string="Days overdue", aggregator="max")
    reason = fields.Selection(list(REASONS.items()), required=True)

    missed_on = fields.Json(export_string_translation=False)
    missed_text = fields.Char(string="Days missed", compute="_compute_missed_text")

    @api.depends("missed_on")
    @api.depends_context("lang")
    def _compute_missed_text(self):
        for row in self:
            days = [fields.Date.to_date(day) for day in row.missed_on or ()]
            row.missed_text = ", ".join(
                format_date(self.env, day, date_format="EEE d MMM") for day in days
            )

    def action_open_customer(self):
        self.ensure_one()
        return self.partner_id.get_formview_action()

    def action_solve(self):
        """Mend what keeps the customer out of the plan, or open where a person does."""
        self.ensure_one()
        self.check_access("read")
        row = self.env["crm.visit.demand"].search(
            [("partner_id", "=", self.partner_id.id), ("company_id", "=", self.company_id.id)],
            limit=1,
        )
        if self.reason in MORE:
            return row._solve_in_plan(self.reason) or self.action_open_customer()
        # somebody may have mended it since it was planned
        return row.action_solve() if row.reason else self.action_open_customer()

from odoo import api, fields, models

from odoo.addons.crm_actions.hours import word_length

from ..engine import demand

LABELS = {
    demand.NO_POLICY: "No visit policy",
    demand.NO_OWNER: "Nobody visits",
    demand.OWNER_GONE: "The salesperson has left",
    demand.NO_GEO: "Not located",
    demand.APPROXIMATE: "Only the city is located",
    demand.NO_START: "The rep's start is not located",
    demand.NO_SHIFT: "The rep does not work",
    demand.NO_HOURS: "No opening hours",
    demand.NO_DAY: "No common weekday",
    demand.TOO_LONG: "The visit is too long",
    demand.TOO_FAR: "Too far for a day",
    demand.NO_ROAD: "No road on the map of the route server",
    demand.SPACING: "Spacing is impossible",
    demand.CLAMPED: "More visits than open days",
}


class CrmVisitDemand(models.Model):
    """Who is to be visited, how urgently, and who cannot be planned and why.

    A row a customer and company, worked out from policies, owners, hours and visits
    (``crm_visit_demand_refresh.py``); nobody writes it by hand.
    """

    _name = "crm.visit.demand"
    _description = "Customer to Visit"
    _order = "blocked desc, overdue_days desc, partner_id, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="cascade")
    policy_id = fields.Many2one("crm.visit.policy", index="btree_not_null", ondelete="set null")
    user_id = fields.Many2one("res.users", string="Rep", index=True, ondelete="set null")
    team_id = fields.Many2one("crm.team", string="Sales Team", index=True, ondelete="set null")
    segment_id = fields.Many2one("crm.segment", ondelete="set null")
    zone_id = fields.Many2one("crm.zone", ondelete="set null")
    last_visit_on = fields.Date(string="Last visit")
    due_on = fields.Date(string="Due", help="When the next visit should be at the latest.")
    overdue_days = fields.Integer(string="Days overdue", aggregator="max")
    missed = fields.Integer(string="Visits missed")
    value_km = fields.Float(
        string="Worth (km)",
        digits=(10, 1),
        aggregator=False,
        help="The detour that the next visit is worth now; it grows while it is overdue.",
    )
    blocked = fields.Boolean(string="Cannot be planned")
    reason = fields.Selection(
        [(code, LABELS[code]) for code in demand.REASONS],
        help="What is to be mended first.",
    )
    reason_data = fields.Json(export_string_translation=False)
    reason_text = fields.Text(string="Why", compute="_compute_reason_text")
    checked_at = fields.Datetime(string="Looked at")

    _customer_unique = models.UniqueIndex("(partner_id, company_id)")

    @api.depends("reason_data")
    @api.depends_context("lang")
    def _compute_reason_text(self):
        for row in self:
            row.reason_text = "\n".join(self._word(each) for each in row.reason_data or ()) or False

    @api.model
    def _word(self, obstacle):
        """One reason with its figures, in the reader's language."""
        asked, planned = obstacle.get("asked"), obstacle.get("planned")
        shift = word_length(obstacle.get("minutes") or 0)
        words = {
            demand.NO_POLICY: self.env._("No visit policy is for this customer."),
            demand.NO_OWNER: self.env._(
                "It has no salesperson, and no rep has its zone as territory."
            ),
            demand.OWNER_GONE: self.env._(
                "Its salesperson is archived or does not work in this company."
            ),
            demand.NO_GEO: self.env._("Its position is not known."),
            demand.APPROXIMATE: self.env._(
                "Only its city is located: set its position, or let the policy take the city."
            ),
            demand.NO_START: self.env._("The place from which the rep begins is not located."),
            demand.NO_SHIFT: self.env._("The rep does not work in the next four weeks."),
            demand.NO_HOURS: self.env._(
                "Its policy asks for opening hours, and nobody has written them down."
            ),
            demand.NO_DAY: self.env._(
                "There is no weekday on which it is open, the policy allows visits and the rep "
                "works."
            ),
            demand.TOO_LONG: self.env._(
                "The visit is longer than any opening window or working time; with the way it "
                "takes %(shift)s h.",
                shift=shift,
            ),
            demand.TOO_FAR: self.env._(
                "There, the visit and back take %(shift)s h, more than the rep's day or the "
                "opening hours allow, or more kilometres than a day may have.",
                shift=shift,
            ),
            demand.NO_ROAD: self.env._(
                "No road leads there on the map of the route server. Is its position right?"
            ),
            demand.SPACING: self.env._(
                "With so many days between them only %(planned)d of %(asked)d visits a week fit.",
                planned=planned or 0,
                asked=asked or 0,
            ),
            demand.CLAMPED: self.env._(
                "It is open on fewer weekdays than it should be visited: %(planned)d of "
                "%(asked)d visits a week are planned.",
                planned=planned or 0,
                asked=asked or 0,
            ),
        }
        return words.get(obstacle.get("code"), "")

from odoo import fields, models

RESULTS = [
    ("on_day", "On its day"),
    ("other_day", "On another day"),
    ("missed", "Missed"),
    ("called_off", "Called off"),
    ("open", "To come"),
    ("added", "Not on a route"),
]


def _share(string, help):
    return fields.Float(string=string, readonly=True, aggregator="avg", help=help)


class CrmRouteReport(models.Model):
    """Planned against done: one row a published stop, and one a visit that was on no route.

    What became of a stop is kept on it (``crm_route_outcome.py``), so rows of closed plans stay as
    they are. Days are those of the rep's clock. The SELECT is in ``crm_route_report_sql.py``.
    """

    _name = "crm.route.report"
    _inherit = ["crm.abstract.report"]
    _description = "Routes: Planned and Done"
    _auto = False
    _order = "day desc, planned_at, id"
    _rec_name = "partner_id"
    _depends = {
        "crm.route.stop": ["plan_id", "route_id", "partner_id", "user_id", "team_id", "company_id",
                           "state", "date", "start", "stop", "sequence", "travel_km", "in_force",
                           "action_id", "visit_id", "done_on", "arrived_at", "done_user_id",
                           "verified", "driven_km"],
        "crm.route.plan": ["company_id", "state", "date_from", "date_to", "published_at",
                           "rep_ids"],
        "crm.route.rep": ["user_id"],
        "crm.action": ["type_id", "partner_id", "user_id", "team_id", "company_id", "state",
                       "done_at", "checkin_at", "checkin_verdict", "driven_km"],
        "crm.action.type": ["code"],
        "res.partner": ["crm_segment_id", "crm_zone_id", "tz"],
        "res.users": ["partner_id"],
        "res.company": ["partner_id", "resource_calendar_id"],
        "resource.calendar": ["tz"],
    }  # fmt: skip

    plan_id = fields.Many2one(
        "crm.route.plan", readonly=True, groups="crm_actions.group_team_leader"
    )
    route_id = fields.Many2one("crm.route", readonly=True)
    visit_id = fields.Many2one("crm.action", string="Visit made", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    crm_segment_id = fields.Many2one("crm.segment", string="Segment", readonly=True)
    crm_zone_id = fields.Many2one("crm.zone", string="Zone", readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Rep", readonly=True, help="Whose route it is; without one, who went."
    )
    done_user_id = fields.Many2one("res.users", string="Visited by", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    day = fields.Date(
        readonly=True,
        help="The planned day; of visits that were on no route the day they were made.",
    )
    planned_at = fields.Datetime(string="Planned hour", readonly=True)
    arrived_at = fields.Datetime(string="Check-in", readonly=True)
    done_on = fields.Date(string="Visited on", readonly=True)
    result = fields.Selection(RESULTS, readonly=True)
    # denominators, to be seen beside the shares
    planned_count = fields.Integer(
        string="Planned",
        readonly=True,
        help="Visits that a published plan put into the agenda and no newer plan replaced.",
    )
    due_count = fields.Integer(
        string="Due visits",
        readonly=True,
        help="Planned visits that are done or whose end is past, called off ones among them.",
    )
    done_count = fields.Integer(
        string="Planned and done",
        readonly=True,
        help="Planned visits that were made, on whatever day and by whomever; or another visit to "
        "that customer on that day.",
    )
    missed_count = fields.Integer(
        string="Not made", readonly=True, help="Due visits that nobody made: due less done."
    )
    added_count = fields.Integer(
        string="Not on a route",
        readonly=True,
        help="Done visits of reps with a published plan, on its days and after it was published, "
        "that were no stop of a route.",
    )
    checked_count = fields.Integer(
        string="With check-in", readonly=True, help="Planned visits that began with a check-in."
    )
    # shares
    on_day = _share("Made on their day", "Made on the planned day, by whomever, of those due.")
    on_time = _share(
        "Made on time",
        "Checked in within 30 minutes of the planned hour on its day, of the planned visits with a "
        "check-in.",
    )
    by_rep = _share("Made by their rep", "Made by the planned rep, of those planned and done.")
    missed = _share("Missed visits", "Not made, of those due.")
    verified = _share(
        "Verified visits", "Checked in at the customer's, of all done visits, on a route or not."
    )
    days_late = fields.Float(
        string="Days late",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="From the planned day to the visit, on average of those planned and done; before it "
        "less than 0.",
    )
    # kilometres
    planned_km = fields.Float(
        string="Planned km",
        readonly=True,
        digits=(16, 1),
        help="The ways to the planned stops, from the start of the day on; the way back home is on "
        "the route alone.",
    )
    between_km = fields.Float(
        string="Planned km between stops",
        readonly=True,
        digits=(16, 1),
        help="The same without the first way of a day: to be compared with what was driven.",
    )
    driven_km = fields.Float(
        string="Driven km",
        readonly=True,
        digits=(16, 1),
        help="From each verified check-in of a rep to the next one of that day, by the distances "
        "that plans count with. Visits without a verified check-in have no way, so it is no more "
        "than was driven.",
    )

    def action_open(self):
        """Open the visit that was made, else the one in the agenda, else the customer."""
        self.ensure_one()
        record = self.visit_id or self.partner_id
        return record.get_formview_action()

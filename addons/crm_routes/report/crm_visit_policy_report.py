from odoo import api, fields, models
from odoo.tools import SQL


class CrmVisitPolicyReport(models.Model):
    """Which customers are visited as often as their policy asks: one row a customer under one.

    Who is due follows from the list of customers to visit, which is worked out every night; days
    are counted up to today on the company's clock.
    """

    _name = "crm.visit.policy.report"
    _inherit = ["crm.abstract.report"]
    _description = "Visits by Policy"
    _auto = False
    _order = "overdue_count desc, due_on, id"
    _rec_name = "partner_id"
    _depends = {
        "crm.visit.demand": ["partner_id", "company_id", "policy_id", "user_id", "team_id",
                             "segment_id", "zone_id", "last_visit_on", "due_on", "blocked"],
        "res.partner": ["tz"],
        "res.company": ["partner_id", "resource_calendar_id"],
        "resource.calendar": ["tz"],
    }  # fmt: skip

    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    policy_id = fields.Many2one("crm.visit.policy", readonly=True)
    user_id = fields.Many2one("res.users", string="Rep", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    crm_segment_id = fields.Many2one("crm.segment", string="Segment", readonly=True)
    crm_zone_id = fields.Many2one("crm.zone", string="Zone", readonly=True)
    last_visit_on = fields.Date(string="Last visit", readonly=True)
    due_on = fields.Date(
        string="Due", readonly=True, help="When the next visit should be at the latest."
    )
    blocked = fields.Boolean(string="Cannot be planned", readonly=True)
    customer_count = fields.Integer(
        string="Customers", readonly=True, help="Customers under a visit policy."
    )
    overdue_count = fields.Integer(
        string="Overdue", readonly=True, help="Customers whose visit should have been before today."
    )
    never_count = fields.Integer(
        string="Never visited", readonly=True, help="Customers under a policy without any visit."
    )
    overdue_days = fields.Float(
        string="Days overdue",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="On average of the customers that are overdue; the others do not count.",
    )
    in_time = fields.Float(
        string="Visited in time",
        readonly=True,
        aggregator="avg",
        help="Customers whose last visit is no longer ago than their policy allows, of all "
        "customers under a policy. Who was never visited, or cannot be planned, is among them.",
    )

    def action_open_customer(self):
        self.ensure_one()
        return self.partner_id.get_formview_action()

    @api.model
    def _get_columns(self):
        names = (
            "id", "partner_id", "policy_id", "user_id", "team_id", "company_id", "last_visit_on",
            "due_on", "blocked",
        )  # fmt: skip
        overdue = SQL("COALESCE(wanted.due_on < place.today, FALSE)")
        return {
            **{name: SQL("wanted.%s", SQL.identifier(name)) for name in names},
            "crm_segment_id": SQL("wanted.segment_id"),
            "crm_zone_id": SQL("wanted.zone_id"),
            "customer_count": SQL("1"),
            "overdue_count": SQL("(%s)::int", overdue),
            "never_count": SQL("(wanted.last_visit_on IS NULL)::int"),
            "overdue_days": SQL("CASE WHEN %s THEN place.today - wanted.due_on END", overdue),
            "in_time": SQL("COALESCE(wanted.due_on >= place.today, FALSE)::int"),
        }

    @api.model
    def _get_from(self):
        return SQL(
            """crm_visit_demand wanted
               JOIN (SELECT zone.company_id, %s AS today FROM %s zone) place
                 ON place.company_id = wanted.company_id""",
            self._sql_day(self._sql_now(), SQL("zone.tz")),
            self._sql_zones(),
        )

    @api.model
    def _get_where(self):
        return SQL("wanted.policy_id IS NOT NULL")

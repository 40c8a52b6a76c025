from odoo import api, fields, models
from odoo.tools import SQL


class CrmCoverageReport(models.Model):
    """Which customers were visited within the cycle of their segment: one row a customer.

    Days are local days of the customer's company, or of the reader's where it has none. Visits of
    the companies that the reader works in count.
    """

    _name = "crm.coverage.report"
    _inherit = ["crm.abstract.report"]
    _description = "Coverage of Customers"
    _auto = False
    _order = "due_day, id"
    _rec_name = "partner_id"
    _depends = {
        "crm.action": ["type_id", "commercial_partner_id", "state", "start", "allday",
                       "done_at", "company_id"],
        "crm.action.type": ["code"],
        "crm.segment": ["cycle_days", "active"],
        "res.partner": ["active", "commercial_partner_id", "crm_segment_id", "crm_zone_id",
                        "user_id", "company_id", "tz"],
        "res.users": ["sale_team_id"],
        "res.company": ["partner_id", "resource_calendar_id"],
        "resource.calendar": ["tz"],
    }  # fmt: skip

    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    user_id = fields.Many2one("res.users", string="Rep", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    crm_segment_id = fields.Many2one("crm.segment", string="Segment", readonly=True)
    crm_zone_id = fields.Many2one("crm.zone", string="Zone", readonly=True)
    cycle_days = fields.Integer(string="Visit cycle (days)", readonly=True, aggregator=None)
    last_visit_day = fields.Date(string="Last visit", readonly=True)
    next_visit_day = fields.Date(string="Next planned visit", readonly=True)
    due_day = fields.Date(
        string="Due", readonly=True, help="The last day that the last visit covers."
    )
    days_since = fields.Integer(string="Days since the last visit", readonly=True, aggregator="avg")
    is_covered = fields.Boolean(string="Visited in time", readonly=True)
    customer_count = fields.Integer(string="Customers", readonly=True)
    covered_count = fields.Integer(string="Covered customers", readonly=True)
    covered = fields.Float(
        string="Coverage",
        readonly=True,
        aggregator="avg",
        help="Customers with a done visit inside the cycle of their segment, of the customers of "
        "segments with a cycle.",
    )

    def action_open_customer(self):
        self.ensure_one()
        return self.partner_id.get_formview_action()

    @api.model
    def _get_columns(self):
        covered = SQL("COALESCE(place.today - visit.last_day <= segment.cycle_days, FALSE)")
        return {
            "id": SQL("customer.id"),
            "partner_id": SQL("customer.id"),
            "user_id": SQL("customer.user_id"),
            "team_id": SQL("rep.sale_team_id"),
            "company_id": SQL("customer.company_id"),
            "crm_segment_id": SQL("customer.crm_segment_id"),
            "crm_zone_id": SQL("customer.crm_zone_id"),
            "cycle_days": SQL("segment.cycle_days"),
            "last_visit_day": SQL("visit.last_day"),
            "next_visit_day": SQL("visit.next_day"),
            "due_day": SQL("visit.last_day + segment.cycle_days"),
            "days_since": SQL("place.today - visit.last_day"),
            "is_covered": covered,
            "customer_count": SQL("1"),
            "covered_count": SQL("(%s)::int", covered),
            "covered": SQL("(%s)::int", covered),
        }

    @api.model
    def _get_from(self):
        return SQL(
            """res_partner customer
               JOIN crm_segment segment
                 ON segment.id = customer.crm_segment_id AND segment.active
               JOIN (SELECT zone.company_id, %(today)s AS today FROM %(zones)s zone) place
                 ON place.company_id = COALESCE(customer.company_id, %(company)s)
          LEFT JOIN res_users rep ON rep.id = customer.user_id
          LEFT JOIN (%(visits)s) visit ON visit.customer_id = customer.id""",
            today=self._sql_day(self._sql_now(), SQL("zone.tz")),
            zones=self._sql_zones(),
            company=self.env.company.id,
            visits=self._sql_visits(),
        )

    @api.model
    def _get_where(self):
        return SQL(
            "customer.active AND customer.id = customer.commercial_partner_id "
            "AND segment.cycle_days > 0"
        )

    @api.model
    def _sql_visits(self):
        """The last done visit and the first planned one to come of each customer, as local days."""
        return SQL(
            """SELECT action.commercial_partner_id AS customer_id,
                      max(%(done_day)s) FILTER (WHERE action.state = 'done') AS last_day,
                      min(%(planned_day)s) FILTER (
                          WHERE action.state = 'planned' AND %(planned_day)s >= %(today)s
                      ) AS next_day
                 FROM crm_action action
                 JOIN crm_action_type type ON type.id = action.type_id AND type.code = 'visit'
                 JOIN %(zones)s zone ON zone.company_id = action.company_id
                WHERE action.state IN ('done', 'planned') AND action.company_id IN %(companies)s
             GROUP BY action.commercial_partner_id""",
            done_day=self._sql_day(SQL("action.done_at"), SQL("zone.tz")),
            # an all-day action keeps dates, not instants
            planned_day=SQL(
                "CASE WHEN action.allday THEN action.start::date ELSE %s END",
                self._sql_day(SQL("action.start"), SQL("zone.tz")),
            ),
            today=self._sql_day(self._sql_now(), SQL("zone.tz")),
            zones=self._sql_zones(),
            companies=tuple(self.env.companies.ids) or (0,),
        )

from odoo import api, fields, models
from odoo.tools import SQL


class CrmFollowupReport(models.Model):
    """How opportunities are looked after: one row an opportunity, open or decided.

    The next step is the first planned action or open activity, also one that is overdue.
    """

    _name = "crm.followup.report"
    _inherit = ["crm.abstract.report"]
    _description = "Follow-up of Opportunities"
    _auto = False
    _order = "next_step_day, id"
    _rec_name = "opportunity_id"
    _depends = {
        "crm.lead": ["type", "active", "won_status", "partner_id", "user_id", "team_id",
                     "company_id", "stage_id", "expected_revenue", "date_closed", "snooze_until"],
        "crm.action": ["opportunity_id", "state", "start", "stop", "allday", "contacted",
                       "company_id"],
        "mail.activity": ["res_model", "res_id", "active", "date_deadline"],
        "res.company": ["partner_id", "resource_calendar_id", "currency_id"],
        "res.partner": ["tz", "crm_segment_id", "crm_zone_id"],
        "resource.calendar": ["tz"],
    }  # fmt: skip

    opportunity_id = fields.Many2one("crm.lead", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    crm_segment_id = fields.Many2one("crm.segment", string="Segment", readonly=True)
    crm_zone_id = fields.Many2one("crm.zone", string="Zone", readonly=True)
    user_id = fields.Many2one("res.users", string="Rep", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    stage_id = fields.Many2one("crm.stage", readonly=True)
    won_status = fields.Selection(
        selection=lambda self: self._same_selection("crm.lead", "won_status"),
        string="Won/Lost",
        readonly=True,
    )
    create_date = fields.Datetime(string="Created on", readonly=True)
    date_closed = fields.Datetime(string="Closed on", readonly=True)
    is_paused = fields.Boolean(string="Paused", readonly=True)
    next_step_day = fields.Date(string="Next step", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    expected_revenue = fields.Monetary(readonly=True)
    open_count = fields.Integer(string="Open opportunities", readonly=True)
    touch_count = fields.Integer(
        string="Touches", readonly=True, help="Done actions in which the customer was reached."
    )
    with_next_step = fields.Float(
        string="Next-step coverage",
        readonly=True,
        aggregator="avg",
        help="Open opportunities with a planned action or an open activity, of the open ones.",
    )
    overdue_step = fields.Float(
        string="Overdue next steps",
        readonly=True,
        aggregator="avg",
        help="Open opportunities with a step that should have been done before today, of the open "
        "ones.",
    )
    touches_per_won = fields.Float(
        string="Touches per won deal", readonly=True, aggregator="avg", digits=(10, 1)
    )

    def action_open_opportunity(self):
        self.ensure_one()
        return self.opportunity_id.get_formview_action()

    @api.model
    def _get_columns(self):
        names = (
            "id", "partner_id", "user_id", "team_id", "company_id", "stage_id", "won_status",
            "create_date", "date_closed", "expected_revenue",
        )  # fmt: skip
        is_open = SQL("(lead.active AND lead.won_status = 'pending')")
        return {
            **{name: SQL("lead.%s", SQL.identifier(name)) for name in names},
            "opportunity_id": SQL("lead.id"),
            "crm_segment_id": SQL("customer.crm_segment_id"),
            "crm_zone_id": SQL("customer.crm_zone_id"),
            "is_paused": SQL("COALESCE(lead.snooze_until >= place.today, FALSE)"),
            "next_step_day": SQL("CASE WHEN %s THEN step.day END", is_open),
            "currency_id": SQL("place.currency_id"),
            "open_count": SQL("%s::int", is_open),
            "touch_count": SQL("COALESCE(touch.count, 0)"),
            "with_next_step": self._sql_share(SQL("step.day IS NOT NULL"), is_open),
            "overdue_step": self._sql_share(SQL("step.due < place.today"), is_open),
            "touches_per_won": SQL(
                "CASE WHEN lead.won_status = 'won' THEN COALESCE(touch.count, 0) END"
            ),
        }

    @api.model
    def _get_from(self):
        return SQL(
            """crm_lead lead
               JOIN (SELECT zone.company_id, zone.tz, company.currency_id, %(today)s AS today
                       FROM %(zones)s zone
                       JOIN res_company company ON company.id = zone.company_id) place
                 ON place.company_id = COALESCE(lead.company_id, %(company)s)
          LEFT JOIN res_partner contact ON contact.id = lead.partner_id
          LEFT JOIN res_partner customer ON customer.id = contact.commercial_partner_id
          LEFT JOIN (%(touches)s) touch ON touch.opportunity_id = lead.id
          LEFT JOIN (%(steps)s) step ON step.opportunity_id = lead.id""",
            today=self._sql_day(self._sql_now(), SQL("zone.tz")),
            zones=self._sql_zones(),
            company=self.env.company.id,
            touches=SQL(
                """SELECT opportunity_id, count(*) AS count FROM crm_action
                    WHERE contacted AND opportunity_id IS NOT NULL GROUP BY opportunity_id"""
            ),
            steps=self._sql_steps(),
        )

    @api.model
    def _get_where(self):
        return SQL("lead.type = 'opportunity' AND (lead.active OR lead.won_status != 'pending')")

    @api.model
    def _sql_steps(self):
        """The local day on which the first step still to be done begins, and on which one ends."""
        return SQL(
            """SELECT one.opportunity_id, min(one.day) AS day, min(one.due) AS due FROM (
                   SELECT action.opportunity_id,
                          CASE WHEN action.allday THEN action.start::date ELSE %(day)s END AS day,
                          CASE WHEN action.allday THEN action.stop::date ELSE %(due)s END AS due
                     FROM crm_action action
                     JOIN %(zones)s zone ON zone.company_id = action.company_id
                    WHERE action.state IN ('planned', 'in_progress')
                      AND action.opportunity_id IS NOT NULL
                UNION ALL
                   SELECT activity.res_id, activity.date_deadline, activity.date_deadline
                     FROM mail_activity activity
                    WHERE activity.active AND activity.res_model = 'crm.lead'
               ) one GROUP BY one.opportunity_id""",
            day=self._sql_day(SQL("action.start"), SQL("zone.tz")),
            due=self._sql_day(SQL("action.stop"), SQL("zone.tz")),
            zones=self._sql_zones(),
        )

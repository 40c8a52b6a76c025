from odoo import api, fields, models
from odoo.tools import SQL

LATE_AFTER = "24 hours"


def _share(string, help):
    return fields.Float(string=string, readonly=True, aggregator="avg", help=help)


class CrmActionReport(models.Model):
    """How the field works: one row an action, each figure with its own denominator.

    ``planned_day`` and ``done_day`` are local dates of the action's company. An action belongs to
    the day for which it was first planned, or whoever moves it would never be late.
    """

    _name = "crm.action.report"
    _inherit = ["crm.abstract.report"]
    _description = "Key Figures of Actions"
    _auto = False
    _order = "planned_day desc, id desc"
    _rec_name = "action_id"
    _median_fields = ("duration_minutes", "minutes_to_report")
    _depends = {
        "crm.action": [
            "type_id", "partner_id", "commercial_partner_id", "opportunity_id", "user_id",
            "team_id", "company_id", "start", "stop", "allday", "state", "origin", "outcome_id",
            "contacted", "done_at", "reported_at", "checkin_verdict", "checkout_at", "duration_s",
            "promised_on", "touch_key",
        ],
        "crm.action.type": ["code", "geo_policy"],
        "res.partner": ["crm_segment_id", "crm_zone_id", "tz"],
        "res.company": ["partner_id", "resource_calendar_id"],
        "resource.calendar": ["tz"],
    }  # fmt: skip

    action_id = fields.Many2one("crm.action", readonly=True)
    type_id = fields.Many2one("crm.action.type", readonly=True)
    type_code = fields.Selection(related="type_id.code", string="Kind")
    partner_id = fields.Many2one("res.partner", string="Contact", readonly=True)
    commercial_partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    crm_segment_id = fields.Many2one("crm.segment", string="Segment", readonly=True)
    crm_zone_id = fields.Many2one("crm.zone", string="Zone", readonly=True)
    opportunity_id = fields.Many2one("crm.lead", readonly=True)
    user_id = fields.Many2one("res.users", string="Rep", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    state = fields.Selection(
        selection=lambda self: self._same_selection("crm.action", "state"),
        string="Status",
        readonly=True,
    )
    outcome_id = fields.Many2one("crm.action.outcome", readonly=True)
    checkin_verdict = fields.Selection(
        selection=lambda self: self._same_selection("crm.action", "checkin_verdict"),
        string="Verdict at check-in",
        readonly=True,
    )
    planned_day = fields.Date(
        string="Planned day", readonly=True, help="The day for which it was first planned."
    )
    current_day = fields.Date(string="Moved to", readonly=True)
    done_day = fields.Date(string="Day done", readonly=True)
    done_at = fields.Datetime(string="Done on", readonly=True)
    reported_at = fields.Datetime(string="Reported on", readonly=True)
    is_late = fields.Boolean(string="Reported late", readonly=True)
    is_batch = fields.Boolean(string="Reported in a batch", readonly=True)
    # denominators, to be seen beside the shares
    due_count = fields.Integer(
        string="Due",
        readonly=True,
        help="Planned actions whose time has come, or that are already done. Cancelled ones are "
        "among them, and moved ones; what was written down only afterwards is not.",
    )
    done_count = fields.Integer(string="Done", readonly=True)
    attempt_count = fields.Integer(
        string="Attempts",
        readonly=True,
        help="Done actions but for mails that logged themselves: nobody knows whether those were "
        "read.",
    )
    visit_count = fields.Integer(
        string="Visits to verify",
        readonly=True,
        help="Done visits of types that ask for a position.",
    )
    # shares
    on_plan = _share(
        "Plan adherence", "Done on the day for which it was first planned, of those that were due."
    )
    verified = _share("Verified visits", "Checked in at the customer's, of the visits to verify.")
    far = _share("Visits far away", "Checked in somewhere else, of the visits to verify.")
    unknown = _share(
        "Visits without position",
        "The telephone gave no position, or a coarse one: this says nothing about the rep.",
    )
    unlocated = _share("Visits to unlocated customers", "Nobody knows yet where the customer is.")
    unchecked = _share("Visits without check-in", "Closed without a check-in.")
    reached = _share("Contact rate", "The customer was reached, of the attempts.")
    late = _share(
        "Late reports",
        "Reported more than 24 hours after the end, of the done actions reported by hand.",
    )
    batch = _share(
        "Reports in batches",
        "One of more than five reports of the same rep within three minutes, of the done actions "
        "reported by hand.",
    )
    # medians
    minutes_to_report = fields.Float(
        string="Minutes to the report (median)",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="From the end of the visit to its report; the median in every total.",
    )
    duration_minutes = fields.Float(
        string="Minutes on site (median)",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="From check-in to check-out of done actions; the median in every total.",
    )

    def action_open_action(self):
        self.ensure_one()
        return self.action_id.get_formview_action()

    @api.model
    def _get_planned_origins(self):
        """Origins of actions that somebody meant to do, and so can have missed."""
        return ["manual", "plan", "route"]

    @api.model
    def _get_reported_origins(self):
        """Origins of actions on which a person reports."""
        return [*self._get_planned_origins(), "logged"]

    @api.model
    def _get_columns(self):
        names = (
            "id", "type_id", "partner_id", "commercial_partner_id", "opportunity_id", "user_id",
            "team_id", "company_id", "state", "outcome_id", "checkin_verdict", "done_at",
            "reported_at",
        )  # fmt: skip
        return {
            **{name: SQL("action.%s", SQL.identifier(name)) for name in names},
            "action_id": SQL("action.id"),
            "crm_segment_id": SQL("customer.crm_segment_id"),
            "crm_zone_id": SQL("customer.crm_zone_id"),
            "planned_day": self._sql_promised_day(),
            "current_day": self._sql_planned_day("start"),
            "done_day": self._sql_day(SQL("action.done_at"), SQL("zone.tz")),
            **self._get_plan_columns(),
            **self._get_visit_columns(),
            **self._get_report_columns(),
        }

    @api.model
    def _get_plan_columns(self):
        done_day = self._sql_day(SQL("action.done_at"), SQL("zone.tz"))
        due, done, attempt = self._sql_due(), self._sql_done(), self._sql_attempt()
        kept = SQL(
            "%s AND %s BETWEEN %s AND %s",
            done,
            done_day,
            self._sql_promised_day(),
            self._sql_last_promised_day(),
        )
        return {
            "due_count": SQL("(%s)::int", due),
            "done_count": SQL("(%s)::int", done),
            "attempt_count": SQL("(%s)::int", attempt),
            "on_plan": self._sql_share(kept, due),
            "reached": self._sql_share(SQL("action.contacted"), attempt),
        }

    @api.model
    def _get_visit_columns(self):
        visit = SQL("%s AND type.code = 'visit' AND type.geo_policy != 'none'", self._sql_done())
        verdict = SQL("action.checkin_verdict")
        minutes = SQL("action.duration_s / 60.0")
        measured = SQL("%s AND action.checkout_at IS NOT NULL", self._sql_done())
        return {
            "visit_count": SQL("(%s)::int", visit),
            **{
                code: self._sql_share(SQL("%s = %s", verdict, code), visit)
                for code in ("verified", "far", "unknown", "unlocated")
            },
            "unchecked": self._sql_share(SQL("%s IS NULL", verdict), visit),
            "duration_minutes": SQL("CASE WHEN %s THEN %s END", measured, minutes),
        }

    @api.model
    def _get_report_columns(self):
        reported = SQL(
            "%s AND action.reported_at IS NOT NULL AND action.origin IN %s",
            self._sql_done(),
            tuple(self._get_reported_origins()),
        )
        late = SQL("%s > %s::interval", self._sql_delay(), LATE_AFTER)
        in_batch = self._sql_in_batch()
        return {
            "is_late": SQL("%s AND %s", reported, late),
            "is_batch": SQL("%s AND %s", reported, in_batch),
            "late": self._sql_share(late, reported),
            "batch": self._sql_share(in_batch, reported),
            "minutes_to_report": SQL(
                "CASE WHEN %s THEN extract(epoch FROM %s) / 60.0 END", reported, self._sql_delay()
            ),
        }

    @api.model
    def _get_from(self):
        return SQL(
            """crm_action action
               JOIN crm_action_type type ON type.id = action.type_id
               JOIN %s zone ON zone.company_id = action.company_id
          LEFT JOIN res_partner customer ON customer.id = action.commercial_partner_id""",
            self._sql_zones(),
        )

from odoo import api, models
from odoo.tools import SQL

ON_TIME = "30 minutes"


class CrmRouteReport(models.Model):
    """Where the rows of planned and done come from, and what their figures mean in SQL."""

    # one file for each purpose
    _inherit = "crm.route.report"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_columns(self):
        names = (
            "id", "plan_id", "route_id", "visit_id", "partner_id", "user_id", "done_user_id",
            "team_id", "company_id", "day", "planned_at", "arrived_at", "done_on",
        )  # fmt: skip
        return {
            **{name: SQL("entry.%s", SQL.identifier(name)) for name in names},
            "crm_segment_id": SQL("customer.crm_segment_id"),
            "crm_zone_id": SQL("customer.crm_zone_id"),
            "result": self._sql_result(),
            **self._get_count_columns(),
            **self._get_share_columns(),
            "planned_km": SQL("entry.travel_km"),
            "between_km": SQL("CASE WHEN entry.sequence > 1 THEN entry.travel_km END"),
            "driven_km": SQL("entry.driven_km"),
        }

    @api.model
    def _get_count_columns(self):
        due, done = self._sql_due(), self._sql_done()
        return {
            "planned_count": SQL("entry.is_planned::int"),
            "due_count": SQL("(%s)::int", due),
            "done_count": SQL("(%s)::int", done),
            "missed_count": SQL("(%s AND NOT %s)::int", due, done),
            "added_count": SQL("(NOT entry.is_planned)::int"),
            "checked_count": SQL("(%s)::int", self._sql_checked()),
        }

    @api.model
    def _get_share_columns(self):
        due, done = self._sql_due(), self._sql_done()
        within = SQL(
            """entry.arrived_at BETWEEN entry.planned_at - %(limit)s::interval
                                    AND entry.planned_at + %(limit)s::interval""",
            limit=ON_TIME,
        )
        return {
            "on_day": self._sql_share(SQL("entry.done_on = entry.day"), due),
            "on_time": self._sql_share(within, self._sql_checked()),
            "by_rep": self._sql_share(SQL("entry.done_user_id = entry.user_id"), done),
            "missed": self._sql_share(SQL("entry.done_on IS NULL"), due),
            "verified": self._sql_share(SQL("entry.verified"), SQL("entry.done_on IS NOT NULL")),
            "days_late": SQL("CASE WHEN %s THEN entry.done_on - entry.day END", done),
        }

    @api.model
    def _get_from(self):
        return SQL(
            """(%(stops)s UNION ALL %(added)s) entry
          LEFT JOIN res_partner customer ON customer.id = entry.partner_id""",
            stops=self._sql_stops(),
            added=self._sql_added(),
        )

    # -- conditions ------------------------------------------------------------------------------

    @api.model
    def _sql_done(self):
        return SQL("(entry.is_planned AND entry.done_on IS NOT NULL)")

    @api.model
    def _sql_due(self):
        """Planned, and made or over: what ends later today is not missed yet."""
        return SQL(
            "(entry.is_planned AND (entry.done_on IS NOT NULL OR entry.planned_end <= %s))",
            self._sql_now(),
        )

    @api.model
    def _sql_checked(self):
        return SQL("(%s AND entry.arrived_at IS NOT NULL)", self._sql_done())

    @api.model
    def _sql_result(self):
        return SQL(
            """CASE WHEN NOT entry.is_planned THEN 'added'
                    WHEN entry.done_on = entry.day THEN 'on_day'
                    WHEN entry.done_on IS NOT NULL THEN 'other_day'
                    WHEN entry.is_called_off THEN 'called_off'
                    WHEN entry.planned_end <= %s THEN 'missed'
                    ELSE 'open' END""",
            self._sql_now(),
        )

    # -- rows ------------------------------------------------------------------------------------

    @api.model
    def _sql_stops(self):
        """Stops that came into the agenda; of a customer and a day those of the newest plan."""
        return SQL(
            """SELECT stop.id * 2 AS id, TRUE AS is_planned, stop.plan_id, stop.route_id,
                      stop.visit_id, stop.partner_id, stop.user_id, stop.done_user_id,
                      stop.team_id, stop.company_id, stop.date AS day, stop.start AS planned_at,
                      stop.stop AS planned_end, stop.sequence, stop.travel_km, stop.arrived_at,
                      stop.done_on, stop.verified, stop.driven_km,
                      COALESCE(own.state = 'cancelled', FALSE) AS is_called_off
                 FROM crm_route_stop stop
            LEFT JOIN crm_action own ON own.id = stop.action_id
                WHERE stop.in_force"""
        )

    @api.model
    def _sql_added(self):
        """Done visits of reps with a plan that were no stop of it."""
        day = self._sql_day(SQL("action.done_at"), SQL("COALESCE(person.tz, zone.tz)"))
        return SQL(
            """SELECT made.id * 2 + 1, FALSE, NULL::int, NULL::int, made.id, made.partner_id,
                      made.user_id, made.user_id, made.team_id, made.company_id, made.day,
                      NULL::timestamp, NULL::timestamp, NULL::int, NULL::numeric, made.checkin_at,
                      made.day, made.checkin_verdict = 'verified', made.driven_km, FALSE
                 FROM (SELECT action.*, %(day)s AS day
                         FROM crm_action action
                         JOIN crm_action_type type ON type.id = action.type_id
                              AND type.code = 'visit'
                         JOIN res_users rep ON rep.id = action.user_id
                         JOIN res_partner person ON person.id = rep.partner_id
                         JOIN %(zones)s zone ON zone.company_id = action.company_id
                        WHERE action.state = 'done' AND action.done_at IS NOT NULL) made
                WHERE EXISTS (
                          SELECT FROM crm_route_plan plan
                            JOIN crm_route_plan_rep_rel member ON member.plan_id = plan.id
                            JOIN crm_route_rep rep ON rep.id = member.rep_id
                           WHERE plan.state IN ('published', 'closed')
                             AND plan.company_id = made.company_id
                             AND rep.user_id = made.user_id
                             AND made.day BETWEEN plan.date_from AND plan.date_to
                             AND made.done_at >= plan.published_at)
                  AND NOT EXISTS (
                          SELECT FROM crm_route_stop stop
                           WHERE stop.in_force AND stop.visit_id = made.id)""",
            day=day,
            zones=self._sql_zones(),
        )

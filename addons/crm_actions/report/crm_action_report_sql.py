from odoo import api, models
from odoo.tools import SQL

BATCH_SIZE = 6
BATCH_WINDOW = "3 minutes"


class CrmActionReport(models.Model):
    """What done, due, promised and in a batch mean, as conditions on an action."""

    # one file for each purpose
    _inherit = "crm.action.report"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _sql_done(self):
        return SQL("action.state = 'done'")

    @api.model
    def _sql_attempt(self):
        """Done by a person, or a call that the exchange has noted."""
        return SQL(
            "(%s AND NOT (type.code = 'email' AND action.touch_key IS NOT NULL))", self._sql_done()
        )

    @api.model
    def _sql_promised_day(self):
        return SQL("COALESCE(action.promised_on, %s)", self._sql_planned_day("start"))

    @api.model
    def _sql_last_promised_day(self):
        """The action may take several days, as many as it has now."""
        return SQL(
            "(%s + (%s - %s))",
            self._sql_promised_day(),
            self._sql_planned_day("stop"),
            self._sql_planned_day("start"),
        )

    @api.model
    def _sql_planned_day(self, name):
        """The local day of ``start`` or ``stop``; an all-day action keeps dates, not instants."""
        moment = SQL("action.%s", SQL.identifier(name))
        return SQL(
            "CASE WHEN action.allday THEN %s::date ELSE %s END",
            moment,
            self._sql_day(moment, SQL("zone.tz")),
        )

    @api.model
    def _sql_due(self):
        """Planned ahead, and its time has come: done, or the end or what was promised is past.

        What ends later today is not missed yet.
        """
        now = self._sql_now()
        return SQL(
            """(action.origin IN %(origins)s AND (
                   action.state = 'done'
                   OR %(promised)s < %(today)s
                   OR CASE WHEN action.allday THEN action.stop::date < %(today)s
                      ELSE action.stop <= %(now)s END))""",
            origins=tuple(self._get_planned_origins()),
            promised=self._sql_last_promised_day(),
            today=self._sql_day(now, SQL("zone.tz")),
            now=now,
        )

    @api.model
    def _sql_delay(self):
        """From the end of the action to its report."""
        return SQL("(action.reported_at - COALESCE(action.checkout_at, action.done_at))")

    @api.model
    def _sql_in_batch(self):
        """Whether the action is among six reports of its rep within three minutes.

        Six reports in a row are a batch if the first and the last are near enough. As a condition
        on the row, not a join, it costs nothing unless somebody asks for it.
        """
        return SQL(
            """EXISTS (
                SELECT FROM (
                    SELECT other.reported_at AS first,
                           lead(other.reported_at, %(others)s)
                               OVER (ORDER BY other.reported_at) AS last
                      FROM crm_action other
                     WHERE other.user_id = action.user_id
                       AND other.state = 'done'
                       AND other.origin IN %(origins)s
                       AND other.reported_at BETWEEN action.reported_at - %(window)s::interval
                                                 AND action.reported_at + %(window)s::interval
                ) run
                WHERE action.reported_at BETWEEN run.first AND run.last
                  AND run.last - run.first <= %(window)s::interval)""",
            others=BATCH_SIZE - 1,
            origins=tuple(self._get_reported_origins()),
            window=BATCH_WINDOW,
        )

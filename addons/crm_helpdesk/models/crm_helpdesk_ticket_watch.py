from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, split_every

_BATCH = 500
_SECOND = timedelta(seconds=1)


class CrmHelpdeskTicket(models.Model):
    """Watching the clocks: what gets late is marked, who is in charge is told while it helps.

    People are told in the working hours of the department only; what happens in between waits for
    the next morning. The job wakes itself when the next clock gets near its end.
    """

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_watch(self):
        """Mark and tell what is due; twice is as good as once, and so is going on after a kill."""
        now = fields.Datetime.now()
        if self._mark_late(now) and self._tell_due(now):
            self._wake_watch(self._get_next_watch(now))

    # -- what is late ----------------------------------------------------------------------------

    @api.model
    def _mark_late(self, now):
        """:return: whether all were done"""
        targets = self.env["crm.helpdesk.sla.target"]
        domain = [("is_running", "=", True), ("state", "=", "running"), ("deadline", "<", now)]
        ids = sorted({ticket.id for (ticket,) in targets._read_group(domain, ["ticket_id"])})
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(ids))
        for part in split_every(_BATCH, ids):
            self.browse(part)._refresh_clocks(now)
            if not progress._commit_progress(len(part)):
                return False
        return True

    # -- who is told -----------------------------------------------------------------------------

    @api.model
    def _tell_due(self, now):
        """:return: whether all were done"""
        teams = self._get_open_teams(now)
        due = self._get_due_alarms(now, teams)
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(due))
        for part in split_every(_BATCH, due, list):
            for kind in ("warn", "breach"):
                self._raise_alarms(
                    kind, [(self.browse(number), key) for number, each, key in part if each == kind]
                )
            if not progress._commit_progress(len(part)):
                return False
        return True

    @api.model
    def _get_open_teams(self, now):
        """The departments in which somebody works at that moment."""
        teams = self.env["crm.helpdesk.team"].search([])  # pylint: disable=no-search-all
        tables = teams._get_timetables()
        return teams.filtered(lambda team: tables[team].is_open(now))

    @api.model
    def _get_due_alarms(self, now, teams):
        """What nobody was told of yet, the most urgent first.

        :return: list of ``(ticket id, kind, key)``
        """
        self.env["crm.helpdesk.sla.target"].flush_model()
        self.env["crm.helpdesk.escalation"].flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT target.ticket_id, due.kind, due.key
                  FROM crm_helpdesk_sla_target target
                  JOIN crm_helpdesk_ticket ticket ON ticket.id = target.ticket_id
            CROSS JOIN LATERAL (
                    SELECT CASE target.state WHEN 'breached' THEN 'breach' ELSE 'warn' END AS kind,
                           target.metric || ':' || target.cycle AS key) due
                 WHERE target.is_running AND target.budget_s > 0 AND ticket.team_id = ANY(%s)
                   AND (target.state = 'breached'
                        OR (target.state = 'running' AND target.warn_at <= %s))
                   AND NOT EXISTS (
                       SELECT FROM crm_helpdesk_escalation told
                        WHERE told.ticket_id = target.ticket_id AND told.kind = due.kind
                          AND told.key = due.key)
              ORDER BY target.deadline, target.id
                """,
                list(teams.ids),
                now,
            )
        )

    # -- when to look again ----------------------------------------------------------------------

    @api.model
    def _get_next_watch(self, now):
        """When the next clock gets near its end or late, or a department opens that has to know.

        :return: naive UTC, or None
        """
        [(warn, late)] = self.env.execute_query(
            SQL(
                """
                SELECT min(warn_at) FILTER (WHERE warn_at > %(now)s),
                       min(deadline) FILTER (WHERE deadline >= %(now)s)
                  FROM crm_helpdesk_sla_target
                 WHERE is_running AND state = 'running' AND budget_s > 0
                """,
                now=now,
            )
        )
        every = self.env["crm.helpdesk.team"].search([])  # pylint: disable=no-search-all
        closed = every - self._get_open_teams(now)
        waiting = {number for number, _kind, _key in self._get_due_alarms(now, closed)}
        tables = closed._get_timetables()
        moments = [warn, late and late + _SECOND]
        for team in self.browse(waiting).team_id:
            # the first second of work is over then, so it has begun
            moments.append(tables[team].after(now, 1))
        return min((moment for moment in moments if moment), default=None)

    @api.model
    def _wake_watch(self, at):
        """Look again at that moment, unless the job does so before."""
        cron = self.env.ref("crm_helpdesk.ir_cron_helpdesk_watch", raise_if_not_found=False)
        if not at or not cron:
            return
        # sudo: whoever changes a clock
        triggers = self.env["ir.cron.trigger"].sudo()
        now = fields.Datetime.now()
        before = [("cron_id", "=", cron.id), ("call_at", ">", now), ("call_at", "<=", at)]
        if not triggers.search_count(before, limit=1):
            cron.sudo()._trigger(at)  # sudo: as above

    @api.model
    def _write_clocks(self, rows, heads):
        result = super()._write_clocks(rows, heads)
        now = fields.Datetime.now()
        moments = [
            moment
            for row in rows
            if row["is_running"] and row["budget_s"] and row["deadline"]
            for moment in (row["warn_at"], row["deadline"] + _SECOND)
            if moment and moment > now
        ]
        self._wake_watch(min(moments, default=None))
        return result

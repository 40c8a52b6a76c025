import logging
from datetime import timedelta, timezone

from psycopg2 import OperationalError

from odoo import api, fields, models

from ..engine.assignment import Ticket, assign

_logger = logging.getLogger(__name__)

ALERT_AFTER = 30 * 60
"""Working seconds after which a request that nobody can take is told to the supervisor."""


class CrmHelpdeskTeam(models.Model):
    """The queue of a department, worked through by one job at a time."""

    # one file for each purpose
    _inherit = "crm.helpdesk.team"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        """With the working hours as they are kept, so that its first requests need not race."""
        teams = super().create(vals_list)
        self.env.flush_all()
        teams._get_timetables()
        return teams

    @api.model
    def _wake_assignment(self, at=None):
        """:param at: naive UTC; soon if it is not given"""
        cron = self.env.ref("crm_helpdesk.ir_cron_helpdesk_assign", raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger(at)  # sudo: whoever writes a request wakes the job

    @api.model
    def _assign_queues(self):
        """The queues of all departments that assign by themselves; twice is as good as once."""
        teams = self.search([("assign_mode", "!=", "manual")])
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(teams))
        for team in teams:
            try:
                team._assign_queue()
            except OperationalError as error:
                # somebody was faster with one of them
                self.env.cr.rollback()
                _logger.info("The queue of department %s is left to the next run: %s", team, error)
                self._wake_assignment()
            if not progress._commit_progress(1):
                return

    def _assign_queue(self):
        queue = self.env["crm.helpdesk.ticket"].search(
            [("team_id", "=", self.id), ("user_id", "=", False), ("state", "in", ("new", "open"))],
            order="priority desc, deadline, id",
        )
        # whoever is being taken right now is not given away
        queue = queue & queue.try_lock_for_update()
        if not queue:
            return
        now = fields.Datetime.now()
        agents = self.member_ids._to_agents(now)
        rows = [Ticket(ticket.id, _skills_of(ticket)) for ticket in queue]
        waiting = self.env["crm.helpdesk.ticket"]
        for decision in assign(rows, agents, self.assign_mode, now.replace(tzinfo=timezone.utc)):
            ticket = queue.browse(decision.ticket)
            why = _to_json(decision, self.assign_mode)
            if ticket.assigned_why != why:
                ticket._by_flow().write({"assigned_why": why})
            if decision.agent:
                ticket._assign(self.env["res.users"].browse(decision.agent))
            else:
                waiting |= ticket
        self._alert_waiting(waiting, now)

    def _alert_waiting(self, waiting, now):
        """Tell the supervisor what has waited for half an hour of work, and look again then."""
        table = self._get_timetables()[self]
        late, later = waiting.browse(), []
        for ticket in waiting:
            if table.seconds(ticket.queued_at, max(now, ticket.queued_at)) >= ALERT_AFTER:
                late |= ticket
            else:
                later.append(table.after(ticket.queued_at, ALERT_AFTER))
        self.env["crm.helpdesk.ticket"]._raise_alarms(
            "queue", [(ticket, str(ticket.queued_at)) for ticket in late]
        )
        if later:
            self._wake_assignment(min(later) + timedelta(seconds=1))

    def _get_timetables(self):
        """The engine's timetables of the working hours of these departments, as they are now."""
        pairs = {team: (team.calendar_id, team.company_id) for team in self}
        tables = self.env["crm.helpdesk.timetable"]._get_current(set(pairs.values()))
        return {team: tables[pair]._get_timetable() for team, pair in pairs.items()}


def _skills_of(ticket):
    return frozenset(map(str, ticket.category_id.skill_ids.ids))


def _to_json(decision, mode):
    """A decision as it is kept: codes and numbers, worded for whoever reads it."""
    return {
        "mode": mode,
        "why": decision.why,
        "agent": decision.agent,
        "tied": list(decision.tied),
        "standings": [[each.agent, round(each.ratio * 100)] for each in decision.standings],
        "excluded": [list(each) for each in decision.excluded],
    }

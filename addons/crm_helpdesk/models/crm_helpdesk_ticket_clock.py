from odoo import api, fields, models

from ..by_flow import BY_FLOW
from ..clock_rows import head_of, row_of
from ..engine import log
from ..engine.clock import DEPARTMENT, METRICS
from ..engine.readings import BREACHED, MET, PAUSED, RUNNING
from ..engine.tickets import replay
from .crm_helpdesk_stage import ACTIVE, light_of


class CrmHelpdeskTicket(models.Model):
    """The clocks of a request: each step is an event, and what they show follows from the log."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    event_ids = fields.One2many("crm.helpdesk.sla.event", "ticket_id", string="Log", copy=False)
    target_ids = fields.One2many(
        "crm.helpdesk.sla.target", "ticket_id", string="Clocks", copy=False
    )
    deadline = fields.Datetime(
        string="Due on", readonly=True, copy=False, index="btree_not_null",
        help="The first of what is still promised.",
    )  # fmt: skip
    deadline_metric = fields.Char(readonly=True, copy=False)
    warn_at = fields.Datetime(string="Near from", readonly=True, copy=False)
    sla_state = fields.Selection(
        [(RUNNING, "Running"), (PAUSED, "Paused"), (MET, "Met"), (BREACHED, "Late")],
        string="Promises",
        readonly=True,
        copy=False,
        help="When something last happened; what is due by now says the light.",
    )
    sla_light = fields.Selection(
        [
            ("ok", "In time"),
            ("soon", "Due soon"),
            ("late", "Late"),
            ("paused", "Paused"),
            ("done", "Done"),
            ("none", "Nothing promised"),
        ],
        string="Light",
        compute="_compute_sla_light",
    )

    @api.depends("deadline", "warn_at", "sla_state", "state")
    def _compute_sla_light(self):
        now = fields.Datetime.now()
        for ticket in self:
            ticket.sla_light = ticket._get_light(now)

    def _get_light(self, now):
        return light_of(self.state, self.sla_state, self.deadline, self.warn_at, now)

    # -- what is promised --------------------------------------------------------------------

    def _get_promises(self, teams=None):
        """What is promised for each request now.

        :param teams: ``{ticket: team}`` of a department other than its own, for its promise
        :return: ``{ticket: {metric: [working seconds or None, timetable id, policy id or None]}}``
        """
        # sudo: policies and hours hold for whoever writes
        policies = (
            self.env["crm.helpdesk.sla.policy"]
            .sudo()
            .search([("company_id", "in", self.company_id.ids)])
        )
        chosen = {
            ticket: policies._choose(ticket.sudo(), (teams or {}).get(ticket, ticket.team_id))
            for ticket in self
        }
        calendars = {
            (ticket, metric): self._get_calendar(
                metric, policy, (teams or {}).get(ticket, ticket.team_id).sudo()
            )
            for ticket, found in chosen.items()
            for metric, policy in found.items()
        }
        pairs = {key: (calendar, key[0].company_id.sudo()) for key, calendar in calendars.items()}
        tables = self.env["crm.helpdesk.timetable"]._get_current(set(pairs.values()))
        return {
            ticket: {
                metric: [
                    policy._get_budget(metric) if policy else None,
                    tables[pairs[ticket, metric]].id,
                    policy.id or None,
                ]
                for metric, policy in found.items()
            }
            for ticket, found in chosen.items()
        }

    @api.model
    def _get_calendar(self, metric, policy, team):
        """A department is measured by its own hours, the rest by what the policy says."""
        if metric != DEPARTMENT and policy.calendar_id:
            return policy.calendar_id
        return team.calendar_id

    # -- the log -----------------------------------------------------------------------------

    def _log_start(self):
        promises = self._get_promises()
        self._log_events(
            {ticket: (log.START, ticket.team_id, {"promises": promises[ticket]}) for ticket in self}
        )

    def _log(self, kind):
        """The same event for each of these requests, now."""
        self._log_events(dict.fromkeys(self, (kind, None, None)))

    @api.model
    def _log_events(self, events, at=None):
        """Append to the logs, and read the clocks anew.

        :param events: ``{ticket: (kind, team or None, data or None)}``
        :param at: naive UTC; now if it is not given
        """
        at = at or fields.Datetime.now()
        # sudo: the log is written by steps, and who may take one has been checked
        rows = self.env["crm.helpdesk.sla.event"].sudo().with_context(crm_helpdesk_flow=BY_FLOW)
        rows.create(
            [
                {
                    "ticket_id": ticket.id,
                    "at": at,
                    "kind": kind,
                    "team_id": team.id if team else False,
                    "data": data,
                }
                for ticket, (kind, team, data) in events.items()
            ]
        )
        self.union(*events)._refresh_clocks()

    def _refresh_promises(self):
        """After a change of what policies look at: terms that differ are an event."""
        active = self.filtered(lambda ticket: ticket.state in ACTIVE)
        promises, former = active._get_promises(), active._get_last_promises()
        changed = {}
        for ticket in active:
            # the calendars of what was promised stay: a change of terms moves no hours
            now = _with_calendars(promises[ticket], former[ticket])
            if now != former[ticket]:
                changed[ticket] = (log.POLICY, None, {"promises": now})
        if changed:
            self._log_events(changed)

    def _get_last_promises(self):
        """``{ticket: promises}`` as their logs have them now."""
        states = self._replay()
        return {
            ticket: {
                metric: _as_list(states[ticket.id][0].promises.of(metric)) for metric in METRICS
            }
            for ticket in self
        }

    def _replay(self):
        """
        :return: ``{id: (engine ticket, {timetable id: Timetable})}``
        """
        # sudo: clocks follow from all that has happened
        events = self.env["crm.helpdesk.sla.event"].sudo()._read_logs(self.ids)
        names = self.env["crm.helpdesk.sla.event"]._get_timetable_ids
        tables = set().union(*map(names, events.values()))
        calendars = self.env["crm.helpdesk.timetable"].sudo()._get_calendars(tables)
        return {number: (replay(found, calendars), calendars) for number, found in events.items()}

    # -- the clocks --------------------------------------------------------------------------

    def _refresh_clocks(self, now=None):
        """Write what the clocks show when something last happened, or at ``now``."""
        percents = {ticket.id: ticket.company_id.helpdesk_warn_percent for ticket in self.sudo()}
        companies = {ticket.id: ticket.company_id.id for ticket in self.sudo()}
        rows, heads = [], []
        for number, (state, calendars) in self._replay().items():
            at = max(now, state.at) if now else state.at
            own = [
                row_of(number, clock, at, calendars, percents[number], companies[number])
                for clock in state.clocks
            ]
            rows += own
            heads.append(head_of(number, own))
        self._write_clocks(rows, heads)


def _as_list(promise):
    return [promise.budget, promise.calendar, promise.policy]


def _with_calendars(promises, former):
    """What is promised now, by the calendars by which it was counted until now."""
    return {
        metric: [budget, former[metric][1], policy]
        for metric, (budget, _calendar, policy) in promises.items()
    }

import json

from odoo import api, fields, models
from odoo.tools import SQL

from ..by_flow import BY_FLOW
from ..engine import log
from ..engine.clock import DEPARTMENT, METRICS
from ..engine.readings import BREACHED, MET, PAUSED, RUNNING, read, warning_at
from ..engine.tickets import replay
from .crm_helpdesk_stage import ACTIVE

_COLUMNS = {
    "ticket_id": "integer", "metric": "text", "cycle": "integer", "team_id": "integer",
    "policy_id": "integer", "timetable_id": "integer", "state": "text", "is_running": "boolean",
    "budget_s": "integer", "accrued_s": "integer", "overdue_s": "integer", "since": "timestamp",
    "running_since": "timestamp", "deadline": "timestamp", "warn_at": "timestamp",
    "stopped_at": "timestamp", "breached_at": "timestamp", "retroactive": "boolean",
    "company_id": "integer",
}  # fmt: skip
_KEY = ("ticket_id", "metric", "cycle")


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
        if self.state not in ACTIVE:
            return "late" if self.sla_state == BREACHED else "done"
        if self.deadline and self.deadline < now:
            return "late"
        if self.sla_state in (BREACHED, PAUSED):
            return "late" if self.sla_state == BREACHED else "paused"
        if not self.deadline:
            return "none"
        return "soon" if self.warn_at and self.warn_at <= now else "ok"

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
        self.env["crm.helpdesk.sla.event"].flush_model()
        # sudo: clocks follow from all that has happened
        rows = self.env["crm.helpdesk.sla.event"].sudo().search([("ticket_id", "in", self.ids)])
        events = {
            ticket.id: found._to_engine() for ticket, found in rows.grouped("ticket_id").items()
        }
        tables = self.env["crm.helpdesk.timetable"].sudo()
        ids = {key for found in events.values() for key in rows._get_timetable_ids(found)}
        calendars = tables._get_calendars(ids)
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
                _row_of(number, clock, at, calendars, percents[number], companies[number])
                for clock in state.clocks
            ]
            rows += own
            heads.append(_head_of(number, own))
        self._write_clocks(rows, heads)

    @api.model
    def _write_clocks(self, rows, heads):
        """By one statement each, however many there are: they follow from the log alone."""
        self.env["crm.helpdesk.ticket"].flush_model()
        columns = SQL(", ").join(map(SQL.identifier, _COLUMNS))
        types = SQL(", ").join(
            SQL("%s %s", SQL.identifier(name), SQL(kind)) for name, kind in _COLUMNS.items()
        )
        updates = SQL(", ").join(
            SQL("%s = EXCLUDED.%s", SQL.identifier(name), SQL.identifier(name))
            for name in _COLUMNS
            if name not in _KEY
        )
        # those that have ended first, so that a kind of clock never runs twice
        rows = sorted(rows, key=lambda row: row["is_running"])
        for running in (False, True):
            part = [row for row in rows if row["is_running"] is running]
            if part:
                self.env.cr.execute(
                    SQL(
                        """
                        INSERT INTO crm_helpdesk_sla_target (%s)
                             SELECT %s FROM json_to_recordset(%s::json) AS given (%s)
                        ON CONFLICT (ticket_id, metric, cycle) DO UPDATE SET %s
                        """,
                        columns, columns, json.dumps(part, default=str), types, updates,
                    )
                )  # fmt: skip
        self.env.cr.execute(
            SQL(
                """
                UPDATE crm_helpdesk_ticket ticket
                   SET deadline = given.deadline, deadline_metric = given.metric,
                       warn_at = given.warn_at, sla_state = given.state
                  FROM json_to_recordset(%s::json)
                    AS given (id integer, deadline timestamp, metric text, warn_at timestamp,
                              state text)
                 WHERE ticket.id = given.id
                """,
                json.dumps(heads, default=str),
            )
        )
        self.env["crm.helpdesk.sla.target"].invalidate_model()
        names = ["deadline", "deadline_metric", "warn_at", "sla_state", "target_ids", "sla_light"]
        self.invalidate_model(names)


def _as_list(promise):
    return [promise.budget, promise.calendar, promise.policy]


def _with_calendars(promises, former):
    """What is promised now, by the calendars by which it was counted until now."""
    return {
        metric: [budget, former[metric][1], policy]
        for metric, (budget, _calendar, policy) in promises.items()
    }


def _row_of(number, clock, at, calendars, percent, company):
    shown = read(clock, at, calendars)
    return {
        "ticket_id": number,
        "company_id": company,
        "metric": shown.metric,
        "cycle": shown.cycle,
        "team_id": shown.team,
        "policy_id": shown.policy,
        "timetable_id": clock.promise.calendar,
        "state": shown.state,
        "is_running": shown.running,
        "budget_s": shown.budget or 0,
        "accrued_s": shown.accrued,
        "overdue_s": shown.overdue,
        "since": clock.since,
        "running_since": shown.running_since,
        "deadline": shown.deadline,
        "warn_at": warning_at(clock, percent, calendars) if shown.running else None,
        "stopped_at": shown.stopped_at,
        "breached_at": shown.breached_at,
        "retroactive": shown.retroactive,
    }


def _head_of(number, rows):
    """What a list shows of a request: the first of what is still promised."""
    promised = [row for row in rows if row["budget_s"] and row["state"] != "cancelled"]
    due = [row for row in promised if row["is_running"] and row["deadline"]]
    first = min(due, key=lambda row: row["deadline"], default=None)
    states = {row["state"] for row in promised if not row["stopped_at"]}
    order = (BREACHED, RUNNING, PAUSED)
    state = next((each for each in order if each in states), None)
    if state is None and promised:
        state = BREACHED if any(row["breached_at"] for row in promised) else MET
    return {
        "id": number,
        "deadline": first and first["deadline"],
        "metric": first and first["metric"],
        "warn_at": first and first["warn_at"],
        "state": state,
    }

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import log
from ..engine.clock import DEPARTMENT, FIRST_RESPONSE, NEXT_RESPONSE, RESOLUTION
from ..engine.explained_days import rows
from ..engine.explanation import explain
from ..engine.readings import BREACHED, CANCELLED, MET, PAUSED, read, warning_at

_AHEAD = timedelta(days=2)


class CrmHelpdeskTicket(models.Model):
    """What the form shows of the clocks, and why a deadline is where it is."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    # -- what the screen calls ---------------------------------------------------------------

    @api.readonly
    def get_clocks(self):
        """The customer's next promise and the department's, as they stand now.

        Durations are working seconds, instants UTC as text. ``spans`` are the working hours of the
        next two days, by which the screen goes on without asking.

        :return: ``{'now', 'cards', 'first_answer'}``; a card is a dict with ``metric``,
            ``cycle``, ``title``, ``team``, ``tz``, ``light`` (as ``sla_light``), ``running``,
            ``budget_s`` (0 where nothing is promised), ``accrued_s``, ``overdue_s``, ``deadline``,
            ``warn_at``, ``stopped_at`` (False where there is none) and ``spans``;
            ``first_answer`` is False until there is one
        :raise AccessError: the reader may not see the request
        """
        self.ensure_one()
        self.check_access("read")
        now = fields.Datetime.now()
        state, calendars = self._replay()[self.id]
        at = max(now, state.at)
        return {
            "now": fields.Datetime.to_string(at),
            "cards": [
                self._show_clock(clock, at, calendars) for clock in self._choose_clocks(state)
            ],
            "first_answer": self._show_first_answer(state, at, calendars),
        }

    @api.readonly
    def explain_clock(self, metric, cycle):
        """Why the deadline of a clock is where it is, worded for the reader.

        :param str metric: as of a clock; ``cycle`` counts from 1
        :return: ``{'title', 'intro', 'rows', 'total', 'notes', 'zone'}``; a row is a dict with
            ``why`` (a code of the engine), ``start`` and ``stop`` (naive, in the zone of the
            department, as text), ``seconds``, ``is_late``, ``day``, ``text`` and ``duration``
        :raise AccessError: the reader may not see the request
        :raise UserError: it has no such clock
        """
        self.ensure_one()
        self.check_access("read")
        state, calendars = self._replay()[self.id]
        clock = next(
            (each for each in state.clocks if (each.metric, each.cycle) == (metric, cycle)), None
        )
        if clock is None:
            raise UserError(
                self.env._("%(request)s has no such deadline. Load it again.", request=self.number)
            )
        now = max(fields.Datetime.now(), state.at)
        shown = read(clock, now, calendars)
        table = self._get_timetable_of(clock)
        tz = table.content["tz"]
        until = self._explain_until(shown, now)
        found = rows(explain(clock, until, calendars), calendars, tz)
        return {
            "title": self._word_title(shown, tz),
            "intro": self._word_intro(clock, table),
            "rows": [self._word_row(row) for row in found],
            "total": self._word_duration(sum(row.seconds for row in found)),
            "notes": self._word_notes(clock, state, found, tz),
            "zone": self._word_zone(tz),
        }

    # -- which and how -----------------------------------------------------------------------

    @api.model
    def _choose_clocks(self, state):
        """The customer's clock that is due first, or the last that was; the department's.

        :return: list of engine clocks, with two of them as a rule
        """
        mine = [state.current(metric) for metric in (FIRST_RESPONSE, NEXT_RESPONSE, RESOLUTION)]
        owed = [each for each in mine if each is not None and each.stopped_at is None]
        promised = [each for each in owed if each.promise.budget is not None]
        first = min(promised, key=lambda each: each.promise.budget, default=None)
        customer = first or state.current(RESOLUTION)
        return [each for each in (customer, state.current(DEPARTMENT)) if each is not None]

    def _show_clock(self, clock, now, calendars):
        shown = read(clock, now, calendars)
        percent = self.company_id.sudo().helpdesk_warn_percent  # sudo: a rule of the company
        warn_at = warning_at(clock, percent, calendars) if shown.running else None
        text = fields.Datetime.to_string
        team = self._get_team_of(clock)
        return {
            "metric": shown.metric,
            "cycle": shown.cycle,
            "title": self._word_metric(shown.metric),
            "team": team.name or "",
            "tz": self._get_timetable_of(clock).content["tz"],
            "light": self._get_light_of(shown, now, warn_at),
            "running": shown.running,
            "budget_s": shown.budget or 0,
            "accrued_s": shown.accrued,
            "overdue_s": shown.overdue,
            "deadline": text(shown.deadline),
            "warn_at": text(warn_at) if warn_at else False,
            "stopped_at": text(shown.stopped_at),
            "spans": [
                [text(start), text(stop)]
                for start, stop in calendars[clock.promise.calendar].intervals(now, now + _AHEAD)
            ]
            if shown.running
            else [],
        }

    @api.model
    def _get_light_of(self, shown, now, warn_at):
        """The light of one clock, as ``sla_light`` has it for a request."""
        if shown.state == BREACHED:
            return "late"
        if shown.state in (CANCELLED, MET):
            return "none" if shown.state == CANCELLED or not shown.budget else "done"
        if shown.state == PAUSED:
            return "paused"
        if not shown.deadline:
            return "none"
        return "soon" if warn_at and warn_at <= now else "ok"

    def _get_timetable_of(self, clock):
        # sudo: the hours that a deadline of this request was counted by
        return self.env["crm.helpdesk.timetable"].sudo().browse(clock.promise.calendar)

    def _get_team_of(self, clock):
        # sudo: the name of the department that had it
        return self.env["crm.helpdesk.team"].sudo().browse(clock.team)

    @api.model
    def _explain_until(self, shown, now):
        """What runs in time is told until its deadline, what is late or waits until now."""
        if shown.stopped_at:
            return shown.stopped_at
        if shown.running and shown.deadline and shown.state != BREACHED:
            return max(now, shown.deadline)
        return now

    def _show_first_answer(self, state, now, calendars):
        """How long the customer waited for the first answer."""
        clock = state.current(FIRST_RESPONSE)
        if clock is None or not self.first_answer_at:
            return False
        shown = read(clock, now, calendars)
        return {
            "light": "late" if shown.state == BREACHED else "done",
            "text": self.env._(
                "First answer in %(duration)s", duration=self._word_duration(shown.accrued)
            ),
        }

    def _get_moves(self, state, kinds):
        """What happened to the request beside its steps: transfers, other terms, other hours."""
        # sudo: whoever reads the request may know why it is due when it is
        return self.sudo().event_ids.filtered(
            lambda event: event.kind in kinds and event.at <= state.at
        )

    def _get_moves_of(self, clock, state):
        """Of these those that this clock has seen."""
        kinds = (log.POLICY, log.CALENDAR)
        if clock.metric != DEPARTMENT:
            kinds += (log.TRANSFER,)
        ended = clock.stopped_at or state.at
        return self._get_moves(state, kinds).filtered(
            lambda event: clock.since <= event.at <= ended
        )

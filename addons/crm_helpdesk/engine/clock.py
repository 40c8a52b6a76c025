"""One clock of a service level: what it promised, when it ran, and what follows for its deadline.

Time that was used and time that is left are measured by the same calendar in the same way, so the
deadline is the instant at which the budget is used up. Instants are naive UTC, durations are whole
working seconds.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime

from .worktime import NoWorkingTimeError, Timetable

FIRST_RESPONSE, NEXT_RESPONSE = "first_response", "next_response"
RESOLUTION, DEPARTMENT = "resolution", "department"
METRICS = (FIRST_RESPONSE, NEXT_RESPONSE, RESOLUTION, DEPARTMENT)

TICKING, WAITING, STOPPED, VOID = "ticking", "waiting", "stopped", "void"
"""Phases of a clock: it runs, is paused, has stopped (and may reopen), is cancelled for good."""

CalendarKey = Hashable
Calendars = Mapping[CalendarKey, Timetable]
"""The timetable of each key that a promise or a run names.

A key stands for what a calendar says at a time: a calendar that changes gets another key, so that
the log of a ticket still gives the figures that it gave then.
"""


@dataclass(frozen=True, slots=True)
class Promise:
    """A budget of working seconds by a calendar.

    :param budget: above 0; None measures without a promise, so nothing is ever late
    :param policy: where the promise comes from; not part of any figure
    """

    budget: int | None
    calendar: CalendarKey
    policy: Hashable = None

    def on(self, calendar: CalendarKey) -> Promise:
        """The same budget by another calendar."""
        return Promise(self.budget, calendar, self.policy)

    def __post_init__(self) -> None:
        if self.budget is not None and self.budget <= 0:
            raise ValueError("a budget has to be above zero")


@dataclass(frozen=True, slots=True)
class Run:
    """A time in which the clock ran: from ``start`` to ``stop``, or until now.

    :param calendar: the one that measures it
    :param why: the kind of event that began it
    :param until: the kind of event that ended it
    """

    start: datetime
    calendar: CalendarKey
    why: str
    stop: datetime | None = None
    until: str | None = None

    def seconds(self, now: datetime, calendars: Calendars) -> int:
        """Working seconds from its start until ``now`` or its end, if that is earlier."""
        stop = now if self.stop is None else min(self.stop, now)
        return calendars[self.calendar].seconds(self.start, stop) if stop > self.start else 0


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock after the events that it has seen.

    :param cycle: counts from 1: questions of the customer, stays at a department
    :param team: the department whose clock it is; None for a clock of the customer
    :param since: when it began, running or waiting; ``why`` is the kind of event that began it
    :param deadline: fixed by a breach or a stop; else it follows from the runs, see `due`
    :param breached_at: when it was known to be late
    :param stopped_at: when it ended, until it reopens
    :param retroactive: it was late by a change of its terms, so the deadline lay in the past
    """

    metric: str
    cycle: int
    team: Hashable
    promise: Promise
    phase: str
    since: datetime
    why: str
    runs: tuple[Run, ...] = ()
    deadline: datetime | None = None
    breached_at: datetime | None = None
    stopped_at: datetime | None = None
    retroactive: bool = False

    @property
    def last_change(self) -> datetime:
        """When it last began or ceased to run; nothing can be read for an earlier time."""
        if not self.runs:
            return self.since
        last = self.runs[-1]
        return last.start if last.stop is None else last.stop


def accrued(clock: Clock, now: datetime, calendars: Calendars) -> int:
    """Working seconds that the clock has run, late ones included."""
    return sum(run.seconds(now, calendars) for run in clock.runs)


def due(clock: Clock, calendars: Calendars) -> datetime | None:
    """The deadline; None while nobody can say it.

    That is without a budget, while a clock with time left is paused, and where the calendar has
    not as much working time within ten years.
    """
    if clock.deadline is not None or clock.promise.budget is None:
        return clock.deadline
    return instant_at(clock, clock.promise.budget, calendars)


def instant_at(clock: Clock, seconds: int, calendars: Calendars) -> datetime | None:
    """The first instant at which the clock has run for that long: 75 % of the budget is a warning.

    :param seconds: working seconds above 0
    :return: None if it does not run until then
    """
    left = seconds
    for run in clock.runs:
        timetable = calendars[run.calendar]
        if run.stop is not None:
            used = timetable.seconds(run.start, run.stop)
            if used < left:
                left -= used
                continue
        try:
            return timetable.after(run.start, left)
        except NoWorkingTimeError:
            return None
    return None


def overran(clock: Clock, deadline: datetime | None, now: datetime) -> datetime | None:
    """When the clock first ran after that deadline, if it has until ``now``."""
    if deadline is None:
        return None
    for run in clock.runs:
        late_from = max(run.start, deadline)
        if late_from < (now if run.stop is None else min(run.stop, now)):
            return late_from
    return None

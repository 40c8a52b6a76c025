"""What an event does to a clock. Each function takes a clock and gives the one after the event.

A breach is for ever: neither more time nor another calendar takes it back. An event that does not
fit the phase changes nothing, so that the same event may come twice.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime

from .clock import (
    STOPPED,
    TICKING,
    VOID,
    WAITING,
    CalendarKey,
    Calendars,
    Clock,
    Promise,
    Run,
    accrued,
    due,
    overran,
)
from .copies import replace


def begin(
    metric: str,
    at: datetime,
    promise: Promise,
    why: str,
    *,
    cycle: int = 1,
    team: Hashable = None,
    waits: bool = False,
) -> Clock:
    """A clock that runs from ``at`` on, or waits to be resumed."""
    clock = Clock(metric, cycle, team, promise, WAITING, at, why)
    return clock if waits else _running(clock, at, why)


def settled(clock: Clock, now: datetime, calendars: Calendars) -> Clock:
    """The clock at ``now``: late, if it has run after its deadline.

    :raise ValueError: ``now`` is before its last change
    """
    if now < clock.last_change:
        raise ValueError(f"{now} is before the last change at {clock.last_change}")
    if clock.phase != TICKING or clock.breached_at is not None:
        return clock
    deadline = due(clock, calendars)
    late_from = overran(clock, deadline, now)
    if late_from is None:
        return clock
    return replace(clock, deadline=deadline, breached_at=late_from)


def pause(clock: Clock, at: datetime, calendars: Calendars, why: str) -> Clock:
    """Wait from ``at`` on."""
    clock = settled(clock, at, calendars)
    if clock.phase != TICKING:
        return clock
    return replace(clock, phase=WAITING, runs=_ended(clock, at, why))


def resume(clock: Clock, at: datetime, calendars: Calendars, why: str) -> Clock:
    """Run on after a pause."""
    clock = settled(clock, at, calendars)
    return _running(clock, at, why) if clock.phase == WAITING else clock


def stop(clock: Clock, at: datetime, calendars: Calendars, why: str) -> Clock:
    """End at ``at``; what was paused used nothing since the pause.

    The deadline is kept for the figures of its month; that of a paused clock is the one that it
    would have had if it had run on.
    """
    clock = settled(clock, at, calendars)
    if clock.phase not in (TICKING, WAITING):
        return clock
    # A run of no time ends the pause, so that the explanation knows until when it was one.
    on = clock if clock.phase == TICKING else _running(clock, at, why)
    runs = _ended(on, at, why)
    return replace(clock, phase=STOPPED, runs=runs, deadline=due(on, calendars), stopped_at=at)


def reopen(clock: Clock, at: datetime, calendars: Calendars, why: str) -> Clock:
    """Run on after a stop, with what was left of the budget."""
    clock = settled(clock, at, calendars)
    if clock.phase != STOPPED:
        return clock
    deadline = clock.deadline if clock.breached_at is not None else None
    return _running(replace(clock, deadline=deadline, stopped_at=None), at, why)


def cancel(clock: Clock, at: datetime, calendars: Calendars, why: str) -> Clock:
    """Out of all figures, for good."""
    clock = settled(clock, at, calendars)
    return replace(clock, phase=VOID, runs=_ended(clock, at, why))


def repromise(
    clock: Clock, at: datetime, calendars: Calendars, promise: Promise, why: str
) -> Clock:
    """Other terms from ``at`` on: what was used stays used, by the calendar of its time.

    If that is the new budget or more, the clock is late at once and says that it is retroactive.
    """
    clock = settled(clock, at, calendars)
    before = clock.promise
    if promise == before or clock.phase == VOID or clock.breached_at is not None:
        return clock
    clock = replace(clock, promise=promise)
    if clock.phase == STOPPED:
        return clock
    if clock.phase == TICKING and promise.calendar != before.calendar:
        clock = _running(replace(clock, runs=_ended(clock, at, why)), at, why)
    if promise.budget is None or promise.budget == before.budget:
        return clock
    used_up = accrued(clock, at, calendars) >= promise.budget
    return _late_by_change(clock, at, calendars) if used_up else clock


def recalendar(
    clock: Clock,
    at: datetime,
    calendars: Calendars,
    calendar: CalendarKey,
    becomes: CalendarKey,
    why: str,
) -> Clock:
    """A calendar is corrected: what runs or waits is measured anew, from its beginning.

    So a holiday that is declared on its own day gives back what was used of it. What is late or
    has stopped keeps its figures; what it still runs is measured by the new calendar.
    """
    clock = settled(clock, at, calendars)
    if calendar == becomes:
        return clock
    promise = clock.promise.on(becomes) if clock.promise.calendar == calendar else clock.promise
    if clock.breached_at is None and clock.phase in (TICKING, WAITING):
        clock = replace(clock, promise=promise, runs=_measured_by(clock.runs, calendar, becomes))
        late = overran(clock, due(clock, calendars), at)
        return clock if late is None else _late_by_change(clock, at, calendars)
    if clock.phase != TICKING or clock.runs[-1].calendar != calendar:
        return replace(clock, promise=promise)
    return _running(replace(clock, promise=promise, runs=_ended(clock, at, why)), at, why)


def _measured_by(
    runs: tuple[Run, ...], calendar: CalendarKey, becomes: CalendarKey
) -> tuple[Run, ...]:
    return tuple(
        Run(each.start, becomes, each.why, each.stop, each.until)
        if each.calendar == calendar
        else each
        for each in runs
    )


def _running(clock: Clock, at: datetime, why: str) -> Clock:
    run = Run(at, clock.promise.calendar, why)
    return replace(clock, phase=TICKING, runs=(*clock.runs, run))


def _ended(clock: Clock, at: datetime, why: str) -> tuple[Run, ...]:
    """The runs, the last one ended if it still runs."""
    if clock.phase != TICKING:
        return clock.runs
    return (*clock.runs[:-1], replace(clock.runs[-1], stop=at, until=why))


def _late_by_change(clock: Clock, at: datetime, calendars: Calendars) -> Clock:
    return replace(clock, deadline=due(clock, calendars), breached_at=at, retroactive=True)

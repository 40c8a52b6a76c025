"""Why a deadline is where it is: what counted, what did not, and by which event or closure.

Codes and figures only; they are worded where they are read, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from .clock import WAITING, CalendarKey, Calendars, Clock, Run
from .log import STOP
from .transitions import settled

WITHIN, LATE = "within", "late"
"""It counted: before the deadline, after it."""
OUTSIDE, CLOSED = "outside", "closed"
"""The clock ran, but nobody works then: outside of hours; with a holiday or a leave in it."""
PAUSED, RESOLVED = "paused", "resolved"
"""The clock did not run."""


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the life of a clock, in naive UTC.

    :param seconds: working seconds that counted; 0 where none did
    :param why: `WITHIN`, `LATE`, `OUTSIDE`, `CLOSED`, `PAUSED` or `RESOLVED`
    :param cause: the kind of event by which the clock ran or did not
    :param calendar: the one that measured it; None where the clock did not run
    :param labels: the closures in it
    """

    start: datetime
    stop: datetime
    seconds: int
    why: str
    cause: str
    calendar: CalendarKey = None
    labels: tuple[str, ...] = ()


def explain(clock: Clock, now: datetime, calendars: Calendars) -> list[Step]:
    """The life of a clock until ``now``, without gaps; what counted adds up to what it accrued.

    :raise ValueError: ``now`` is before its last change
    """
    clock = settled(clock, now, calendars)
    found: list[Step] = []
    reached, cause = clock.since, clock.why
    for run in clock.runs:
        found += _not_running(reached, run.start, cause)
        stop = now if run.stop is None else run.stop
        found += _running(run, stop, clock.deadline if clock.breached_at else None, calendars)
        reached, cause = stop, run.until or run.why
    if clock.phase == WAITING:
        found += _not_running(reached, now, cause)
    return found


def _not_running(start: datetime, stop: datetime, cause: str) -> Iterator[Step]:
    if start < stop:
        yield Step(start, stop, 0, RESOLVED if cause == STOP else PAUSED, cause)


def _running(
    run: Run, stop: datetime, deadline: datetime | None, calendars: Calendars
) -> Iterator[Step]:
    reached = run.start
    for opens, closes in calendars[run.calendar].intervals(run.start, stop):
        yield from _not_worked(run, reached, opens, calendars)
        yield from _worked(run, opens, closes, deadline)
        reached = closes
    yield from _not_worked(run, reached, stop, calendars)


def _worked(
    run: Run, opens: datetime, closes: datetime, deadline: datetime | None
) -> Iterator[Step]:
    """A worked span, in two where the deadline lies within."""
    turn = closes if deadline is None else min(max(opens, deadline), closes)
    for start, stop, why in ((opens, turn, WITHIN), (turn, closes, LATE)):
        if start < stop:
            seconds = int((stop - start).total_seconds())
            yield Step(start, stop, seconds, why, run.why, run.calendar)


def _not_worked(run: Run, start: datetime, stop: datetime, calendars: Calendars) -> Iterator[Step]:
    if start < stop:
        closures = calendars[run.calendar].closures(start, stop)
        labels = tuple(each.label for each in closures)
        yield Step(start, stop, 0, CLOSED if closures else OUTSIDE, run.why, run.calendar, labels)

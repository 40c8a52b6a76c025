"""Many tickets at once: what a corrected calendar does to each.

The timetables are laid out once, by the first ticket that needs them; each ticket after it costs a
few searches by halving.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from .clock import CalendarKey, Calendars, due
from .log import Event, Ticket
from .tickets import advance


@dataclass(frozen=True, slots=True)
class Move:
    """A deadline before and after, in naive UTC."""

    metric: str
    cycle: int
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class Recalculated:
    """A ticket after the event, and those of its deadlines that moved."""

    key: Hashable
    ticket: Ticket
    moved: tuple[Move, ...]


def recalculate(
    tickets: Iterable[tuple[Hashable, Ticket]], event: Event, calendars: Calendars
) -> Iterator[Recalculated]:
    """Each ticket that a change of a calendar concerns, one by one.

    :param tickets: with a key of each, like its id
    :param event: of kind calendar
    :raise ValueError: the event is before the last one of a ticket
    """
    for key, ticket in tickets:
        if _uses(ticket, event.calendar):
            after = advance(ticket, event, calendars)
            yield Recalculated(key, after, tuple(_moves(ticket, after, calendars)))


def _uses(ticket: Ticket, calendar: CalendarKey) -> bool:
    """Whether the calendar measures anything that runs, waits or may begin."""
    return any(
        each.promise.calendar == calendar or any(run.calendar == calendar for run in each.runs)
        for each in ticket.clocks
    ) or ticket.promises.use(calendar)


def _moves(before: Ticket, after: Ticket, calendars: Calendars) -> Iterator[Move]:
    for old, new in zip(before.clocks, after.clocks, strict=True):
        if old.deadline is not None:  # fixed by a breach or a stop
            continue
        was, is_now = due(old, calendars), due(new, calendars)
        if was != is_now:
            yield Move(new.metric, new.cycle, was, is_now)

"""The clocks that follow from the log of a ticket.

A log is append-only. Its events take effect by their instant, and those of one instant by their
number, so that the same log always gives the same figures.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from datetime import datetime

from . import log, transitions
from .clock import (
    DEPARTMENT,
    FIRST_RESPONSE,
    METRICS,
    NEXT_RESPONSE,
    RESOLUTION,
    STOPPED,
    Calendars,
    Clock,
    Promise,
)
from .copies import replace
from .log import CANCELLED, OPEN, PENDING, RESOLVED, Event, Ticket
from .readings import Reading, read

Effect = Callable[[Ticket, Event, Calendars], Ticket]


def replay(events: Iterable[Event], calendars: Calendars) -> Ticket:
    """The clocks of a whole log, whose events may come in any order.

    :raise ValueError: the first of them is not a start
    """
    ticket: Ticket | None = None
    for event in sorted(events, key=lambda each: (each.at, each.number)):
        ticket = advance(ticket, event, calendars)
    if ticket is None:
        raise ValueError("a log begins with a start")
    return ticket


def advance(ticket: Ticket | None, event: Event, calendars: Calendars) -> Ticket:
    """The ticket after one more event; `replay` gives the same.

    :raise ValueError: the event is before the last one, or the first and not a start
    """
    if ticket is None:
        return _begun(event)
    if (event.at, event.number) < (ticket.at, ticket.number):
        raise ValueError(f"{event.kind} at {event.at} is before the last event: replay the log")
    ticket = replace(ticket, at=event.at, number=event.number)
    if ticket.phase == CANCELLED:
        return ticket
    return _EFFECTS[event.kind](ticket, event, calendars)


def readings(ticket: Ticket, now: datetime, calendars: Calendars) -> list[Reading]:
    """What each clock shows at ``now``, in the order in which they began.

    :raise ValueError: ``now`` is before the last event
    """
    if now < ticket.at:
        raise ValueError(f"{now} is before the last event at {ticket.at}")
    return [read(clock, now, calendars) for clock in ticket.clocks]


def _begun(event: Event) -> Ticket:
    if event.kind != log.START or event.promises is None:
        raise ValueError(f"a log begins with a start, not with {event.kind}")
    clocks = tuple(
        transitions.begin(metric, event.at, event.promises.of(metric), event.kind, team=team)
        for metric, team in ((FIRST_RESPONSE, None), (RESOLUTION, None), (DEPARTMENT, event.team))
    )
    return Ticket(event.at, event.number, OPEN, event.team, event.promises, clocks)


def _nothing(ticket: Ticket, _event: Event, _calendars: Calendars) -> Ticket:
    return ticket  # the earliest start counts: tickets that are merged bring one each


def _answer(ticket: Ticket, event: Event, calendars: Calendars) -> Ticket:
    return _each(ticket, event, calendars, transitions.stop, (FIRST_RESPONSE, NEXT_RESPONSE))


def _reply(ticket: Ticket, event: Event, calendars: Calendars) -> Ticket:
    if ticket.phase == RESOLVED:  # thanks; whoever wants more reopens
        return ticket
    ticket = _resume(ticket, event, calendars)
    first, following = ticket.current(FIRST_RESPONSE), ticket.current(NEXT_RESPONSE)
    still_owed = first is not None and first.phase != STOPPED
    if still_owed or (following is not None and following.phase != STOPPED):
        return ticket
    return _with_cycle(ticket, event, NEXT_RESPONSE, ticket.promises.next_response)


def _pause(ticket: Ticket, event: Event, calendars: Calendars) -> Ticket:
    if ticket.phase != OPEN:
        return ticket
    return replace(_each(ticket, event, calendars, transitions.pause), phase=PENDING)


def _hold(ticket: Ticket, event: Event, calendars: Calendars) -> Ticket:
    """Another firm is waited for: the department waits, and the customer's clocks go on."""
    if ticket.phase != OPEN:
        return ticket
    return replace(_each(ticket, event, calendars, transitions.pause, (DEPARTMENT,)), phase=PENDING)


def _resume(ticket: Ticket, event: Event, calendars: Calendars) -> Ticket:
    if ticket.phase != PENDING:
        return ticket
    return replace(_each(ticket, event, calendars, transitions.resume), phase=OPEN)


def _stop(ticket: Ticket, event: Event, calendars: Calendars) -> Ticket:
    return replace(_each(ticket, event, calendars, transitions.stop), phase=RESOLVED)


def _reopen(ticket: Ticket, event: Event, calendars: Calendars) -> Ticket:
    if ticket.phase != RESOLVED:
        return ticket
    ticket = _each(ticket, event, calendars, transitions.reopen, (RESOLUTION,))
    ticket = replace(ticket, phase=OPEN)
    return _with_cycle(ticket, event, DEPARTMENT, ticket.promises.department, ticket.team)


def _transfer(ticket: Ticket, event: Event, calendars: Calendars) -> Ticket:
    """The customer's clocks go on as they are: a transfer never moves their deadlines."""
    if event.team == ticket.team or event.promise is None:
        return ticket
    promises = replace(ticket.promises, department=event.promise)
    ticket = replace(ticket, team=event.team, promises=promises)
    if ticket.phase == RESOLVED:  # the department's clock begins with a reopening
        return ticket
    ticket = _each(ticket, event, calendars, transitions.stop, (DEPARTMENT,))
    return _with_cycle(ticket, event, DEPARTMENT, event.promise, event.team)


def _cancel(ticket: Ticket, event: Event, calendars: Calendars) -> Ticket:
    return replace(_each(ticket, event, calendars, transitions.cancel), phase=CANCELLED)


def _policy(ticket: Ticket, event: Event, calendars: Calendars) -> Ticket:
    """Other terms for the current cycle of each metric, and for those that begin later."""
    promises = event.promises
    if promises is None:
        return ticket
    current = {metric: ticket.current(metric) for metric in METRICS}
    clocks = tuple(
        transitions.repromise(clock, event.at, calendars, promises.of(clock.metric), event.kind)
        if clock is current[clock.metric]
        else clock
        for clock in ticket.clocks
    )
    return replace(ticket, promises=promises, clocks=clocks)


def _calendar(ticket: Ticket, event: Event, calendars: Calendars) -> Ticket:
    clocks = tuple(
        transitions.recalendar(
            clock, event.at, calendars, event.calendar, event.becomes, event.kind
        )
        for clock in ticket.clocks
    )
    promises = ticket.promises.with_calendar(event.calendar, event.becomes)
    return replace(ticket, promises=promises, clocks=clocks)


def _each(
    ticket: Ticket,
    event: Event,
    calendars: Calendars,
    transition: Callable[[Clock, datetime, Calendars, str], Clock],
    metrics: Collection[str] = METRICS,
) -> Ticket:
    clocks = tuple(
        transition(clock, event.at, calendars, event.kind) if clock.metric in metrics else clock
        for clock in ticket.clocks
    )
    return replace(ticket, clocks=clocks)


def _with_cycle(
    ticket: Ticket, event: Event, metric: str, promise: Promise, team: Hashable = None
) -> Ticket:
    """A new cycle of a metric, which waits if the ticket does."""
    cycle = 1 + sum(each.metric == metric for each in ticket.clocks)
    waits = ticket.phase == PENDING
    clock = transitions.begin(
        metric, event.at, promise, event.kind, cycle=cycle, team=team, waits=waits
    )
    return replace(ticket, clocks=(*ticket.clocks, clock))


_EFFECTS: dict[str, Effect] = {
    log.START: _nothing,
    log.ANSWER: _answer,
    log.REPLY: _reply,
    log.PAUSE: _pause,
    log.HOLD: _hold,
    log.RESUME: _resume,
    log.STOP: _stop,
    log.REOPEN: _reopen,
    log.TRANSFER: _transfer,
    log.CANCEL: _cancel,
    log.POLICY: _policy,
    log.CALENDAR: _calendar,
}

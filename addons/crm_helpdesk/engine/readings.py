"""What a clock shows at a moment."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime

from .clock import STOPPED, TICKING, VOID, Calendars, Clock, accrued, due, instant_at
from .transitions import settled

RUNNING, PAUSED, MET, BREACHED, CANCELLED = "running", "paused", "met", "breached", "cancelled"


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock at ``now``; durations in working seconds, instants in naive UTC.

    :param state: `RUNNING`, `PAUSED`, `MET`, `BREACHED` or `CANCELLED`; a breach stays one
    :param running: the clock ticks, on time or late
    :param accrued: all that it ran, late or not
    :param left: of the budget, 0 when late; None without a budget
    :param deadline: None without a budget and while it is paused in time
    :param overdue: what it ran after the deadline; a pause holds it
    :param retroactive: late by a change of terms, so that the deadline lay in the past already
    """

    metric: str
    cycle: int
    team: Hashable
    policy: Hashable
    state: str
    running: bool
    running_since: datetime | None
    budget: int | None
    accrued: int
    left: int | None
    deadline: datetime | None
    overdue: int
    breached_at: datetime | None
    stopped_at: datetime | None
    retroactive: bool


def read(clock: Clock, now: datetime, calendars: Calendars) -> Reading:
    """What the clock shows at ``now``.

    :raise ValueError: ``now`` is before its last change
    """
    clock = settled(clock, now, calendars)
    used = accrued(clock, now, calendars)
    budget = clock.promise.budget
    late = clock.breached_at is not None
    ticks = clock.phase == TICKING
    return Reading(
        metric=clock.metric,
        cycle=clock.cycle,
        team=clock.team,
        policy=clock.promise.policy,
        state=state_of(clock),
        running=ticks,
        running_since=clock.runs[-1].start if ticks else None,
        budget=budget,
        accrued=used,
        left=None if budget is None else 0 if late else max(0, budget - used),
        deadline=due(clock, calendars),
        overdue=overdue(clock, now, calendars),
        breached_at=clock.breached_at,
        stopped_at=clock.stopped_at,
        retroactive=clock.retroactive,
    )


def state_of(clock: Clock) -> str:
    """The state of a settled clock."""
    if clock.phase == VOID:
        return CANCELLED
    if clock.breached_at is not None:
        return BREACHED
    return {TICKING: RUNNING, STOPPED: MET}.get(clock.phase, PAUSED)


def overdue(clock: Clock, now: datetime, calendars: Calendars) -> int:
    """Working seconds that a settled clock ran after its deadline; 0 if it was not late."""
    if clock.breached_at is None or clock.deadline is None or clock.phase == VOID:
        return 0
    late = 0
    for run in clock.runs:
        start = max(run.start, clock.deadline)
        stop = now if run.stop is None else run.stop
        if start < stop:
            late += calendars[run.calendar].seconds(start, stop)
    return late


def warning_at(clock: Clock, percent: int, calendars: Calendars) -> datetime | None:
    """When that share of the budget is used up, to warn before the deadline: in working hours.

    :param percent: above 0
    :return: None without a budget and where the clock does not run until then
    """
    budget = clock.promise.budget
    if budget is None:
        return None
    return instant_at(clock, max(1, budget * percent // 100), calendars)

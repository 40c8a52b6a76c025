"""A rep's day as it stands or in another order: what each stop of it comes to.

Times are counted on the working clock and told on the wall clock.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from .agenda import Frame, Key, Stay, agreed_frame, line_of, open_windows, stored_frame
from .clock import begins, ends, worked
from .instance import PROMISE_TOLERANCE, Span
from .timing import Line, Visit, last_start, next_start

LITTLE_LATE = 5 * 60
"""Seconds of delay that nobody is told of."""

BROKEN = "broken"
CLOSED = "closed"
LATE = "late"


@dataclass(frozen=True, slots=True)
class Step:
    """What a stop comes to: the way there, on the wall clock when one is there and begins.

    :param wait: seconds between the two, lunch not counted
    :param slack: seconds by which it could begin later without anything after it being late
    :param problem: what breaks there, None if nothing does
    :param late: seconds after the hour that stands
    """

    key: Key
    metres: int
    seconds: int
    arrival: int
    start: int
    end: int
    wait: int
    slack: int
    problem: str | None = None
    late: int = 0


@dataclass(frozen=True, slots=True)
class Drive:
    """A day in one order. `over` is seconds past the end of the shift."""

    steps: tuple[Step, ...]
    departure: int
    back: int
    metres: int
    seconds: int
    over: int = 0

    @property
    def broken(self) -> tuple[Key, ...]:
        """Whose promise is not kept."""
        return tuple(each.key for each in self.steps if each.problem == BROKEN)


def as_it_stands(frame: Frame, stays: Sequence[Stay]) -> Drive:
    """The day at the hours that are in the agenda, and where they cannot be kept."""
    frame = stored_frame(frame, stays)
    line = line_of(frame, stays, tolerance=PROMISE_TOLERANCE)
    hours = {each.key: worked(each.start, frame.pause) for each in stays}
    return _driven(frame, line, stays, hours, stands=True)


def retimed(frame: Frame, stays: Sequence[Stay], *, kept: Collection[Key] = ()) -> Drive:
    """The day in this order, as early as can be; a promised hour does not move if it is kept."""
    frame = agreed_frame(frame, stays, kept)
    line = line_of(frame, stays, tolerance=PROMISE_TOLERANCE, kept=kept)
    hours = {each.key: worked(each.start, frame.pause) for each in stays if each.promised}
    return _driven(frame, line, stays, hours, stands=False)


def in_order(frame: Frame, before: Sequence[Stay], stays: Sequence[Stay]) -> Drive:
    """The day in another order, in which nothing moves up that has not changed places.

    What stands first and last as it did begins no sooner than it was to; where something breaks
    for that, all of it is as early as can be.
    """
    first = _alike(before, stays)
    last = _alike(before[::-1], stays[::-1])
    kept = {each.key for each in (*stays[:first], *stays[len(stays) - last :])}
    calm = retimed(frame, stays, kept=kept)
    if not kept or _count_problems(calm) == (0, 0, False):
        return calm
    early = retimed(frame, stays)
    return early if _count_problems(early) < _count_problems(calm) else calm


def _alike(before: Sequence[Stay], stays: Sequence[Stay]) -> int:
    """How many of the first ones are the same."""
    pairs = zip(before, stays, strict=False)
    return next(
        (number for number, (one, other) in enumerate(pairs) if one.key != other.key), len(stays)
    )


def _count_problems(drive: Drive) -> tuple[int, int, bool]:
    troubled = sum(each.problem is not None for each in drive.steps)
    return len(drive.broken), troubled, drive.over > 0


def _driven(
    frame: Frame, line: Line, stays: Sequence[Stay], hours: Mapping[Key, int], *, stands: bool
) -> Drive:
    pause, now = frame.pause, worked(frame.now, frame.pause)
    steps: list[Step] = []
    time, before, metres, seconds = line.opens, line.start, 0, 0
    lasts = _lasts(line)
    for visit, stay, last in zip(line.visits, stays, lasts, strict=True):
        way = line.seconds[before][visit.node]
        arrival = time + way
        there = max(arrival, now)
        hour = hours.get(visit.key)
        start, problem, late = _begin(frame, visit, stay, there, hour)
        if hour is not None and not stay.is_fixed and not stands and problem == BROKEN:
            start = there
        time = max(start, there) + visit.service
        steps.append(
            Step(
                visit.key,
                line.metres[before][visit.node],
                way,
                ends(there, pause),
                _shown(start, stay, pause, hour),
                ends(start + visit.service, pause),
                max(0, start - there),
                0 if last is None else max(0, last - max(start, there)),
                problem,
                late,
            )
        )
        metres, seconds, before = metres + steps[-1].metres, seconds + way, visit.node
    back = time
    if line.visits:
        home = line.seconds[before][line.end]
        back, seconds = time + home, seconds + home
        metres += line.metres[before][line.end]
    departure = worked(steps[0].start, pause) - steps[0].seconds if steps else line.opens
    return Drive(
        tuple(steps),
        begins(max(line.opens, departure), pause),
        ends(back, pause),
        metres,
        seconds,
        max(0, back - line.closes),
    )


def _begin(
    frame: Frame, visit: Visit, stay: Stay, there: int, hour: int | None
) -> tuple[int, str | None, int]:
    """When a visit begins on the working clock, what breaks, and by how much it is late."""
    if hour is None:
        start = next_start(visit.windows, there)
        return (there, CLOSED, 0) if start is None else (start, None, 0)
    late = max(0, there - hour)
    if stay.promised:
        return hour, BROKEN if late > PROMISE_TOLERANCE else None, late
    if late > LITTLE_LATE:
        return hour, LATE, late
    is_open = any(first <= hour <= last for first, last in open_windows(frame, stay))
    return hour, None if is_open else CLOSED, late


def _shown(start: int, stay: Stay, pause: Span | None, hour: int | None) -> int:
    """The beginning on the wall clock; an hour of the agenda is not counted to and fro."""
    if hour is not None and start == worked(stay.start, pause):
        return stay.start
    return begins(start, pause)


def _lasts(line: Line) -> list[int | None]:
    """Latest starts with which nothing behind is late; None where it is late already.

    Behind what cannot be in time the rest counts for itself.
    """
    found: list[int | None] = []
    time, after = line.closes, line.end
    for visit in reversed(line.visits):
        limit = time - line.seconds[visit.node][after] - visit.service
        last = last_start(visit.windows, limit)
        found.append(last)
        time, after = (limit if last is None else last), visit.node
    return found[::-1]

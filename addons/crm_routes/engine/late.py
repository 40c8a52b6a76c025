"""A day that does not go as planned: what to give up, where else it fits, a better order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from .agenda import Frame, Key, Stay, agreed_frame, line_of, open_windows
from .clock import begins
from .day import Drive, retimed
from .insertion import Place, best_slots, cheapest_place
from .instance import PROMISE_TOLERANCE
from .sameday import reoptimised, running_late
from .timing import Line, Visit, earliest

ROUND = (300, 60)
"""Hours that one tells a customer are of five minutes, else of whole minutes."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What could be given up. `helps`: without it and the others that help all is in time."""

    key: Key
    helps: bool


def to_give_up(frame: Frame, stays: Sequence[Stay]) -> list[Offer]:
    """What is left of the day, worth least first and what was promised last.

    Empty if all can be made, or if nothing is to be gained by it: an appointment is nobody's to
    give up.
    """
    keys = [each.key for each in stays]
    frame = agreed_frame(frame, stays, keys)
    line = line_of(frame, stays, tolerance=PROMISE_TOLERANCE, kept=keys)
    fixed = {each.key for each in stays if each.is_fixed}
    line = line.with_visits([replace(each, fixed=each.key in fixed) for each in line.visits])
    dropped = set(running_late(line).drop) - fixed
    if not dropped:
        return []
    ranked = sorted(
        (each for each in stays if not each.is_fixed),
        key=lambda each: (each.key not in dropped, each.promised, each.value, each.start),
    )
    return [Offer(each.key, each.key in dropped) for each in ranked]


def pushed(frame: Frame, stays: Sequence[Stay]) -> Drive:
    """The day as it comes to be if it begins late: nothing moves that does not have to."""
    return retimed(frame, stays, kept=[each.key for each in stays])


def closed_up(frame: Frame, stays: Sequence[Stay], gap: int) -> Drive:
    """The day without what was at an hour: what lies after it comes sooner, the rest stays.

    :param gap: second of the day
    """
    return retimed(frame, stays, kept=[each.key for each in stays if each.start < gap])


def better_order(frame: Frame, stays: Sequence[Stay]) -> list[Key] | None:
    """The keys in a short order in which every promised hour is kept to the minute.

    A promise that cannot be kept like that any more has its quarter of an hour, and a day that is
    too long already may be as long. None where it is too late for all: then something has to be
    given up first.
    """
    frame = replace(agreed_frame(frame, stays), max_stops=None, max_metres=None)
    as_long = replace(frame, closes=max(frame.closes, retimed(frame, stays).back))
    for tolerance in (0, PROMISE_TOLERANCE):
        for each in (frame, as_long):
            best = _reordered(line_of(each, stays, tolerance=tolerance))
            if best is not None:
                return [visit.key for visit in best.visits]
    return None


def _reordered(line: Line) -> Line | None:
    """As `reoptimised`; an order that is too late is put together anew, narrow windows first."""
    best = reoptimised(line)
    if best is not None or not line.visits:
        return best
    promised = [each for each in line.visits if each.promised]
    others = [each for each in line.visits if not each.promised]
    promised.sort(key=lambda each: each.windows)
    return reoptimised(line.with_visits(promised), others)


@dataclass(frozen=True, slots=True)
class Offered:
    """Where one more visit fits: on which of the days, before which stop, and its hours.

    :param metres: of detour
    :param start: second of the day on the wall clock
    """

    day: int
    position: int
    start: int
    metres: int


def offered(
    days: Sequence[tuple[Frame, Sequence[Stay]]], new: Sequence[Stay | None], count: int = 3
) -> list[Offered]:
    """The best hours for one more visit, at most one a day; no promise breaks for it.

    The cheapest first. Where several are asked for, the soonest is one of them: it is urgent.

    :param days: frame and agenda of each candidate day, soonest first
    :param new: the visit with the opening hours of each day, None where it cannot be
    """
    frames, lines, visits = [], [], []
    for (frame, stays), stay in zip(days, new, strict=True):
        frame, line = _line_to_fill(frame, stays)
        frames.append(frame)
        lines.append(line)
        visits.append(None if stay is None else _visit(frame, stay))
    found = best_slots(lines, visits, len(lines))
    best = found[:count]
    soonest = min(found, key=lambda slot: slot.line, default=None)
    if count > 1 and soonest is not None and soonest not in best:
        best[-1] = soonest
    return [
        _rounded(slot.line, frames[slot.line], lines[slot.line], visits[slot.line], slot.place)
        for slot in best
    ]


def place_at(frame: Frame, stays: Sequence[Stay], new: Stay) -> int | None:
    """Before which stop a visit goes that begins at its own hour; None where it no longer can."""
    frame, line = _line_to_fill(frame, stays)
    hour = _visit(frame, replace(new, promised=True))
    place = cheapest_place(line, hour)
    return None if place is None else place.position


def _line_to_fill(frame: Frame, stays: Sequence[Stay]) -> tuple[Frame, Line]:
    keys: Collection[Key] = [each.key for each in stays]
    frame = agreed_frame(frame, stays, keys)
    return frame, line_of(frame, stays, kept=keys)


def _visit(frame: Frame, stay: Stay) -> Visit:
    if stay.promised:
        return line_of(frame, [stay]).visits[0]
    now = line_of(frame, []).opens
    windows = tuple((max(a, now), b) for a, b in open_windows(frame, stay) if b >= now)
    return Visit(stay.key, stay.node, stay.service, windows, stay.value)


def _rounded(day: int, frame: Frame, line: Line, visit: Visit, place: Place) -> Offered:
    for step in ROUND:
        begin = begins(place.start, frame.pause)
        begin += -begin % step
        shift = begin - begins(place.start, frame.pause)
        start = place.start + shift
        if not any(a <= start <= b for a, b in visit.windows):
            continue
        visits = list(line.visits)
        visits.insert(place.position, replace(visit, windows=((start, start),)))
        if earliest(line.with_visits(visits)) is not None:
            return Offered(day, place.position, begin, place.metres)
    return Offered(day, place.position, begins(place.start, frame.pause), place.metres)

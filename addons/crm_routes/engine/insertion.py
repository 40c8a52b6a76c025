"""Where one more visit fits: the cheapest places over some days, without moving any other.

The order of a day stays as it is, and a place counts only where nobody behind it is late. So a
promised hour is kept by the window that it is, and no plan becomes worse.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .timing import Line, Visit, earliest, latest, next_start


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a line: metres of detour, before which visit, the start on the working clock."""

    metres: int
    position: int
    start: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A proposal: on which of the lines, and where there."""

    line: int
    place: Place


def cheapest_place(line: Line, visit: Visit) -> Place | None:
    """The place with the least detour, the earliest of several; None where none is in time."""
    firsts, lasts = earliest(line), latest(line)
    if firsts is None or lasts is None:
        return None
    if line.max_stops is not None and len(line.visits) >= line.max_stops:
        return None
    room = None if line.max_metres is None else line.max_metres - line.length()
    best = None
    for place in _places(line, visit, firsts, lasts):
        if room is not None and place.metres > room:
            continue
        if best is None or place.metres < best.metres:
            best = place
    return best


def _places(
    line: Line, visit: Visit, firsts: Sequence[int], lasts: Sequence[int]
) -> Iterable[Place]:
    metres, seconds, node = line.metres, line.seconds, visit.node
    before, leaves = line.start, line.opens
    # Nobody goes before a visit that has been done.
    done = sum(each.fixed for each in line.visits)
    for position in range(len(line.visits) + 1):
        if position < len(line.visits):
            follower = line.visits[position]
            after, limit = follower.node, lasts[position]
        else:
            follower, after, limit = None, line.end, line.closes
        start = next_start(visit.windows, leaves + seconds[before][node])
        if start is None:
            return
        if position >= done and start + visit.service + seconds[node][after] <= limit:
            detour = metres[before][node] + metres[node][after]
            detour -= metres[before][after] if line.visits else 0
            yield Place(detour, position, start)
        if follower is not None:
            before, leaves = after, firsts[position] + follower.service


def best_slots(lines: Sequence[Line], visits: Sequence[Visit | None], count: int = 3) -> list[Slot]:
    """The cheapest slots, at most one a line, the earlier line of two that cost the same.

    :param lines: the days that may be, soonest first
    :param visits: the new visit with the windows of each day, None where it cannot be
    """
    slots = []
    for number, (line, visit) in enumerate(zip(lines, visits, strict=True)):
        place = cheapest_place(line, visit) if visit is not None else None
        if place is not None:
            slots.append(Slot(number, place))
    slots.sort(key=lambda each: (each.place.metres, each.line))
    return slots[:count]


def inserted(line: Line, visit: Visit, place: Place) -> Line:
    """The line with the visit in its place."""
    visits = list(line.visits)
    visits.insert(place.position, visit)
    return line.with_visits(visits)

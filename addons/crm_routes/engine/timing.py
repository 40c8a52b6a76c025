"""When a row of visits can begin: forward the earliest times, backward the latest.

Waiting is allowed, so that whoever arrives no later than the latest start of a stop breaks nothing
after it: with both rows an insertion is tried in constant time (Savelsbergh, "The Vehicle Routing
Problem with Time Windows: Minimizing Route Duration", ORSA Journal on Computing 4, 1992). Windows
are of the working clock of `clock.py`, sorted and apart, any number a visit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from .clock import ANY_TIME, Windows


@dataclass(frozen=True, slots=True)
class Visit:
    """A stop as the arithmetic sees it: where, how long, and when it may begin.

    `value` is in metres; a visit that is `fixed` has been done and keeps its place in the row; of
    one that is `promised` the customer was told the hour, which its window is.
    """

    key: object
    node: int
    service: int
    windows: Windows = ANY_TIME
    value: int = 0
    fixed: bool = False
    promised: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A working day: from a node not before a time, to a node not after a time.

    :param seconds: one-way between nodes, as lists, which plain Python reads fastest
    :param metres: the same
    """

    visits: tuple[Visit, ...]
    start: int
    end: int
    opens: int
    closes: int
    seconds: Sequence[Sequence[int]] = field(repr=False)
    metres: Sequence[Sequence[int]] = field(repr=False)
    max_stops: int | None = None
    max_metres: int | None = None

    def with_visits(self, visits: Sequence[Visit]) -> Line:
        """The same day with other visits."""
        return replace(self, visits=tuple(visits))

    def length(self) -> int:
        """Metres of the whole drive, none without visits."""
        if not self.visits:
            return 0
        nodes = [self.start, *(visit.node for visit in self.visits), self.end]
        return sum(self.metres[one][other] for one, other in pairwise(nodes))


def next_start(windows: Windows, time: int) -> int | None:
    """When a visit begins whose rep is there at a time, None where it is too late."""
    return next((max(time, opens) for opens, closes in windows if time <= closes), None)


def last_start(windows: Windows, time: int) -> int | None:
    """The last start that is not after a time, None where there is none."""
    return next((min(time, closes) for opens, closes in reversed(windows) if time >= opens), None)


def earliest(line: Line) -> list[int] | None:
    """Earliest starts in this order, None where the order cannot be kept in time."""
    starts, time, before = [], line.opens, line.start
    for visit in line.visits:
        start = next_start(visit.windows, time + line.seconds[before][visit.node])
        if start is None:
            return None
        starts.append(start)
        time, before = start + visit.service, visit.node
    if line.visits and time + line.seconds[before][line.end] > line.closes:
        return None
    return starts


def latest(line: Line) -> list[int] | None:
    """Latest starts with which nothing behind is late, None where there are none."""
    starts, time, after = [], line.closes, line.end
    for visit in reversed(line.visits):
        limit = time - line.seconds[visit.node][after] - visit.service
        start = last_start(visit.windows, limit)
        if start is None:
            return None
        starts.append(start)
        time, after = start, visit.node
    return starts[::-1]


def is_possible(line: Line) -> bool:
    """Whether all is in time and within the rep's limits."""
    if line.max_stops is not None and len(line.visits) > line.max_stops:
        return False
    if line.max_metres is not None and line.length() > line.max_metres:
        return False
    return earliest(line) is not None

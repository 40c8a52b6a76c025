"""The day itself: drive what is left in a better order, or find out what is late.

Visits that are done come first and are `fixed`; where the rep is and what time it is are the start
of the line. A promised hour is the window of its visit, so no order breaks it that is possible.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from .insertion import cheapest_place, inserted
from .timing import Line, Visit, earliest, is_possible

_LONGEST_BLOCK = 3
_KICKS = 40
_MOST_DROPPED = 3


def reoptimised(line: Line, new: Sequence[Visit] = (), *, seed: int = 1) -> Line | None:
    """The visits of a day and new ones in a short order; None where they do not all fit.

    Begins with the cheapest insertion of each and is never longer. Blocks of up to three move and
    stretches turn round until nothing helps (Or, 1976; Croes, "A Method for Solving Traveling
    Salesman Problems", Operations Research 6, 1958); then a few visits are moved by chance and it
    begins again. The number of tries is fixed, so that the same day gives the same order.
    """
    best = _with_all(line, new)
    if best is None:
        return None
    chance = random.Random(seed)
    best = _improved(best)
    loose = len(best.visits) - _done(best)
    for _kick in range(_KICKS if loose > 3 else 0):
        kicked = _kicked(best, chance)
        if kicked is None:
            continue
        other = _improved(kicked)
        if other.length() < best.length():
            best = other
    return best


def _with_all(line: Line, new: Sequence[Visit]) -> Line | None:
    if line.visits and not is_possible(line):
        return None
    for visit in sorted(new, key=lambda each: sum(b - a for a, b in each.windows)):
        place = cheapest_place(line, visit)
        if place is None:
            return None
        line = inserted(line, visit, place)
    return line


def _done(line: Line) -> int:
    return sum(visit.fixed for visit in line.visits)


def _improved(line: Line) -> Line:
    while True:
        better = next(_better(line), None)
        if better is None:
            return line
        line = better


def _better(line: Line) -> Iterator[Line]:
    """Lines that are shorter and possible; the length is looked at first, as it is cheaper."""
    visits, done = list(line.visits), _done(line)
    nodes = [line.start, *(visit.node for visit in visits), line.end]
    for _saved, order in _moves(nodes, line.metres, done):
        other = line.with_visits([visits[place] for place in order])
        if earliest(other) is not None:
            yield other


def _moves(nodes: list[int], metres, done: int) -> Iterator[tuple[int, list[int]]]:
    """(metres saved, new order): blocks elsewhere, and turned round; then turned stretches."""
    way = _Way(nodes, metres)
    count = len(nodes) - 2
    for size in range(1, _LONGEST_BLOCK + 1):
        for first in range(done, count - size + 1):
            yield from _block_moves(way, done, first, first + size)
    for first in range(done, count - 1):
        for end in range(first + 2, count + 1):
            saved = way.leg(first, first + 1) + way.leg(end, end + 1)
            saved -= way.leg(first, end) + way.leg(first + 1, end + 1)
            saved -= way.turned(first, end)
            if saved > 0:
                turned = range(end - 1, first - 1, -1)
                yield saved, [*range(first), *turned, *range(end, count)]


class _Way:
    """The nodes of a drive with the start before them; place p of the visits is node p + 1."""

    def __init__(self, nodes: list[int], metres):
        self.nodes, self.metres = nodes, metres
        self.more_back = [0]
        for one, other in pairwise(nodes):
            self.more_back.append(self.more_back[-1] + metres[other][one] - metres[one][other])

    def leg(self, one: int, other: int) -> int:
        """Metres from a node of the way to another."""
        return self.metres[self.nodes[one]][self.nodes[other]]

    def turned(self, first: int, end: int) -> int:
        """How much longer the visits from place to place are the other way round."""
        return self.more_back[end] - self.more_back[first + 1]


def _block_moves(way: _Way, done: int, first: int, end: int) -> Iterator[tuple[int, list[int]]]:
    count, head, tail = len(way.nodes) - 2, first + 1, end
    gap = way.leg(first, head) + way.leg(tail, end + 1) - way.leg(first, end + 1)
    turned = way.turned(first, end)
    # Before place `at` of the others; the block itself is no place.
    for at in (*range(done, first), *range(end + 1, count + 1)):
        joint = gap + way.leg(at, at + 1)
        straight = joint - way.leg(at, head) - way.leg(tail, at + 1)
        if straight > 0:
            yield straight, _moved(count, first, end, at, 1)
        back = joint - way.leg(at, tail) - way.leg(head, at + 1) - turned
        if back > 0 and end - first > 1:
            yield back, _moved(count, first, end, at, -1)


def _moved(count: int, first: int, end: int, at: int, step: int) -> list[int]:
    block = range(first, end)[::step]
    if at < first:
        return [*range(at), *block, *range(at, first), *range(end, count)]
    return [*range(first), *range(end, at), *block, *range(at, count)]


def _kicked(line: Line, chance: random.Random) -> Line | None:
    """A few visits by chance out, and in again where they cost least; None if they do not fit."""
    done, visits = _done(line), list(line.visits)
    places = chance.sample(range(done, len(visits)), min(4, len(visits) - done))
    out = [visits[place] for place in places]
    kept = line.with_visits([each for place, each in enumerate(visits) if place not in set(places)])
    for visit in out:
        place = cheapest_place(kept, visit)
        if place is None:
            return None
        kept = inserted(kept, visit, place)
    return kept


@dataclass(frozen=True, slots=True)
class Late:
    """What is left of a day that runs late.

    :param starts: of the visits that can still be made in this order, on the working clock
    :param late: visits that would begin too late
    :param drop: what to give up so that the rest is in time, worth least; empty if nothing need be
    :param over: seconds past the end of the shift, if nothing is given up
    """

    starts: tuple[int, ...]
    late: tuple[object, ...]
    drop: tuple[object, ...]
    over: int


def running_late(line: Line) -> Late:
    """Re-time the rest of a day, and say what to give up; a promised visit goes last."""
    starts = earliest(line)
    if starts is not None:
        return Late(tuple(starts), (), (), 0)
    late, over = _delays(line)
    dropped: tuple[Visit, ...] = ()
    while (more := _to_drop(line)) is None:
        # More than three have to go: first the one worth least, then we look again.
        least = min(_loose(line), key=_loss)
        dropped += (least,)
        line = _without(line, (least,))
    starts = earliest(_without(line, more))
    return Late(tuple(starts), tuple(late), tuple(each.key for each in dropped + more), over)


def _to_drop(line: Line) -> tuple[Visit, ...] | None:
    """The fewest visits, of these the ones worth least, without which the rest is in time."""
    for count in range(_MOST_DROPPED + 1):
        sets = [
            each
            for each in combinations(_loose(line), count)
            if earliest(_without(line, each)) is not None
        ]
        if sets:
            return min(
                sets, key=lambda each: [sum(part) for part in zip(*map(_loss, each), strict=True)]
            )
    return None


def _loss(visit: Visit) -> tuple[bool, int]:
    return visit.promised, visit.value


def _loose(line: Line) -> list[Visit]:
    return [each for each in line.visits if not each.fixed] or list(line.visits)


def _without(line: Line, visits: Sequence[Visit]) -> Line:
    out = {each.key for each in visits}
    return line.with_visits([each for each in line.visits if each.key not in out])


def _delays(line: Line) -> tuple[list[object], int]:
    """Who waits past the window, if all are visited all the same, and how long overtime is."""
    late, time, before = [], line.opens, line.start
    for visit in line.visits:
        time += line.seconds[before][visit.node]
        start = next((max(time, a) for a, b in visit.windows if time <= b), None)
        if start is None:
            late.append(visit.key)
            start = time
        time, before = start + visit.service, visit.node
    return late, max(0, time + line.seconds[before][line.end] - line.closes)

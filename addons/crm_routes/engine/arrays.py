"""The instance as flat arrays, and the state of a search on them, as the kernels want both.

Customers are 1 to n, so that 0 can stand for none; nodes are the rows of the matrix. Patterns and
days lie in compressed rows: those of customer c are `first_pattern[c]` to `first_pattern[c + 1]`,
the days of pattern p are `pattern_days[first_day[p]:first_day[p + 1]]`. Times are seconds on the
working clock of `clock.py`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .clock import ANY_TIME, FOREVER, Windows, windows_of, worked
from .instance import Instance, Shift

NO_LIMIT = 1 << 60


class Problem(NamedTuple):
    """What does not change during a search; n customers, routes r of days d."""

    metres: np.ndarray  # [node, node]
    seconds: np.ndarray  # [node, node]
    node: np.ndarray  # [customer]
    service: np.ndarray  # [customer] seconds
    value: np.ndarray  # [customer] metres
    size: np.ndarray  # [customer]
    opens: np.ndarray  # [customer, clock, window]: a visit may begin from
    closes: np.ndarray  # [customer, clock, window]: a visit may begin until
    slack: np.ndarray  # [customer] seconds of all windows, to know the narrow ones
    near: np.ndarray  # [customer, rank]: the customers by distance, itself first
    first_pattern: np.ndarray
    first_day: np.ndarray
    pattern_days: np.ndarray
    bias: np.ndarray  # [pattern] metres
    first_route: np.ndarray  # [day]: routes of day d are first_route[d] to first_route[d + 1]
    clock: np.ndarray  # [route]: which of the clocks of the windows is its
    kind: np.ndarray  # [route]: alike routes of a day have the same
    start: np.ndarray  # [route] node
    end: np.ndarray  # [route] node
    starts_at: np.ndarray  # [route] seconds
    ends_at: np.ndarray  # [route] seconds
    capacity: np.ndarray  # [route]
    max_stops: np.ndarray  # [route]
    max_metres: np.ndarray  # [route]

    @property
    def customers(self) -> int:
        """How many."""
        return len(self.node) - 1

    @property
    def routes(self) -> int:
        """How many may be driven."""
        return len(self.start)

    def days_of(self, pattern: int) -> np.ndarray:
        """The days of a pattern."""
        return self.pattern_days[self.first_day[pattern] : self.first_day[pattern + 1]]

    def typical_leg(self) -> float:
        """Mean metres from a customer to its five nearest ones: the scale of a search."""
        if self.customers < 2:
            return 1.0
        nearest = self.near[1:, 1:6]
        legs = self.metres[self.node[1:, None], self.node[nearest]]
        return max(1.0, float(legs.mean()))


class State(NamedTuple):
    """A plan in the making. A search works in place on the first half and keeps the best."""

    stops: np.ndarray  # [route, position] customer
    count: np.ndarray  # [route]
    earliest: np.ndarray  # [route, position] seconds
    latest: np.ndarray  # [route, position] seconds
    load: np.ndarray  # [route]
    length: np.ndarray  # [route] metres, 0 of an empty one
    route_of: np.ndarray  # [customer, day], -1 for none
    pattern: np.ndarray  # [customer], -1 for unserved
    cost: np.ndarray  # [2] metres with biases and missed values: now, best
    absent: np.ndarray  # [customer] how often it was left out
    best_stops: np.ndarray
    best_count: np.ndarray
    best_pattern: np.ndarray


def problem_of(instance: Instance) -> tuple[Problem, tuple[Shift, ...]]:
    """The arrays, and the shifts in the order of their routes."""
    shifts = tuple(sorted(instance.shifts, key=lambda each: (each.day, repr(each.rep))))
    customers = instance.customers
    clocks: dict[tuple, int] = {}
    clock = [clocks.setdefault(_clock_key(shift), len(clocks)) for shift in shifts]
    kinds: dict[tuple, int] = {}
    opens, closes = _windows(instance, shifts, clock, len(clocks))
    metres = np.ascontiguousarray(instance.matrix.metres, np.int64)
    node = _column([0, *(each.node for each in customers)])
    patterns = [pattern for each in customers for pattern in each.patterns]
    days = np.searchsorted([shift.day for shift in shifts], np.arange(instance.days + 1))
    return Problem(
        metres=metres,
        seconds=np.ascontiguousarray(instance.matrix.seconds, np.int64),
        node=node,
        service=_column([0, *(each.service for each in customers)]),
        value=_column([0, *(each.value for each in customers)]),
        size=_column([0, *(each.size for each in customers)]),
        opens=opens,
        closes=closes,
        slack=np.clip(closes - opens, 0, 86_400).sum(axis=(1, 2)),
        near=_near(metres, node),
        first_pattern=_offsets([0, *(len(each.patterns) for each in customers)]),
        first_day=_offsets([len(pattern.days) for pattern in patterns]),
        pattern_days=_column([day for pattern in patterns for day in pattern.days]),
        bias=_column([pattern.bias for pattern in patterns]),
        first_route=days.astype(np.int64),
        clock=_column(clock),
        kind=_column([kinds.setdefault(_kind_key(shift), len(kinds)) for shift in shifts]),
        start=_column([shift.start for shift in shifts]),
        end=_column([shift.end for shift in shifts]),
        starts_at=_column([worked(shift.opens, shift.pause()) for shift in shifts]),
        ends_at=_column([worked(shift.closes, shift.pause()) for shift in shifts]),
        capacity=_limits([shift.capacity for shift in shifts]),
        max_stops=_limits([shift.max_stops for shift in shifts]),
        max_metres=_limits([shift.max_metres for shift in shifts]),
    ), shifts


def empty_state(problem: Problem) -> State:
    """Nobody is visited."""
    longest = int(np.minimum(problem.max_stops, problem.customers).max(initial=0)) + 1
    shape = (problem.routes, longest)
    days = len(problem.first_route) - 1
    nobody = np.full(problem.customers + 1, -1, np.int64)
    unserved = int(problem.value.sum())
    return State(
        stops=np.zeros(shape, np.int64),
        count=np.zeros(shape[0], np.int64),
        earliest=np.zeros(shape, np.int64),
        latest=np.zeros(shape, np.int64),
        load=np.zeros(shape[0], np.int64),
        length=np.zeros(shape[0], np.int64),
        route_of=np.full((problem.customers + 1, days), -1, np.int64),
        pattern=nobody,
        cost=np.array([unserved, unserved], np.int64),
        absent=np.zeros(problem.customers + 1, np.int64),
        best_stops=np.zeros(shape, np.int64),
        best_count=np.zeros(shape[0], np.int64),
        best_pattern=nobody.copy(),
    )


def _clock_key(shift: Shift) -> tuple:
    return shift.day, shift.rep


def _kind_key(shift: Shift) -> tuple:
    # Reps differ in who may go where, so routes of two reps are never alike.
    return (
        shift.day,
        shift.rep,
        shift.start,
        shift.end,
        shift.opens,
        shift.closes,
        shift.pause(),
        shift.capacity,
        shift.max_stops,
        shift.max_metres,
    )


def _windows(
    instance: Instance, shifts: tuple[Shift, ...], clock: list[int], clocks: int
) -> tuple[np.ndarray, np.ndarray]:
    by_clock = dict(zip(clock, shifts, strict=True))
    found: dict[tuple[int, int], Windows] = {}
    for row, customer in enumerate(instance.customers, 1):
        for number, shift in by_clock.items():
            found[row, number] = windows_of(customer, shift)
    most = max(map(len, found.values()), default=1) or 1
    shape = (len(instance.customers) + 1, max(clocks, 1), most)
    opens, closes = np.full(shape, FOREVER, np.int64), np.full(shape, -1, np.int64)
    for (row, number), windows in found.items():
        for place, (first, last) in enumerate(windows):
            opens[row, number, place], closes[row, number, place] = first, last
    opens[0, :, 0], closes[0, :, 0] = ANY_TIME[0]
    return opens, closes


def _near(metres: np.ndarray, node: np.ndarray) -> np.ndarray:
    legs = metres[np.ix_(node[1:], node[1:])].copy()
    np.fill_diagonal(legs, -1)
    near = np.zeros((len(node), max(len(node) - 1, 1)), np.int64)
    if len(node) > 1:
        near[1:] = np.argsort(legs, axis=1, kind="stable") + 1
    return near


def _column(values: list[int]) -> np.ndarray:
    return np.array(values, np.int64)


def _offsets(counts: list[int]) -> np.ndarray:
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)


def _limits(values: list[int | None]) -> np.ndarray:
    return _column([NO_LIMIT if value is None else value for value in values])

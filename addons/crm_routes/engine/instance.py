"""What is planned: customers with their patterns of days, reps' shifts, one-way distances.

All times are whole seconds since midnight in the rep's own zone, all distances whole metres, all
days are positions in the horizon. What a visit is worth is in metres too: the detour that it is
worth. A node is a row of the matrix; where shifts begin and end are nodes like the customers'.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

import numpy as np

Key = Hashable
MAX_WINDOWS = 3
PROMISE_TOLERANCE = 15 * 60
UNREACHABLE = 10_000_000
"""Metres and seconds of a way that nobody can drive: no day holds it, and sums stay whole."""


@dataclass(frozen=True, slots=True)
class Span:
    """From one second of the day to another, both included."""

    opens: int
    closes: int

    def __post_init__(self):
        if self.closes < self.opens:
            raise ValueError(f"a span that ends at {self.closes}, before {self.opens}")


@dataclass(frozen=True, slots=True)
class Shift:
    """A rep's working day: the route that may be planned on it."""

    rep: Key
    day: int
    start: int
    end: int
    opens: int
    closes: int
    lunch: Span | None = None
    max_stops: int | None = None
    max_metres: int | None = None
    capacity: int | None = None

    def pause(self) -> Span | None:
        """The part of lunch that lies inside the shift, None without one."""
        if self.lunch is None:
            return None
        opens, closes = max(self.lunch.opens, self.opens), min(self.lunch.closes, self.closes)
        return Span(opens, closes) if opens < closes else None


@dataclass(frozen=True, slots=True)
class Pattern:
    """Days on which a customer is visited together, and what this choice costs in metres."""

    days: tuple[int, ...]
    bias: int = 0

    def __post_init__(self):
        if not self.days or list(self.days) != sorted(set(self.days)):
            raise ValueError(f"a pattern of {self.days}: days, sorted and each once")


@dataclass(frozen=True, slots=True)
class Promise:
    """An hour that the customer was told; the visit begins within the tolerance around it."""

    day: int
    start: int
    rep: Key | None = None
    tolerance: int = PROMISE_TOLERANCE


@dataclass(frozen=True, slots=True)
class Customer:
    """One who is visited on all days of one of the patterns, or not at all.

    `value` is what all its visits are worth together. `hours` has the opening hours of each day of
    the horizon, at most three a day, empty where it is closed; None is always open. A visit lies
    inside one of them from its beginning to its end. `reps` are those who may go, None is any.
    """

    key: Key
    node: int
    service: int
    value: int
    patterns: tuple[Pattern, ...]
    hours: tuple[tuple[Span, ...], ...] | None = None
    size: int = 0
    reps: frozenset[Key] | None = None
    promises: tuple[Promise, ...] = ()

    def promise(self, day: int) -> Promise | None:
        """What was promised for a day."""
        return next((each for each in self.promises if each.day == day), None)


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """One-way metres and seconds between nodes; parking is in the seconds.

    All of it is of one source. `notes` are plain values of what a planner should know of it: a code
    and figures, as `osrm.py` makes them.
    """

    metres: np.ndarray
    seconds: np.ndarray
    source: str = "estimate"
    notes: tuple[dict, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """A territory over a horizon: an independent problem."""

    days: int
    customers: tuple[Customer, ...]
    shifts: tuple[Shift, ...]
    matrix: Matrix

    def __post_init__(self):
        for customer in self.customers:
            if customer.hours is None:
                continue
            if len(customer.hours) != self.days:
                raise ValueError(f"{customer.key}: hours of {len(customer.hours)} days")
            if any(len(spans) > MAX_WINDOWS for spans in customer.hours):
                raise ValueError(f"{customer.key}: more than {MAX_WINDOWS} windows a day")
        if len({each.key for each in self.customers}) != len(self.customers):
            raise ValueError("a customer twice")
        if any(not 0 <= shift.day < self.days for shift in self.shifts):
            raise ValueError("a shift outside the horizon")

    def fingerprint(self) -> str:
        """The same for the same inputs, in any order: a plan is published over none but these."""
        digest = hashlib.sha256()
        lines = sorted(map(repr, self.shifts)), sorted(map(_line, self.customers))
        digest.update(repr((self.days, *lines)).encode())
        for table in (self.matrix.metres, self.matrix.seconds):
            digest.update(np.ascontiguousarray(table, np.int64).tobytes())
        return digest.hexdigest()


def _line(customer: Customer) -> str:
    reps = None if customer.reps is None else sorted(map(repr, customer.reps))
    names = ("key", "node", "service", "value", "patterns", "hours", "size", "promises")
    return repr((*(getattr(customer, name) for name in names), reps))


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit of a plan: when the rep arrives, when it begins, how late it could begin."""

    customer: Key
    arrival: int
    start: int
    latest: int


@dataclass(frozen=True, slots=True)
class Route:
    """What one rep drives on one day."""

    rep: Key
    day: int
    departure: int
    stops: tuple[Stop, ...]
    back: int
    metres: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Routes that are not empty, and who is left out."""

    routes: tuple[Route, ...] = ()
    unserved: tuple[Key, ...] = ()
    fingerprint: str = ""
    iterations: int = 0

    @property
    def metres(self) -> int:
        """Driven on all routes."""
        return sum(route.metres for route in self.routes)

    @property
    def visits(self) -> int:
        """On all routes."""
        return sum(len(route.stops) for route in self.routes)

    def days_of(self) -> dict[Key, tuple[int, ...]]:
        """By customer the days on which it is visited."""
        days: dict[Key, list[int]] = {}
        for route, stop in self.each_stop():
            days.setdefault(stop.customer, []).append(route.day)
        return {key: tuple(sorted(found)) for key, found in days.items()}

    def each_stop(self) -> Iterator[tuple[Route, Stop]]:
        """Every visit with its route."""
        for route in self.routes:
            for stop in route.stops:
                yield route, stop

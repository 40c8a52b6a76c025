"""What is known of reps, customers and the agenda before a territory is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .instance import Key, Span
from .patterns import Demand
from .rep_days import RepDay


@dataclass(frozen=True, slots=True)
class Traveller:
    """A rep: working days, the nodes where they begin and end, limits of a day."""

    key: Key
    days: tuple[RepDay, ...]
    start: int
    end: int
    max_stops: int | None = None
    max_metres: int | None = None


@dataclass(frozen=True, slots=True)
class Booking:
    """A visit in the agenda that stays as it is.

    :param start: seconds of the rep's clock, None for any time of its day
    """

    day: date
    rep: Key
    start: int | None
    service: int


@dataclass(frozen=True, slots=True)
class Wish:
    """A customer: how often and how long it is visited, when it is open, who may go.

    :param value: what one visit is worth in metres
    :param urgent: what the next one is worth, which may be overdue
    :param bookings: its visits that were promised
    """

    key: Key
    node: int
    service: int
    demand: Demand
    value: int
    urgent: int
    reps: frozenset[Key]
    hours: Mapping[int, tuple[Span, ...]] | None = None
    bookings: tuple[Booking, ...] = ()


@dataclass(frozen=True, slots=True)
class Appointment:
    """Something else in a rep's agenda, with a key of its own."""

    key: Key
    node: int
    booking: Booking

"""Small territories: customers on a road, a minute a kilometre."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from odoo.addons.crm_routes.engine.instance import (
    Customer,
    Instance,
    Matrix,
    Pattern,
    Promise,
    Shift,
    Span,
)

MINUTE, HOUR, KM = 60, 3600, 1000
HOME = 0


def at(hours: float) -> int:
    """A time of the day in seconds."""
    return round(hours * HOUR)


def road(*kilometres: float) -> Matrix:
    """Points on a straight road at these kilometres; the first is the rep's home."""
    places = np.array(kilometres, float)
    metres = np.rint(np.abs(places[:, None] - places[None]) * KM).astype(np.int64)
    return Matrix(metres, metres * MINUTE // KM)


def plane(points, minutes_a_km: float = 1.0) -> Matrix:
    """Points (x, y) in kilometres."""
    places = np.array(points, float).reshape(-1, 2)
    lines = np.sqrt(((places[:, None] - places[None]) ** 2).sum(axis=2))
    metres = np.rint(lines * KM).astype(np.int64)
    return Matrix(metres, np.ceil(metres * minutes_a_km * MINUTE / KM).astype(np.int64))


def shift(day: int = 0, rep="Ana", opens: float = 9, closes: float = 18, **terms) -> Shift:
    """A working day from home to home."""
    return Shift(rep, day, HOME, HOME, at(opens), at(closes), **terms)


def customer(key, node: int, *days: tuple[int, ...], minutes: int = 30, **terms) -> Customer:
    """Visited half an hour on one of the patterns, on the first day without any."""
    patterns = tuple(Pattern(each) for each in days or ((0,),))
    terms.setdefault("value", 500 * KM)
    return Customer(key, node, minutes * MINUTE, patterns=patterns, **terms)


def territory(matrix: Matrix, customers, shifts) -> Instance:
    """As many days as the shifts have."""
    days = max((each.day for each in shifts), default=0) + 1
    return Instance(days, tuple(customers), tuple(shifts), matrix)


def open_from(*spans: tuple[float, float], days: int = 1):
    """The same opening hours each day."""
    return (tuple(Span(at(first), at(last)) for first, last in spans),) * days


times = st.integers(8 * 4, 20 * 4).map(lambda quarter: quarter * 15 * MINUTE)


@st.composite
def spans(draw, most: int = 3):
    """Opening hours of a day: up to three, apart; at times none."""
    bounds = sorted(draw(st.lists(times, unique=True, max_size=2 * most)))
    return tuple(Span(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=False))


@st.composite
def shifts_of(draw, days: int, reps: int):
    found = []
    for day in range(days):
        for rep in "AB"[:reps]:
            if draw(st.integers(0, 9)) == 0:
                continue  # on leave
            opens = draw(st.integers(8, 10))
            closes = draw(st.integers(13, 19))
            lunch = draw(st.none() | st.just(Span(at(13), at(14))))
            limits = {
                "max_stops": draw(st.none() | st.integers(1, 4)),
                "max_metres": draw(st.none() | st.integers(20, 200).map(lambda km: km * KM)),
            }
            found.append(shift(day, rep, opens, closes, lunch=lunch, **limits))
    return found


@st.composite
def customers_of(draw, number: int, days: int, reps: int):
    sizes = draw(st.integers(1, min(2, days)))
    pattern = st.lists(st.integers(0, days - 1), min_size=sizes, max_size=sizes, unique=True)
    patterns = draw(st.lists(pattern.map(sorted).map(tuple), min_size=1, max_size=4, unique=True))
    hours = draw(st.none() | st.tuples(*[spans()] * days))
    return Customer(
        f"c{number}",
        number,
        draw(st.integers(1, 12)) * 10 * MINUTE,
        draw(st.integers(0, 300)) * KM,
        tuple(Pattern(each, draw(st.integers(0, 5)) * KM) for each in patterns),
        hours=hours,
        reps=draw(st.none() | st.just(frozenset("A"))) if reps > 1 else None,
    )


@st.composite
def territories(draw, most: int = 7):
    """Random small instances: windows, lunch, leaves, limits, two reps."""
    count, days = draw(st.integers(0, most)), draw(st.integers(1, 4))
    reps = draw(st.integers(1, 2))
    point = st.tuples(st.integers(0, 40), st.integers(0, 40))
    points = draw(st.lists(point, min_size=count + 1, max_size=count + 1))
    customers = [draw(customers_of(number, days, reps)) for number in range(1, count + 1)]
    return Instance(days, tuple(customers), tuple(draw(shifts_of(days, reps))), plane(points))


def promised(start: float, day: int = 0, rep=None) -> Promise:
    """An hour that a customer was told."""
    return Promise(day, at(start), rep)

"""Days on which a customer is shut for holidays or works, once or every year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Closure:
    """From a day to a day, both of them included.

    :param every_year: at the same dates of each year; what begins in December may end in January
    """

    first: date
    last: date
    every_year: bool = False

    def __post_init__(self):
        if self.last < self.first:
            raise ValueError("a closure ends before it begins")


def closed_days(closures: Iterable[Closure], first: date, last: date) -> frozenset[date]:
    """The days from ``first`` to ``last`` that lie in one of the closures."""
    found: set[date] = set()
    for closure in closures:
        for begin, end in _spans(closure, first, last):
            day = max(begin, first)
            while day <= min(end, last):
                found.add(day)
                day += timedelta(days=1)
    return frozenset(found)


def _spans(closure: Closure, first: date, last: date) -> list[tuple[date, date]]:
    if not closure.every_year:
        return [(closure.first, closure.last)]
    # one that began the year before may still last
    lasts = closure.last.year - closure.first.year
    return [
        (_in_year(closure.first, year), _in_year(closure.last, year + lasts))
        for year in range(first.year - lasts, last.year + 1)
    ]


def _in_year(day: date, year: int) -> date:
    """The same date of another year; 29 February is the 28th where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)

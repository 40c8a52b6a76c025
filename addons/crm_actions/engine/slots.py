"""Free time of a person: the next starts at which something of a given length fits.

Moments are naive UTC datetimes; a span is a pair of them, the end excluded.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

STEP = timedelta(minutes=15)
"""Starts lie on quarters of an hour, as in the rep's time picker."""

Span = tuple[datetime, datetime]


def free_starts(
    working: Iterable[Span], busy: Iterable[Span], length: timedelta, first: datetime, count: int
) -> list[datetime]:
    """The next ``count`` starts, which do not overlap each other, at or after ``first``.

    :param working: when the person works; spans may touch or overlap
    :param busy: what is taken already
    :param length: how long it takes; more than zero
    :raise ValueError: ``length`` is not positive
    """
    if length <= timedelta():
        raise ValueError("a slot has to last")
    taken = sorted(busy)
    found: list[datetime] = []
    for begin, end in _merged(working):
        start = _next_step(max(begin, first))
        while start + length <= end and len(found) < count:
            obstacle = _last_end_of_overlap(taken, start, start + length)
            if obstacle is None:
                found.append(start)
                start += length
            else:
                start = obstacle
            start = _next_step(start)
        if len(found) >= count:
            break
    return found


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _last_end_of_overlap(taken: list[Span], start: datetime, stop: datetime) -> datetime | None:
    ends = [end for begin, end in taken if begin < stop and end > start]
    return max(ends) if ends else None


def _next_step(moment: datetime) -> datetime:
    over = timedelta(minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)
    rest = over % STEP
    return moment + (STEP - rest) if rest else moment

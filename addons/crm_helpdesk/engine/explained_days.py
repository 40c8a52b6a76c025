"""The life of a clock as a person reads it: by days, on the clocks of the department.

Nights and lunch breaks are left out; a day on which nobody works is a row of its own, and days in
a row that are alike are one. What came after the deadline is one row, however long it lasts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from .clock import Calendars
from .explanation import CLOSED, LATE, OUTSIDE, WITHIN, Step
from .instants import to_utc, to_wall

_COUNTED = (WITHIN, LATE)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the explanation.

    :param start: naive, as the clocks of the department show it; so is ``stop``
    :param first: the first day that it is about, ``last`` the last one
    :param seconds: working seconds that counted; 0 where none did
    :param why: as that of a step; `CLOSED` only where a closure holds these days
    :param labels: the closures
    :param spans: the parts of the day, where it was worked in several; naive as ``start``
    """

    start: datetime
    stop: datetime
    first: date
    last: date
    seconds: int
    why: str
    cause: str
    labels: tuple[str, ...]
    spans: tuple[tuple[datetime, datetime], ...]


def rows(steps: Iterable[Step], calendars: Calendars, tz: str) -> list[Row]:
    """The rows of an explanation, in order.

    :param steps: as `explanation.explain` gives them
    :param tz: name of the zone of the department
    :raise ValueError: the time zone is unknown
    """
    steps = list(steps)
    worked = {day for step in steps if step.why in _COUNTED for day in _days(step, tz)}
    found: list[Row] = []
    for step in steps:
        if step.why in (OUTSIDE, CLOSED):
            found += _idle(step, calendars, tz, worked)
        else:
            found.append(_row(step, step.start, step.stop, tz, step.why, step.labels))
    return _late_as_one(_by_day(found))


def _late_as_one(found: list[Row]) -> list[Row]:
    """After the deadline no day has to be accounted for: until a pause it is one row."""
    folded: list[Row] = []
    for row in found:
        last = folded[-1] if folded else None
        if last and last.why == LATE and row.why in (LATE, OUTSIDE, CLOSED):
            if row.why == LATE:
                spans = (*last.spans, *row.spans)
                seconds = last.seconds + row.seconds
                folded[-1] = replace(
                    last, stop=row.stop, last=row.last, seconds=seconds, spans=spans
                )
        else:
            folded.append(row)
    return folded


def _by_day(found: list[Row]) -> list[Row]:
    """What counted on one day is one row."""
    merged: list[Row] = []
    for row in found:
        last = merged[-1] if merged else None
        if last and row.why in _COUNTED and _alike(last) == _alike(row):
            spans = (*last.spans, *row.spans)
            seconds = last.seconds + row.seconds
            merged[-1] = replace(last, stop=row.stop, seconds=seconds, spans=spans)
        else:
            merged.append(row)
    return merged


def _alike(row: Row) -> tuple[str, date, date, bool]:
    return row.why, row.first, row.last, row.first == row.last


def _days(step: Step, tz: str) -> Iterator[date]:
    day, last = to_wall(step.start, tz).date(), _last_day(step.stop, tz)
    while day <= last:
        yield day
        day += timedelta(days=1)


def _last_day(stop: datetime, tz: str) -> date:
    """What ends at midnight ends on the day before."""
    wall = to_wall(stop, tz)
    return (wall - timedelta(seconds=1)).date() if wall.time() == time.min else wall.date()


def _idle(step: Step, calendars: Calendars, tz: str, worked: set[date]) -> Iterator[Row]:
    """Days without work; of a day with work only what a closure took from it."""
    alike: list[tuple[datetime, datetime, tuple[str, ...]]] = []
    for day in _days(step, tz):
        start = max(step.start, to_utc(datetime.combine(day, time.min), tz))
        stop = min(step.stop, to_utc(datetime.combine(day + timedelta(days=1), time.min), tz))
        labels = tuple(each.label for each in calendars[step.calendar].closures(start, stop))
        if not labels and day in worked:
            continue
        if alike and alike[-1][2] == labels:
            alike[-1] = (alike[-1][0], stop, labels)
        else:
            alike.append((start, stop, labels))
    for start, stop, labels in alike:
        yield _row(step, start, stop, tz, CLOSED if labels else OUTSIDE, labels)


def _row(
    step: Step, start: datetime, stop: datetime, tz: str, why: str, labels: tuple[str, ...]
) -> Row:
    opens, closes = to_wall(start, tz), to_wall(stop, tz)
    return Row(
        start=opens,
        stop=closes,
        first=opens.date(),
        last=_last_day(stop, tz),
        seconds=step.seconds,
        why=why,
        cause=step.cause,
        labels=labels,
        spans=((opens, closes),),
    )

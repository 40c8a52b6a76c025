"""Days on which somebody works: by when an action is due.

Days are dates on the clock of the timetable.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from .instants import to_utc, to_wall
from .worktime import NoWorkingTimeError, Timetable

_STEP = timedelta(days=60)
_LIMIT = timedelta(days=3660)


def working_day_after(table: Timetable | None, day: date, count: int) -> date:
    """The date of the ``count``-th working day after a day.

    :param table: working hours; without them Monday to Friday
    :param count: 0 for the day itself, worked or not
    :raise ValueError: a count below zero
    :raise NoWorkingTimeError: there are not as many within ten years
    """
    if count < 0:
        raise ValueError("nothing is due before it is asked for")
    if not count:
        return day
    found: list[date] = []
    first = day + timedelta(days=1)
    while len(found) < count:
        if first > day + _LIMIT:
            raise NoWorkingTimeError(f"no {count} working days in ten years from {day}")
        found += _days(table, first, first + _STEP)
        first += _STEP
    return found[count - 1]


def _days(table: Timetable | None, first: date, beyond: date) -> list[date]:
    """Working days from one date until before another, in order."""
    if table is None:
        every = (first + timedelta(days=n) for n in range((beyond - first).days))
        return [each for each in every if each.weekday() < 5]
    tz = table.calendar.tz
    start, stop = (to_utc(datetime.combine(each, time.min), tz) for each in (first, beyond))
    return sorted({to_wall(opens, tz).date() for opens, _closes in table.intervals(start, stop)})

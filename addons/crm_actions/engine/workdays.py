"""Working days: those that are not in a given set of days off."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
LONGEST_BREAK = 366
"""Days after which a search for a working day gives up: a calendar without any."""


def count_after(day: date, until: date, days_off: AbstractSet[date]) -> int:
    """Working days after ``day``, up to and including ``until``; 0 if there is none."""
    return sum(
        day + timedelta(days=offset) not in days_off for offset in range(1, (until - day).days + 1)
    )


def next_working_day(day: date, days_off: AbstractSet[date]) -> date:
    """``day`` itself if it is worked, else the first one after it.

    :raise ValueError: no working day within a year
    """
    return _first_working_day(day, ONE_DAY, days_off)


def previous_working_day(day: date, days_off: AbstractSet[date]) -> date:
    """``day`` itself if it is worked, else the last one before it.

    :raise ValueError: no working day within a year
    """
    return _first_working_day(day, -ONE_DAY, days_off)


def _first_working_day(day: date, step: timedelta, days_off: AbstractSet[date]) -> date:
    for _attempt in range(LONGEST_BREAK):
        if day not in days_off:
            return day
        day += step
    raise ValueError(f"no working day within a year of {day}")

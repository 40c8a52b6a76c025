"""A customer who was asked and says nothing: when to remind, and when to take it as an answer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from .instants import SECOND, to_wall
from .worktime import Timetable

REMIND, GIVE_UP = "remind", "give_up"
REMINDERS = 2
"""How often the customer is reminded before his silence counts."""


def working_days(timetable: Timetable, start: datetime, stop: datetime) -> int:
    """On how many days after that of ``start`` somebody has worked until ``stop``.

    Days are those of the calendar's zone; both instants are naive UTC.
    """
    if stop <= start:
        return 0
    tz = timetable.calendar.tz
    days: set[date] = set()
    for opens, closes in timetable.intervals(start, stop):
        first, last = to_wall(opens, tz).date(), to_wall(closes - SECOND, tz).date()
        days |= {first + timedelta(days=number) for number in range((last - first).days + 1)}
    return len(days - {to_wall(start, tz).date()})


def next_step(limit: int, waited: int, since_reminder: int, reminders: int) -> str:
    """What a silence asks for now: to remind, to give up, or "".

    The reminders part the time evenly, and whoever was reminded late still has his part of it: a
    desk that was closed for a month does not remind and give up on one day.

    :param limit: working days after which silence counts; 0 for never
    :param waited: working days since the customer was asked
    :param since_reminder: working days since the last reminder, or as ``waited`` before the first
    :param reminders: that were sent already
    """
    if limit <= 0:
        return ""
    part = max(1, limit // (REMINDERS + 1))
    if reminders < REMINDERS:
        due = waited >= part * (reminders + 1) and since_reminder >= part
        return REMIND if due else ""
    return GIVE_UP if waited >= limit and since_reminder >= part else ""

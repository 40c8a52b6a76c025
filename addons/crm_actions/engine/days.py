"""Calendar days of a person, as spans of UTC.

Instants are naive UTC datetimes, as Odoo stores them.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ALL_DAY_START, ALL_DAY_STOP = time(8), time(18)
"""Odoo keeps an all-day event as 08:00 to 18:00 of its date: the same date in nearly all zones."""


def zone(name: str | None) -> ZoneInfo:
    """The time zone of that name; UTC where the name is empty or unknown."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def to_utc(wall: datetime, tz_name: str | None) -> datetime:
    """The instant at which a clock in that zone shows ``wall``.

    An hour that daylight saving skips moves forward, one that it repeats is the first of the two.
    """
    return wall.replace(tzinfo=zone(tz_name)).astimezone(timezone.utc).replace(tzinfo=None)


def to_wall(instant: datetime, tz_name: str | None) -> datetime:
    """What a clock in that zone shows at a UTC instant."""
    return instant.replace(tzinfo=timezone.utc).astimezone(zone(tz_name)).replace(tzinfo=None)


def day_span(day: date, tz_name: str | None) -> tuple[datetime, datetime]:
    """First instant of the day and first of the next one, in UTC: 23, 24 or 25 hours apart."""
    midnight = datetime.combine(day, time.min)
    return to_utc(midnight, tz_name), to_utc(midnight + timedelta(days=1), tz_name)


def all_day_span(first: date, last: date) -> tuple[datetime, datetime]:
    """Stored start and stop of an all-day action from ``first`` to ``last``, both included."""
    return datetime.combine(first, ALL_DAY_START), datetime.combine(last, ALL_DAY_STOP)

"""Instants: naive UTC datetimes outside, as Odoo stores them; whole seconds since 1970 inside."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EPOCH = datetime(1970, 1, 1)
SECOND = timedelta(seconds=1)
DAY = 86_400
"""Seconds of a wall day; a real one has an hour more or less twice a year."""


def seconds_of(instant: datetime) -> int:
    """Whole seconds since 1970 of a naive UTC instant; a fraction of a second is cut.

    :raise TypeError: the instant has a time zone
    """
    return (instant - EPOCH) // SECOND


def instant_of(seconds: int) -> datetime:
    """The naive UTC instant of that many seconds since 1970."""
    return EPOCH + timedelta(seconds=seconds)


def zone(name: str) -> ZoneInfo:
    """The time zone of that name.

    :raise ValueError: there is none: a deadline must not move because UTC was guessed
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone: {name!r}") from error


def to_utc(wall: datetime, tz_name: str) -> datetime:
    """The naive UTC instant at which a clock in that zone shows ``wall``.

    An hour that daylight saving skips moves forward, one that it repeats is the first of the two.
    """
    return wall.replace(tzinfo=zone(tz_name)).astimezone(timezone.utc).replace(tzinfo=None)


def to_wall(instant: datetime, tz_name: str) -> datetime:
    """What a clock in that zone shows at a naive UTC instant."""
    return instant.replace(tzinfo=timezone.utc).astimezone(zone(tz_name)).replace(tzinfo=None)

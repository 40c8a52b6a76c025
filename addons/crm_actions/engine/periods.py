"""Spans of calendar days.

Instants are naive UTC datetimes, as Odoo stores them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from .days import day_span, to_wall


def dates_within(start: datetime, stop: datetime, tz_name: str | None) -> tuple[date, date]:
    """The dates that begin within ``[start, stop)`` in a zone, as first and first one after.

    So a date belongs to exactly one of two spans that meet, wherever they meet. Empty spans
    give the same date twice.
    """
    first = _first_beginning_from(start, tz_name)
    return first, max(first, _first_beginning_from(stop, tz_name))


def _first_beginning_from(instant: datetime, tz_name: str | None) -> date:
    day = to_wall(instant, tz_name).date()
    return day if day_span(day, tz_name)[0] >= instant else day + timedelta(days=1)

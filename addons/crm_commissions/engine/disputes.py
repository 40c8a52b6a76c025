"""Disputes: until when one is answered, and what an accepted one is worth."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from .money import EXACT

WORKING_DAYS = 5
"""Days in which a dispute is answered."""
SOON = 1
"""Days before the last one from which on it is said to be due."""
_LONGEST = 366

Clock = Literal["ok", "soon", "late", "done"]


def answer_by(
    opened: date, days_off: AbstractSet[date] = frozenset(), days: int = WORKING_DAYS
) -> date:
    """The last day for an answer: so many working days after the day of the dispute.

    :param days_off: dates on which nobody works
    :raise ValueError: too few working days within a year
    """
    day, left = opened, days
    for _attempt in range(_LONGEST):
        if not left:
            return day
        day += timedelta(days=1)
        left -= day not in days_off
    raise ValueError(f"no {days} working days within a year of {opened}")


def clock(today: date, last: date | None, *, decided: bool = False) -> Clock:
    """How an answer stands with its last day, which is in time itself."""
    if decided or last is None:
        return "done"
    left = (last - today).days
    if left < 0:
        return "late"
    return "soon" if left <= SOON else "ok"


def difference(due: Decimal, booked: Decimal) -> Decimal:
    """What is added to what is booked, so that it is what is due."""
    return EXACT.subtract(due, booked)

"""What a running period will bring if it goes on as it began, and how far it should be by now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .money import EXACT, HUNDRED, ZERO

REACHED, AHEAD, BEHIND, MISSED, AWAITED = "reached", "ahead", "behind", "missed", "awaited"


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Working days of a period: those until a day, it included, and all of them."""

    done: int
    total: int

    @property
    def left(self) -> int:
        """Working days that are still to come."""
        return self.total - self.done

    @property
    def pace(self) -> Decimal:
        """Percent of the period that is over; a period without working days is over at once."""
        if not self.total:
            return HUNDRED
        return EXACT.divide(Decimal(100 * self.done), Decimal(self.total))


def elapsed(first: date, last: date, today: date, days_off: Collection[date]) -> Elapsed:
    """Count the working days of a period.

    :param first: first day of the period; :param last: last day, included
    :param days_off: days on which nobody works; may hold days outside the period
    """
    total = done = 0
    day = first
    while day <= last:
        if day not in days_off:
            total += 1
            done += day <= today
        day += timedelta(days=1)
    return Elapsed(done, total)


def linear(value: Decimal, days: Elapsed) -> Decimal | None:
    """What the whole period makes if each working day brings what the past ones brought.

    None before the first working day: there is nothing to go by.
    """
    if not days.left:
        return value
    if not days.done:
        return None
    return EXACT.divide(EXACT.multiply(value, Decimal(days.total)), Decimal(days.done))


def percent(value: Decimal, amount: Decimal) -> Decimal:
    """How much of the target is reached; a target of nothing is reached by anything."""
    if amount <= 0:
        return HUNDRED if value >= amount else ZERO
    return EXACT.divide(EXACT.multiply(value, HUNDRED), amount)


def gap_a_day(value: Decimal, amount: Decimal, days: Elapsed) -> Decimal | None:
    """What each working day left has to bring; None if nothing is missing or no day is left."""
    missing = amount - value
    if missing <= 0 or days.left <= 0:
        return None
    return EXACT.divide(missing, Decimal(days.left))


def status(value: Decimal, amount: Decimal, days: Elapsed, today: date, span: tuple) -> str:
    """Where a target stands, as a code.

    :param span: first and last day of the period
    """
    first, last = span
    if today < first:
        return AWAITED
    if value >= amount:
        return REACHED
    if today > last:
        return MISSED
    return AHEAD if percent(value, amount) >= days.pace else BEHIND

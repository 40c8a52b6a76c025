"""Statements: what a payee is paid for a period, and what is carried from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal, localcontext
from typing import NamedTuple

from .money import EXACT, ZERO, round_half_up

EXTERNAL = "external"


class Carried(NamedTuple):
    """What a statement takes over from the one before it.

    :param rounding: what rounding has left over, less than a cent; above or below zero
    :param balance: what could not be taken off yet, zero or below
    """

    rounding: Decimal = ZERO
    balance: Decimal = ZERO


class Settled(NamedTuple):
    """``payable`` = ``gross`` + what was carried in - ``carry_out``; all but the roundings are
    rounded."""

    gross: Decimal
    payable: Decimal
    rounding_out: Decimal
    carry_out: Decimal

    @property
    def carried(self) -> Carried:
        """What the next statement takes over."""
        return Carried(self.rounding_out, self.carry_out)


def settle(earned: Decimal, carried: Carried, *, refund: bool = False, digits: int = 2) -> Settled:
    """Round the sum of the entries once; what rounding leaves goes into the next statement.

    Three times 23.3331 is so 23.33, 23.34 and 23.33, and never more than a cent away from what was
    earned since the beginning.

    :param earned: sum of the entries, exact, in the currency of the statement
    :param refund: the payee pays back what is below zero; otherwise it is carried
    """
    exact = EXACT.add(earned, carried.rounding)
    gross = round_half_up(exact, digits)
    due = EXACT.add(gross, carried.balance)
    carry_out = ZERO if refund else min(due, ZERO)
    return Settled(gross, EXACT.subtract(due, carry_out), EXACT.subtract(exact, gross), carry_out)


def rounded_parts(parts: Sequence[Decimal], total: Decimal, digits: int = 2) -> list[Decimal]:
    """The parts rounded so that they add up to a total that is rounded already.

    For people, who add up what they see. Cents go where most was lost, if equal to the first.

    :param total: the sum of the parts, give or take what rounding brought in from elsewhere
    """
    if not parts:
        return []
    cent = Decimal(1).scaleb(-digits)
    floors = [part.quantize(cent, ROUND_FLOOR, EXACT) for part in parts]
    with localcontext(EXACT):
        cents = int((total - sum(floors, ZERO)).scaleb(digits))
    by_loss = sorted(range(len(parts)), key=lambda n: (floors[n] - parts[n], n))
    each, more = divmod(cents, len(parts))
    for rank, number in enumerate(by_loss):
        floors[number] += cent * (each + (rank < more))
    return floors


def due_date(period_end: date, payee_type: str) -> date:
    """The last day on which a statement is due.

    Agents from outside have theirs by the end of the month after the quarter; what employees have
    earned is settled within its year.
    """
    if payee_type != EXTERNAL:
        return date(period_end.year, 12, 31)
    quarter = (period_end.month + 2) // 3
    after = quarter * 3 + 2  # the month that follows the month in question
    year, month = period_end.year + (after - 1) // 12, (after - 1) % 12 + 1
    return date(year, month, 1) - timedelta(days=1)

"""Amounts that add up: exact while they are summed, rounded once at the end."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

ZERO, HUNDRED = Decimal(0), Decimal(100)
LEDGER_DIGITS = 6

# Sums and products of what a database holds fit in 60 digits: nothing is rounded on the way, and
# so the order of the facts cannot matter. The 28 digits of Python's own context do round.
EXACT = Context(prec=60)


def round_half_up(amount: Decimal, digits: int = 2) -> Decimal:
    """Rounded as invoices are: half a cent goes away from zero, and nothing has no sign."""
    rounded = amount.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, EXACT)
    return rounded or abs(rounded)


_MILLIONTH = Decimal(1).scaleb(-LEDGER_DIGITS)


def to_ledger(amount: Decimal) -> Decimal:
    """As the ledger keeps it, with six decimals."""
    rounded = amount.quantize(_MILLIONTH, ROUND_HALF_UP, EXACT)
    return rounded or abs(rounded)


def percent_of(amount: Decimal, percent: Decimal) -> Decimal:
    """So many percent of an amount, without a division that could round."""
    return EXACT.multiply(amount, percent).scaleb(-2, EXACT)


def allocate(total: Decimal, weights: Sequence[Decimal], digits: int = 2) -> list[Decimal]:
    """Share ``total`` out by weight; the parts are rounded and add up to the rounded total.

    What rounding leaves goes where most was lost, of equal losses to the first: 100.00 in three
    is 33.34, 33.33, 33.33. A total below zero is shared out like its opposite.

    :raise ValueError: a weight is negative, or all are nothing while there is something to share
    """
    sign = -1 if total < 0 else 1
    cents = int(round_half_up(abs(total), digits).scaleb(digits, EXACT))
    heavy = [Fraction(weight) for weight in weights]
    if any(weight < 0 for weight in heavy):
        raise ValueError("a share cannot weigh less than nothing")
    whole = sum(heavy)
    if not whole:
        if cents:
            raise ValueError(f"nobody to share {total} out to: all weights are 0")
        return [ZERO] * len(heavy)
    exact = [cents * weight / whole for weight in heavy]
    parts = [int(each) for each in exact]
    lost = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
    for number in lost[: cents - sum(parts)]:
        parts[number] += 1
    return [sign * Decimal(part).scaleb(-digits, EXACT) if part else ZERO for part in parts]

"""Parts that add up to their total: money to the cent, goods to the unit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal


def cent(digits: int) -> Decimal:
    """The smallest coin of a currency with so many digits."""
    return Decimal(1).scaleb(-digits)


def money(amount: Decimal, digits: int) -> Decimal:
    """Rounded as invoices are: half a cent goes up."""
    return amount.quantize(cent(digits), ROUND_HALF_UP)


def money_below(amount: Decimal, digits: int) -> Decimal:
    """The most whole cents that are not more than that."""
    return amount.quantize(cent(digits), ROUND_FLOOR)


def allot(total: Decimal, weights: Sequence[Decimal], step: Decimal) -> list[Decimal]:
    """Share ``total`` out by weight in whole steps; what rounding leaves goes where most was lost.

    Of equal losses the heavier gets it, then the earlier. A part of the total that is less than a
    step is nobody's. Weights are not negative and count to twelve decimals; where all are nothing,
    nobody gets anything.
    """
    # in whole numbers, since a rounded quotient could round a share up and leave less than nothing
    heavy = [int(each.scaleb(12)) for each in weights]
    weight, steps = sum(heavy), int(total // step)
    if not weight:
        return [Decimal(0)] * len(weights)
    shares = [steps * each // weight for each in heavy]
    left = steps - sum(shares)
    if left:
        losses = [steps * each % weight for each in heavy]
        order = sorted(range(len(heavy)), key=lambda n: (-losses[n], -heavy[n], n))
        for number in order[:left]:
            shares[number] += 1
    return [each * step for each in shares]

"""Attainment curves: the part of the on-target pay that a part of the target earns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from .money import EXACT, HUNDRED, ZERO, percent_of


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """``payout`` percent of the on-target pay for ``attainment`` percent of the target."""

    attainment: Decimal
    payout: Decimal


class CurveResult(NamedTuple):
    """Percents, and the amount in the currency of the on-target pay, not rounded."""

    attainment: Decimal
    payout: Decimal
    amount: Decimal


def in_order(points: Sequence[CurvePoint]) -> tuple[CurvePoint, ...]:
    """The points from the lowest attainment to the highest.

    :raise ValueError: there is no point, or two have the same attainment
    """
    ordered = tuple(sorted(points, key=lambda point: point.attainment))
    if not ordered:
        raise ValueError("a curve needs a point")
    if len({point.attainment for point in ordered}) < len(ordered):
        raise ValueError("two points of a curve have the same attainment")
    return ordered


def payout(attainment: Decimal, points: Sequence[CurvePoint]) -> Decimal:
    """Percent of the on-target pay: straight lines between the points.

    Below the first point nothing, from the last one on what the last one pays.

    :param attainment: percent of the target
    :param points: from the lowest to the highest, see `in_order`
    """
    if attainment < points[0].attainment:
        return ZERO
    for low, high in pairwise(points):
        if attainment < high.attainment:
            climbed = EXACT.multiply(
                EXACT.subtract(attainment, low.attainment), EXACT.subtract(high.payout, low.payout)
            )
            run = EXACT.subtract(high.attainment, low.attainment)
            return EXACT.add(low.payout, EXACT.divide(climbed, run))
    return points[-1].payout


def curve(
    base: Decimal, target: Decimal, on_target_pay: Decimal, points: Sequence[CurvePoint]
) -> CurveResult:
    """What a base earns against its target.

    :param base: in the unit of the target: money, or pieces
    :param on_target_pay: what 100 percent of payout is, for the whole window of the target
    :param points: from the lowest to the highest, see `in_order`
    :raise ValueError: the target is not above 0
    """
    if target <= 0:
        raise ValueError(f"a curve needs a target above 0, not {target}")
    attainment = EXACT.divide(EXACT.multiply(base, HUNDRED), target)
    paid = payout(attainment, points)
    return CurveResult(attainment, paid, percent_of(on_target_pay, paid))

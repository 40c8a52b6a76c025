"""Which few causes make most of the trouble, and amounts that are divided without losing a cent."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from .shares import round_half_up

VITAL = 80
"""Percent that the vital few come to, by custom."""


class Bar(NamedTuple):
    """A cause, by weight.

    :param share: percent of all, one decimal
    :param cumulative: percent of all of this bar and those before it, one decimal
    :param is_vital: whether the bars before it do not reach the line yet
    """

    key: Hashable
    weight: float
    share: float
    cumulative: float
    is_vital: bool


def pareto(weights: Iterable[tuple[Hashable, float]], line: int = VITAL) -> list[Bar]:
    """From the heaviest to the lightest; of equal weight in the given order; none weighs nothing.

    :raise ValueError: a weight below zero
    """
    rows = [(key, Fraction(str(weight))) for key, weight in weights if weight]
    if any(weight < 0 for _key, weight in rows):
        raise ValueError("nothing weighs less than nothing")
    rows.sort(key=lambda row: -row[1])
    whole = sum((weight for _key, weight in rows), Fraction(0))
    bars, before = [], Fraction(0)
    for key, weight in rows:
        after = before + weight
        vital = 100 * before < line * whole
        bars.append(Bar(key, float(weight), _percent(weight, whole), _percent(after, whole), vital))
        before = after
    return bars


def _percent(part: Fraction, whole: Fraction) -> float:
    return float(round_half_up(100 * part / whole, 1))


def divide(amount: int, weights: Sequence[int]) -> list[int]:
    """An amount in the smallest coin, divided by weights: the parts add up to it exactly.

    The coins that are left go to the largest remainders, of equal ones to the first.

    :raise ValueError: no weight at all, or one below zero
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("an amount is divided among weights above zero")
    sign = -1 if amount < 0 else 1
    shares = [divmod(abs(amount) * weight, total) for weight in weights]
    parts = [whole for whole, _rest in shares]
    left = abs(amount) - sum(parts)
    first = sorted(range(len(shares)), key=lambda place: -shares[place][1])[:left]
    for place in first:
        parts[place] += 1
    return [sign * part for part in parts]

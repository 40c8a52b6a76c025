"""Tiers: a rate that grows with what was sold in a window.

A tier reaches from its bound to the next one, so there are no gaps between them. What lies exactly
on a bound belongs to the tier below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from .money import EXACT, ZERO, percent_of


@dataclass(frozen=True, slots=True)
class Tier:
    """``rate`` holds above ``bound_from``: percent, or money a piece where pieces are counted."""

    bound_from: Decimal
    rate: Decimal


class Bracket(NamedTuple):
    """The part of a base that one tier pays; amounts are exact, not rounded.

    ``number`` counts tiers from 1. ``bound_to`` is None for the last one.
    """

    bound_from: Decimal
    bound_to: Decimal | None
    base: Decimal
    rate: Decimal
    amount: Decimal
    number: int


def in_order(tiers: Sequence[Tier]) -> tuple[Tier, ...]:
    """The tiers from the lowest to the highest.

    :raise ValueError: no tier begins at 0, or two begin at the same bound
    """
    ordered = tuple(sorted(tiers, key=lambda tier: tier.bound_from))
    if not ordered or ordered[0].bound_from != 0:
        raise ValueError("the first tier has to begin at 0")
    if len({tier.bound_from for tier in ordered}) < len(ordered):
        raise ValueError("two tiers begin at the same bound")
    return ordered


def marginal(base: Decimal, tiers: Sequence[Tier], *, pieces: bool = False) -> list[Bracket]:
    """Each part of the base at the rate of its own tier; tiers that are not reached are left out.

    A base below zero costs what the first tier would have paid for it.

    :param tiers: from the lowest to the highest, see `in_order`
    :param pieces: the base counts pieces, so rates are money a piece and not percents
    """
    if base <= 0:
        return [_bracket(tiers, 0, base, pieces)] if base else []
    found = []
    for number, tier in enumerate(tiers):
        if base <= tier.bound_from:
            break
        upper = tiers[number + 1].bound_from if number + 1 < len(tiers) else base
        part = EXACT.subtract(min(base, upper), tier.bound_from)
        found.append(_bracket(tiers, number, part, pieces))
    return found


def whole(base: Decimal, tiers: Sequence[Tier], *, pieces: bool = False) -> list[Bracket]:
    """The whole base at the rate of the tier that it reaches; parameters as for `marginal`."""
    if not base:
        return []
    reached = [number for number, tier in enumerate(tiers) if tier.bound_from < base]
    return [_bracket(tiers, reached[-1] if reached else 0, base, pieces)]


def _bracket(tiers: Sequence[Tier], number: int, base: Decimal, pieces: bool) -> Bracket:
    tier = tiers[number]
    upper = tiers[number + 1].bound_from if number + 1 < len(tiers) else None
    amount = EXACT.multiply(base, tier.rate) if pieces else percent_of(base, tier.rate)
    return Bracket(tier.bound_from, upper, base or ZERO, tier.rate, amount, number + 1)

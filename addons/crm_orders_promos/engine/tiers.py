"""How many tiers fit into a purchase: 12+1, 24+3 and 48+8 give 12 for 95.

Whole numbers do the work: thresholds are multiples of their greatest common divisor, and so the
rest of a quantity that is less than it can never matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm

from .promotion_types import ZERO, Tier

Fill = tuple[tuple[Tier, int], ...]


def highest(tiers: Sequence[Tier], have: Decimal) -> Tier | None:
    """The tier with the highest threshold that is reached; of two at one threshold the first."""
    reached = [tier for tier in tiers if tier.threshold <= have]
    return max(reached, key=lambda tier: tier.threshold, default=None)


def fill(
    tiers: Sequence[Tier],
    have: Decimal,
    *,
    repeat: bool,
    times: int | None = None,
    unit_value: Decimal = ZERO,
) -> Fill:
    """The tiers that give most for ``have``, each with how often, the highest first.

    :param repeat: else it is the highest tier, once
    :param times: how many tiers may be used at most
    :param unit_value: money that a unit of the same as bought is worth; it only matters where
        tiers give different products
    """
    if times is not None and times <= 0:
        return ()
    if not repeat:
        tier = highest(tiers, have)
        return ((tier, 1),) if tier else ()
    return _knapsack(tuple(tiers), _unit_value(tiers, unit_value)).fill(have, times)


def free_units(chosen: Fill) -> Decimal:
    """Units that a fill gives."""
    return sum((tier.qty * times for tier, times in chosen), ZERO)


def needed_for_more(
    tiers: Sequence[Tier],
    have: Decimal,
    *,
    repeat: bool,
    times: int | None = None,
    unit_value: Decimal = ZERO,
) -> Decimal | None:
    """The least that has to be had, instead of ``have``, to get more; None if there is no more."""
    if times is not None and times <= 0:
        return None
    if not repeat:
        return min((tier.threshold for tier in tiers if tier.threshold > have), default=None)
    return _knapsack(tuple(tiers), _unit_value(tiers, unit_value)).next_step(have, times)


class _Knapsack:
    """Tiers as whole numbers, those that give most for their threshold first."""

    def __init__(self, tiers: Sequence[Tier], unit_value: Decimal):
        worths = _worths(tiers, unit_value)
        order = sorted(
            range(len(tiers)), key=lambda n: (-worths[n] / tiers[n].threshold, -tiers[n].threshold)
        )
        self.tiers = [tiers[number] for number in order]
        self.sizes, self.grain = _whole([tier.threshold for tier in self.tiers])
        self.worths, _grain = _whole([worths[number] for number in order])

    def fill(self, have: Decimal, times: int | None) -> Fill:
        _worth, counts = self.best(self.room(have), times)
        used = [(tier, count) for tier, count in zip(self.tiers, counts, strict=True) if count]
        return tuple(sorted(used, key=lambda each: -each[0].threshold))

    def room(self, have: Decimal) -> int:
        return int(Fraction(have) // self.grain)

    def next_step(self, have: Decimal, times: int | None) -> Decimal | None:
        """More never gives less, so the next step is found by halving."""
        low = self.room(have)
        now, _counts = self.best(low, times)
        high = low + max(self.sizes)
        if self.best(high, times)[0] <= now:
            return None
        while high - low > 1:
            middle = (low + high) // 2
            if self.best(middle, times)[0] > now:
                high = middle
            else:
                low = middle
        return Decimal(high * self.grain.numerator) / self.grain.denominator

    def best(self, room: int, times: int | None) -> tuple[int, tuple[int, ...]]:
        """Most worth within ``room`` and ``times``, and how often each tier is used for it."""
        if len(self.sizes) == 1:
            count = room // self.sizes[0] if times is None else min(room // self.sizes[0], times)
            return count * self.worths[0], (count,)
        search = _Search(self.sizes, self.worths)
        search.descend(0, room, times, 0, ())
        return search.worth, search.counts


class _Search:
    """Branch and bound: better tiers first, and as many of them as fit."""

    def __init__(self, sizes: list[int], worths: list[int]):
        self.sizes, self.worths = sizes, worths
        self.last = len(sizes) - 1
        self.worth, self.counts = 0, (0,) * len(sizes)

    def descend(
        self, number: int, room: int, slots: int | None, got: int, counts: tuple[int, ...]
    ) -> None:
        size, worth = self.sizes[number], self.worths[number]
        most = room // size if slots is None else min(room // size, slots)
        for count in range(most, -1, -1):
            left, total = room - count * size, got + count * worth
            if total > self.worth:
                self.worth = total
                self.counts = (*counts, count, *(0,) * (self.last - number))
            if number == self.last:
                return
            if total + left * self.worths[number + 1] // self.sizes[number + 1] <= self.worth:
                # what is left is worth less elsewhere, so fewer of this tier can only lose
                return
            open_slots = None if slots is None else slots - count
            if self._may_win(number + 1, open_slots, total):
                self.descend(number + 1, left, open_slots, total, (*counts, count))

    def _may_win(self, number: int, slots: int | None, total: int) -> bool:
        return slots is None or total + slots * max(self.worths[number:]) > self.worth


@lru_cache(maxsize=1024)
def _knapsack(tiers: tuple[Tier, ...], unit_value: Decimal) -> _Knapsack:
    return _Knapsack(tiers, unit_value)


def _unit_value(tiers: Sequence[Tier], unit_value: Decimal) -> Decimal:
    """Nothing where it does not matter, so that tiers are prepared once for all orders."""
    return unit_value if len({tier.product for tier in tiers}) > 1 else ZERO


def _worths(tiers: Sequence[Tier], unit_value: Decimal) -> list[Decimal]:
    """What each tier gives: money where products differ and each has a value, else units."""
    values = [unit_value if tier.product is None else tier.value for tier in tiers]
    if len({tier.product for tier in tiers}) == 1 or not all(values):
        return [tier.qty for tier in tiers]
    return [tier.qty * value for tier, value in zip(tiers, values, strict=True)]


def _whole(numbers: Sequence[Decimal]) -> tuple[list[int], Fraction]:
    """The numbers as multiples of their greatest common divisor, and that divisor."""
    exact = [Fraction(each) for each in numbers]
    common = lcm(*(each.denominator for each in exact))
    whole = [int(each * common) for each in exact]
    divisor = gcd(*whole) or 1
    return [each // divisor for each in whole], Fraction(divisor, common)

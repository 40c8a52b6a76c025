"""Which promotions fire: each by itself, and within an exclusive group the best first."""

from __future__ import annotations

import heapq
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date

from . import tiers
from .basket import Basket
from .limits import Limits
from .offers import Offer, Verdict, assess, fill, take
from .promotion_types import (
    AUTO,
    EXCLUDED_SPECIAL_PRICE,
    NO_PRODUCT,
    NOT_IN_FORCE,
    NOT_SELECTED,
    Explanation,
    Key,
    Promotion,
)


def group_rank(group: Key | None) -> tuple:
    """Groups in order; the mix of all products before any by itself."""
    return () if group is None else (group,)


class Choice:
    """Judges all offers once on the whole order, then grants them one by one.

    :ivar judged: the last verdict on each offer
    :ivar explanations: why promotions do not fire, or less often than they might
    """

    def __init__(self, basket: Basket, limits: Limits):
        self.basket, self.limits = basket, limits
        self.amounts = {line.key: line.amount for line in basket.lines}
        self.judged: list[Verdict] = []
        self.explanations: list[Explanation] = []
        self._granted: list[Verdict] = []
        self._waiting: list[tuple] = []

    def consider(self, promotion: Promotion, on: date | None, selected: AbstractSet[Key]) -> None:
        """Refuse a promotion at once, or judge what it offers on the whole order."""
        products = self.basket.products(promotion, promotion.conditions[0].products)
        refusal = self._refused_at_once(promotion, products, on, selected)
        if refusal:
            self.explanations.append(refusal)
            return
        groups = [None] if promotion.conditions[0].mix_match else products
        for group in groups:
            earning = products if group is None else [group]
            offer = Offer(promotion, group, self.basket.of(promotion, earning))
            self._judge(offer)

    def choose(self) -> list[Verdict]:
        """Grant what can be granted, the first in rank first.

        What others leave makes an offer worth less, never more. So the verdict on top is judged
        again where something changed, and stands if it is still the first.
        """
        while self._waiting:
            rank, seen, before = heapq.heappop(self._waiting)
            offer = before.offer
            verdict = before
            if seen != self._version(offer):
                verdict = assess(offer, self.basket, self.limits, self.amounts)
                if verdict.refusal:
                    self._refuse(verdict, before)
                    continue
                if self._rank(verdict) > rank:
                    self._wait(verdict)
                    continue
            self._grant(verdict)
        return self._granted

    def _refused_at_once(self, promotion, products, on, selected) -> Explanation | None:
        key = promotion.key
        if on and not _in_force(promotion, on):
            return Explanation(key, NOT_IN_FORCE)
        if not products:
            wanted = promotion.conditions[0].products
            special = self.basket.products(promotion, wanted, special=True)
            return Explanation(key, EXCLUDED_SPECIAL_PRICE if special else NO_PRODUCT)
        if promotion.apply != AUTO and key not in selected:
            return Explanation(key, NOT_SELECTED, figures={"apply": promotion.apply})
        if self.limits.times(promotion) == 0:
            return self.limits.explain(promotion)
        return None

    def _judge(self, offer: Offer) -> None:
        verdict = assess(offer, self.basket, self.limits, self.amounts)
        if verdict.refusal:
            self.judged.append(verdict)
            self.explanations.append(verdict.refusal)
        else:
            self._wait(verdict)

    def _wait(self, verdict: Verdict) -> None:
        heapq.heappush(self._waiting, (self._rank(verdict), self._version(verdict.offer), verdict))

    def _grant(self, verdict: Verdict) -> None:
        promotion = verdict.offer.promotion
        self._explain_fewer(verdict)
        take(verdict, self.basket)
        self.limits.spend(promotion, verdict.cost)
        times = sum(count for _tier, count in verdict.fill)
        self.limits.use(promotion, times or int(not self.limits.used(promotion)))
        self._granted.append(verdict)
        self.judged.append(verdict)

    def _refuse(self, verdict: Verdict, before: Verdict) -> None:
        figures = {**verdict.refusal.figures, "benefit": before.worth}
        self.judged.append(verdict)
        self.explanations.append(replace(verdict.refusal, figures=figures))

    def _explain_fewer(self, verdict: Verdict) -> None:
        """Say it where a limit allows less than what was bought would give."""
        promotion = verdict.offer.promotion
        if self.limits.times(promotion) is None:
            return
        whole = fill(verdict, verdict.basis, verdict.multiple, self.amounts)
        if tiers.free_units(whole) > tiers.free_units(verdict.fill):
            wanted = sum(count for _tier, count in whole)
            self.explanations.append(
                self.limits.explain(promotion, verdict.offer.group, applied=True, wanted=wanted)
            )

    def _rank(self, verdict: Verdict) -> tuple:
        promotion = verdict.offer.promotion
        return (
            promotion.priority,
            -verdict.worth,
            promotion.key,
            group_rank(verdict.offer.group),
        )

    def _version(self, offer: Offer) -> tuple:
        """Changes whenever an offer may have become worth less."""
        promotion = offer.promotion
        taken = self.basket.taken_in.get(promotion.exclusive_group, 0)
        return taken, self.limits.times(promotion), self.limits.budget(promotion)


def _in_force(promotion: Promotion, on: date) -> bool:
    first, last = promotion.date_from, promotion.date_to
    return (first is None or first <= on) and (last is None or on <= last)

"""Apply what was granted, one promotion after the other, on the prices that are left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal

from . import effects, payment
from .effects import Cut, Given
from .limits import Limits
from .offers import Verdict
from .payment import Payment
from .promotion_types import (
    BUDGET_CAPPED,
    BUDGET_EXCEEDED,
    BUDGET_EXHAUSTED,
    HUNDRED,
    NO_BENEFIT,
    ONE,
    ZERO,
    Application,
    Explanation,
    Goods,
    Key,
    Line,
    Promotion,
    Term,
)
from .shares import allot, cent

_PERCENT_STEP = Decimal("1e-20")


class Till:
    """The order while promotions are applied.

    :ivar amounts: money of each line, unrounded, after what was applied so far
    """

    def __init__(self, lines: Iterable[Line], limits: Limits):
        self.limits = limits
        self.amounts = {line.key: line.amount for line in lines}
        self._applications: list[Application] = []
        self.explanations: list[Explanation] = []
        self._factors: dict[Key, Decimal] = {}
        self._cut: set[tuple[Key, Key]] = set()

    def discounts(self) -> dict[Key, Decimal]:
        """By line the one percentage that its terms come to, unrounded."""
        return {key: HUNDRED * (1 - factor) for key, factor in self._factors.items()}

    def recorded(self) -> tuple[Application, ...]:
        """What was applied; a promotion that only lowers prices counts once an order."""
        counted = {each.promotion for each in self._applications if each.times}
        found = []
        for each in self._applications:
            if each.promotion not in counted:
                counted.add(each.promotion)
                each = replace(each, times=1)
            found.append(each)
        return tuple(found)

    def lower_prices(self, verdict: Verdict) -> None:
        """Apply the price tier; a line gets one term of a promotion, whichever group earned it."""
        promotion = verdict.offer.promotion
        lines = [line for line in verdict.discounted if (promotion.key, line.key) not in self._cut]
        found = effects.cuts(verdict.price_tier, lines, self.amounts)
        bill = payment.pay_cuts(promotion, self.limits, found)
        if not found:
            self._explain(verdict, NO_BENEFIT)
        elif self._is_paid(verdict, bill):
            terms = self._terms(promotion, found, bill)
            tier = verdict.price_tier
            self._record(verdict, tier.key, ((tier.key, 1),), bill.paid, terms=terms)

    def give(self, verdict: Verdict) -> None:
        """Give the goods, valued at the prices that the customer pays by now."""
        promotion = verdict.offer.promotion
        claims = effects.claims(verdict.fill)
        goods, bill = payment.pay_goods(
            promotion, self.limits, claims, verdict.portions, self.amounts
        )
        if not goods and not bill.wanted:
            self._explain(verdict, NO_BENEFIT)
        elif self._is_paid(verdict, bill):
            fill = tuple((tier.key, times) for tier, times in verdict.fill)
            rows = self._rows(goods, bill.paid)
            self._record(verdict, fill[0][0], fill, bill.paid, goods=rows)

    def _is_paid(self, verdict: Verdict, bill: Payment) -> bool:
        promotion, left = verdict.offer.promotion, self.limits.budget(verdict.offer.promotion)
        figures = {"left": left, "benefit": bill.wanted}
        if bill.refused:
            self._explain(verdict, BUDGET_EXHAUSTED, figures)
            return False
        if bill.paid < bill.wanted:
            self._explain(verdict, BUDGET_CAPPED, figures, applied=True)
        elif left is not None and bill.paid > left:
            self._explain(verdict, BUDGET_EXCEEDED, figures, applied=True)
        self.limits.spend(promotion, bill.paid)
        return True

    def _terms(self, promotion: Promotion, found: list[Cut], bill: Payment) -> tuple[Term, ...]:
        raw = sum((cut.money for cut in found), ZERO)
        share = ONE if bill.paid == bill.wanted else bill.paid / raw
        benefits = allot(bill.paid, [cut.money for cut in found], cent(self.limits.digits))
        terms = []
        for cut, benefit in zip(found, benefits, strict=True):
            percent = cut.percent
            if share != ONE:
                # downwards: what is printed must not cost more than the budget has
                percent = (cut.percent * share).quantize(_PERCENT_STEP, ROUND_FLOOR)
            self._lower(cut.line, percent)
            self._cut.add((promotion.key, cut.line.key))
            terms.append(Term(cut.line.key, percent, benefit))
        return tuple(terms)

    def _lower(self, line: Line, percent: Decimal) -> None:
        factor = 1 - percent / HUNDRED
        self.amounts[line.key] *= factor
        self._factors[line.key] = self._factors.get(line.key, ONE) * factor

    def _rows(self, goods: list[Given], paid: Decimal) -> tuple[Goods, ...]:
        benefits = allot(paid, [each.money for each in goods], cent(self.limits.digits))
        return tuple(
            Goods(each.product, each.qty, tuple(line.key for line in each.parents), benefit)
            for each, benefit in zip(goods, benefits, strict=True)
        )

    def _record(self, verdict: Verdict, tier, fill, benefit, *, terms=(), goods=()) -> None:
        offer = verdict.offer
        self._applications.append(
            Application(
                promotion=offer.promotion.key,
                tier=tier,
                group=offer.group,
                fill=fill,
                basis=verdict.basis,
                benefit=benefit,
                times=sum(count for _tier, count in fill) if goods else 0,
                terms=terms,
                goods=goods,
            )
        )

    def _explain(self, verdict: Verdict, code: str, figures=None, *, applied=False) -> None:
        offer = verdict.offer
        self.explanations.append(
            Explanation(offer.promotion.key, code, offer.group, figures or {}, applied=applied)
        )

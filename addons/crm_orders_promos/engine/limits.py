"""How often a promotion may still be had, and for how much money."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from .promotion_types import (
    CAP,
    CUSTOMER_LIMIT,
    ORDER_LIMIT,
    WARN,
    ZERO,
    Explanation,
    Key,
    Promotion,
)
from .shares import money_below


class Limits:
    """Counts down while an order is worked out; the caller has locked what is given.

    :param usage: by promotion, how often the customer had it with other orders
    :param budgets: by promotion, money that is left for this order; without an entry no limit
    """

    def __init__(self, usage: Mapping[Key, int], budgets: Mapping[Key, Decimal], digits: int):
        self.digits = digits
        self._usage = usage
        self._left = {key: money_below(left, digits) for key, left in budgets.items()}
        self._used: dict[Key, int] = {}

    def used(self, promotion: Promotion) -> bool:
        """Whether this order already has it."""
        return promotion.key in self._used

    def times(self, promotion: Promotion) -> int | None:
        """How often it may still be had in this order; None for ever."""
        if promotion.max_per_order is None and promotion.max_per_partner is None:
            return None
        return min(left for left, _code, _figures in self._counts(promotion))

    def use(self, promotion: Promotion, times: int) -> None:
        self._used[promotion.key] = self._used.get(promotion.key, 0) + times

    def explain(
        self, promotion: Promotion, group: Key | None = None, *, applied: bool = False, **figures
    ) -> Explanation:
        """The tighter of the two limits, in words of code and figures."""
        _left, code, own = min(self._counts(promotion), key=lambda each: each[0])
        return Explanation(promotion.key, code, group, {**own, **figures}, applied=applied)

    def budget(self, promotion: Promotion) -> Decimal | None:
        """Money that is left; None where there is no limit."""
        return self._left.get(promotion.key)

    def affordable(self, promotion: Promotion, benefit: Decimal, spent: Decimal = ZERO) -> Decimal:
        """How much of a benefit the budget pays for: all, a part where it caps, or nothing."""
        left = self.budget(promotion)
        if left is None or benefit <= left - spent or promotion.budget_policy == WARN:
            return benefit
        return max(left - spent, ZERO) if promotion.budget_policy == CAP else ZERO

    def spend(self, promotion: Promotion, benefit: Decimal) -> None:
        if promotion.key in self._left:
            self._left[promotion.key] -= benefit

    def _counts(self, promotion: Promotion) -> list[tuple[int, str, dict]]:
        counts = []
        here = self._used.get(promotion.key, 0)
        if promotion.max_per_order is not None:
            limit = promotion.max_per_order
            counts.append((max(0, limit - here), ORDER_LIMIT, {"limit": limit}))
        if promotion.max_per_partner is not None:
            limit, before = promotion.max_per_partner, self._usage.get(promotion.key, 0)
            figures = {"limit": limit, "used": before}
            counts.append((max(0, limit - before - here), CUSTOMER_LIMIT, figures))
        return counts

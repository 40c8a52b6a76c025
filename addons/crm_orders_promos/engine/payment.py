"""What the budget of a promotion pays of what it would give."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from .basket import Portion
from .effects import Amounts, Claims, Cut, Given, given, given_within
from .limits import Limits
from .promotion_types import ZERO, Promotion
from .shares import money


class Payment(NamedTuple):
    """Rounded money that a promotion would cost, and what is paid of it."""

    wanted: Decimal
    paid: Decimal

    @property
    def refused(self) -> bool:
        return self.paid <= 0 < self.wanted


def pay_cuts(promotion: Promotion, limits: Limits, found: Sequence[Cut]) -> Payment:
    """How much of lower prices is paid; any part of them will do."""
    wanted = money(sum((cut.money for cut in found), ZERO), limits.digits)
    return Payment(wanted, limits.affordable(promotion, wanted))


def pay_goods(
    promotion: Promotion,
    limits: Limits,
    wanted: Claims,
    portions: Sequence[Portion],
    amounts: Amounts,
    spent: Decimal = ZERO,
) -> tuple[list[Given], Payment]:
    """The units that are paid; only whole ones are.

    :param spent: what the same promotion has just cost
    """
    goods = given(wanted, portions, amounts)
    worth = _worth(goods, limits)
    left = limits.affordable(promotion, worth, spent)
    if left < worth:
        goods = given_within(wanted, portions, amounts, left) if left > 0 else []
    return goods, Payment(worth, _worth(goods, limits))


def _worth(goods: Sequence[Given], limits: Limits) -> Decimal:
    return money(sum((each.money for each in goods), ZERO), limits.digits)

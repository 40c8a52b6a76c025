"""What an order holds for promotions, and which of its units already serve one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from .promotion_types import AMOUNT, DISTINCT, QTY, ZERO, Condition, Key, Line, Promotion
from .shares import money


class Portion(NamedTuple):
    """``qty`` units of a line that are still free to serve a promotion."""

    line: Line
    qty: Decimal

    @property
    def whole(self) -> bool:
        return self.qty == self.line.qty

    def part(self, of_line: Decimal) -> Decimal:
        """What these units are of something that the whole line has."""
        return of_line if self.whole else of_line * self.qty / self.line.qty


class Basket:
    """Lines by product, in the order of their keys, and the units that promotions have taken.

    Units are taken within an exclusive group; other groups do not notice. What comes back with the
    same order earns nothing, and is not bought: it is missing where its product is measured.
    """

    def __init__(self, lines: Iterable[Line], digits: int):
        self.digits = digits
        self._lines: dict[Key, list[Line]] = {}
        self._open: dict[Key, list[Line]] = {}
        self._taken: dict[tuple[Key, Key], Decimal] = {}
        self._users: dict[tuple[Key, Key], set[Key]] = {}
        self.taken_in: dict[Key, int] = {}
        self._back: dict[Key, list[Portion]] = {}
        for line in sorted(lines, key=lambda line: line.key):
            if line.qty < 0:
                self._back.setdefault(line.product, []).append(Portion(line, line.qty))
            # what is free or for nothing must not earn more
            if line.qty <= 0 or line.amount <= 0:
                continue
            self._lines.setdefault(line.product, []).append(line)
            if not line.exclusive:
                self._open.setdefault(line.product, []).append(line)
        self._products, self._open_products = frozenset(self._lines), frozenset(self._open)

    @property
    def lines(self) -> list[Line]:
        return [line for lines in self._lines.values() for line in lines]

    def products(
        self, promotion: Promotion, wanted: frozenset | None, *, special: bool = False
    ) -> list[Key]:
        """Products of the order that are wanted, sorted.

        :param special: whether lines whose special price is exclusive count in any case
        """
        there = self._products
        if not (special or promotion.stack_with_special_price):
            there = self._open_products
        return sorted(there if wanted is None else there & wanted)

    def of(self, promotion: Promotion, products: Iterable[Key], *, special=False) -> list[Line]:
        """The lines of these products that the promotion may use."""
        every = special or promotion.stack_with_special_price
        lines = self._lines if every else self._open
        return [line for product in products for line in lines.get(product, ())]

    def portions(self, promotion: Promotion, lines: Iterable[Line]) -> list[Portion]:
        """What is left of these lines for a promotion."""
        group = promotion.exclusive_group
        if group is None or group not in self.taken_in:
            return [Portion(line, line.qty) for line in lines]
        left = [
            Portion(line, line.qty - self._taken.get((group, line.key), ZERO)) for line in lines
        ]
        return [portion for portion in left if portion.qty > 0]

    def measure(self, portions: Sequence[Portion], condition: Condition) -> Decimal:
        """Units, rounded money, weight or number of products, as the condition counts."""
        if condition.metric == DISTINCT:
            return Decimal(len({portion.line.product for portion in portions}))
        if condition.metric == QTY:
            total = sum([portion.qty for portion in portions], ZERO)
        else:
            total = sum([_measure(portion, condition) for portion in portions], ZERO)
        if self._back:
            total = max(total - self._coming_back(portions, condition), ZERO)
        # money is compared as it is printed: nobody misses a hurdle by a tenth of a cent
        return money(total, self.digits) if condition.metric == AMOUNT else total

    def _coming_back(self, portions: Sequence[Portion], condition: Condition) -> Decimal:
        products = {portion.line.product for portion in portions}
        back = [each for product in products for each in self._back.get(product, ())]
        return sum([abs(_measure(each, condition)) for each in back], ZERO)

    def have(self, promotion: Promotion, condition: Condition) -> tuple[Decimal, list[Portion]]:
        """What the order has for a condition other than the first, and of what."""
        products = self.products(promotion, condition.products)
        portions = self.portions(promotion, self.of(promotion, products))
        if condition.mix_match:
            return self.measure(portions, condition), portions
        alone = [[each for each in portions if each.line.product == one] for one in products]
        best = max(alone, key=lambda some: self.measure(some, condition), default=[])
        return self.measure(best, condition), best

    def take_all(self, promotion: Promotion, portions: Iterable[Portion]) -> None:
        for portion in portions:
            self._take(promotion, portion.line, portion.qty)

    def take(
        self,
        promotion: Promotion,
        portions: Iterable[Portion],
        condition: Condition,
        amount: Decimal,
    ) -> None:
        """Take as many units, line after line, as measure ``amount``."""
        if condition.metric == DISTINCT:
            self.take_all(promotion, portions)
            return
        for portion in portions:
            measure = _measure(portion, condition)
            if amount <= 0:
                return
            if measure <= 0:
                continue
            if measure <= amount:
                self._take(promotion, portion.line, portion.qty)
            else:
                self._take(promotion, portion.line, portion.qty * amount / measure)
            amount -= measure

    def users(self, promotion: Promotion, lines: Iterable[Line]) -> tuple[Key, ...]:
        """Which promotions of its group have units of these lines, sorted."""
        group = promotion.exclusive_group
        found: set[Key] = set()
        return tuple(
            sorted(found.union(*(self._users.get((group, line.key), ()) for line in lines)))
        )

    def _take(self, promotion: Promotion, line: Line, qty: Decimal) -> None:
        group = promotion.exclusive_group
        if group is None:
            return
        place = group, line.key
        self._taken[place] = min(line.qty, self._taken.get(place, ZERO) + qty)
        self._users.setdefault(place, set()).add(promotion.key)
        self.taken_in[group] = self.taken_in.get(group, 0) + 1


def _measure(portion: Portion, condition: Condition) -> Decimal:
    line = portion.line
    if condition.metric == QTY:
        return portion.qty
    if condition.metric == AMOUNT:
        amount = line.amount * (1 + line.tax_rate / 100) if condition.with_tax else line.amount
        return portion.part(amount)
    return portion.part(line.weight)

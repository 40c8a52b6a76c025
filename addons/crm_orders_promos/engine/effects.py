"""What a tier does: lower prices or free units, and what that is worth, before any rounding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from .basket import Portion
from .promotion_types import CHEAPEST, HUNDRED, NET_PRICE, ONE, ZERO, Key, Line, Tier
from .shares import allot
from .tiers import Fill

Amounts = Mapping[Key, Decimal]
"""Money of each line at this point, unrounded."""


@dataclass(frozen=True, slots=True)
class Cut:
    """``money`` comes off a line, which is ``percent`` of what it costs at this point."""

    line: Line
    percent: Decimal
    money: Decimal


class Claim(NamedTuple):
    """What a tier gives, without how much; without a product it is the same as bought."""

    product: Key | None
    value: Decimal
    spread: str
    step: Decimal


Claims = dict[Claim, Decimal]
"""Units by what they are."""


@dataclass(frozen=True, slots=True)
class Given:
    """``qty`` units for nothing, each worth ``value``, because of ``parents``."""

    product: Key
    qty: Decimal
    value: Decimal
    parents: tuple[Line, ...]
    header_factor: Decimal

    @property
    def money(self) -> Decimal:
        return self.qty * self.value


def cuts(tier: Tier, lines: Sequence[Line], amounts: Amounts) -> list[Cut]:
    """What a tier takes off these lines; a net price that is no better than theirs nothing."""
    found = []
    for line in lines:
        amount = amounts[line.key]
        if tier.effect == NET_PRICE:
            money = amount - tier.price * line.qty
            percent = HUNDRED * money / amount if amount else ZERO
        else:
            percent = tier.percent
            money = amount * percent / HUNDRED
        if money > 0:
            found.append(Cut(line, percent, money))
    return found


def unit_value(portions: Sequence[Portion], amounts: Amounts) -> Decimal:
    """Mean price of a unit on these lines."""
    qty = sum((portion.line.qty for portion in portions), ZERO)
    return sum((amounts[portion.line.key] for portion in portions), ZERO) / qty if qty else ZERO


def claims(fill: Fill) -> Claims:
    """Units by what they are: tiers that give the same add up before anything is shared out."""
    found: Claims = {}
    for tier, times in fill:
        claim = Claim(tier.product, tier.value, tier.spread, tier.step)
        found[claim] = found.get(claim, ZERO) + tier.qty * times
    return found


def given(wanted: Claims, portions: Sequence[Portion], amounts: Amounts) -> list[Given]:
    """The units that are given for what was bought; never a part of a step."""
    found = []
    for claim, qty in wanted.items():
        if claim.product is None:
            found += _same_as_bought(claim, qty, portions, amounts)
        else:
            parents = tuple(portion.line for portion in portions)
            units = qty // claim.step * claim.step
            found.append(Given(claim.product, units, claim.value, parents, ONE))
    return [each for each in found if each.qty > 0]


def given_within(
    wanted: Claims, portions: Sequence[Portion], amounts: Amounts, left: Decimal
) -> list[Given]:
    """As many of the units as that money pays for, shared out anew."""
    step = min(claim.step for claim in wanted)
    low, high, best = 0, int(sum(wanted.values()) // step), []
    while low < high:
        middle = (low + high + 1) // 2
        trial = given(_first(wanted, middle * step), portions, amounts)
        if sum((each.money for each in trial), ZERO) <= left:
            low, best = middle, trial
        else:
            high = middle - 1
    return best


def _first(wanted: Claims, units: Decimal) -> Claims:
    found: Claims = {}
    for claim, qty in wanted.items():
        found[claim] = min(qty, units)
        units -= found[claim]
    return found


def _same_as_bought(claim: Claim, qty: Decimal, portions, amounts: Amounts) -> list[Given]:
    by_product: dict[Key, list[Portion]] = {}
    for portion in portions:
        by_product.setdefault(portion.line.product, []).append(portion)
    products = sorted(by_product)
    values = [unit_value(by_product[product], amounts) for product in products]
    if claim.spread == CHEAPEST:
        cheapest = values.index(min(values))
        shares = [ZERO] * len(products)
        shares[cheapest] = qty // claim.step * claim.step
    else:
        bought = [sum((each.qty for each in by_product[product]), ZERO) for product in products]
        shares = allot(qty, bought, claim.step)
    found = []
    for product, share, value in zip(products, shares, values, strict=True):
        lines = tuple(portion.line for portion in by_product[product])
        found.append(Given(product, share, value, lines, lines[0].header_factor))
    return found

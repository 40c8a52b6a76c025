"""Special prices: which one holds, what it makes of a price, its quota and its margin.

Quantities are in the product's own unit of measure unless said otherwise; prices are without
rounding, in one currency. Everything is a Decimal: 8.40 is 8.40.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from . import discounts

NET, CHAIN, COST_PLUS = "net_price", "extra_chain", "cost_plus"
PRODUCT, TEMPLATE, CATEGORY = range(3)
CUSTOMER, TAG, SEGMENT = range(3)
BELOW_COST, BELOW_MARGIN = "cost", "margin"
ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)


@dataclass(frozen=True)
class Offer:
    """A special price that may hold for a product and a customer.

    ``target`` says how near it is to the product and ``depth`` how deep its category lies;
    ``whom`` how near it is to the customer. ``key`` grows with the time at which it was made.
    """

    key: int
    target: int = PRODUCT
    depth: int = 0
    whom: int = CUSTOMER
    min_qty: Decimal = ZERO


def rank(offer: Offer) -> tuple:
    """Offers sorted by it: the first one that holds is taken.

    The product before its template before its category, a category before the one around it; what
    was agreed with the customer before what holds for a tag or a segment; the higher minimum; the
    newest.
    """
    return offer.target, -offer.depth, offer.whom, -offer.min_qty, -offer.key


def choose(offers: Iterable[Offer], quantity: Decimal) -> Offer | None:
    """The offer that holds for a quantity, the same one each time; None for none.

    What comes back, a quantity below 0, has the price of what has no minimum.
    """
    holding = [offer for offer in offers if not offer.min_qty or offer.min_qty <= quantity]
    return min(holding, key=rank, default=None)


def price(kind: str, value: Decimal, chain: str, ordinary: Decimal, cost: Decimal) -> Decimal:
    """What a special price makes of the ``ordinary`` price, or of what the product costs.

    :param kind: a price of its own, a further chain of discounts, or the cost and so much percent
    """
    if kind == NET:
        return value
    if kind == CHAIN:
        return ordinary * discounts.factor(discounts.parse(chain))
    return cost * (ONE + value / HUNDRED)


@dataclass(frozen=True)
class Split:
    """A line in two: what the quota still gives, and the rest.

    ``in_units``: both are counted in the product's own unit, since what is left of the quota is no
    whole number of the line's packages.
    """

    taken: Decimal
    rest: Decimal
    in_units: bool = False


def split(quantity: Decimal, size: Decimal, left: Decimal, step: Decimal) -> Split:
    """Divide a line by what is left of a quota; nothing is lost and no box is broken in decimals.

    :param quantity: of the line, in its own unit of measure
    :param size: how many product units that unit holds, 12 for a box of 12
    :param left: product units that the quota still gives
    :param step: the smallest part of a product unit that can be sold, 0.01
    """
    units = quantity * size
    if units <= left:
        return Split(quantity, ZERO)
    left = _floor(max(left, ZERO), step)
    packages = left / size
    if packages == packages.to_integral_value() or size == ONE:
        return Split(packages, quantity - packages)
    return Split(left, units - left, in_units=True)


def margin(net: Decimal, cost: Decimal) -> Decimal | None:
    """What is left of a price after the cost, in percent of the price; None without a price."""
    return HUNDRED * (net - cost) / net if net > 0 else None


def judge(net: Decimal, cost: Decimal, least: Decimal) -> str | None:
    """Whether a price is below the cost, or leaves less than the ``least`` margin in percent."""
    if net < cost:
        return BELOW_COST
    left = margin(net, cost)
    return BELOW_MARGIN if left is not None and left < least else None


def _floor(number: Decimal, step: Decimal) -> Decimal:
    return (number / step).quantize(ONE, ROUND_FLOOR) * step

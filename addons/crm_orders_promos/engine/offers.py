"""Whether a promotion fires for a group of units, and if not, why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from . import effects, payment, tiers
from .basket import Basket, Portion
from .limits import Limits
from .promotion_types import (
    BELOW_THRESHOLD,
    BUDGET_EXHAUSTED,
    EXCLUDED_SPECIAL_PRICE,
    EXCLUSIVE_LOST_TO,
    NO_BENEFIT,
    ONE,
    UNITS_USED_BY,
    ZERO,
    Explanation,
    Key,
    Line,
    Promotion,
    Tier,
)
from .tiers import Fill


@dataclass(slots=True)
class Offer:
    """A promotion and the products that may earn it, together or one by itself (``group``)."""

    promotion: Promotion
    group: Key | None
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Condition number ``condition`` has ``have`` and needs ``need``."""

    condition: int
    have: Decimal
    need: Decimal


@dataclass(slots=True)
class Verdict:
    """What became of an offer.

    :ivar portions: what is left of its lines
    :ivar basis: what they measure in the first condition
    :ivar others: what serves the conditions after the first
    :ivar multiple: how often the conditions after the first are met; None for any number
    :ivar times: how many tiers of goods may be used; None for any number
    :ivar worth: money that the customer saves, after header discounts: what offers compete by
    :ivar cost: rounded money that the budget pays, of offers that others wait behind
    :ivar refusal: why it does not fire; None if it does
    """

    offer: Offer
    portions: list[Portion]
    basis: Decimal
    others: list[list[Portion]] = field(default_factory=list)
    shortfalls: list[Shortfall] = field(default_factory=list)
    multiple: int | None = None
    times: int | None = None
    price_tier: Tier | None = None
    discounted: list[Line] = field(default_factory=list)
    fill: Fill = ()
    worth: Decimal = ZERO
    cost: Decimal = ZERO
    refusal: Explanation | None = None


def needed(promotion: Promotion) -> Decimal:
    """The least of the first condition with which a promotion gives anything."""
    lowest = min(tier.threshold for tier in promotion.tiers)
    return max(promotion.conditions[0].threshold, lowest)


def assess(offer: Offer, basket: Basket, limits: Limits, amounts: Mapping) -> Verdict:
    """Try an offer on the units that are left, without taking any.

    :param amounts: money of each line before promotions
    """
    promotion = offer.promotion
    portions = basket.portions(promotion, offer.lines)
    basis = basket.measure(portions, promotion.conditions[0])
    verdict = Verdict(offer, portions, basis)
    verdict.multiple = _other_conditions(verdict, basket) if promotion.conditions[1:] else None
    if basis < needed(promotion):
        verdict.shortfalls.insert(0, Shortfall(0, basis, needed(promotion)))
    verdict.times = _least(verdict.multiple, limits.times(promotion))
    if verdict.shortfalls:
        verdict.refusal = _below(verdict, basket)
        return verdict
    _choose_tiers(verdict, basket, limits, amounts)
    if not (verdict.price_tier or verdict.fill):
        verdict.refusal = limits.explain(promotion, offer.group)
        return verdict
    _value(verdict, limits, amounts, basket)
    return verdict


def fill(verdict: Verdict, basis: Decimal, times: int | None, amounts: Mapping) -> Fill:
    """The tiers of goods that an offer would get if it had ``basis``."""
    promotion = verdict.offer.promotion
    if not promotion.goods_tiers:
        return ()
    return tiers.fill(promotion.goods_tiers, basis, times=times, **filling(verdict, amounts))


def filling(verdict: Verdict, amounts: Mapping) -> dict:
    """How the tiers of an offer are filled: again and again or once, and what competes there."""
    promotion = verdict.offer.promotion
    value = ZERO
    if len({tier.product for tier in promotion.goods_tiers}) > 1:
        value = effects.unit_value(verdict.portions, amounts)
    return {"repeat": promotion.repeat, "unit_value": value}


def take(verdict: Verdict, basket: Basket) -> None:
    """Take the units that an offer uses up.

    A discount uses all of what it counted and of what it makes cheaper; goods use as much as the
    thresholds of the tiers, so that 30 units on 24+3 leave six.
    """
    promotion = verdict.offer.promotion
    first, *others = promotion.conditions
    if verdict.price_tier:
        basket.take_all(promotion, verdict.portions)
        basket.take_all(promotion, basket.portions(promotion, verdict.discounted))
    else:
        used = sum((tier.threshold * times for tier, times in verdict.fill), ZERO)
        basket.take(promotion, verdict.portions, first, max(used, first.threshold))
    for condition, portions in zip(others, verdict.others, strict=True):
        times = sum(times for _tier, times in verdict.fill) or 1
        basket.take(promotion, portions, condition, condition.threshold * times)


def _other_conditions(verdict: Verdict, basket: Basket) -> int | None:
    """Measure the conditions after the first; how often all of them are met, None for ever."""
    promotion, multiple = verdict.offer.promotion, None
    for number, condition in enumerate(promotion.conditions[1:], start=1):
        have, portions = basket.have(promotion, condition)
        verdict.others.append(portions)
        if have < condition.threshold:
            verdict.shortfalls.append(Shortfall(number, have, condition.threshold))
        elif condition.threshold > 0:
            multiple = _least(multiple, int(have // condition.threshold))
    return multiple


def _choose_tiers(verdict: Verdict, basket: Basket, limits: Limits, amounts: Mapping) -> None:
    promotion, basis = verdict.offer.promotion, verdict.basis
    if promotion.price_tiers and (limits.used(promotion) or limits.times(promotion) != 0):
        verdict.price_tier = tiers.highest(promotion.price_tiers, basis)
    if verdict.price_tier:
        verdict.discounted = _discounted(verdict, basket)
    verdict.fill = fill(verdict, basis, verdict.times, amounts)


def _discounted(verdict: Verdict, basket: Basket) -> list[Line]:
    """Lines that get cheaper: whole ones alone, since a percentage is that of a line."""
    promotion, targets = verdict.offer.promotion, verdict.price_tier.targets
    portions = verdict.portions
    if targets is not None:
        lines = basket.of(promotion, basket.products(promotion, targets))
        portions = basket.portions(promotion, lines)
    return [portion.line for portion in portions if portion.whole]


def _value(verdict: Verdict, limits: Limits, amounts: Mapping, basket: Basket) -> None:
    """What the offer is worth at the prices before promotions; refuse it if that is nothing."""
    promotion = verdict.offer.promotion
    found, share = [], ONE
    if verdict.price_tier:
        found = effects.cuts(verdict.price_tier, verdict.discounted, amounts)
        verdict.price_tier = verdict.price_tier if found else None
    claims = effects.claims(verdict.fill)
    if promotion.exclusive_group is None and limits.times(promotion) is None:
        goods = effects.given(claims, verdict.portions, amounts)
        wanted = ZERO
    else:
        # what the budget does not pay for must keep neither units nor a turn from the next one
        price = payment.pay_cuts(promotion, limits, found)
        share = price.paid / price.wanted if price.wanted else ONE
        goods, free = payment.pay_goods(
            promotion, limits, claims, verdict.portions, amounts, price.paid
        )
        verdict.cost, wanted = price.paid + free.paid, price.wanted + free.wanted
    verdict.worth = share * sum((cut.money * cut.line.header_factor for cut in found), ZERO)
    verdict.worth += sum((each.money * each.header_factor for each in goods), ZERO)
    if wanted and not verdict.cost:
        figures = {"left": limits.budget(promotion), "benefit": wanted}
        verdict.refusal = _refusal(verdict, BUDGET_EXHAUSTED, figures)
    elif not (found or goods):
        verdict.refusal = _nothing(verdict, basket)


def _nothing(verdict: Verdict, basket: Basket) -> Explanation:
    """Why an offer that reaches its hurdles gives nothing."""
    users = basket.users(verdict.offer.promotion, verdict.offer.lines)
    if not users:
        return _refusal(verdict, NO_BENEFIT, {})
    return _refusal(verdict, UNITS_USED_BY if verdict.portions else EXCLUSIVE_LOST_TO, {}, users)


def _refusal(
    verdict: Verdict, code: str, figures: Mapping, users: tuple[Key, ...] = ()
) -> Explanation:
    return Explanation(verdict.offer.promotion.key, code, verdict.offer.group, figures, by=users)


def _below(verdict: Verdict, basket: Basket) -> Explanation:
    """Why it does not reach its hurdles: special prices, another promotion, or too little."""
    offer = verdict.offer
    promotion, worst = offer.promotion, verdict.shortfalls[0]
    condition = promotion.conditions[worst.condition]
    figures = {
        "condition": worst.condition,
        "metric": condition.metric,
        "have": worst.have,
        "need": worst.need,
        "missing": worst.need - worst.have,
    }
    lines = offer.lines
    if worst.condition:
        lines = basket.of(promotion, basket.products(promotion, condition.products))
    users = basket.users(promotion, lines)
    if users:
        code = UNITS_USED_BY if worst.have else EXCLUSIVE_LOST_TO
        return _refusal(verdict, code, figures, users)
    special = _special_would_do(offer, worst, basket)
    return _refusal(verdict, EXCLUDED_SPECIAL_PRICE if special else BELOW_THRESHOLD, figures)


def _special_would_do(offer: Offer, short: Shortfall, basket: Basket) -> bool:
    """Whether the hurdle would be reached with the lines that have a price of their own."""
    promotion = offer.promotion
    if promotion.stack_with_special_price:
        return False
    condition = promotion.conditions[short.condition]
    products = [offer.group]
    if offer.group is None or short.condition:
        products = basket.products(promotion, condition.products, special=True)
    lines = basket.of(promotion, products, special=True)
    portions = basket.portions(promotion, lines)
    return basket.measure(portions, condition) >= short.need


def _least(one: int | None, other: int | None) -> int | None:
    return min((each for each in (one, other) if each is not None), default=None)

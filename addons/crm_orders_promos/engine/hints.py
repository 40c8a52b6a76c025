"""What a little more would win: "add 2 units to win 1"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from . import tiers
from .offers import Shortfall, Verdict, fill, filling, needed
from .promotion_types import BELOW_THRESHOLD, NET_PRICE, Hint, Tier
from .tiers import Fill


def hints(verdict: Verdict, amounts: Mapping) -> Iterator[Hint]:
    """Hints of an offer that fired, or of which one hurdle alone is too high."""
    promotion = verdict.offer.promotion
    if verdict.refusal and verdict.refusal.code != BELOW_THRESHOLD:
        return
    if len(verdict.shortfalls) > 1 or not verdict.basis:
        return
    short = verdict.shortfalls[0] if verdict.shortfalls else None
    if short and short.condition:
        basis = verdict.basis
        yield from _of_price(verdict, short, basis)
        # reached for the first time, a hurdle allows one tier
        yield from _of_goods(verdict, short, fill(verdict, basis, 1, amounts))
        return
    tier = _next_price(verdict)
    if tier:
        need = max(tier.threshold, promotion.conditions[0].threshold)
        yield from _of_price(verdict, Shortfall(0, verdict.basis, need), need)
    need = _next_goods(verdict, amounts)
    if need is not None:
        more = fill(verdict, need, verdict.times, amounts)
        yield from _of_goods(verdict, Shortfall(0, verdict.basis, need), more)


def _next_price(verdict: Verdict) -> Tier | None:
    """The tier after the one that is reached; where none is, the lowest."""
    basis = verdict.basis if not verdict.shortfalls else Decimal("-Infinity")
    later = [tier for tier in verdict.offer.promotion.price_tiers if tier.threshold > basis]
    return min(later, key=lambda tier: tier.threshold, default=None)


def _next_goods(verdict: Verdict, amounts: Mapping) -> Decimal | None:
    promotion = verdict.offer.promotion
    if not promotion.goods_tiers:
        return None
    if verdict.shortfalls and verdict.basis < needed(promotion):
        lowest = min(tier.threshold for tier in promotion.goods_tiers)
        return max(promotion.conditions[0].threshold, lowest)
    return tiers.needed_for_more(
        promotion.goods_tiers,
        verdict.basis,
        times=verdict.times,
        **filling(verdict, amounts),
    )


def _of_price(verdict: Verdict, short: Shortfall, basis: Decimal) -> Iterator[Hint]:
    tier = tiers.highest(verdict.offer.promotion.price_tiers, basis)
    if tier:
        gain = tier.price if tier.effect == NET_PRICE else tier.percent
        yield _hint(verdict, short, tier, gain)


def _of_goods(verdict: Verdict, short: Shortfall, more: Fill) -> Iterator[Hint]:
    if not more:
        return
    tier, gain = more[0][0], more[0][0].qty
    if len({each.product for each, _times in (*more, *verdict.fill)}) == 1:
        gain = tiers.free_units(more) - tiers.free_units(verdict.fill)
    yield _hint(verdict, short, tier, gain)


def _hint(verdict: Verdict, short: Shortfall, tier: Tier, gain: Decimal) -> Hint:
    promotion, group = verdict.offer.promotion, verdict.offer.group
    return Hint(
        promotion=promotion.key,
        tier=tier.key,
        group=group,
        condition=short.condition,
        metric=promotion.conditions[short.condition].metric,
        missing=short.need - short.have,
        effect=tier.effect,
        gain=gain,
        have=short.have,
    )

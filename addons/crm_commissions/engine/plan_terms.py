"""The terms of one revision of a plan, and what they make of a sale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from . import curve, rules, tiers
from .curve import CurvePoint
from .money import ZERO
from .rules import EXCLUDE, RATE, TIERS, Rule, Sale
from .tiers import Tier

AMOUNT, MARGIN, QUANTITY, ORDERS, NEW_CUSTOMERS = (
    "amount",
    "margin",
    "quantity",
    "orders",
    "new_customers",
)
NONE, MARGINAL, WHOLE, CURVE, GOALS = "none", "marginal", "whole", "curve", "goals"
NO_RULE = "no_rule"


class Outcome(NamedTuple):
    """What becomes of a sale.

    :param effect: RATE, FIXED, TIERS, EXCLUDE, or NO_RULE for what nobody has thought of
    :param rate: percent, money a piece, or money for each unit of FIXED
    """

    effect: str
    rule: Rule | None
    rate: Decimal

    @property
    def credited(self) -> bool:
        """Whether somebody is paid for it, be it nothing: neither excluded nor forgotten."""
        return self.effect not in (EXCLUDE, NO_RULE)


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """Tiers, points and rules may come in any order. Money is in the plan's currency.

    :param tier_window: tells people what windows are; facts bring the key of theirs
    :param points: of the curve, with ``target`` and ``on_target_pay`` for one window
    :param own_targets: of the curve, by participant and key of the window, instead of ``target``:
        who has none there earns nothing in it
    :param metric: rates are percents for AMOUNT and MARGIN, money a piece for all others
    :param rate: of sales for which there is no rule, or whose rule speaks of tiers that are not
        there. Without it such sales go into the tiers if there are any, else they earn nothing
    :raise ValueError: an unknown mode or metric; tiers or points that `in_order` refuses; a curve
        whose target is not above 0
    """

    tier_mode: str = NONE
    tier_window: str = "month"
    tiers: tuple[Tier, ...] = ()
    points: tuple[CurvePoint, ...] = ()
    target: Decimal = ZERO
    on_target_pay: Decimal = ZERO
    rules: tuple[Rule, ...] = ()
    metric: str = AMOUNT
    rate: Decimal = ZERO
    own_targets: Mapping[tuple[int, str], Decimal] | None = None
    outcomes: dict[int | None, Outcome] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.tier_mode not in (NONE, MARGINAL, WHOLE, CURVE, GOALS):
            raise ValueError(f"unknown mode of tiers: {self.tier_mode}")
        if self.metric not in (AMOUNT, MARGIN, QUANTITY, ORDERS, NEW_CUSTOMERS):
            raise ValueError(f"unknown metric: {self.metric}")
        needs_target = self.tier_mode == CURVE and self.points and self.own_targets is None
        if needs_target and self.target <= 0:
            raise ValueError(f"a curve needs a target above 0, not {self.target}")
        self._set("tiers", tiers.in_order(self.tiers) if self.tiers else ())
        self._set("points", curve.in_order(self.points) if self.points else ())
        self._set("rules", rules.in_order(self.rules))
        found: dict[int | None, Outcome] = {each.id: self._outcome(each) for each in self.rules}
        self._set("outcomes", {**found, None: self._outcome_without_rule()})

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    @property
    def has_tiers(self) -> bool:
        """Whether there is something that adds up over a window."""
        if self.tier_mode == CURVE:
            return bool(self.points)
        if self.tier_mode == GOALS:
            return True
        return self.tier_mode != NONE and bool(self.tiers)

    @property
    def pieces(self) -> bool:
        """Whether the metric counts pieces, so that rates are money a piece."""
        return self.metric not in (AMOUNT, MARGIN)

    def _outcome(self, rule: Rule) -> Outcome:
        if rule.effect != TIERS:
            return Outcome(rule.effect, rule, rule.value)
        if self.has_tiers:
            return Outcome(TIERS, rule, ZERO)
        return Outcome(RATE if self.rate else NO_RULE, rule, self.rate)

    def _outcome_without_rule(self) -> Outcome:
        if self.rate:
            return Outcome(RATE, None, self.rate)
        return Outcome(TIERS if self.has_tiers else NO_RULE, None, ZERO)


def judge(sale: Sale, terms: PlanTerms) -> Outcome:
    """What the terms make of a sale."""
    rule = rules.first_match(sale, terms.rules)
    return terms.outcomes[rule.id if rule else None]

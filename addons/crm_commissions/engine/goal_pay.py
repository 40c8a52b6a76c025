"""What weighted goals pay for a window."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from . import curve
from .curve import CurvePoint
from .goals import Goal, weighted
from .ledger import Expected
from .money import EXACT, HUNDRED, ZERO, percent_of, to_ledger
from .plan_terms import GOALS


class Measured(NamedTuple):
    """A goal and how far it has come; without a target it has come nowhere.

    :param key: of the goal, for people
    :param weight: percent; :param cap: percent; :param gate: percent, see `goals.Goal`
    """

    key: int
    weight: Decimal
    cap: Decimal | None
    gate: Decimal | None
    value: Decimal
    target: Decimal | None

    @property
    def attainment(self) -> Decimal:
        """Percent of the target."""
        if not self.target:
            return ZERO
        return EXACT.divide(EXACT.multiply(self.value, HUNDRED), self.target)


def pay(
    goals: Sequence[Measured], points: Sequence[CurvePoint], on_target_pay: Decimal
) -> Expected:
    """What the goals earn together.

    :param points: of a curve from what was attained to what is paid; none: as much as was attained
    :param on_target_pay: what 100 percent pays for the whole window
    :raise ValueError: the weights do not make 100
    """
    parts = [Goal(each.weight, each.attainment, each.cap, each.gate) for each in goals]
    percent, failed = weighted(parts)
    percent = max(percent, ZERO)  # what was refunded is not owed
    payout = curve.payout(percent, points) if points and failed is None else percent
    explain = {
        "code": GOALS,
        "percent": _text(percent),
        "payout": _text(payout),
        "pay": _text(on_target_pay),
        "failed": None if failed is None else str(parts.index(failed)),
        "goals": [_explain(each) for each in goals],
    }
    amount = to_ledger(percent_of(on_target_pay, payout))
    return Expected(amount, to_ledger(on_target_pay), to_ledger(payout), explain)


def _explain(goal: Measured) -> dict[str, str | None]:
    return {
        "key": str(goal.key),
        "weight": _text(goal.weight),
        "cap": None if goal.cap is None else _text(goal.cap),
        "gate": None if goal.gate is None else _text(goal.gate),
        "value": _text(goal.value),
        "target": None if goal.target is None else _text(goal.target),
        "attainment": _text(goal.attainment),
    }


def _text(figure: Decimal) -> str:
    return format(to_ledger(figure), "f")

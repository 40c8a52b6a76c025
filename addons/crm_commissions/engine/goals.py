"""Several weighted goals that make one attainment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from .money import EXACT, HUNDRED, ZERO, percent_of


@dataclass(frozen=True, slots=True)
class Goal:
    """All figures are percents.

    :param weight: of the goal; the weights of all goals make 100
    :param attainment: how much of the goal was reached
    :param cap: what more attainment no longer counts; None for no cap
    :param gate: the attainment without which none of the goals counts; None for no gate
    """

    weight: Decimal
    attainment: Decimal
    cap: Decimal | None = None
    gate: Decimal | None = None


class GoalResult(NamedTuple):
    """``percent`` of all goals together; ``failed_gate`` is the first goal that closed its gate."""

    percent: Decimal
    failed_gate: Goal | None


def weighted(goals: Sequence[Goal]) -> GoalResult:
    """The attainment of all goals together; a gate looks at the attainment before its cap.

    :raise ValueError: the weights do not make 100
    """
    total = sum((goal.weight for goal in goals), ZERO)
    if total != HUNDRED:
        raise ValueError(f"the weights of goals have to make 100, not {total}")
    for goal in goals:
        if goal.gate is not None and goal.attainment < goal.gate:
            return GoalResult(ZERO, goal)
    percent = ZERO
    for goal in goals:
        counted = goal.attainment if goal.cap is None else min(goal.attainment, goal.cap)
        percent = EXACT.add(percent, percent_of(counted, goal.weight))
    return GoalResult(percent, None)

"""Caps and floors of what a statement pays."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from .money import ZERO


class Limited(NamedTuple):
    """``amount`` = what was earned + ``cap_cut`` + ``floor_raise``: both are booked as they are.

    :param cap_cut: 0 or negative
    :param floor_raise: 0 or positive
    """

    amount: Decimal
    cap_cut: Decimal
    floor_raise: Decimal


def apply_limits(amount: Decimal, cap: Decimal | None, floor: Decimal | None) -> Limited:
    """Keep an amount between the floor and the cap; None for no limit.

    :raise ValueError: the floor is above the cap
    """
    if cap is not None and floor is not None and floor > cap:
        raise ValueError(f"the floor {floor} is above the cap {cap}")
    cut = min(cap - amount, ZERO) if cap is not None else ZERO
    raised = max(floor - amount, ZERO) if floor is not None else ZERO
    return Limited(amount + cut + raised, cut, raised)

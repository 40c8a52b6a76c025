"""Draws: a pay that comes before it is earned."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from .money import ZERO

NONE, RECOVERABLE, GUARANTEE = "none", "recoverable", "guarantee"


class Draw(NamedTuple):
    """What a statement does with a draw: ``paid`` = earned + ``advance`` - ``recovered``.

    :param advance: paid though not earned, never negative
    :param recovered: earned though not paid, since it had been advanced; never negative
    :param balance: what is still to be recovered afterwards, never negative
    """

    paid: Decimal
    advance: Decimal
    recovered: Decimal
    balance: Decimal


def settle_draw(earned: Decimal, kind: str, draw: Decimal, balance: Decimal) -> Draw:
    """Settle one period, money in one currency.

    What a recoverable draw advances is owed, what a guarantee adds is a gift. Whatever is owed from
    before is recovered from what exceeds the draw, also when the agreement has since changed.

    :param kind: NONE, RECOVERABLE or GUARANTEE
    :param draw: what is paid at least; without a meaning for NONE
    :param balance: what is owed from earlier periods
    :raise ValueError: the kind is unknown, the draw or the balance is negative
    """
    if kind not in (NONE, RECOVERABLE, GUARANTEE):
        raise ValueError(f"unknown kind of draw: {kind}")
    if draw < 0 or balance < 0:
        raise ValueError("neither a draw nor what is owed of it can be negative")
    least = draw if kind != NONE else min(earned, ZERO)
    advance = max(least - earned, ZERO)
    recovered = min(balance, max(earned - max(least, ZERO), ZERO))
    owed = advance if kind == RECOVERABLE else ZERO
    return Draw(earned + advance - recovered, advance, recovered, balance + owed - recovered)

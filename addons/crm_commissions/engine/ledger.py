"""What stands in the ledger, what should, and what it lacks.

**The month in which it is booked.** What a credit or a window earns is worked out as of the end of
each month in which something happened, from what had happened until then; the month gets what that
is more than at the end of the month before. So of 62,500.00 of March, of which 15,000.00 come back
in April, March has 1,875.00 and April -700.00, whether one run sees both or two see one each, and
whichever is posted first.

A month that is closed keeps what it has: its facts, and what was booked in it, are both put to the
first open month after it, see `reading.Calendar`. So at the end of every open month the ledger says
what the facts until then earn, and depends on when months were closed, never on when runs came. Two
things follow. A sale that is added to an open month also changes what its refunds took back in the
months after it. And where a month is reopened, what had to be booked later because it was closed is
taken back there and booked in it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar

from .money import ZERO

LEFT = "left"  # code of an explanation: a bracket that is not reached any more
K = TypeVar("K", bound=Hashable)


class Key(NamedTuple):
    """What an entry is about. A line has a credit; tiers have a window and a bracket, from 1 on.

    ``month`` is the first day of the month in which it is booked; None stands for all of them.
    """

    participant_id: int
    rule_id: int | None
    kind: str
    credit_id: int | None
    window: str | None
    bracket: int | None
    origin_period_id: int
    month: date | None = None


class Expected(NamedTuple):
    """What should stand in the ledger for a key, with six decimals.

    ``base`` is what ``rate`` is applied to: after share and factor. Percents or money a piece as
    the plan has it; with a curve the payout that was reached. ``explain`` has a code, and figures
    as text, that models put into words.
    """

    amount: Decimal
    base: Decimal
    rate: Decimal
    explain: dict[str, str | None]


class Delta(NamedTuple):
    """What has to be booked for a key so that the ledger says what is expected.

    ``expected`` is None where nothing is left of what had been booked.
    """

    key: Key
    amount: Decimal
    base: Decimal
    expected: Expected | None


def growth(before: Mapping[K, Expected], now: Mapping[K, Expected]) -> dict[K, Expected]:
    """What each bracket has got in addition; less than nothing where a bracket has shrunk."""
    found = dict(now)
    for number, old in before.items():
        new = now.get(number)
        if new is None:  # a refund, or the whole base has moved into another bracket
            left = {**old.explain, "code": LEFT}
            found[number] = Expected(-old.amount, -old.base, old.rate, left)
        elif new[:2] == old[:2]:
            del found[number]
        else:
            amount, base = new.amount - old.amount, new.base - old.base
            found[number] = Expected(amount, base, new.rate, new.explain)
    return found


def differences(
    expected: Mapping[Key, Expected],
    booked: Mapping[Key, Decimal],
    booked_bases: Mapping[Key, Decimal] | None = None,
) -> list[Delta]:
    """What to book, sorted; empty when the ledger already says what is expected.

    :param booked: sums of the ledger's amounts, with six decimals
    :param booked_bases: the same of its bases; without it a delta's base is all that is expected
    """
    bases = booked_bases or {}
    found = []
    for key, due in expected.items():
        amount = due.amount - booked.get(key, ZERO)
        if amount:
            found.append(Delta(key, amount, due.base - bases.get(key, ZERO), due))
    for key, amount in booked.items():
        if amount and key not in expected:
            found.append(Delta(key, -amount, -bases.get(key, ZERO), None))
    return sorted(found, key=lambda delta: _sortable(delta.key))


def _sortable(key: Key) -> tuple:
    """None stands before anything else."""
    who, rule, kind, credit, window, bracket, origin, month = key
    return who, rule or 0, kind, credit or 0, window or "", bracket or 0, origin, month or date.min

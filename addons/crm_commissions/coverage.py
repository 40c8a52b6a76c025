"""What became of all that was invoiced: the sums, apart from how they are read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .engine.money import HUNDRED, ZERO, round_half_up


class Line(NamedTuple):
    """An invoiced line of the period, or one that somebody is credited with though it is not
    posted; ``base`` is signed, in the company's currency."""

    id: int
    move_id: int
    partner_id: int
    product_id: int
    base: Decimal
    sale_date: date
    has_order: bool


@dataclass
class Coverage:
    """What became of all that was invoiced in a period, in the company's currency.

    :param lines: how many lines were posted; :param invoiced: their sum, read from the accounts
    :param credited: somebody is paid for it, be it nothing yet
    :param excluded: a rule says that it pays nothing
    :param rows: what is left, as values of rows of a control; :param reasons: how many, in words
    """

    lines: int
    invoiced: Decimal
    digits: int
    credited: Decimal = ZERO
    excluded: Decimal = ZERO
    uncredited: Decimal = ZERO
    rows: list = field(default_factory=list)
    reasons: Counter = field(default_factory=Counter)

    @property
    def difference(self):
        """What is accounted for less what was invoiced: nothing, if all is well."""
        accounted = self.credited + self.excluded + self.uncredited
        return float(round_half_up(accounted - self.invoiced, self.digits))

    def add(self, base, credited, excluded):
        """Account for a line.

        :param credited: percent of it, as the shares say, be it more than all
        :param excluded: percent of it
        :return: what is left
        """
        part = round_half_up(base * credited / HUNDRED, self.digits)
        none = round_half_up(base * (credited + excluded) / HUNDRED, self.digits) - part
        left = base - part - none if credited + excluded < HUNDRED else ZERO
        self.credited += part
        self.excluded += none
        self.uncredited += left
        return left

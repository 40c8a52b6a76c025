"""Parts of a whole that keep what they are a part of: no figure without its denominator."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; of none there is no percentage.

    :raise ValueError: more than there are, or less than nothing
    """

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator:
            raise ValueError(f"{self.numerator} of {self.denominator} is no share")

    def __add__(self, other: Share) -> Share:
        return Share(self.numerator + other.numerator, self.denominator + other.denominator)

    @property
    def percent(self) -> Decimal | None:
        """Per cent with one decimal, or None of none."""
        if not self.denominator:
            return None
        return round_half_up(Fraction(100 * self.numerator, self.denominator), 1)


def share_of(flags: list[bool]) -> Share:
    """How many of them hold."""
    return Share(sum(flags), len(flags))


def round_half_up(value: Fraction, digits: int) -> Decimal:
    """Exact until here; half a unit goes away from zero."""
    units = int(abs(value) * 10**digits + Fraction(1, 2))
    return Decimal(-units if value < 0 else units).scaleb(-digits)

"""Chains of discounts: "10+5+3" takes 10 % off, then 5 % off what is left, then 3 % off that.

Percentages are Decimals from -100 to 100; one below 0 is a surcharge. The discount that a chain is
worth is rounded once, at ten decimals, and never at the two that a screen shows: 45+10+5 on 420.00
is 52.975 %, so 197.51 and not the 197.48 of 52.98 %. Money is rounded by who asks, at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

MAX_TERMS = 5
HUNDRED = Decimal(100)
ONE = Decimal(1)
_STEP = Decimal("1e-10")
_TERM = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{1,10})?")


class ChainError(ValueError):
    """A text is no chain. ``code`` says why, ``term`` which part of it."""

    def __init__(self, code: str, term: str = ""):
        super().__init__(f"{code}: {term}")
        self.code = code
        self.term = term


def parse(text: str | None) -> list[Decimal]:
    """The terms of "10+5+3"; spaces, a percent sign and a decimal comma are understood.

    Raises ChainError with the code ``term`` (not a percentage), ``range`` (beyond 100) or ``many``
    (more than five terms).
    """
    cleaned = re.sub(r"[\s%]", "", text or "")
    if not cleaned:
        return []
    terms = [_term(part) for part in cleaned.split("+")]
    if len(terms) > MAX_TERMS:
        raise ChainError("many", str(len(terms)))
    return [term for term in terms if term]


def canonical(text: str | None) -> str:
    """The chain as it is stored: "10+5,50 %" is "10+5.5", nothing and zero are ""."""
    return "+".join(write(term) for term in parse(text))


def write(percent: Decimal | float) -> str:
    """A percentage without zeros that say nothing: 5.50 is "5.5"."""
    text = f"{_decimal(percent).quantize(_STEP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(terms: Iterable[Decimal]) -> str:
    """A chain for people to read, at two decimals: "33.33+5"; what takes nothing is left out."""
    rounded = (term.quantize(Decimal("0.01"), ROUND_HALF_UP) for term in terms)
    return "+".join(write(term) for term in rounded if term)


def factor(terms: Iterable[Decimal | float]) -> Decimal:
    """What is left of 1 after all terms; a term below 0 is a surcharge, one above 100 gives 0."""
    left = ONE
    for term in terms:
        left *= max(ONE - _decimal(term) / HUNDRED, Decimal(0))
    return left


def equivalent(left: Decimal) -> float:
    """The one percentage that leaves ``left`` of 1, rounded at ten decimals."""
    return float((HUNDRED * (ONE - left)).quantize(_STEP, ROUND_HALF_UP))


def cut(given: Decimal | float, price: Decimal | float) -> float:
    """How much ``price`` is below the one that is ``given``, in percent, at most 100."""
    given, price = _decimal(given), _decimal(price)
    if price >= given:
        return 0.0
    if given <= 0:
        return 100.0
    return equivalent(max(price / given, Decimal(0)))


@dataclass(frozen=True)
class HeaderTerm:
    """A discount of the whole order: a percentage, or an amount without taxes in its currency."""

    percent: Decimal = Decimal(0)
    amount: Decimal | None = None


def header_factors(terms: Sequence[HeaderTerm], net: Decimal) -> list[Decimal]:
    """What each header term leaves of the lines that take it, one factor a term.

    ``net``: what those lines come to before any header term, unrounded. An amount is spread over
    them in proportion, so it is a factor too; more than there is left takes all of it and no more.
    """
    factors = []
    for term in terms:
        if term.amount is None:
            left = factor([term.percent])
        elif net > 0:
            left = max(ONE - term.amount / net, Decimal(0))
        else:
            left = ONE
        factors.append(left)
        net *= left
    return factors


@dataclass(frozen=True)
class FooterLine:
    """One line's part of the footer, unrounded, without taxes.

    ``gross`` at the list price, ``net`` after the line's own chain, before the header; only a line
    with ``takes_header`` is reduced by it.
    """

    gross: Decimal
    net: Decimal
    takes_header: bool = True


def telescope(
    lines: Iterable[FooterLine], factors: Sequence[Decimal], total: Decimal, step: Decimal
) -> list[Decimal]:
    """Gross, the lines' discount and each header discount, which add up to ``total`` exactly.

    Each subtotal is rounded to ``step`` (0.01), each discount is the difference of two subtotals,
    and the last subtotal is the order's own untaxed ``total``, however that was rounded.
    """
    lines = list(lines)
    bases = [sum((line.gross for line in lines), Decimal(0))]
    left = ONE
    for each in [ONE, *factors]:
        left *= each
        bases.append(
            sum((line.net * (left if line.takes_header else ONE) for line in lines), Decimal(0))
        )
    rounded = [_round(base, step) for base in bases[:-1]] + [total]
    return [rounded[0], *(after - before for before, after in pairwise(rounded))]


def _term(part: str) -> Decimal:
    if not _TERM.fullmatch(part):
        raise ChainError("term", part)
    percent = Decimal(part.replace(",", "."))
    if abs(percent) > HUNDRED:
        raise ChainError("range", part)
    return percent


def _decimal(number: Decimal | float) -> Decimal:
    return number if isinstance(number, Decimal) else Decimal(str(number))


def _round(amount: Decimal, step: Decimal) -> Decimal:
    return (amount / step).quantize(ONE, ROUND_HALF_UP) * step

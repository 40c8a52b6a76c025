"""A, B and C: in which segment each customer belongs by what it buys, without flipping each month.

Classes are places in a list, the best is 0; what passes none of the limits is of the last one. All
is counted in whole cents and hundredths of a percent, so that no rounding decides about a customer.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

SHARE = "share"
VALUE = "value"

NO_LIMITS = "no_limits"
NOT_IN_ORDER = "not_in_order"
OUT_OF_RANGE = "out_of_range"

WHOLE = 10_000
"""A hundred percent in hundredths of a percent."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where a customer belongs: the place of its class, and the figures that say so.

    :param value: what it bought
    :param ahead: percent of all sales that larger customers make; the limits of shares ask for it
    """

    place: int
    value: float
    ahead: float


def problem(limits: Sequence[float], by: str) -> str | None:
    """What is wrong with limits, None if nothing is.

    :param limits: of all classes but the last: percents that grow, or amounts that fall
    """
    if not limits:
        return NO_LIMITS
    if by == SHARE:
        if any(not 0 < limit < 100 for limit in limits):
            return OUT_OF_RANGE
        return NOT_IN_ORDER if any(a >= b for a, b in pairwise(limits)) else None
    if any(limit <= 0 for limit in limits):
        return OUT_OF_RANGE
    return NOT_IN_ORDER if any(a <= b for a, b in pairwise(limits)) else None


def judge(
    values: Mapping[Hashable, float],
    limits: Sequence[float],
    by: str = SHARE,
    band: float = 0.0,
    current: Mapping[Hashable, int] | None = None,
) -> dict[Hashable, Verdict]:
    """The class of each customer.

    By shares the class of a customer depends on what larger ones buy together: with limits of 80
    and 95 those who make the first 80 % are A, however few they are. Who buys the same is in the
    same class.

    :param band: hysteresis: percent points of a share, percent of an amount, by which a limit has
        to be passed before a customer leaves the class that it is in
    :param current: places of the classes in which customers are; without one there is no band
    """
    cents = {key: round(value * 100) for key, value in values.items()}
    total = sum(cent for cent in cents.values() if cent > 0)
    ahead = _ahead(cents, total)
    edges = [round(limit * 100) for limit in limits]
    width = round(band * 100)
    known = current or {}
    verdicts = {}
    for key, cent in cents.items():
        if by == SHARE:
            place = _by_share(ahead[key], total, edges, width, known.get(key))
        else:
            place = _by_value(cent, edges, width, known.get(key))
        percent = round(ahead[key] * 100 / total, 2) if total else 100.0
        verdicts[key] = Verdict(place, values[key], percent)
    return verdicts


def _ahead(cents: Mapping[Hashable, int], total: int) -> dict[Hashable, int]:
    """What customers that buy more than this one buy together; all of it for who buys nothing."""
    ahead, before = {}, 0
    equals: dict[int, list[Hashable]] = {}
    for key, cent in cents.items():
        equals.setdefault(cent, []).append(key)
    for cent, keys in sorted(equals.items(), reverse=True):
        ahead.update(dict.fromkeys(keys, before if cent > 0 else total))
        before += max(cent, 0) * len(keys)
    return ahead


def _by_share(ahead: int, total: int, edges: list[int], width: int, place: int | None) -> int:
    for number, edge in enumerate(edges):
        if place is not None:
            edge += width if place <= number else -width
        # whoever leads the list is of the best class, and who buys nothing never is
        edge = min(max(edge, 1), WHOLE - 1)
        if ahead * WHOLE < edge * total:
            return number
    return len(edges)


def _by_value(cent: int, edges: list[int], width: int, place: int | None) -> int:
    for number, edge in enumerate(edges):
        factor = WHOLE
        if place is not None:
            factor += -width if place <= number else width
        if cent * WHOLE >= edge * max(factor, 1):
            return number
    return len(edges)

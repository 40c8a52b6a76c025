"""How long ago a customer was visited, measured by how often it should be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

FRESH, SOON, OVERDUE, LONG, NEVER, NO_RHYTHM = (
    "fresh", "soon", "overdue", "long", "never", "no_rhythm",
)  # fmt: skip
GRADES = (FRESH, SOON, OVERDUE, LONG, NEVER, NO_RHYTHM)
"""From the best to the worst; whom no policy reaches comes last."""

_SOON = 0.75


def grade(last: date | None, due: date | None, today: date, *, has_policy: bool = True) -> str:
    """Where a customer stands between its last visit and the next one.

    Fresh until three quarters of the time between two visits have passed, then soon; overdue from
    the day after the one on which the visit was due, and long overdue once a second visit is.
    """
    if not has_policy:
        return NO_RHYTHM
    if last is None or due is None:
        return NEVER
    cycle = max(1, (due - last).days)
    passed = (today - last).days
    if passed > 2 * cycle:
        return LONG
    if passed > cycle:
        return OVERDUE
    return SOON if passed > _SOON * cycle else FRESH


def count(grades: Iterable[str]) -> dict[str, int]:
    """How many customers have each grade, those that nobody has included."""
    found = dict.fromkeys(GRADES, 0)
    for each in grades:
        found[each] += 1
    return found

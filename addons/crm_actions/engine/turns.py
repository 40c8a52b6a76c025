"""Turns of a fixed plan: the weeks or months of which each has its visits, on whatever days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from .plans import WEEK, Occurrence, Plan


def without_called_off(
    plan: Plan, wanted: Iterable[Occurrence], called_off: Collection[date], free: Collection[date]
) -> list[Occurrence]:
    """Leave out the visits of a fixed plan whose turn was called off under another date.

    A turn is a week or a month, or as many of them as the plan takes from one to the next. Where a
    plan moves to other days, each visit that was called off takes one from its turn, the nearest,
    unless there is one left for each visit that still stands there.

    :param called_off: plan dates of what was called off or deleted
    :param free: plan dates of the visits that the plan may still change
    """
    left = list(wanted)
    dates = {one.plan_date for one in left}
    standing = Counter(_turn(plan, day) for day in set(free) - dates)
    settled = dates & {*called_off, *free}
    for day in sorted(set(called_off) - dates):
        turn = _turn(plan, day)
        coming = [
            one
            for one in left
            if one.plan_date not in settled and _turn(plan, one.plan_date) == turn
        ]
        if len(coming) > standing[turn]:
            left.remove(min(coming, key=lambda one: (abs(one.plan_date - day), one.plan_date)))
    return left


def _turn(plan: Plan, day: date) -> int:
    """Number of the turn of a fixed plan to which a date belongs."""
    if plan.repeat == WEEK:
        monday = plan.date_from - plan.date_from.weekday() * timedelta(days=1)
        return (day - monday).days // (7 * plan.interval)
    months = 12 * (day.year - plan.date_from.year) + day.month - plan.date_from.month
    return months // plan.interval

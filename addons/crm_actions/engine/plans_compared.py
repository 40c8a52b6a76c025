"""Two plans for one customer: whether they say the same, and what stands for both."""

from __future__ import annotations

from datetime import date, timedelta

from . import plans

_COMPARED = timedelta(days=9 * 366)
"""How far two rhythms are compared: the slowest comes again after 52 months."""


def want_the_same(one: plans.Plan, other: plans.Plan) -> bool:
    """Whether two plans want the same days of one customer while both are in force.

    At what hour and for how long does not matter: nobody goes twice on one day. Plans that follow
    each other are not the same.
    """
    first = max(one.date_from, other.date_from)
    last = min(one.date_to or date.max, other.date_to or date.max, first + _COMPARED)
    if one.mode != other.mode or last < first:
        return False
    if one.mode == plans.CYCLE:
        return (one.interval, one.weekdays) == (other.interval, other.weekdays)
    dates = [
        [found.plan_date for found in plans.occurrences(plan, first, last)] for plan in (one, other)
    ]
    return dates[0] == dates[1] != []


def joined_span(one: plans.Plan, other: plans.Plan) -> tuple[date, date | None]:
    """First and last date of a plan that stands for both; None where one of them does not end."""
    ends = (one.date_to, other.date_to)
    return min(one.date_from, other.date_from), None if None in ends else max(ends)

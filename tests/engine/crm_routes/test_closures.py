"""Holidays of a customer: which days of a horizon they take."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_routes.engine.closures import Closure, closed_days
from odoo.addons.crm_routes.engine.patterns import MISSED_CLOSED, Demand, choose

AUGUST = Closure(date(2025, 8, 1), date(2025, 8, 31), every_year=True)
CHRISTMAS = Closure(date(2024, 12, 24), date(2025, 1, 6), every_year=True)
WORKS = Closure(date(2026, 11, 30), date(2026, 12, 4))


def _days(*texts):
    return frozenset(date.fromisoformat(text) for text in texts)


@pytest.mark.parametrize(
    ("closure", "first", "last", "expected"),
    [
        (WORKS, "2026-12-03", "2026-12-11", _days("2026-12-03", "2026-12-04")),
        (WORKS, "2027-11-30", "2027-12-04", _days()),
        (AUGUST, "2027-07-30", "2027-08-02", _days("2027-08-01", "2027-08-02")),
        (AUGUST, "2026-08-31", "2026-09-05", _days("2026-08-31")),
        (CHRISTMAS, "2027-01-05", "2027-01-08", _days("2027-01-05", "2027-01-06")),
        (CHRISTMAS, "2026-12-22", "2026-12-25", _days("2026-12-24", "2026-12-25")),
    ],
)
def test_the_days_that_a_closure_takes(closure, first, last, expected):
    found = closed_days([closure], date.fromisoformat(first), date.fromisoformat(last))
    assert found == expected


def test_the_29th_of_february_is_the_28th_in_other_years():
    leap = Closure(date(2024, 2, 29), date(2024, 3, 1), every_year=True)
    found = closed_days([leap], date(2027, 2, 25), date(2027, 3, 5))
    assert found == _days("2027-02-28", "2027-03-01")


def test_what_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="ends before it begins"):
        Closure(date(2026, 8, 31), date(2026, 8, 1))


_DATES = st.dates(date(2024, 1, 1), date(2029, 12, 31))


@given(_DATES, st.integers(0, 60), st.booleans(), _DATES, st.integers(0, 90))
def test_a_day_is_closed_if_it_lies_in_the_closure_of_some_year(
    begin, length, every_year, first, days
):
    closure = Closure(begin, begin + timedelta(days=length), every_year)
    found = closed_days([closure], first, first + timedelta(days=days))
    for number in range(days + 1):
        day = first + timedelta(days=number)
        if every_year and (begin.month, begin.day) != (2, 29) and not _touches_leap_day(closure):
            expected = any(
                begin.replace(year=year) <= day <= begin.replace(year=year) + timedelta(days=length)
                for year in range(day.year - 1, day.year + 1)
            )
        elif every_year:
            continue  # a closure over 29 February has another length in other years
        else:
            expected = closure.first <= day <= closure.last
        assert (day in found) is expected


def _touches_leap_day(closure):
    spring = [date(year, 3, 1) for year in range(closure.first.year, closure.last.year + 1)]
    return any(closure.first < each <= closure.last + timedelta(days=1) for each in spring)


def test_a_visit_on_a_closed_day_moves_near_or_is_said_to_be_missed():
    # given a customer visited on Wednesdays, who is shut on one of them
    week = [date(2026, 11, 30) + timedelta(days=number) for number in range(5)]
    wednesdays = frozenset({2})
    shut = closed_days([Closure(week[2], week[2])], week[0], week[-1])
    # then nothing is left to move to where only Wednesdays will do, and it is said
    choice = choose(Demand(weekdays=wednesdays, closed=shut, last_visit=date(2026, 11, 25)), week)
    assert not choice.patterns
    # and with all weekdays open the visit is made on another day
    choice = choose(Demand(closed=shut, last_visit=date(2026, 11, 25)), week)
    assert choice.patterns
    assert all(2 not in pattern.days for pattern in choice.patterns)
    assert MISSED_CLOSED not in {note.kind for note in choice.notes}

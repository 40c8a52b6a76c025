"""From a frequency to days: September 2026 begins on a Tuesday; the horizon is of four weeks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_routes.engine import patterns
from odoo.addons.crm_routes.engine.patterns import Demand, choose

MONDAY = date(2026, 9, 7)


def working(weeks: int = 4, start: date = MONDAY, off=()):
    """Monday to Friday without the days off."""
    days = [start + timedelta(days=number) for number in range(7 * weeks)]
    return [day for day in days if day.weekday() < 5 and day not in off]


def days_of(choice):
    return [pattern.days for pattern in choice.patterns]


def test_every_week_is_the_same_weekday():
    choice = choose(Demand(), working(2))
    assert days_of(choice) == [(0, 5), (1, 6), (2, 7), (3, 8), (4, 9)]
    assert choice.notes == ()


def test_twice_a_week_is_a_pair_of_weekdays_two_or_more_days_apart():
    pairs = days_of(choose(Demand(visits=2), working(1)))
    assert sorted(pairs) == [(0, 2), (0, 3), (0, 4), (1, 3), (1, 4), (2, 4)]


def test_a_fortnight_is_the_same_weekday_in_alternate_weeks():
    found = days_of(choose(Demand(weeks=2), working(4)))
    assert (0, 10) in found
    assert (5, 15) in found
    assert len(found) == 10


def test_a_month_is_any_day_of_the_four_weeks():
    assert sorted(days_of(choose(Demand(weeks=4), working(4)))) == [(n,) for n in range(20)]


def test_the_cycle_counts_from_the_last_visit():
    """Seen on Wednesday of last week, every second week: next week, whatever the horizon."""
    seen = MONDAY - timedelta(days=5)
    found = days_of(choose(Demand(weeks=2, last_visit=seen), working(4)))
    assert found == [(5, 15), (6, 16), (7, 17), (8, 18), (9, 19)]


def test_who_is_overdue_comes_in_the_first_week():
    seen = MONDAY - timedelta(days=40)
    found = days_of(choose(Demand(weeks=2, last_visit=seen), working(4)))
    assert all(pattern[0] < 5 for pattern in found)


def test_who_is_due_on_a_weekday_that_is_past_comes_a_week_later():
    """The horizon begins on a Thursday: Fridays are this week, Mondays the next, no cycle later."""
    thursday = MONDAY + timedelta(days=3)
    demand = Demand(weeks=2, weekdays=frozenset({0, 4}), last_visit=MONDAY - timedelta(days=30))
    days = working(3, thursday)
    found = [[days[place] for place in pattern] for pattern in days_of(choose(demand, days))]
    monday, friday = MONDAY + timedelta(days=7), MONDAY + timedelta(days=4)
    assert sorted(found) == [
        [friday, friday + timedelta(days=14)],
        [monday, monday + timedelta(14)],
    ]


def test_what_is_left_of_the_first_week_is_kept():
    """The horizon begins on a Tuesday: of Monday and Wednesday the first Wednesday is there."""
    days = working(2, MONDAY + timedelta(days=1))
    demand = Demand(visits=2, weekdays=frozenset({0, 2}), last_visit=MONDAY - timedelta(days=5))
    (pattern,) = days_of(choose(demand, days))
    assert [days[place].weekday() for place in pattern] == [2, 0, 2, 0]


def test_a_month_may_come_a_week_sooner_or_later_at_a_price():
    seen = MONDAY - timedelta(days=14)
    choice = choose(Demand(weeks=4, last_visit=seen), working(4))
    bias = {pattern.days[0] // 5: pattern.bias for pattern in choice.patterns}
    assert bias == {1: 5_000, 2: 0, 3: 5_000}


def test_who_is_not_due_is_not_planned():
    choice = choose(Demand(weeks=8, last_visit=MONDAY - timedelta(days=3)), working(4))
    assert choice.patterns == ()
    assert [note.kind for note in choice.notes] == [patterns.NOT_DUE]


def test_three_visits_on_two_open_weekdays_are_two_and_it_says_so():
    demand = Demand(visits=3, weekdays=frozenset({0, 3}))
    choice = choose(demand, working(1))
    assert days_of(choice) == [(0, 3)]
    assert [(n.kind, n.asked, n.planned) for n in choice.notes] == [
        (patterns.FREQUENCY_CLAMPED, 3, 2)
    ]


def test_a_spacing_that_was_asked_for_goes_before_the_frequency():
    choice = choose(Demand(visits=3, spacing=3), working(1))
    assert max(map(len, days_of(choice))) == 2
    assert choice.notes[0].kind == patterns.FREQUENCY_CLAMPED


def test_neighbours_come_on_days_apart_where_an_even_spread_is_not_possible():
    """Open on Mondays and Tuesdays only: twice a week is on both."""
    assert days_of(choose(Demand(visits=2, weekdays=frozenset({0, 1})), working(1))) == [(0, 1)]


def test_a_holiday_of_the_rep_is_made_up_for_within_two_days():
    """The second Monday is a holiday: its customers come on Tuesday, at a price."""
    days = working(2, off=[MONDAY + timedelta(days=7)])
    choice = choose(Demand(weekdays=frozenset({0, 1})), days)
    assert {p.days: p.bias for p in choice.patterns} == {(0, 5): 3_000, (1, 5): 0}


def test_what_cannot_be_made_up_for_is_missed_and_said():
    """Only on Mondays, and the second is a holiday."""
    holiday = MONDAY + timedelta(days=7)
    choice = choose(Demand(weekdays=frozenset({0})), working(2, off=[holiday]))
    # the first one is made all the same: that the second is missed is no reason against it
    assert choice.patterns == (patterns.Pattern((0,), 0),)
    assert choice.notes == (patterns.Note(patterns.MISSED_CLOSED, dates=(holiday,)),)


def test_a_closed_day_of_the_customer_is_like_a_holiday():
    demand = Demand(weekdays=frozenset({0}), closed=frozenset({MONDAY}))
    assert days_of(choose(demand, working(2))) == [(5,)]


def test_a_preferred_weekday_is_cheaper():
    choice = choose(Demand(preferred=frozenset({2})), working(1))
    assert choice.patterns[0] == patterns.Pattern((2,), 0)
    assert {each.bias for each in choice.patterns[1:]} == {2_000}


def test_three_visits_in_two_weeks_are_one_and_two():
    found = days_of(choose(Demand(visits=3, weeks=2), working(2)))
    assert found
    for pattern in found:
        weeks = [day // 5 for day in pattern]
        assert sorted((weeks.count(0), weeks.count(1))) == [1, 2]


@pytest.mark.parametrize("days", [[], working(1)[5:]])
def test_no_working_day_no_visit(days):
    assert [note.kind for note in choose(Demand(), days).notes] == [patterns.NO_DAY]


def test_closed_on_all_days_the_rep_works():
    assert choose(Demand(weekdays=frozenset({5, 6})), working(1)).notes[0].kind == patterns.NO_DAY


def test_missed_cycles_make_a_visit_worth_more():
    """Every week and seen four weeks ago: three were missed."""
    demand = Demand(last_visit=MONDAY - timedelta(days=28))
    assert patterns.missed_cycles(demand, MONDAY) == 3
    assert patterns.overdue_factor(3) == 1.75
    assert patterns.missed_cycles(Demand(), MONDAY) == 0


@given(
    st.integers(1, 5),
    st.integers(1, 6),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.none() | st.integers(1, 3),
    st.integers(1, 6),
    st.integers(0, 4),
    st.frozensets(st.integers(0, 27), max_size=6),
    st.none() | st.integers(1, 90),
)
def test_patterns_are_of_open_days_sorted_and_few(
    visits, weeks, weekdays, spacing, horizon, start, off, ago
):
    first = MONDAY + timedelta(days=start)
    closed = frozenset(first + timedelta(days=number) for number in off)
    days = working(horizon, first)
    seen = None if ago is None else first - timedelta(days=ago)
    demand = Demand(visits, weeks, weekdays, spacing, closed=closed, last_visit=seen)
    choice = choose(demand, days)
    assert choice.patterns or choice.notes
    assert len(choice.patterns) <= patterns.MOST_PATTERNS
    assert len(set(days_of(choice))) == len(choice.patterns)
    for pattern in choice.patterns:
        assert list(pattern.days) == sorted(set(pattern.days))
        assert pattern.bias >= 0
        for place in pattern.days:
            assert days[place].weekday() in weekdays
            assert days[place] not in closed

"""The colour of a customer on the map of coverage."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_routes.engine import map_grades
from odoo.addons.crm_routes.engine.map_grades import grade

LAST = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, "fresh"), (10, "fresh"), (11, "soon"), (14, "soon"), (15, "overdue"), (28, "overdue"),
     (29, "long")],
)  # fmt: skip
def test_a_customer_that_is_visited_every_two_weeks(days, expected):
    due = LAST + timedelta(days=14)
    assert grade(LAST, due, LAST + timedelta(days=days)) == expected


def test_who_was_never_visited_and_who_need_not_be():
    assert grade(None, None, LAST) == map_grades.NEVER
    assert grade(LAST, None, LAST, has_policy=False) == map_grades.NO_RHYTHM
    assert grade(None, None, LAST, has_policy=False) == map_grades.NO_RHYTHM


def test_several_visits_a_week_have_a_cycle_of_a_day_at_least():
    assert grade(LAST, LAST, LAST) == map_grades.FRESH
    assert grade(LAST, LAST, LAST + timedelta(days=2)) == map_grades.OVERDUE


@given(cycle=st.integers(1, 200), passed=st.integers(-5, 1000))
def test_it_never_gets_better_by_waiting(cycle, passed):
    due = LAST + timedelta(days=cycle)
    today, tomorrow = (LAST + timedelta(days=passed + more) for more in (0, 1))
    order = map_grades.GRADES.index
    assert order(grade(LAST, due, today)) <= order(grade(LAST, due, tomorrow))


def test_all_grades_are_counted():
    assert map_grades.count(["soon", "soon", "never"]) == {
        "fresh": 0, "soon": 2, "overdue": 0, "long": 0, "never": 1, "no_rhythm": 0,
    }  # fmt: skip

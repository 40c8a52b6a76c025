"""Which policy holds, how urgent a visit is, and why a customer cannot be planned."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from odoo.addons.crm_routes.engine import demand
from odoo.addons.crm_routes.engine.demand import Obstacle, Rep, Terms, obstacles
from odoo.addons.crm_routes.engine.instance import Span
from odoo.addons.crm_routes.engine.patterns import Demand
from odoo.addons.crm_routes.engine.rep_days import RepDay

HOUR, MINUTE = 3600, 60
MONDAY = date(2026, 11, 30)
OVIEDO, GIJON, MADRID = (43.3619, -5.8494), (43.5322, -5.6611), (40.4168, -3.7038)
WEEK = tuple(
    RepDay(MONDAY + timedelta(days=day), 9 * HOUR, 18 * HOUR, Span(14 * HOUR, 15 * HOUR))
    for day in range(5)
)
LUIS = Rep(WEEK, OVIEDO, OVIEDO)
BAR = Terms(Demand(), 20 * MINUTE, place=GIJON)


def codes(terms=BAR, rep=LUIS):
    return [each.code for each in obstacles(terms, rep)]


def open_on(*weekdays, windows=((9, 14),)):
    return {weekday: demand.spans(windows) for weekday in weekdays}


def test_a_customer_that_has_all_has_no_obstacle():
    assert codes() == []
    assert codes(replace(BAR, hours=open_on(0, 3, windows=((9, 13), (16.5, 20))))) == []


@pytest.mark.parametrize(
    ("terms", "rep", "expected"),
    [
        ({"place": None}, {}, [demand.NO_GEO]),
        ({"is_approximate": True}, {}, [demand.APPROXIMATE]),
        ({"is_approximate": True, "takes_approximate": True}, {}, []),
        ({}, {"start": None}, [demand.NO_START]),
        ({}, {"days": ()}, [demand.NO_SHIFT]),
        ({"needs_hours": True}, {}, [demand.NO_HOURS]),
        # open on Saturdays alone, when Luis does not work
        ({"hours": open_on(5)}, {}, [demand.NO_DAY]),
        # open from three to four: no visit of two hours fits
        ({"hours": open_on(0, windows=((15, 16),)), "service": 2 * HOUR}, {}, [demand.TOO_LONG]),
        ({"service": 10 * HOUR}, {}, [demand.TOO_LONG]),
        ({"place": MADRID}, {}, [demand.TOO_FAR]),
        ({}, {"max_metres": 40_000}, [demand.TOO_FAR]),
        # all that is missing is told, what to mend first comes first
        ({"place": None, "needs_hours": True}, {"start": None},
         [demand.NO_GEO, demand.NO_START, demand.NO_HOURS]),
    ],
)  # fmt: skip
def test_why_a_customer_cannot_be_planned(terms, rep, expected):
    assert codes(replace(BAR, **terms), replace(LUIS, **rep)) == expected


def test_too_far_says_which_shift_it_would_take():
    # there and back is 2 x 367 km in a straight line, a third more by road
    (obstacle,) = obstacles(replace(BAR, place=MADRID), LUIS)
    assert 11 * 60 < obstacle.minutes < 14 * 60
    assert obstacle.blocks


@pytest.mark.parametrize(
    ("asked", "hours", "expected"),
    [
        # three a week, open on two weekdays
        (Demand(3), open_on(0, 3), [Obstacle(demand.CLAMPED, 3, 2)]),
        # two a week four days apart, Monday to Wednesday
        (Demand(2, spacing=4), open_on(0, 1, 2), [Obstacle(demand.SPACING, 2, 1)]),
        # six a week, and Luis works five days
        (Demand(6, weekdays=frozenset(range(7))), None, [Obstacle(demand.CLAMPED, 6, 5)]),
        (Demand(2, spacing=2), None, []),
        (Demand(1, 4), open_on(0), []),
    ],
)
def test_a_frequency_that_the_weekdays_do_not_bear(asked, hours, expected):
    found = obstacles(replace(BAR, demand=asked, hours=hours), LUIS)
    assert found == expected
    assert not any(each.blocks for each in found)


@pytest.mark.parametrize(
    ("frequency", "number", "rhythm"),
    [
        (demand.WEEK, 2, (2, 1)),
        (demand.WEEKS, 2, (1, 2)),
        (demand.MONTH, 1, (1, 4)),
        (demand.WEEK, 0, (1, 1)),
    ],
)
def test_a_frequency_as_visits_in_weeks(frequency, number, rhythm):
    assert demand.rhythm(frequency, number) == rhythm


def test_the_next_visit_is_due_a_cycle_after_the_last():
    assert demand.due_on(Demand(1, 2, last_visit=MONDAY)) == MONDAY + timedelta(days=14)
    assert demand.due_on(Demand(2, 1, last_visit=MONDAY)) == MONDAY + timedelta(days=4)
    assert demand.due_on(Demand()) is None


def test_a_visit_that_is_overdue_is_worth_more():
    assert demand.worth(100, 25, 0) == 100
    assert demand.worth(100, 25, 2) == 150
    assert demand.worth(100, 25, -1) == 100


def test_the_strongest_policy_comes_first():
    own = demand.precedence(True, 0, 99, 9)
    two = demand.precedence(False, 2, 50, 8)
    first, second = demand.precedence(False, 1, 10, 7), demand.precedence(False, 1, 20, 1)
    assert sorted([second, first, two, own]) == [own, two, first, second]


@pytest.mark.parametrize(
    ("windows", "problem"),
    [
        ([(9, 14), (17, 20.5)], None),
        ([(9, 14), (14, 20)], None),
        ([], None),
        ([(14, 9)], demand.BACKWARDS),
        ([(9, 25)], demand.BACKWARDS),
        ([(9, 14), (13, 20)], demand.OVERLAP),
        ([(8, 9), (10, 11), (12, 13), (15, 16)], demand.CROWDED),
    ],
)
def test_the_hours_of_a_weekday(windows, problem):
    assert demand.hours_problem(windows) == problem


def test_hours_become_seconds_in_order():
    assert demand.spans([(17, 20.5), (9, 14)]) == (
        Span(9 * HOUR, 14 * HOUR),
        Span(17 * HOUR, 73800),
    )

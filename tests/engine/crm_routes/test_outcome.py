"""What became of planned stops: own visits, visits of others, and the way between check-ins."""

from datetime import date, datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_routes.engine.geometry import estimate
from odoo.addons.crm_routes.engine.instance import Matrix
from odoo.addons.crm_routes.engine.outcome import Made, Planned, driven, match

MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)
GIJON, OVIEDO = (43.5322, -5.6611), (43.3619, -5.8494)


def planned(key, customer="bar", day=MONDAY, visit=None, place=None):
    return Planned(key, customer, place or customer, day, visit)


def made(key, customer="bar", day=MONDAY, hour=9, place=None):
    return Made(key, customer, place or customer, day, datetime(day.year, day.month, day.day, hour))


def test_the_own_visit_counts_on_whatever_day_it_was_made():
    assert match([planned(1, visit=7)], [made(7, day=TUESDAY)]) == {1: 7}


def test_what_was_not_made_has_no_visit():
    assert match([planned(1, visit=7), planned(2, "inn")], []) == {}


def test_a_visit_of_that_day_that_nobody_planned_stands_for_the_stop():
    assert match([planned(1, visit=7)], [made(8)]) == {1: 8}


def test_a_visit_of_the_next_day_does_not():
    assert match([planned(1, visit=7)], [made(8, day=TUESDAY)]) == {}


def test_the_earliest_counts_and_the_same_address_before_it():
    early, late = made(8, hour=9), made(9, hour=12, place="branch")
    assert match([planned(1)], [late, early]) == {1: 8}
    assert match([planned(1, place="branch")], [late, early]) == {1: 9}


def test_a_visit_is_that_of_one_stop_only():
    # given two stops at one customer on a day, and one visit that was planned for neither
    assert match([planned(1), planned(2)], [made(8)]) == {1: 8}
    # and a visit that is another stop's own is not taken from it
    assert match([planned(1), planned(2, day=TUESDAY, visit=8)], [made(8)]) == {2: 8}
    assert match([planned(1)], [made(8)], taken=[8]) == {}


def test_who_is_no_customer_yet_is_nobody_elses_visit():
    assert match([planned(1, customer=None)], [made(8, customer=None)]) == {}
    assert match([planned(1, customer=None, visit=8)], [made(8, customer=None)]) == {1: 8}


customers = st.sampled_from("abc")
days = st.sampled_from([MONDAY, TUESDAY])
numbers = st.integers(0, 5)


@given(
    st.lists(st.tuples(customers, days, st.none() | numbers), max_size=8),
    st.dictionaries(numbers, st.tuples(customers, days, st.integers(0, 23)), max_size=6),
)
def test_no_visit_counts_twice_and_the_order_does_not_matter(stops, visits):
    own = set()
    plan = []
    for key, (customer, day, visit) in enumerate(stops):
        # one visit is made of one stop
        plan.append(planned(key, customer, day, None if visit in own else visit))
        own.add(visit)
    done = [made(key, *values) for key, values in visits.items()]
    found = match(plan, done)
    assert len(set(found.values())) == len(found)
    assert match(reversed(plan), reversed(done)) == found
    for stop in plan:
        if stop.visit in visits:
            assert found[stop.key] == stop.visit


def test_the_way_between_two_towns_is_that_of_the_plans():
    # 24.3 km as the crow flies, 1.3 times that on the road
    way = driven(["first", "second", "third"], estimate([GIJON, OVIEDO, OVIEDO]))
    assert way["first"] == 0
    assert round(way["second"] / 1000, 1) == 31.6
    assert way["third"] == 0


def test_ways_have_a_direction():
    metres = np.array([[0, 300, 900], [500, 0, 400], [700, 800, 0]])
    assert driven([7, 8, 9], Matrix(metres, metres)) == {7: 0, 8: 300, 9: 400}


def test_a_day_without_check_ins_has_no_way():
    assert driven([], estimate([])) == {}

"""What lies around the search: pools, the territory, the way through JSON, publishing."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_routes.engine import (
    checker,
    figures,
    geometry,
    pools,
    publishing,
    territory,
    transport,
)
from odoo.addons.crm_routes.engine.instance import Span
from odoo.addons.crm_routes.engine.kernels import kernel
from odoo.addons.crm_routes.engine.patterns import Demand
from odoo.addons.crm_routes.engine.planner import plan
from odoo.addons.crm_routes.engine.publishing import Known
from odoo.addons.crm_routes.engine.rep_days import RepDay
from odoo.addons.crm_routes.engine.search import Budget
from odoo.addons.crm_routes.engine.wishes import Appointment, Booking, Traveller, Wish

MONDAY, TUESDAY, WEDNESDAY = date(2026, 12, 7), date(2026, 12, 8), date(2026, 12, 9)
HOUR = 3600
DEPOT, GIJON, AVILES = (43.3619, -5.8494), (43.5322, -5.6611), (43.5547, -5.9248)


def rep(key=7, days=(MONDAY, TUESDAY, WEDNESDAY)):
    lunch = Span(14 * HOUR, 15 * HOUR)
    shifts = tuple(RepDay(day, 9 * HOUR, 18 * HOUR, lunch) for day in days)
    return Traveller(key, shifts, 0, 0)


def wish(key, node, *bookings, **terms):
    terms = {"demand": Demand(1, 1), "reps": frozenset({7}), **terms}
    return Wish(key, node, 1200, value=150_000, urgent=150_000, bookings=bookings, **terms)


def made(*wishes, travellers=None, appointments=()):
    matrix = geometry.estimate([DEPOT, GIJON, AVILES])
    return territory.territory(wishes, travellers or [rep()], appointments, matrix)


def searched(found):
    result = plan(found.instance, Budget(rounds=100), chosen=kernel("numpy"))
    assert checker.check(found.instance, result) == []
    return result


def starts(result):
    return {(stop.customer, route.day): stop.start for route, stop in result.each_stop()}


# -- pools -----------------------------------------------------------------------------------------


def test_reps_who_share_customers_are_planned_together():
    assert pools.pools([1, 2, 3, 4], [[1, 3], [3, 9]]) == [(1, 3), (2,), (4,)]
    assert pools.pools([1, 2, 3], [[1, 2], [2, 3]]) == [(1, 2, 3)]
    assert pools.pools([], [[1]]) == []


# -- the territory ---------------------------------------------------------------------------------


def test_a_promised_hour_is_kept_and_an_appointment_keeps_its_time():
    """One shop was promised Tuesday at 10, and on Monday from 9:30 the rep is somewhere else."""
    promised = wish(1, 1, Booking(TUESDAY, 7, 10 * HOUR, 1800))
    elsewhere = Appointment(-5, 2, Booking(MONDAY, 7, 9 * HOUR + 1800, 2 * HOUR))
    found = made(promised, wish(2, 2), appointments=[elsewhere])
    result = starts(searched(found))
    assert abs(result[1, 1] - 10 * HOUR) <= 900
    assert abs(result[-5, 0] - (9 * HOUR + 1800)) <= 900
    assert found.dates == (MONDAY, TUESDAY, WEDNESDAY)


def test_what_was_agreed_upon_over_lunch_is_kept_and_the_rep_eats_later():
    """Lunch is from two to three; a shop was promised a quarter past two, a meeting is at half
    past two on the next day and lasts until the rep goes home."""
    lunch = wish(1, 1, Booking(MONDAY, 7, 14 * HOUR + 900, 1800))
    late = Appointment(-5, 0, Booking(TUESDAY, 7, 14 * HOUR + 1800, 6 * HOUR))
    found = made(lunch, wish(2, 2), appointments=[late])
    assert found.left_out == {}
    assert [each.lunch is None for each in found.instance.shifts] == [True, True, False]
    assert starts(searched(found))[-5, 1] >= 14 * HOUR


def test_an_appointment_that_cannot_be_reached_in_time_keeps_its_time():
    # given ten minutes in Avilés at nine, when the rep's day begins half an hour from there
    early = Appointment(-5, 2, Booking(MONDAY, 7, 9 * HOUR, 600))
    [kept] = made(appointments=[early]).instance.customers
    assert (kept.key, kept.service, kept.promises[0].start) == (-5, 600, 9 * HOUR)
    # then it counts as begun where the rep sets out from
    assert kept.node == 0


def test_of_what_is_in_the_agenda_twice_one_is_left_to_the_rep():
    """Two meetings at ten, 25 km apart; two promises at ten stay a conflict."""
    twice = [Appointment(-n, n, Booking(MONDAY, 7, 10 * HOUR, HOUR)) for n in (1, 2)]
    assert len(made(appointments=twice).instance.customers) == 1
    fighting = [wish(n, n, Booking(MONDAY, 7, 10 * HOUR, HOUR)) for n in (1, 2)]
    assert len(made(*fighting).instance.customers) == 2


def test_a_promise_of_somebody_else_and_one_at_night_leave_the_customer_out():
    other = wish(1, 1, Booking(TUESDAY, 99, 10 * HOUR, 1800))
    night = wish(2, 1, Booking(TUESDAY, 7, 22 * HOUR, 1800))
    found = made(other, night)
    assert found.left_out == {1: "promised_elsewhere", 2: "promise_impossible"}
    assert not found.instance.customers


def test_who_is_not_due_and_who_is_shut_are_left_out_with_the_reason():
    due_in_january = wish(1, 1, demand=Demand(1, 8, last_visit=date(2026, 12, 4)))
    shut = wish(2, 1, hours={5: (Span(9 * HOUR, 13 * HOUR),)})
    assert made(due_in_january, shut).left_out == {1: "not_due", 2: "no_day"}


def test_days_are_those_of_whoever_may_go():
    """The colleague works on Wednesday alone; a shop of his own is visited then."""
    found = made(
        wish(1, 1, reps=frozenset({8})),
        travellers=(rep(7, (MONDAY, TUESDAY)), rep(8, (WEDNESDAY,))),
    )
    assert [each.days for each in found.instance.customers[0].patterns] == [(2,)]


def test_the_agenda_is_a_plan_to_begin_with():
    visits = [(7, TUESDAY, 11 * HOUR, 1), (7, TUESDAY, 9 * HOUR, 2), (7, date(2027, 1, 1), 0, 3)]
    known = territory.agenda_plan(visits, (MONDAY, TUESDAY))
    assert [(r.day, [s.customer for s in r.stops]) for r in known.routes] == [(1, [2, 1])]


# -- the way through JSON --------------------------------------------------------------------------


def test_an_instance_and_its_plan_come_back_the_same():
    hours = {0: (Span(9 * HOUR, 14 * HOUR), Span(16 * HOUR, 19 * HOUR)), 1: (Span(0, HOUR),)}
    booked = wish(1, 1, Booking(TUESDAY, 7, 10 * HOUR, 1800))
    instance = made(booked, wish(2, 2, hours=hours)).instance
    plain = json.loads(json.dumps(transport.plain_instance(instance)))
    back = transport.read_instance(plain)
    assert back.fingerprint() == instance.fingerprint()
    result = plan(instance, Budget(rounds=50), chosen=kernel("numpy"))
    assert transport.read_plan(json.loads(json.dumps(transport.plain_plan(result)))) == result


# -- figures ---------------------------------------------------------------------------------------


def test_figures_of_a_plan():
    """Two shops, one visit each: 2 of 2 visits of A and B, and the drive is that of the plan."""
    found = made(wish(1, 1), wish(2, 2))
    result = searched(found)
    told = figures.figures(found.instance, result, {1: "A", 2: "B"})
    assert told["visits"] == 2
    assert told["metres"] == result.metres
    assert told["coverage"] == {"A": [1, 1], "B": [1, 1]}
    # three days of nine hours less an hour of lunch
    assert told["available"] == 3 * 8 * HOUR
    assert told["worked"] == told["driving"] + 2 * 1200
    twice = figures.added([told, told])
    assert (twice["visits"], twice["coverage"]["A"]) == (4, [2, 2])


# -- publishing ------------------------------------------------------------------------------------


def test_a_visit_of_the_day_is_reused_then_the_nearest_one_is_moved():
    wanted = {"x": (1, MONDAY), "y": (1, WEDNESDAY), "z": (2, MONDAY)}
    known = [Known(11, 1, MONDAY), Known(12, 1, TUESDAY), Known(13, 3, MONDAY)]
    changes = publishing.reconcile(wanted, known)
    assert changes.reused == {"x": 11, "y": 12}
    assert (changes.missing, changes.surplus) == (["z"], [13])


def test_what_was_promised_is_neither_moved_nor_made_twice():
    known = [Known(11, 1, MONDAY, is_kept=True), Known(12, 1, TUESDAY, is_kept=True)]
    changes = publishing.reconcile({"x": (1, MONDAY)}, known)
    assert (changes.kept, changes.missing, changes.surplus) == ({"x": 11}, [], [])


_DAYS = st.integers(1, 6).map(lambda day: date(2026, 12, day))


@given(
    wanted=st.sets(st.tuples(st.integers(1, 3), _DAYS)),
    known=st.lists(st.tuples(st.integers(1, 3), _DAYS, st.booleans()), max_size=8),
)
def test_publishing_again_changes_nothing(wanted, known):
    """Whatever the agenda was, afterwards each stop has its visit on its day."""
    stops = dict(enumerate(sorted(wanted)))
    visits = [Known(100 + n, *each) for n, each in enumerate(known)]
    changes = publishing.reconcile(stops, visits)
    settled = {**changes.kept, **changes.reused}
    assert len(settled) + len(changes.missing) == len(stops)
    after = [visit for visit in visits if visit.is_kept]
    after += [Known(key, *stops[stop]) for stop, key in changes.reused.items()]
    after += [Known(1000 + stop, *stops[stop]) for stop in changes.missing]
    again = publishing.reconcile(stops, after)
    assert (again.missing, again.surplus) == ([], [])
    assert {**again.kept, **again.reused} == {
        **settled,
        **{stop: 1000 + stop for stop in changes.missing},
    }

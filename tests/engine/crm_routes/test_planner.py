"""Plans of small territories whose best plan one can see."""

from dataclasses import replace

import pytest

from odoo.addons.crm_routes.engine import kernels
from odoo.addons.crm_routes.engine.checker import check
from odoo.addons.crm_routes.engine.instance import Pattern, Plan, Span
from odoo.addons.crm_routes.engine.naive import naive_plan
from odoo.addons.crm_routes.engine.planner import plan
from odoo.addons.crm_routes.engine.search import Budget
from odoo.addons.crm_routes.engine.stability import stable, with_promises

from .cases import KM, at, customer, open_from, plane, promised, road, shift, territory

LUNCH = Span(at(13.5), at(14.5))


@pytest.fixture(params=["numpy", "numba"])
def planned(request):
    """A plan of some rounds that passes the checker, by each kernel."""
    if request.param == "numba" and not kernels.has_numba():
        pytest.skip("numba is not installed")

    def _planned(instance, rounds=300, **terms):
        found = plan(instance, Budget(rounds=rounds), chosen=kernels.kernel(request.param), **terms)
        assert check(instance, found) == []
        return found

    return _planned


def order(found, day=0):
    return [stop.customer for route in found.routes if route.day == day for stop in route.stops]


def test_neighbours_are_visited_on_the_same_day(planned):
    """Two villages 50 km east and west, two shops each, any two days: one village a day."""
    matrix = plane([(0, 0), (50, 0), (51, 0), (-50, 0), (-51, 0)])
    shops = [customer(name, node, (0,), (1,)) for node, name in enumerate("abcd", 1)]
    found = planned(territory(matrix, shops, [shift(0), shift(1)]))
    days = found.days_of()
    assert days["a"] == days["b"]
    assert days["c"] == days["d"]
    assert found.metres == 204 * KM


def test_a_siesta_is_kept_and_lunch_too(planned):
    """The bar is open in the mornings and from five; the rep comes home by six."""
    shops = [customer("bar", 1, minutes=60, hours=open_from((9, 10), (17, 20)))]
    found = planned(territory(road(0, 60), shops, [shift(closes=20, lunch=LUNCH)]))
    (stop,) = found.routes[0].stops
    # from nine it is an hour: too late for the morning
    assert stop.start == at(17)
    assert found.routes[0].departure == at(16)


def test_the_rep_leaves_as_late_as_no_visit_moves(planned):
    shops = [customer("bar", 1, hours=open_from((11, 12)))]
    route = planned(territory(road(0, 30), shops, [shift()])).routes[0]
    assert (route.departure, route.stops[0].arrival, route.stops[0].start) == (
        at(10.5),
        at(11),
        at(11),
    )
    assert route.stops[0].latest == at(11.5)
    assert route.back == at(12)


def test_who_is_not_worth_the_way_is_left_out(planned):
    shops = [customer("near", 1), customer("far", 2, value=50 * KM)]
    found = planned(territory(road(0, 5, 100), shops, [shift()]))
    assert order(found) == ["near"]
    assert found.unserved == ("far",)


def test_on_leave_there_is_no_route(planned):
    """Ana is away on the second of three days; the shop is visited on another."""
    shops = [customer("bar", 1, (1,), (2,))]
    found = planned(territory(road(0, 5), shops, [shift(0), shift(2)]))
    assert found.days_of() == {"bar": (2,)}


def test_reps_of_a_pool_share_and_some_customers_have_their_own(planned):
    """Each could do all, but no more than one stop a day is allowed, and the inn wants Luis."""
    shops = [customer("bar", 1), customer("inn", 2, reps=frozenset({"Luis"}))]
    shifts = [shift(rep="Ana", max_stops=1), shift(rep="Luis", max_stops=1)]
    found = planned(territory(road(0, 5, 6), shops, shifts))
    assert {route.rep: order(Plan((route,))) for route in found.routes} == {
        "Ana": ["bar"],
        "Luis": ["inn"],
    }


def test_reps_that_begin_elsewhere_are_not_alike(planned):
    """Both shifts are empty; the second rep lives beside the shop."""
    near = replace(shift(rep="Luis"), start=2, end=2)
    found = planned(territory(road(0, 60, 59), [customer("bar", 1)], [shift(), near]))
    assert [route.rep for route in found.routes] == ["Luis"]


def test_the_end_of_a_shift_may_be_elsewhere(planned):
    """From home to a hotel 40 km away, with the shop on the way: no metre more."""
    away = replace(shift(), end=2)
    found = planned(territory(road(0, 20, 40), [customer("bar", 1)], [away]))
    assert found.metres == 40 * KM


def test_a_promise_goes_before_what_is_worth_more(planned):
    """At eleven both shops would be, 60 km apart; the promised one is worth nothing."""
    shops = [
        customer("rich", 1, hours=open_from((11, 11.5)), value=9_000 * KM),
        customer("told", 2, promises=(promised(11),), value=0),
    ]
    found = planned(territory(plane([(0, 0), (30, 0), (-30, 0)]), shops, [shift()]))
    assert order(found) == ["told"]
    assert abs(found.routes[0].stops[0].start - at(11)) <= 15 * 60


def test_a_promised_day_is_kept_though_no_pattern_has_it(planned):
    bar = with_promises(customer("bar", 1, (0, 2)), [promised(11, day=1)])
    assert [each.days for each in bar.patterns] == [(1, 2)]
    found = planned(territory(road(0, 5), [bar], [shift(day) for day in range(3)]))
    assert found.days_of() == {"bar": (1, 2)}


def test_a_cheaper_day_is_not_worth_a_change_of_the_published_plan(planned):
    """The inn moves beside the bar's Monday, which saves two kilometres: five are asked for."""
    shops = [customer("bar", 1, (0,)), customer("inn", 2, (0,), (1,))]
    shifts = [shift(0), shift(1)]
    before = planned(
        territory(road(0, 2, 1), [shops[0], replace(shops[1], patterns=(Pattern((1,)),))], shifts)
    )
    instance = stable(territory(road(0, 2, 1), shops, shifts), before)
    assert planned(instance, published=before).days_of() == {"bar": (0,), "inn": (1,)}
    cheap = stable(territory(road(0, 2, 1), shops, shifts), before, metres=1 * KM)
    assert planned(cheap, published=before).days_of() == {"bar": (0,), "inn": (0,)}


def test_a_promise_for_tomorrow_goes_before_the_published_plan(planned):
    """Published for the third day, told on the phone that it is tomorrow, which is frozen."""
    shops = [customer("bar", 1, (0,), (1,), (2,))]
    shifts = [shift(day) for day in range(3)]
    days = territory(road(0, 5), [replace(shops[0], patterns=(Pattern((2,)),))], shifts)
    before = planned(days)
    told = territory(road(0, 5), [with_promises(shops[0], [promised(11, day=1)])], shifts)
    held = stable(told, before, frozen_days=2)
    assert planned(held, published=before).days_of() == {"bar": (1,)}


def test_a_tight_fleet_serves_all_in_strict_mode(planned):
    """Two days of three, six shops of one each, and all are mandatory."""
    shops = [customer(n, n, (0,), (1,), value=10**9, size=1) for n in range(1, 7)]
    shifts = [shift(0, capacity=3), shift(1, capacity=3)]
    found = planned(territory(road(0, 1, 2, 3, 4, 5, 6), shops, shifts), strict=True)
    assert found.unserved == ()


@pytest.mark.parametrize(
    "instance",
    [
        territory(road(0), [], [shift()]),
        territory(road(0, 5), [customer("bar", 1)], []),
        territory(road(0), [], []),
        territory(road(0, 5), [customer("bar", 1)], [shift()]),
        territory(road(0, 5), [replace(customer("bar", 1), patterns=())], [shift()]),
    ],
)
def test_nobody_no_shift_or_one_customer_is_a_plan_too(planned, instance):
    found = planned(instance)
    assert found.fingerprint == instance.fingerprint()
    assert len(found.unserved) + found.visits == len(instance.customers)


def test_the_same_inputs_have_the_same_fingerprint_and_others_another():
    shops = [customer("bar", 1), customer("inn", 2, reps=frozenset({"Ana", "Luis"}))]
    instance = territory(road(0, 5, 6), shops, [shift(0), shift(1)])
    turned = territory(road(0, 5, 6), shops[::-1], [shift(1), shift(0)])
    assert instance.fingerprint() == turned.fingerprint()
    for other in (
        territory(road(0, 5, 7), shops, instance.shifts),
        territory(road(0, 5, 6), shops, [shift(0)]),
        territory(road(0, 5, 6), [replace(shops[0], value=1), shops[1]], instance.shifts),
    ):
        assert other.fingerprint() != instance.fingerprint()


def test_the_search_tells_how_far_it_is_and_stops_when_it_is_told(planned):
    shops = [customer(n, n, (0,), (1,)) for n in range(1, 7)]
    instance = territory(road(0, 1, 2, 3, 4, 5, 6), shops, [shift(0), shift(1)])
    told = []
    whole = planned(instance, 5_000, progress=lambda share, cost: told.append((share, cost)))
    shares, costs = zip(*told, strict=True)
    assert list(shares) == sorted(shares)
    assert shares[-1] == 1
    assert costs[-1] == min(costs)
    stopped = planned(instance, 5_000, cancelled=lambda: len(told) > 0)
    assert stopped.iterations < whole.iterations == 5_000


def test_a_list_by_hand_takes_turns_and_the_nearest_next():
    """Four weekly shops go to Monday and Tuesday in turns, and each day to the nearest first."""
    shops = [customer(n, n, (0,), (1,)) for n in range(1, 5)]
    found = naive_plan(territory(road(0, 40, 30, 20, 10), shops, [shift(0), shift(1)]))
    assert (order(found, 0), order(found, 1)) == ([3, 1], [4, 2])

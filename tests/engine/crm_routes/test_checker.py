"""The checker finds each kind of mistake; it knows nothing of the planner."""

from dataclasses import replace

import pytest

from odoo.addons.crm_routes.engine import checker
from odoo.addons.crm_routes.engine.checker import check
from odoo.addons.crm_routes.engine.instance import Plan, Route, Span, Stop

from .cases import KM, at, customer, open_from, promised, road, shift, territory

LUNCH = Span(at(13), at(14))
# Home, and shops at 10 and 30 km: a minute a kilometre, visits of half an hour.
ROAD = road(0, 10, 30)
SHOPS = (customer("bar", 1), customer("inn", 2))
DAY = territory(ROAD, SHOPS, [shift()])


def stop(key, arrival, start=None):
    return Stop(key, at(arrival), at(arrival if start is None else start), at(18))


def route(*stops, departure=9, back=11, metres=60, rep="Ana", day=0):
    return Route(rep, day, at(departure), tuple(stops), at(back), metres * KM)


# Leaves at 9:00, at the bar 9:10 to 9:40, at the inn 10:00 to 10:30, back at 11:00.
GOOD = route(stop("bar", 9 + 1 / 6), stop("inn", 10))


def kinds(instance, *routes, unserved=()):
    return sorted({each.kind for each in check(instance, Plan(routes, unserved))})


def test_a_right_plan_breaks_nothing():
    assert kinds(DAY, GOOD) == []
    assert kinds(DAY, unserved=("bar", "inn")) == []


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (replace(GOOD, metres=59 * KM), checker.METRES),
        (replace(GOOD, back=at(10.9)), checker.TRAVEL),
        (replace(GOOD, back=at(18.1)), checker.SHIFT),
        (replace(GOOD, departure=at(8.9)), checker.SHIFT),
        (replace(GOOD, day=1), checker.SHIFT),
        (replace(GOOD, rep="Luis"), checker.SHIFT),
        (replace(GOOD, stops=(stop("bar", 9.1), stop("inn", 10))), checker.TRAVEL),
        (replace(GOOD, stops=(stop("bar", 9.5, 9.4), stop("inn", 10))), checker.TRAVEL),
        (replace(GOOD, stops=(stop("bar", 9.2), stop("bar", 10))), checker.BOOKED_TWICE),
        (replace(GOOD, stops=(stop("bar", 9.2), stop("zoo", 10))), checker.UNKNOWN),
        (replace(GOOD, stops=(stop("bar", 9 + 1 / 6),)), checker.LEFT_OUT),
    ],
)
def test_what_is_wrong_with_a_route_is_found(wrong, kind):
    assert kind in kinds(DAY, wrong)


def test_a_rep_has_one_route_a_shift():
    assert checker.SHIFT in kinds(DAY, GOOD, GOOD)
    assert checker.BOOKED_TWICE in kinds(DAY, GOOD, GOOD)


def test_left_out_and_visited_do_not_go_together():
    assert kinds(DAY, GOOD, unserved=("bar",)) == [checker.LEFT_OUT]


@pytest.mark.parametrize(
    ("terms", "kind"),
    [
        ({"hours": open_from((9.5, 18))}, checker.HOURS),
        ({"hours": open_from((9, 9.5))}, checker.HOURS),
        ({"hours": ((),)}, checker.HOURS),
        ({"reps": frozenset({"Luis"})}, checker.REP),
        ({"promises": (promised(9.5),)}, checker.PROMISE),
        ({"promises": (promised(9.25, rep="Luis"),)}, checker.PROMISE),
        ({"promises": (promised(9.25, day=1),)}, checker.PROMISE),
    ],
)
def test_what_was_agreed_with_the_customer_is_kept(terms, kind):
    instance = replace(DAY, customers=(replace(SHOPS[0], **terms), SHOPS[1]))
    assert kinds(instance, GOOD) == [kind]


def test_a_promise_is_kept_within_a_quarter_of_an_hour():
    instance = replace(DAY, customers=(replace(SHOPS[0], promises=(promised(9.25),)), SHOPS[1]))
    assert kinds(instance, GOOD) == []


@pytest.mark.parametrize("limit", [{"max_stops": 1}, {"max_metres": 59 * KM}, {"capacity": 1}])
def test_limits_of_the_rep(limit):
    shops = tuple(replace(each, size=1) for each in SHOPS)
    assert kinds(territory(ROAD, shops, [shift(**limit)]), GOOD) == [checker.LIMIT]


def test_half_a_pattern_is_none():
    weekly = (customer("bar", 1, (0, 1), (0, 2)), SHOPS[1])
    instance = territory(ROAD, weekly, [shift(day) for day in range(3)])
    assert kinds(instance, GOOD) == [checker.PATTERN]


def test_lunch_is_no_time_to_drive_or_to_visit():
    """From 12:40 it is 20 minutes to the bar and lunch begins: the visit is at two or torn."""
    instance = territory(road(0, 20), [customer("bar", 1)], [shift(lunch=LUNCH)])
    early = route(stop("bar", 12.75), departure=12 + 5 / 12, back=13.7, metres=40)
    assert kinds(instance, early) == [checker.LUNCH, checker.TRAVEL]
    late = route(stop("bar", 13, 14), departure=12 + 2 / 3, back=14 + 5 / 6, metres=40)
    assert kinds(instance, late) == []
    over = route(stop("bar", 13 + 1 / 6, 14), departure=12 + 5 / 6, back=14 + 5 / 6, metres=40)
    assert kinds(instance, over) == [checker.TRAVEL]


def figures(route=GOOD, **terms):
    """What is told of a day with these shops and limits, at the second of which one is at ten."""
    shops = SHOPS[0], replace(SHOPS[1], **terms.pop("inn", {}))
    found = check(territory(ROAD, shops, [shift(**terms)]), Plan((route,), ()))
    return [each.figures for each in found]


def test_a_sentence_has_its_figures():
    assert figures(max_stops=1) == [{"of": "stops", "amount": 2, "most": 1}]
    assert figures(max_metres=50 * KM) == [{"of": "metres", "amount": 60 * KM, "most": 50 * KM}]
    # the inn closes at a quarter past ten, or was promised eleven
    half_past_ten = {"begin": at(10), "end": at(10.5)}
    assert figures(inn={"hours": open_from((8, 10.25))}) == [half_past_ten]
    assert figures(inn={"promises": (promised(11),)}) == [{"promised": at(11), "begin": at(10)}]
    # others need none
    assert figures(replace(GOOD, metres=59 * KM)) == [{}]

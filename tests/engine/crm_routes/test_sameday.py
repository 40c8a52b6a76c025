"""The day itself: a better order for what is left, and what to do when it is late."""

import itertools
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_routes.engine.insertion import cheapest_place, inserted
from odoo.addons.crm_routes.engine.sameday import reoptimised, running_late
from odoo.addons.crm_routes.engine.timing import Line, Visit, earliest, is_possible

from ..work import count_calls
from .cases import HOUR, KM, MINUTE, at, plane, road


def line(matrix, *visits, opens=9.0, closes=18.0, start=0):
    tables = matrix.seconds.tolist(), matrix.metres.tolist()
    return Line(visits, start, 0, at(opens), at(closes), *tables)


def visit(node, first=0.0, last=24.0, *, minutes=15, **terms):
    return Visit(f"v{node}", node, minutes * MINUTE, ((at(first), at(last)),), **terms)


def keys(day):
    return [each.key for each in day.visits]


def test_what_is_left_is_driven_in_order():
    day = line(road(0, 10, 20, 30, 40), visit(3), visit(1), visit(4), visit(2))
    better = reoptimised(day)
    assert better.length() == 80 * KM


def test_a_promised_hour_does_not_move():
    """Past the far shop and back would be shortest; the near one was promised half past nine."""
    day = line(road(0, 10, 40), visit(2), visit(1, 11, 11.25))
    better = reoptimised(day)
    starts = dict(zip(keys(better), earliest(better), strict=True))
    assert at(11) <= starts["v1"] <= at(11.25)


def test_what_is_done_keeps_its_place():
    done = visit(4, fixed=True)
    better = reoptimised(line(road(0, 10, 20, 30, 40), done, visit(1), visit(3), visit(2)))
    assert keys(better)[0] == "v4"
    assert better.length() == 80 * KM


def test_what_does_not_fit_is_told():
    day = line(road(0, 10), visit(1), closes=9.5)
    assert reoptimised(day) is None
    assert reoptimised(line(road(0, 10)), [visit(1, 8, 8.5)]) is None
    assert reoptimised(line(road(0))).visits == ()


def random_day(chance, stops):
    """Half of the stops have windows of an hour or more round an order that is possible."""
    points = [(chance.gauss(0, 7), chance.gauss(0, 7)) for _point in range(stops + 1)]
    matrix = plane(points, 1.8)
    order = list(range(1, stops + 1))
    chance.shuffle(order)
    bare = line(matrix, *(visit(node) for node in order), closes=24)
    starts = earliest(bare)
    visits = []
    for each, start in zip(bare.visits, starts, strict=True):
        if chance.random() < 0.5:
            width = chance.choice([1, 2, 4]) * HOUR
            opens = start - int(chance.random() * width)
            each = replace(each, windows=((opens, opens + width),))
        visits.append(each)
    return bare.with_visits(visits)


@pytest.mark.parametrize("seed", range(8))
def test_seven_stops_are_in_the_best_order_there_is(seed):
    """Against all 5,040 orders."""
    day = random_day(random.Random(seed), 7)
    orders = (day.with_visits(each) for each in itertools.permutations(day.visits))
    best = min(each.length() for each in orders if is_possible(each))
    assert reoptimised(day).length() == best


@given(st.integers(0, 10_000), st.integers(1, 9))
def test_never_worse_than_the_cheapest_insertion(seed, stops):
    chance = random.Random(seed)
    day = random_day(chance, stops)
    new = day.visits[chance.randrange(stops)]
    rest = day.with_visits([each for each in day.visits if each.key != new.key])
    place = cheapest_place(rest, new)
    found = reoptimised(rest, [new])
    assert (found is None) == (place is None)
    if place is not None:
        assert found.length() <= inserted(rest, new, place).length()
        assert is_possible(found)
        assert sorted(keys(found)) == sorted(keys(day))


def test_the_same_day_gives_the_same_order():
    day = random_day(random.Random(3), 12)
    assert keys(reoptimised(day)) == keys(reoptimised(day))


@pytest.mark.parametrize("seed", range(6))
def test_a_better_order_of_fifteen_stops_is_bounded_work_and_never_longer(seed):
    day = random_day(random.Random(seed), 15)
    assert reoptimised(day).length() <= day.length()
    assert count_calls(lambda: reoptimised(day)) <= 320_000  # 191,000 to 310,000


def test_late_but_all_in_time():
    late = running_late(line(road(0, 10, 20), visit(1), visit(2), opens=12))
    assert late.starts == (at(12 + 1 / 6), at(12 + 1 / 6) + 15 * 60 + 10 * 60)
    assert late.drop == late.late == ()


def test_the_rest_is_in_time_without_what_is_worth_least():
    """At noon it is 12:10 at the first and 12:35 at the promised one, whose last hour is 12:30."""
    visits = visit(1, value=5), visit(2, 12, 12.5, value=100)
    late = running_late(line(road(0, 10, 20), *visits, opens=12))
    assert late.late == ("v2",)
    assert late.drop == ("v1",)
    assert late.starts == (at(12 + 1 / 3),)


def test_overtime_is_told_in_seconds():
    """A quarter of an hour and the way back after six."""
    late = running_late(line(road(0, 10), visit(1), opens=17.75))
    assert late.over == (10 + 15 + 10 - 15) * 60
    assert late.late == ()
    assert late.drop == ("v1",)


def test_several_may_have_to_go():
    visits = [visit(node, minutes=60, value=node) for node in (1, 2, 3)]
    late = running_late(line(road(0, 1, 2, 3), *visits, opens=16.75))
    assert late.drop == ("v1", "v2")


def test_more_than_three_may_have_to_go():
    """Five hours of visits and half an hour is left: one worth least after the other."""
    visits = [visit(node, minutes=60, value=node) for node in range(1, 6)]
    late = running_late(line(road(*range(6)), *visits, opens=17.5))
    assert sorted(late.drop) == ["v1", "v2", "v3", "v4", "v5"]
    assert late.starts == ()


def test_a_promised_visit_goes_last():
    visits = visit(1, minutes=60, promised=True), visit(2, minutes=60, value=900)
    late = running_late(line(road(0, 1, 2), *visits, opens=16.5))
    assert late.drop == ("v2",)


@given(st.integers(0, 10_000), st.integers(1, 9), st.integers(0, 6))
def test_without_what_is_dropped_all_is_in_time(seed, stops, hours):
    day = random_day(random.Random(seed), stops)
    day = replace(day, opens=day.opens + hours * HOUR)
    late = running_late(day)
    rest = [each for each in day.visits if each.key not in late.drop]
    assert earliest(day.with_visits(rest)) == list(late.starts)
    assert (late.drop == ()) == (earliest(day) is not None)

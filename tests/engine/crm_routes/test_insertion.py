"""One more visit: the cheapest places over some days; nobody else moves."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_routes.engine.clock import windows_of
from odoo.addons.crm_routes.engine.insertion import best_slots, cheapest_place, inserted
from odoo.addons.crm_routes.engine.planner import plan, shift_line
from odoo.addons.crm_routes.engine.search import Budget
from odoo.addons.crm_routes.engine.timing import Visit, earliest, is_possible

from ..work import count_calls
from .cases import KM, MINUTE, at, customer, plane, promised, road, shift, territories, territory


def line(instance, *keys):
    return shift_line(instance, instance.shifts[0], keys)


def visit(node, *, minutes=30, first=0.0, last=24.0):
    return Visit("new", node, minutes * MINUTE, ((at(first), at(last)),))


def test_on_the_way_costs_nothing():
    day = line(territory(road(0, 10, 20), [customer("bar", 2)], [shift()]), "bar")
    place = cheapest_place(day, visit(1))
    assert (place.metres, place.position, place.start) == (0, 0, at(9 + 1 / 6))


def test_nobody_behind_it_is_late():
    """Half an hour on the way would be free, but the bar was promised half past nine."""
    shops = [customer("bar", 2, promises=(promised(9.5),))]
    day = line(territory(road(0, 10, 20), shops, [shift()]), "bar")
    place = cheapest_place(day, visit(1))
    assert (place.metres, place.position) == (0, 1)
    assert cheapest_place(day, visit(1, first=9, last=9.5)) is None


def test_the_three_best_of_twenty_days_cheapest_first():
    """The nearer a day's shop, the cheaper; a full day and a closed one are no proposal."""
    matrix = road(0, 10, *range(10, 30))
    lines, visits = [], []
    for day in range(20):
        terms = {"max_stops": 1} if day == 1 else {}
        one = territory(matrix, [customer("bar", 2 + day)], [shift(**terms)])
        lines.append(line(one, "bar"))
        visits.append(None if day == 0 else visit(1, first=0, last=9.2))
    slots = best_slots(lines, visits)
    assert [each.line for each in slots] == [2, 3, 4]
    assert [each.place.metres for each in slots] == [0, 0, 0]


def test_nobody_goes_before_a_visit_that_is_done():
    day = line(territory(road(0, 10, 20), [customer("bar", 2)], [shift()]), "bar")
    done = day.with_visits([replace(day.visits[0], fixed=True)])
    assert cheapest_place(done, visit(1)).position == 1


def test_a_day_in_kilometres_is_not_made_longer():
    day = line(territory(road(0, 10, 20), [customer("bar", 1)], [shift(max_metres=39 * KM)]), "bar")
    assert cheapest_place(day, visit(2)) is None


@given(territories(), st.data())
def test_an_insertion_never_worsens_a_promise(instance, data):
    """Take a visit out of a plan and put it in again: it fits, and no start leaves its window."""
    found = plan(instance, Budget(rounds=40))
    routes = {(each.rep, each.day): each for each in found.routes}
    for each in instance.shifts:
        route = routes.get((each.rep, each.day))
        if route is None:
            continue
        keys = [stop.customer for stop in route.stops]
        out = data.draw(st.sampled_from(keys))
        rest = shift_line(instance, each, [key for key in keys if key != out])
        again = next(c for c in instance.customers if c.key == out)
        new = Visit(out, again.node, again.service, windows_of(again, each))
        place = cheapest_place(rest, new)
        if place is None:  # without it the drive is longer where the triangle is broken
            continue
        whole = inserted(rest, new, place)
        assert is_possible(whole)
        assert whole.length() == rest.length() + place.metres
        starts = earliest(whole)
        assert starts[place.position] == place.start
        for start, stop in zip(starts, whole.visits, strict=True):
            assert any(a <= start <= b for a, b in stop.windows)


def test_three_hours_of_twenty_days_of_twelve_stops_are_little_work():
    """Milliseconds are for the bench: a busy machine has as many calls, and later."""
    chance = random.Random(5)
    points = [(chance.gauss(0, 8), chance.gauss(0, 8)) for _point in range(14)]
    shops = [customer(n, n, minutes=15) for n in range(1, 13)]
    day = line(territory(plane(points, 2), shops, [shift()]), *range(1, 13))
    lines, visits = [day] * 20, [visit(13)] * 20
    assert len(best_slots(lines, visits)) == 3
    assert count_calls(lambda: best_slots(lines, visits)) <= 3_000  # 2,722

"""A day that does not go as planned: late, with a gap, with one visit more."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_routes.engine.agenda import without_taken
from odoo.addons.crm_routes.engine.day import as_it_stands, retimed
from odoo.addons.crm_routes.engine.instance import Span
from odoo.addons.crm_routes.engine.late import (
    better_order,
    closed_up,
    offered,
    place_at,
    pushed,
    to_give_up,
)

from ..work import count_calls
from .cases import KM, at, plane, road
from .test_day import days, frame, hours, problems, stay


def under_way(matrix, now, **terms):
    return frame(matrix, now, now=at(now), has_begun=True, **terms)


def test_half_an_hour_late_and_all_still_fits():
    """At ten o'clock at home; the first stood at 9:40, the second has two hours to spare."""
    day = under_way(road(0, 10, 20), 10)
    stays = [stay(1, 9 + 40 / 60), stay(2, 13)]
    assert to_give_up(day, stays) == []
    assert hours(pushed(day, stays)) == [10 + 1 / 6, 13]


def test_what_is_worth_least_is_given_up_first():
    """The far one was promised eleven; one of the two before it has to go."""
    day = under_way(road(0, 10, 20, 30), 10)
    stays = [
        stay(1, 9.5, value=80 * KM),
        stay(2, 10, value=40 * KM),
        stay(3, 11, promised=True, value=10 * KM),
    ]
    offers = to_give_up(day, stays)
    assert [(each.key, each.helps) for each in offers] == [
        ("v2", True),
        ("v1", False),
        ("v3", False),
    ]


def test_an_appointment_is_nobodys_to_give_up():
    day = under_way(road(0, 10, 20), 11)
    stays = [stay(1, 10, value=KM), stay(2, 11.5, promised=True, is_fixed=True)]
    assert [each.key for each in to_give_up(day, stays)] == ["v1"]


def test_a_gap_is_closed_behind_it_alone():
    """Nobody comes at ten: the visit at eleven moves up, the one at half past nine stays."""
    day = frame(road(0, 10, 20))
    drive = closed_up(day, [stay(1, 9.5), stay(2, 11)], at(10))
    assert hours(drive) == [9.5, 10 + 1 / 6]


def test_what_was_promised_does_not_move_up():
    day = frame(road(0, 10, 20))
    assert hours(closed_up(day, [stay(1, 9.5), stay(2, 11, promised=True)], at(10))) == [9.5, 11]


def test_what_is_left_in_a_better_order():
    day = frame(road(0, 10, 20, 30))
    assert better_order(day, [stay(1, 9.5), stay(3, 10.5), stay(2, 12)]) in (
        ["v1", "v2", "v3"],
        ["v1", "v3", "v2"],
        ["v3", "v2", "v1"],
        ["v2", "v3", "v1"],
    )
    order = better_order(frame(road(0, 10, -10, 20)), [stay(1, 9.5), stay(2, 10.5), stay(3, 12)])
    assert abs(order.index("v1") - order.index("v3")) == 1


def test_a_promised_hour_is_kept_to_the_minute():
    """Past the near shop to the far one and back would be as short; the near one was promised."""
    day = frame(road(0, 10, 40))
    stays = [stay(1, 9.5, promised=True), stay(2, 12)]
    order = better_order(day, stays)
    again = retimed(day, [next(each for each in stays if each.key == key) for key in order])
    assert hours(again)[order.index("v1")] == 9.5


def test_an_order_that_is_too_late_is_put_together_anew():
    """As it stands the promise of ten breaks; the other way round all is in time."""
    day = under_way(road(0, 10, 20), 9.25)
    stays = [stay(1, 9, 60), stay(2, 10, promised=True)]
    assert retimed(day, stays).broken == ("v2",)
    assert better_order(day, stays) == ["v2", "v1"]


def test_a_day_that_is_too_long_becomes_no_longer():
    """Eleven is the end and half past twelve is when one is back; in order it is ten to twelve."""
    day = frame(road(0, 40, 10, 30), closes=11)
    stays = [stay(1, 9.5), stay(2, 10.5), stay(3, 11.5)]
    assert retimed(day, stays).back == at(12.5)
    order = better_order(day, stays)
    again = retimed(day, [next(each for each in stays if each.key == key) for key in order])
    assert (again.metres, again.back) == (80 * KM, at(11 + 5 / 6))


def test_a_day_that_is_too_late_has_no_order():
    day = under_way(road(0, 40), 10)
    assert better_order(day, [stay(1, 10, promised=True)]) is None
    assert better_order(frame(road(0)), []) == []


def test_one_more_visit_at_a_round_hour():
    """On the way from ten to twenty kilometres: no detour, after the first, at a full five."""
    day = frame(road(0, 10, 20, 15))
    stays = [stay(1, 9 + 11 / 60), stay(2, 12)]
    slot = offered([(day, stays)], [stay(3, 0)])[0]
    assert (slot.position, slot.metres) == (1, 0)
    # the first is over at 9:41, five minutes away: 9:46 becomes 9:50
    assert slot.start == at(9 + 50 / 60)
    assert place_at(day, stays, stay(3, 9 + 50 / 60)) == 1


def test_a_slot_that_somebody_has_taken_is_none():
    day = frame(road(0, 10, 20, 15))
    stays = [stay(1, 9 + 11 / 60), stay(2, 9 + 50 / 60, promised=True)]
    assert place_at(day, stays, stay(3, 9 + 50 / 60)) is None


def test_today_nothing_is_offered_that_is_over():
    day = under_way(road(0, 10), 15)
    slot = offered([(day, [])], [stay(1, 0)])[0]
    assert slot.start == at(15 + 10 / 60)


def test_lunch_is_no_slot():
    day = frame(road(0, 10), 12.75, pause=Span(at(13), at(14)))
    slot = offered([(day, [])], [stay(1, 0)])[0]
    assert slot.start == at(14)


def test_the_soonest_is_one_of_the_three():
    """Today it is a detour of twenty kilometres; on three later days one passes by."""
    today = frame(road(0, 10, 20, 15, -10), 9)
    on_the_way = [stay(1, 9 + 1 / 6), stay(2, 12)]
    days = [(today, []), *[(today, on_the_way)] * 3]
    slots = offered(days, [stay(4, 0)] * 4)
    assert [(each.day, each.metres) for each in slots] == [(0, 20 * KM), (1, 20 * KM), (2, 20 * KM)]
    slots = offered(days, [stay(3, 0)] * 4)
    assert [(each.day, each.metres) for each in slots] == [(1, 0), (2, 0), (0, 30 * KM)]


def test_where_it_is_closed_it_is_not_offered():
    day = frame(road(0, 10))
    assert offered([(day, []), (day, [])], [stay(1, 0, open=[]), None]) == []


@given(days(), st.integers(0, 60))
def test_whoever_is_offered_an_hour_gets_it_and_nobody_is_late(case, kilometre):
    """Booked, the day stands without a problem that it did not have."""
    day, stays = case
    drive = retimed(day, stays)
    if problems(drive) or drive.over:
        return
    told = {each.key: each.start for each in drive.steps}
    stays = [replace(each, start=told[each.key]) for each in stays]
    last = len(day.seconds)
    places = [*[day.metres[0][node] // KM for node in range(last)], kilometre]
    wider = frame(road(*places), closes=20)
    slots = offered([(wider, stays)], [stay(last, 0)])
    for slot in slots:
        new = stay(last, 0, promised=True)
        new = replace(new, start=slot.start)
        position = place_at(wider, stays, new)
        assert position is not None
        whole = [*stays[:position], new, *stays[position:]]
        after = pushed(wider, whole)
        assert not problems(after)
        assert after.steps[position].start == slot.start


def test_twenty_days_of_twelve_stops_are_little_work_and_stay_as_they_stand():
    chance = random.Random(5)
    points = [(chance.gauss(0, 8), chance.gauss(0, 8)) for _point in range(14)]
    day = frame(plane(points, 2), closes=20)
    line = retimed(day, [stay(n, 9, 15) for n in range(1, 13)])
    stays = [stay(each, 9, 15) for each in range(1, 13)]
    stays = [replace(one, start=step.start) for one, step in zip(stays, line.steps, strict=True)]
    twenty = [(day, stays)] * 20, [stay(13, 0)] * 20
    assert len(offered(*twenty)) == 3
    assert count_calls(lambda: offered(*twenty)) <= 9_000  # 8,266
    assert not problems(as_it_stands(day, stays))


# -- hours that are taken elsewhere --------------------------------------------------------------


def span(opens, closes):
    return Span(at(opens), at(closes))


def test_hours_that_are_taken_are_no_opening_hours():
    taken = [span(10, 12), span(17, 19)]
    assert without_taken((span(9, 14), span(16, 18)), taken) == (
        span(9, 10),
        span(12, 14),
        span(16, 17),
    )
    assert without_taken((span(10, 12),), taken) == ()
    assert without_taken((span(12, 13),), taken) == (span(12, 13),)


def test_who_is_always_open_is_so_around_them():
    assert without_taken(None, []) is None
    first, last = without_taken(None, [span(10, 12)])
    assert (first, last.opens) == (Span(0, at(10)), at(12))

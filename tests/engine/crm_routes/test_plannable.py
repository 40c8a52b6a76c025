"""Who cannot be planned and why; promises that fight; how full the shifts are."""

from dataclasses import replace

import pytest

from odoo.addons.crm_routes.engine import plannable as reasons
from odoo.addons.crm_routes.engine.instance import Pattern, Span
from odoo.addons.crm_routes.engine.plannable import Conflict, Refusal, conflicts, load, plannable

from .cases import KM, MINUTE, at, customer, open_from, promised, road, shift, territory


def refused(shop, *shifts, place=60):
    return plannable(territory(road(0, place), [shop], shifts or [shift()]))[1]


@pytest.mark.parametrize(
    ("terms", "reason", "needed"),
    [
        ({"minutes": 10 * 60}, reasons.TOO_LONG, 12 * 60),
        ({"minutes": 8 * 60}, reasons.TOO_FAR, 10 * 60),
        # open until ten, and it is an hour to drive
        ({"hours": open_from((9, 10))}, reasons.TOO_FAR, 2 * 60 + 30),
        # open for a quarter of an hour
        ({"hours": open_from((11, 11.25))}, reasons.TOO_LONG, 2 * 60 + 30),
        ({"hours": ((),)}, reasons.CLOSED, None),
        ({"reps": frozenset({"Luis"})}, reasons.CLOSED, None),
    ],
)
def test_one_who_fits_no_day_alone_is_refused_with_the_shift_it_needs(terms, reason, needed):
    wanted = None if needed is None else needed * MINUTE
    assert refused(customer("bar", 1, **terms)) == (Refusal("bar", reason, wanted),)


def test_too_far_for_the_kilometres_of_a_day():
    (refusal,) = refused(customer("bar", 1), shift(max_metres=100 * KM))
    assert refusal.reason == reasons.TOO_FAR


def test_without_a_pattern_there_is_nothing_to_plan():
    (refusal,) = refused(replace(customer("bar", 1), patterns=()))
    assert refusal.reason == reasons.NO_PATTERN
    (refusal,) = plannable(territory(road(0, 5), [customer("bar", 1)], []))[1]
    assert refusal.reason == reasons.NO_PATTERN


def test_a_pattern_on_a_half_day_that_is_too_short_falls_away():
    shop = customer("bar", 1, (0,), (1,))
    days = territory(road(0, 60), [shop], [shift(0, closes=10.5), shift(1)])
    kept, refusals = plannable(days)
    assert refusals == ()
    assert [each.days for each in kept.customers[0].patterns] == [(1,)]


def test_without_a_whole_pattern_as_many_visits_as_can_be():
    shop = customer("bar", 1, (0, 1), (0, 2))
    shifts = [shift(0), shift(1, closes=10), shift(2, closes=10)]
    kept, _refusals = plannable(territory(road(0, 60), [shop], shifts))
    assert [each.days for each in kept.customers[0].patterns] == [(0,)]


@pytest.mark.parametrize("days", [(), (1, 0), (1, 1)])
def test_a_pattern_has_days_sorted_and_each_once(days):
    with pytest.raises(ValueError, match="sorted"):
        Pattern(days)


def test_two_promises_that_no_rep_can_keep_are_told_with_both_names():
    shops = [
        customer("bar", 1, promises=(promised(11),)),
        customer("inn", 2, promises=(promised(11.25),)),
        customer("pub", 1, promises=(promised(15),)),
    ]
    assert conflicts(territory(road(0, 5, 65), shops, [shift()])) == [Conflict(0, ("bar", "inn"))]
    two = territory(road(0, 5, 65), shops, [shift(), shift(rep="Luis")])
    assert conflicts(two) == []


def test_how_full_the_shifts_are():
    """Eight shops a minute apart, an hour each: eight hours of nine; with lunch of eight."""
    shops = [customer(n, n, minutes=60) for n in range(1, 9)]
    matrix = road(*range(9))
    assert load(territory(matrix, shops, [shift()])) == pytest.approx(8 / 9, abs=0.04)
    noon = shift(lunch=Span(at(13), at(14)))
    assert load(territory(matrix, shops, [noon])) > 1
    assert load(territory(matrix, [], [noon])) == 0
    assert load(territory(matrix, shops, [])) == float("inf")

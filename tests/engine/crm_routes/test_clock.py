"""The working clock: lunch costs nothing to count, and tears no visit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_routes.engine.clock import begins, ends, start_windows, worked
from odoo.addons.crm_routes.engine.instance import Span

from .cases import HOUR, at, customer, promised, shift, spans

LUNCH = Span(at(13.5), at(14.5))


@pytest.mark.parametrize(
    ("wall", "working"), [(9, 9), (13.5, 13.5), (14, 13.5), (14.5, 13.5), (15, 14), (19, 18)]
)
def test_lunch_is_cut_out_of_the_day(wall, working):
    assert worked(at(wall), LUNCH) == at(working)


def test_what_begins_with_lunch_begins_after_it_and_what_ends_with_it_ends_before():
    assert begins(at(13.5), LUNCH) == at(14.5)
    assert ends(at(13.5), LUNCH) == at(13.5)
    assert begins(at(14), LUNCH) == ends(at(14), LUNCH) == at(15)
    assert begins(at(9), None) == ends(at(9), None) == at(9)


@pytest.mark.parametrize(
    ("hours", "minutes", "starts"),
    [
        # open all day, half an hour: until 13:00, or again from the end of lunch (13:30 working)
        ([(9, 18)], 30, [(9, 13), (13.5, 16.5)]),
        # a siesta wider than lunch
        ([(9, 13), (17, 20)], 30, [(9, 12.5), (16, 18.5)]),
        # open over lunch only: never
        ([(13.5, 14.5)], 30, []),
        # too short for the visit
        ([(9, 9.25)], 30, []),
        # as long as the opening
        ([(9, 9.5)], 30, [(9, 9)]),
        # it would last into lunch
        ([(13, 14)], 45, []),
        # given in any order
        ([(17, 18), (9, 10)], 60, [(9, 9), (16, 16)]),
        ([], 30, []),
    ],
)
def test_a_visit_lies_inside_the_opening_hours_and_beside_lunch(hours, minutes, starts):
    found = start_windows([Span(at(a), at(b)) for a, b in hours], minutes * 60, LUNCH)
    assert found == tuple((at(a), at(b)) for a, b in starts)


@given(spans(), st.integers(0, 3 * HOUR), st.booleans())
def test_each_start_is_one_on_the_wall_clock_and_the_other_way_round(hours, service, lunch):
    pause = LUNCH if lunch else None
    windows = start_windows(hours, service, pause)
    for first, last in windows:
        for working in {first, (first + last) // 2, last}:
            start = begins(working, pause)
            assert any(s.opens <= start and start + service <= s.closes for s in hours)
            assert not lunch or start + service <= LUNCH.opens or start >= LUNCH.closes
    for start in range(at(8), at(20), 15 * 60):
        fits = any(s.opens <= start and start + service <= s.closes for s in hours)
        if lunch:
            fits &= start + max(service, 1) <= LUNCH.opens or start >= LUNCH.closes
        assert fits == (any(a <= worked(start, pause) <= b for a, b in windows) and fits)


def test_lunch_that_lies_outside_the_shift_is_none():
    """Ana works until two: half an hour of lunch is left, and on a free afternoon none."""
    assert shift(closes=14, lunch=LUNCH).pause() == Span(at(13.5), at(14))
    assert shift(closes=13, lunch=LUNCH).pause() is None


def test_a_promise_stands_in_the_place_of_the_opening_hours():
    from odoo.addons.crm_routes.engine.clock import windows_of

    closed = customer("c", 1, hours=((),), promises=(promised(11),))
    assert windows_of(closed, shift()) == ((at(10.75), at(11.25)),)
    assert windows_of(customer("c", 1, promises=(promised(11, rep="Luis"),)), shift()) == ()
    assert windows_of(customer("c", 1, reps=frozenset({"Luis"})), shift()) == ()

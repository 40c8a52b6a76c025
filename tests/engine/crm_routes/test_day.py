"""A day as it stands and in another order: hours, ways, waiting, room, and what breaks."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_routes.engine.agenda import Frame, Stay
from odoo.addons.crm_routes.engine.day import (
    BROKEN,
    CLOSED,
    LATE,
    as_it_stands,
    in_order,
    retimed,
)
from odoo.addons.crm_routes.engine.instance import Span

from .cases import KM, MINUTE, at, road


def frame(matrix, opens=9.0, closes=18.0, *, start=0, **terms):
    """A day from kilometre 0 to kilometre 0; a kilometre takes a minute."""
    seconds, metres = matrix.seconds.tolist(), matrix.metres.tolist()
    return Frame(at(opens), at(closes), start, 0, seconds, metres, **terms)


def stay(node, start, minutes=30, **terms):
    spans = terms.pop("open", None)
    spans = None if spans is None else tuple(Span(at(a), at(b)) for a, b in spans)
    return Stay(f"v{node}", node, at(start), minutes * MINUTE, spans, **terms)


def hours(drive):
    return [each.start / 3600 for each in drive.steps]


def problems(drive):
    return {each.key: each.problem for each in drive.steps if each.problem}


def test_a_day_as_it_stands():
    """Ten kilometres to the first, who waits for nobody; twenty minutes to spare at the second."""
    day = frame(road(0, 10, 20))
    drive = as_it_stands(day, [stay(1, 9.5), stay(2, 10.5)])
    first, second = drive.steps
    assert (first.metres, first.seconds, first.wait) == (10 * KM, 10 * MINUTE, 20 * MINUTE)
    assert (second.arrival, second.wait) == (at(10 + 1 / 6), 20 * MINUTE)
    assert (drive.departure, drive.back) == (at(9 + 1 / 3), at(11 + 1 / 3))
    assert (drive.metres, drive.seconds) == (40 * KM, 40 * MINUTE)
    # both could begin later until the end of the day: 18:00 less half an hour and the way home
    assert second.slack == at(17 + 1 / 6) - at(10.5)
    assert first.slack == at(16.5) - at(9.5)
    assert not problems(drive)


def test_another_order_is_timed_anew():
    day = frame(road(0, 10, 20))
    drive = retimed(day, [stay(2, 10.5), stay(1, 9.5)])
    assert hours(drive) == [9 + 1 / 3, 10]
    assert (drive.departure, drive.back) == (at(9), at(10 + 2 / 3))


def test_what_has_not_changed_places_does_not_move_up():
    """The first two change places; the one at four in the afternoon stays there."""
    day = frame(road(0, 10, 20, 30))
    one, two, last = stay(1, 9.5), stay(2, 11), stay(3, 16)
    drive = in_order(day, [one, two, last], [two, one, last])
    assert hours(drive) == [9 + 1 / 3, 10, 16]
    # and one that stands first stays where it is
    drive = in_order(day, [one, two, last], [one, last, two])
    assert hours(drive) == [9.5, 10 + 1 / 3, 11]
    # in the same order nothing changes
    assert hours(in_order(day, [one, two, last], [one, two, last])) == [9.5, 11, 16]


def test_all_of_it_moves_up_where_something_would_break_otherwise():
    """From ten o'clock on the promise of half past ten could not be kept the other way round."""
    day = frame(road(0, 10, 20, 30))
    one, two, last = stay(1, 10), stay(2, 11), stay(3, 10.5, promised=True)
    drive = in_order(day, [one, two, last], [one, last, two])
    assert (hours(drive), problems(drive)) == ([9 + 1 / 6, 10.5, 11 + 1 / 6], {})


def test_a_promised_hour_does_not_move():
    """The far one was promised ten o'clock: whoever is there earlier waits."""
    day = frame(road(0, 10, 20))
    drive = retimed(day, [stay(2, 10, promised=True), stay(1, 9.5)])
    assert hours(drive) == [10, 10 + 2 / 3]
    assert drive.steps[0].wait == 40 * MINUTE


def test_a_quarter_of_an_hour_is_still_a_promise_kept():
    """There at 9:50 for 9:40: the hour stands, and the next one counts from when it really is."""
    day = frame(road(0, 10, 20))
    drive = retimed(day, [stay(1, 9), stay(2, 9 + 40 / 60, promised=True), stay(0, 16)])
    assert hours(drive) == [9 + 1 / 6, 9 + 40 / 60, 10 + 40 / 60]
    assert not problems(drive)


def test_a_promise_that_breaks_is_told_with_its_delay():
    day = frame(road(0, 10, 20))
    drive = retimed(day, [stay(1, 9, 60), stay(2, 9.5, promised=True)])
    assert problems(drive) == {"v2": BROKEN}
    assert drive.broken == ("v2",)
    assert (hours(drive)[1], drive.steps[1].late) == (10 + 1 / 3, 50 * MINUTE)


def test_an_appointment_keeps_its_hour_whoever_is_late():
    day = frame(road(0, 10, 20))
    meeting = stay(2, 9.5, promised=True, is_fixed=True)
    drive = retimed(day, [stay(1, 9, 60), meeting])
    assert (problems(drive), hours(drive)[1]) == ({"v2": BROKEN}, 9.5)


def test_a_customer_who_is_closed_then():
    """Open until ten, two hours before it: the hour of arrival is shown, with what is wrong."""
    day = frame(road(0, 10, 20))
    morning = stay(2, 9.5, open=[(9, 10)])
    drive = retimed(day, [stay(1, 9, 120), morning])
    assert problems(drive) == {"v2": CLOSED}
    assert hours(drive)[1] == 11 + 1 / 3


def test_the_siesta_is_waited_for():
    day = frame(road(0, 10, 20))
    shop = stay(2, 17, open=[(9, 11), (16, 20)])
    drive = retimed(day, [stay(1, 9, 120), shop])
    assert hours(drive)[1] == 16


def test_what_was_arranged_outside_of_the_hours_is_arranged():
    """Closed on that day, but a person wrote nine o'clock down: it stands there, and says so."""
    day = frame(road(0, 10))
    drive = as_it_stands(day, [stay(1, 9.5, open=[])])
    assert problems(drive) == {"v1": CLOSED}
    assert hours(retimed(day, [stay(1, 9.5, open=[])])) == [9.5]


def test_nobody_visits_over_lunch():
    """Half an hour does not fit between 12:40 and one o'clock; there before lunch, seen after."""
    day = frame(road(0, 10), 12.5, pause=Span(at(13), at(14)))
    drive = retimed(day, [stay(1, 15)])
    assert (hours(drive), drive.departure) == ([14], at(12 + 5 / 6))


def test_who_agreed_on_something_over_lunch_eats_at_another_hour():
    day = frame(road(0, 10), pause=Span(at(13), at(14)))
    drive = retimed(day, [stay(1, 13.25, promised=True)])
    assert (hours(drive), problems(drive)) == ([13.25], {})


def test_a_late_rep_is_told_how_late():
    """It is ten; the last customer was left at half past nine, and the next one stood at 9:40."""
    day = frame(road(0, 10, 30), 9.5, start=1, now=at(10), has_begun=True)
    drive = as_it_stands(day, [stay(2, 9 + 40 / 60)])
    assert problems(drive) == {"v2": LATE}
    assert drive.steps[0].late == 20 * MINUTE


def test_who_is_late_moves_no_more_than_has_to_move():
    """Half an hour late at the first; the second has an hour to spare, so it stays."""
    day = frame(road(0, 10, 20), 9.75, has_begun=True)
    drive = retimed(day, [stay(1, 9.5), stay(2, 12)], kept=("v1", "v2"))
    assert hours(drive) == [9.75 + 1 / 6, 12]


def test_overtime_is_told():
    day = frame(road(0, 10), closes=10)
    assert retimed(day, [stay(1, 9.5, 60)]).over == 20 * MINUTE


def test_a_day_without_anything():
    drive = as_it_stands(frame(road(0)), [])
    assert (drive.steps, drive.metres, drive.over) == ((), 0, 0)


@st.composite
def days(draw):
    count = draw(st.integers(1, 6))
    places = [0, *(draw(st.integers(0, 60)) for _ in range(count))]
    stays = [
        stay(
            node,
            draw(st.integers(36, 60)) / 4,
            draw(st.sampled_from([10, 20, 45])),
            promised=draw(st.integers(0, 3)) == 0,
        )
        for node in range(1, count + 1)
    ]
    return frame(road(*places), closes=20), sorted(stays, key=lambda each: each.start)


@given(days())
def test_written_down_it_is_as_it_was_shown(case):
    """The hours that a new order shows are possible, and stand when they are the agenda."""
    day, stays = case
    drive = retimed(day, stays)
    if problems(drive) or drive.over:
        return
    told = dict(zip((each.key for each in drive.steps), drive.steps, strict=True))
    stays = [replace(each, start=told[each.key].start) for each in stays]
    again = as_it_stands(day, stays)
    assert hours(again) == hours(drive)
    assert not problems(again)
    assert again.metres == drive.metres

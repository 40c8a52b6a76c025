"""Working time: the laws that hold for any calendar, and a slow count beside the fast one."""

from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_helpdesk.engine.worktime import Timetable

from .strategies import calendars, instants, pairs, seconds

SECOND = timedelta(seconds=1)


def worked(calendar, instant):
    """Whether a clock on the wall shows a worked hour: the definition, instant by instant."""
    wall = instant.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(calendar.tz))
    of_day = wall.hour * 3600 + wall.minute * 60 + wall.second
    week = (wall.date().toordinal() - 1) // 7 % 2
    return any(
        shift.weekday == wall.weekday()
        and shift.week in (None, week)
        and shift.opens <= of_day < shift.closes
        for shift in calendar.shifts
    ) and not any(each.start <= instant < each.stop for each in calendar.closures)


@given(calendars(), instants)
def test_open_is_what_the_wall_shows(calendar, instant):
    assert Timetable(calendar).is_open(instant) == worked(calendar, instant)


@given(calendars(), instants, st.integers(0, 150))
def test_a_count_of_minutes_gives_the_same(calendar, start, minutes):
    start = start.replace(second=0)  # shifts and closures begin and end with a minute
    steps = [start + timedelta(minutes=number) for number in range(minutes)]
    calendar_of_minutes = Timetable(calendar)
    expected = sum(60 * worked(calendar, each) for each in steps)
    uneven = [each for each in calendar.closures if each.start.second]

    found = calendar_of_minutes.seconds(start, start + timedelta(minutes=minutes))

    assert abs(found - expected) <= 120 * len(uneven)
    assert uneven or found == expected


@given(calendars(), instants, seconds)
def test_what_is_added_is_what_is_measured(calendar, start, added):
    timetable = Timetable(calendar)

    assert timetable.seconds(start, timetable.after(start, added)) == added


@given(calendars(), instants, seconds.filter(bool))
def test_a_deadline_closes_a_worked_second(calendar, start, added):
    deadline = Timetable(calendar).after(start, added)

    assert worked(calendar, deadline - SECOND)


@given(calendars(), instants, seconds, seconds)
def test_adding_in_two_steps_is_adding_once(calendar, start, first, second):
    timetable = Timetable(calendar)

    there = timetable.after(timetable.after(start, first), second)

    assert there == timetable.after(start, first + second)
    assert timetable.seconds(start, there) == first + second


@given(calendars(), pairs, instants)
def test_an_interval_split_adds_up(calendar, pair, middle):
    timetable = Timetable(calendar)
    start, stop = pair
    middle = min(max(middle, start), stop)

    parts = timetable.seconds(start, middle) + timetable.seconds(middle, stop)

    assert parts == timetable.seconds(start, stop)
    assert 0 <= parts <= (stop - start).total_seconds()


@given(calendars(), pairs)
def test_intervals_are_in_order_apart_and_add_up(calendar, pair):
    timetable = Timetable(calendar)
    start, stop = pair

    spans = timetable.intervals(start, stop)

    bounds = [each for span in spans for each in span]
    assert bounds == sorted(set(bounds))
    assert all(start <= each <= stop for each in bounds)
    assert sum((b - a).total_seconds() for a, b in spans) == timetable.seconds(start, stop)


@given(calendars(), st.lists(pairs, min_size=1, max_size=5), seconds)
def test_what_was_asked_before_changes_nothing(calendar, asked, added):
    used = Timetable(calendar)
    for start, stop in asked:
        used.seconds(start - timedelta(days=900), stop)
        used.after(stop, added)
        fresh = Timetable(calendar)
        assert used.seconds(start, stop) == fresh.seconds(start, stop)
        assert used.after(start, added) == Timetable(calendar).after(start, added)
        assert used.intervals(start, stop) == fresh.intervals(start, stop)


@given(calendars(), calendars(), instants, seconds)
def test_a_closure_more_never_brings_a_deadline_forward(calendar, other, start, added):
    more = type(calendar)(calendar.tz, calendar.shifts, calendar.closures + other.closures)

    assert Timetable(calendar).after(start, added) <= Timetable(more).after(start, added)

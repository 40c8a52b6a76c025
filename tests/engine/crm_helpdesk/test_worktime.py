"""Working time: figures of the worked scenarios, and the two nights when clocks change."""

from datetime import date, datetime, timedelta

import pytest

from odoo.addons.crm_helpdesk.engine.calendars import (
    Closure,
    Shift,
    WeekCalendar,
    closures_for,
    seconds_of_hour,
    whole_days,
)
from odoo.addons.crm_helpdesk.engine.worktime import NoWorkingTimeError, Timetable

from .cases import (
    ALL_DAYS,
    ALWAYS,
    CALENDARS,
    ES,
    ES_LOCAL,
    HOUR,
    MADRID,
    NATIONAL_DAY,
    NEVER,
    OFFICE_DAYS,
    QUALITY,
    at,
    shifts,
    wall,
)
from .cases import closure as leave

OFFICE = CALENDARS["ES"]
SUMMER_ENDS, SUMMER_BEGINS = (25, 10), (29, 3)  # day and month in 2026, in Europe
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("name", "start", "hours", "expected"),
    [
        ("H1 over a weekend and a holiday", at(9, 17, 30), 4, "13 11:30"),
        ("H2 over the end of summer time", at(23, 17, 30), 4, "26 11:30"),
        ("H4 a full day", at(5, 10), 8, "06 10:00"),
        ("H4 what is left after the pause", at(6, 17), 6, "07 13:00"),
        ("H4 eleven hours of pause added to the deadline", at(6, 10), 11, "07 13:00"),
        ("H5 the last hour", at(8, 18, 30), 1, "09 09:30"),
        ("H7 from a Sunday night", at(4, 3), 4, "05 13:00"),
        ("H7 from the last second of a week", at(9, 19), 4, "13 13:00"),
        ("H7 up to the siesta, not beyond it", at(5, 12), 2, "05 14:00"),
    ],
)
def test_a_deadline(name, start, hours, expected):
    found = OFFICE.after(start, hours * HOUR)

    assert wall(found) == expected
    assert OFFICE.seconds(start, found) == hours * HOUR


def test_h1_and_h2_in_utc():
    assert OFFICE.after(at(9, 17, 30), 4 * HOUR) == datetime(2026, 10, 13, 9, 30)
    assert OFFICE.after(at(23, 17, 30), 4 * HOUR) == datetime(2026, 10, 26, 10, 30)


def test_h1_is_an_hour_and_a_half_on_friday_and_the_rest_on_tuesday():
    spans = OFFICE.intervals(at(9, 17, 30), at(13, 11, 30))

    assert [(wall(start), wall(stop)) for start, stop in spans] == [
        ("09 17:30", "09 19:00"),
        ("13 09:00", "13 11:30"),
    ]


def test_h3_a_night_of_25_hours_around_the_clock():
    found = CALENDARS["ALWAYS"].after(at(24, 20), 12 * HOUR)

    assert wall(found) == "25 07:00"
    assert found == datetime(2026, 10, 25, 6)


def test_the_wall_hours_of_the_pause_added_to_h4_end_in_the_siesta():
    naive = at(6, 10) + (at(6, 17) - at(5, 12))

    assert wall(naive) == "07 15:00"
    assert not OFFICE.is_open(naive)


def test_h6_a_day_less():
    assert wall(CALENDARS["ES_LOCAL"].after(at(6, 17), 6 * HOUR)) == "08 13:00"


def test_h9_and_h9b_in_seconds():
    assert OFFICE.seconds(at(5, 10), at(5, 12)) == 2 * HOUR
    assert OFFICE.seconds(at(5, 10), at(8, 11)) == 25 * HOUR
    assert OFFICE.seconds(at(5, 9), at(6, 10)) == 9 * HOUR
    assert CALENDARS["QUALITY"].seconds(at(5, 12), at(5, 17)) == 3 * HOUR
    assert OFFICE.seconds(at(5, 16), at(5, 17)) == HOUR


def test_h22_a_holiday_of_another_company_does_not_count():
    ours = leave(at(12, 0), at(13, 0), "ours")
    theirs = leave(at(13, 0), at(14, 0), "theirs")
    everybodys = leave(at(16, 0), at(17, 0), "of all")
    other_calendar = leave(at(15, 0), at(16, 0), "other calendar")
    leaves = [(1, None, ours), (2, None, theirs), (None, 7, everybodys), (1, 8, other_calendar)]

    closures = closures_for(leaves, company=1, calendar=7)

    assert closures == (ours, everybodys)
    found = Timetable(WeekCalendar(MADRID, ES.shifts, closures)).after(at(9, 17, 30), 4 * HOUR)
    assert wall(found) == "13 11:30"
    moved = Timetable(WeekCalendar(MADRID, ES.shifts, (*closures, theirs)))
    assert wall(moved.after(at(9, 17, 30), 4 * HOUR)) == "14 11:30"


NIGHT, WHOLE = shifts(ALL_DAYS, (1, 4)), shifts(ALL_DAYS, (0, 24))


@pytest.mark.parametrize(
    ("name", "pattern", "day", "hours"),
    [
        ("the hour that is repeated counts twice", NIGHT, SUMMER_ENDS, 4),
        ("the hour that is skipped does not count", NIGHT, SUMMER_BEGINS, 2),
        ("a shift in the skipped hour is lost", (Shift(6, 7200, 10800),), SUMMER_BEGINS, 0),
        ("so is the half that lies in it", (Shift(6, 9000, 12600),), SUMMER_BEGINS, 0.5),
        ("a repeated half hour counts twice", (Shift(6, 9000, 10800),), SUMMER_ENDS, 1),
        ("a day of 25 hours", WHOLE, SUMMER_ENDS, 25),
        ("a day of 23 hours", WHOLE, SUMMER_BEGINS, 23),
    ],
)
def test_nights_when_the_clock_changes(name, pattern, day, hours):
    number, month = day
    timetable = Timetable(WeekCalendar(MADRID, pattern))

    found = timetable.seconds(at(number, 0, month=month), at(number, 23, 59, month=month) + MINUTE)

    assert found == hours * HOUR


def test_clocks_that_change_at_midnight():
    santiago = "America/Santiago"
    timetable = Timetable(WeekCalendar(santiago, shifts(ALL_DAYS, (0, 24))))
    start, stop = at(4, 12, month=4, tz=santiago), at(6, 12, month=4, tz=santiago)

    assert timetable.intervals(start, stop) == [(start, stop)]


def test_each_second_week():
    """Odoo's parity: the weeks are counted from the first of the calendar, not of the year."""
    shift = Shift(0, 9 * HOUR, 10 * HOUR, week=1)
    timetable = Timetable(WeekCalendar(MADRID, (shift,)))

    spans = timetable.intervals(at(1, 0, month=12), at(31, 0, month=1, year=2027))

    days = [wall(start) for start, _stop in spans]
    assert days == ["14 09:00", "28 09:00", "11 09:00", "25 09:00"]
    parity = ((date(2026, 12, 14).toordinal() - 1) // 7) % 2
    assert parity == 1


def test_intervals_that_touch_are_one_and_overlaps_count_once():
    overlapping = (*shifts([0], (9, 12), (12, 14), (10, 13)), *shifts([0], (15, 16)))
    timetable = Timetable(WeekCalendar(MADRID, overlapping))

    spans = timetable.intervals(at(5, 0), at(6, 0))

    assert [(wall(a), wall(b)) for a, b in spans] == [
        ("05 09:00", "05 14:00"),
        ("05 15:00", "05 16:00"),
    ]


def test_a_leave_of_some_hours():
    with_leave = WeekCalendar(MADRID, ES.shifts, (leave(at(5, 10), at(5, 17)),))

    assert Timetable(with_leave).seconds(at(5, 0), at(6, 0)) == 3 * HOUR


def test_no_time_is_needed_for_nothing():
    assert OFFICE.after(at(4, 3), 0) == at(4, 3)
    assert OFFICE.seconds(at(5, 10), at(5, 10)) == 0
    assert OFFICE.intervals(at(5, 14), at(5, 16)) == []


def test_a_shift_ends_before_its_last_second():
    assert OFFICE.is_open(at(5, 9))
    assert not OFFICE.is_open(at(5, 14))


def test_moments_far_from_each_other():
    start, stop = at(1, 9, year=2015), at(1, 10, year=2031)

    assert OFFICE.after(start, OFFICE.seconds(start, stop)) == stop
    assert OFFICE.after(at(5, 9), 2000 * HOUR) == at(20, 19, month=9, year=2027)


def test_a_fraction_of_a_second_is_cut():
    precise = at(5, 10) + timedelta(microseconds=999_999)

    assert OFFICE.after(precise, HOUR) == at(5, 11)
    assert OFFICE.seconds(precise, at(5, 11)) == HOUR


def test_a_calendar_without_work_says_so():
    with pytest.raises(NoWorkingTimeError):
        Timetable(NEVER).after(at(5, 10), 1)
    assert Timetable(NEVER).seconds(at(5, 10), at(9, 10)) == 0


def test_a_calendar_that_is_closed_for_ever_says_so():
    closed = leave(at(6, 0), at(6, 0, year=2126))
    with pytest.raises(NoWorkingTimeError):
        Timetable(WeekCalendar(MADRID, ES.shifts, (closed,))).after(at(5, 10), 100 * HOUR)


def test_a_closure_of_some_years_is_no_error():
    closed = leave(at(6, 0), at(4, 0, year=2029))
    timetable = Timetable(WeekCalendar(MADRID, ES.shifts, (closed,)))

    assert timetable.after(at(5, 10), 8 * HOUR) == at(4, 10, year=2029)


def test_shifts_of_hours_as_people_type_them():
    assert seconds_of_hour(13.5) == 48_600
    assert seconds_of_hour(8 + 20 / 60) == 30_000
    assert seconds_of_hour(24.0) == 86_400
    assert seconds_of_hour(23.9999999) == 86_400


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Shift(7, 0, 1), "weekday"),
        (lambda: Shift(0, 5, 5), "ends"),
        (lambda: Shift(0, -1, 5), "day"),
        (lambda: Shift(0, 0, 86_401), "day"),
        (lambda: Shift(0, 0, 1, week=2), "week"),
        (lambda: WeekCalendar("Europe/Nowhere", ()), "time zone"),
        (lambda: WeekCalendar("", ()), "time zone"),
        (lambda: Closure(at(6, 0), at(6, 0)), "ends"),
        (lambda: whole_days(date(2026, 10, 7), date(2026, 10, 6), MADRID), "ends"),
        (lambda: OFFICE.after(at(5, 10), -1), "seconds"),
        (lambda: OFFICE.seconds(at(5, 10), at(5, 9)), "before"),
        (lambda: OFFICE.intervals(at(5, 10), at(5, 9)), "before"),
    ],
)
def test_what_makes_no_sense(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_closures_are_found_by_what_they_touch():
    assert CALENDARS["ES"].closures(at(9, 19), at(13, 9)) == [NATIONAL_DAY]
    assert CALENDARS["ES"].closures(at(13, 0), at(14, 0)) == []
    assert ES_LOCAL.closures[1].label == "local holiday"


def test_calendars_compare_by_what_they_say():
    assert WeekCalendar(MADRID, ES.shifts, ES.closures) == ES
    assert QUALITY != ES
    assert len(OFFICE_DAYS) * 2 == len(ES.shifts)
    assert len({ES, ES_LOCAL, QUALITY, ALWAYS, NEVER}) == 5

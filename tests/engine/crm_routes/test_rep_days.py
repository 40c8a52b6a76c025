"""The hours of a calendar as shifts: lunch, leave, midnight, daylight saving."""

from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

from odoo.addons.crm_routes.engine.instance import Span
from odoo.addons.crm_routes.engine.rep_days import RepDay, by_date, rep_days, typical_week

MADRID = ZoneInfo("Europe/Madrid")
HOUR = 3600
MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)


def hours(*spans):
    return [(int(opens * HOUR), int(closes * HOUR)) for opens, closes in spans]


def test_the_longest_break_of_the_calendar_is_lunch():
    (day,) = rep_days({MONDAY: hours((8, 10), (10.25, 14), (16, 19))})
    assert day == RepDay(MONDAY, 8 * HOUR, 19 * HOUR, Span(14 * HOUR, 16 * HOUR))
    assert day.worked == 9 * HOUR


def test_a_lunch_that_was_said_stands_in_its_place():
    lunch = Span(14 * HOUR, 15 * HOUR)
    (day,) = rep_days({MONDAY: hours((8, 12), (13, 17))}, lunch)
    assert day.lunch == lunch
    # on a half day nobody has lunch at work
    (half,) = rep_days({MONDAY: hours((8, 13))}, lunch)
    assert half.lunch is None


def test_a_day_of_leave_is_no_day():
    week = {MONDAY: hours((9, 14)), TUESDAY: hours((9, 14))}
    days = rep_days(week, absent=[(TUESDAY, TUESDAY)])
    assert [each.day for each in days] == [MONDAY]
    assert rep_days({MONDAY: []}) == []


def test_spans_that_touch_are_one():
    (day,) = rep_days({MONDAY: hours((9, 12), (12, 14), (11, 13))})
    assert (day.opens, day.closes, day.lunch) == (9 * HOUR, 14 * HOUR, None)


def test_hours_are_those_of_the_wall_clock_on_both_sides_of_daylight_saving():
    # given nine to ten in Madrid, on the Friday before and the Monday after the clock goes back
    moments = [
        (datetime(2026, 10, day, utc, tzinfo=timezone.utc), datetime(2026, 10, day, utc + 1,
         tzinfo=timezone.utc))
        for day, utc in ((23, 7), (26, 8))
    ]  # fmt: skip
    found = by_date(moments, MADRID)
    assert found == {date(2026, 10, 23): hours((9, 10)), date(2026, 10, 26): hours((9, 10))}


def test_a_night_shift_is_of_both_dates():
    night = datetime(2026, 11, 30, 22, tzinfo=MADRID), datetime(2026, 12, 1, 2, tzinfo=MADRID)
    assert by_date([night], MADRID) == {MONDAY: hours((22, 24)), TUESDAY: hours((0, 2))}


def test_of_each_weekday_the_longest_day_is_typical():
    half, whole = RepDay(date(2026, 12, 7), 0, 4 * HOUR), RepDay(MONDAY, 0, 8 * HOUR)
    assert typical_week([RepDay(TUESDAY, 0, HOUR), half, whole]) == [
        whole,
        RepDay(TUESDAY, 0, HOUR),
    ]

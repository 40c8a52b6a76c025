"""Working days: over holidays, weekends and the end of daylight saving."""

from datetime import date, datetime

import pytest

from odoo.addons.crm_helpdesk.engine.calendars import Closure, Shift, WeekCalendar
from odoo.addons.crm_helpdesk.engine.workdays import working_day_after
from odoo.addons.crm_helpdesk.engine.worktime import NoWorkingTimeError, Timetable

HOLIDAY = Closure(datetime(2026, 10, 11, 22), datetime(2026, 10, 12, 22), "Fiesta Nacional")
WEEK = tuple(Shift(day, 9 * 3600, 14 * 3600) for day in range(5))
MADRID = Timetable(WeekCalendar("Europe/Madrid", WEEK, (HOLIDAY,)))


def october(day):
    return date(2026, 10, day)


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        (9, 0, 9),  # Friday itself
        (9, 1, 13),  # over the weekend and the holiday of Monday
        (9, 5, 19),
        (10, 1, 13),  # from a Saturday
        (23, 1, 26),  # over the night in which clocks go back
    ],
)
def test_working_days_are_those_of_the_calendar(day, count, due):
    assert working_day_after(MADRID, october(day), count) == october(due)


def test_without_a_calendar_it_is_monday_to_friday():
    assert working_day_after(None, october(9), 1) == october(12)
    assert working_day_after(None, october(9), 60) == date(2027, 1, 1)


def test_a_calendar_without_days_has_none():
    closed = Closure(datetime(2026, 1, 1), datetime(2060, 1, 1))
    never = Timetable(WeekCalendar("Europe/Madrid", WEEK, (closed,)))
    with pytest.raises(NoWorkingTimeError):
        working_day_after(never, october(9), 1)
    with pytest.raises(ValueError, match="before it is asked"):
        working_day_after(MADRID, october(9), -1)

"""Days of a person: both days of daylight saving, zones that skip midnight, and the laws."""

from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_actions.engine import days

MADRID, BOGOTA = "Europe/Madrid", "America/Bogota"
HOUR = timedelta(hours=1)

zones = st.sampled_from(sorted(available_timezones()))
# Until 2011 some zones turned the clock back across midnight, so that a date came twice.
dates = st.dates(date(2012, 1, 1), date(2060, 12, 31))


@cache
def _changes(tz, year):
    """Instants of a year, to the minute, at which the clocks of a zone change."""
    hours = [datetime(year, 1, 1) + n * HOUR for n in range(0, 366 * 24, 24)]
    offsets = [days.to_wall(hour, tz) - hour for hour in hours]
    steps = zip(hours, pairwise(offsets), strict=False)
    return [_first_change(tz, hour, 24 * 60) for hour, (one, after) in steps if one != after]


def _first_change(tz, start, minutes):
    before = days.to_wall(start, tz) - start
    low, high = 0, minutes
    while high - low > 1:
        middle = (low + high) // 2
        instant = start + timedelta(minutes=middle)
        low, high = (
            (middle, high) if days.to_wall(instant, tz) - instant == before else (low, middle)
        )
    return start + timedelta(minutes=high)


@st.composite
def zoned_instants(draw):
    """A moment and a zone; half of the moments lie within four hours of a change of the clocks."""
    tz, year = draw(zones), draw(st.integers(2012, 2060))
    changes = _changes(tz, year) if draw(st.booleans()) else []
    if not changes:
        return draw(st.datetimes(datetime(year, 1, 2), datetime(year, 12, 30))), tz
    return draw(st.sampled_from(changes)) + timedelta(minutes=draw(st.integers(-240, 240))), tz


@pytest.mark.parametrize(
    ("day", "tz", "first", "after", "hours"),
    [
        ((2026, 10, 25), MADRID, datetime(2026, 10, 24, 22), datetime(2026, 10, 25, 23), 25),
        ((2026, 3, 29), MADRID, datetime(2026, 3, 28, 23), datetime(2026, 3, 29, 22), 23),
        ((2026, 10, 26), MADRID, datetime(2026, 10, 25, 23), datetime(2026, 10, 26, 23), 24),
        ((2026, 10, 25), BOGOTA, datetime(2026, 10, 25, 5), datetime(2026, 10, 26, 5), 24),
        ((2026, 10, 25), None, datetime(2026, 10, 25), datetime(2026, 10, 26), 24),
        # Cairo jumps from midnight to one o'clock: the day begins at one.
        ((2026, 4, 24), "Africa/Cairo", datetime(2026, 4, 23, 22), datetime(2026, 4, 24, 21), 23),
        # Samoa crossed the date line: that day never was.
        ((2011, 12, 30), "Pacific/Apia", datetime(2011, 12, 30, 10), datetime(2011, 12, 30, 10), 0),
    ],
    ids=["autumn", "spring", "ordinary", "Bogota", "no zone", "no midnight", "no day"],
)
def test_day_span(day, tz, first, after, hours):
    assert days.day_span(date(*day), tz) == (first, after)
    assert after - first == hours * HOUR


def test_visit_after_midnight_in_summer_belongs_to_the_day_on_the_wall():
    half_past_midnight = days.to_utc(datetime(2026, 7, 2, 0, 30), MADRID)
    assert half_past_midnight == datetime(2026, 7, 1, 22, 30)
    first, after = days.day_span(date(2026, 7, 2), MADRID)
    assert first <= half_past_midnight < after


def test_weekly_visit_keeps_its_hour_when_the_clocks_change():
    assert days.to_utc(datetime(2026, 10, 20, 10), MADRID) == datetime(2026, 10, 20, 8)
    assert days.to_utc(datetime(2026, 10, 27, 10), MADRID) == datetime(2026, 10, 27, 9)


def test_skipped_hour_moves_forward():
    instant = days.to_utc(datetime(2026, 3, 29, 2, 30), MADRID)
    assert days.to_wall(instant, MADRID) == datetime(2026, 3, 29, 3, 30)


def test_repeated_hour_is_the_first_of_the_two():
    assert days.to_utc(datetime(2026, 10, 25, 2, 30), MADRID) == datetime(2026, 10, 25, 0, 30)


@pytest.mark.parametrize("name", [None, "", "Mars/Olympus", "../etc/passwd", "/etc/localtime"])
def test_unknown_zone_is_utc(name):
    noon = datetime(2026, 6, 1, 12)
    assert days.to_utc(noon, name) == days.to_wall(noon, name) == noon


def test_all_day_span_has_the_hours_of_the_calendar():
    assert days.all_day_span(date(2026, 10, 24), date(2026, 10, 26)) == (
        datetime(2026, 10, 24, 8),
        datetime(2026, 10, 26, 18),
    )


@given(dates, zones)
def test_days_follow_each_other_without_gap_or_overlap(day, tz):
    first, after = days.day_span(day, tz)
    next_first, _next_after = days.day_span(day + timedelta(days=1), tz)
    assert first <= after == next_first
    assert timedelta(0) <= after - first <= timedelta(days=2)


@given(zoned_instants())
def test_an_instant_lies_in_the_day_that_the_wall_shows(zoned):
    instant, tz = zoned
    first, after = days.day_span(days.to_wall(instant, tz).date(), tz)
    assert first <= instant < after


@given(zoned_instants())
def test_a_wall_clock_leads_back_to_its_instant(zoned):
    instant, tz = zoned
    assert days.to_utc(days.to_wall(instant, tz), tz) == instant


@given(zoned_instants())
def test_an_hour_on_the_wall_is_kept_unless_skipped(zoned):
    wall, tz = zoned
    instant = days.to_utc(wall, tz)
    skipped = days.to_wall(instant, tz) - wall
    assert skipped >= timedelta(0)
    if skipped:
        # Only a clock put forward shows another hour: that much earlier it still showed less.
        assert days.to_wall(instant - skipped, tz) < wall

"""Dates of a span of instants: whole days of a zone, and each date once."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_actions.engine import days, periods

MADRID = "Europe/Madrid"
zones = st.sampled_from(sorted(available_timezones()))
instants = st.datetimes(datetime(2012, 1, 2), datetime(2060, 12, 30))


@pytest.mark.parametrize(
    ("start", "stop", "tz", "first", "after"),
    [
        # October in Madrid begins at 22:00 UTC and ends, in winter time, at 23:00 UTC
        (datetime(2026, 9, 30, 22), datetime(2026, 10, 31, 23), MADRID, "2026-10-01", "2026-11-01"),
        (datetime(2026, 10, 1), datetime(2026, 11, 1), None, "2026-10-01", "2026-11-01"),
        # a span that begins at noon leaves that day to the span before
        (datetime(2026, 10, 1, 12), datetime(2026, 10, 2, 12), None, "2026-10-02", "2026-10-03"),
        (datetime(2026, 10, 1, 12), datetime(2026, 10, 1, 13), None, "2026-10-02", "2026-10-02"),
        # Cairo has no midnight on that day
        (datetime(2026, 4, 23, 22), datetime(2026, 4, 24, 21), "Africa/Cairo",
         "2026-04-24", "2026-04-25"),
        # backwards: nothing
        (datetime(2026, 10, 5), datetime(2026, 10, 1), None, "2026-10-05", "2026-10-05"),
    ],
    ids=["month", "UTC", "noon", "within a day", "no midnight", "backwards"],
)  # fmt: skip
def test_dates_within(start, stop, tz, first, after):
    found = periods.dates_within(start, stop, tz)
    assert found == (date.fromisoformat(first), date.fromisoformat(after))


@given(zones, st.lists(instants, min_size=3, max_size=6))
def test_spans_that_meet_share_no_date_and_leave_none_out(tz, moments):
    moments.sort()
    spans = [periods.dates_within(*pair, tz) for pair in pairwise(moments)]
    whole = periods.dates_within(moments[0], moments[-1], tz)
    assert spans[0][0] == whole[0]
    assert spans[-1][1] == whole[1]
    assert all(one[1] == after[0] for one, after in pairwise(spans))


@given(zones, instants, st.integers(0, 40))
def test_every_date_begins_within_the_span(tz, start, length):
    stop = start + timedelta(days=length)
    first, after = periods.dates_within(start, stop, tz)
    for day in (first, after - timedelta(days=1)):
        if first < after:
            assert start <= days.day_span(day, tz)[0] < stop

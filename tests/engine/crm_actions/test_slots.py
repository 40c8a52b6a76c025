"""Free time, by table and by property."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_actions.engine.slots import STEP, free_starts

DAY = datetime(2026, 10, 15)
HALF_HOUR = timedelta(minutes=30)


def at(text: str, days: int = 0) -> datetime:
    hours, minutes = text.split(":")
    return DAY + timedelta(days=days, hours=int(hours), minutes=int(minutes))


def span(first: str, last: str, days: int = 0) -> tuple[datetime, datetime]:
    return at(first, days), at(last, days)


def test_the_next_free_half_hours_of_a_morning():
    # given a morning with two visits
    working, busy = [span("9:00", "12:00")], [span("9:15", "9:45"), span("10:00", "11:10")]
    # when somebody looks for half an hour at 8:50
    found = free_starts(working, busy, HALF_HOUR, at("8:50"), 6)
    # then the hole before ten is too short, and starts lie on quarters
    assert found == [at("11:15")]


def test_it_goes_on_with_the_next_working_day():
    working = [span("9:00", "10:00"), span("9:00", "10:00", days=4)]
    found = free_starts(working, [], HALF_HOUR, at("9:20"), 3)
    assert found == [at("9:30"), at("9:00", 4), at("9:30", 4)]


def test_touching_spans_are_one():
    working = [span("9:45", "10:30"), span("9:00", "9:45")]
    assert free_starts(working, [], timedelta(minutes=90), at("0:00"), 1) == [at("9:00")]


def test_no_working_time_no_slot():
    assert free_starts([], [], HALF_HOUR, at("9:00"), 3) == []
    assert free_starts([span("9:00", "9:20")], [], HALF_HOUR, at("9:00"), 3) == []


@pytest.mark.parametrize("length", [timedelta(), timedelta(minutes=-5)])
def test_a_slot_has_to_last(length):
    with pytest.raises(ValueError, match="last"):
        free_starts([span("9:00", "10:00")], [], length, at("9:00"), 1)


MINUTES = st.integers(0, 3 * 24 * 60)
SPANS = st.lists(st.tuples(MINUTES, st.integers(1, 600)), max_size=12).map(
    lambda pairs: [
        (DAY + timedelta(minutes=begin), DAY + timedelta(minutes=begin + length))
        for begin, length in pairs
    ]
)


@given(SPANS, SPANS, st.integers(1, 240), MINUTES, st.integers(1, 8))
def test_a_slot_is_worked_free_and_not_before(working, busy, minutes, first, count):
    length, first = timedelta(minutes=minutes), DAY + timedelta(minutes=first)
    found = free_starts(working, busy, length, first, count)
    assert len(found) <= count
    assert found == sorted(found)
    quarters = {DAY + STEP * number for number in range(5 * 24 * 4)}
    for start in found:
        stop = start + length
        assert start >= first
        assert start in quarters
        assert not any(begin < stop and end > start for begin, end in busy)
        # every minute of it is worked, be it over two spans that touch
        for minute in range(0, minutes, 5):
            moment = start + timedelta(minutes=minute)
            assert any(begin <= moment < end for begin, end in working)
    assert all(one + length <= other for one, other in itertools.pairwise(found))


@given(SPANS, st.integers(1, 120), MINUTES)
def test_none_is_overlooked(working, minutes, first):
    """The first slot found is the first that there is."""
    length, first = timedelta(minutes=minutes), DAY + timedelta(minutes=first)
    found = free_starts(working, [], length, first, 1)
    earliest = None
    for number in range(4 * 24 * 4):
        start = DAY + STEP * number
        inside = all(
            any(begin <= start + timedelta(minutes=minute) < end for begin, end in working)
            for minute in range(minutes)
        )
        if start >= first and inside:
            earliest = start
            break
    assert found == ([earliest] if earliest else [])

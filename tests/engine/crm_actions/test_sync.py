"""Clocks of devices, by table and by property."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_actions.engine.sync import Clock, in_order

NOW = datetime(2026, 10, 15, 11, 0)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2032, 1, 1))


def test_a_phone_three_minutes_fast():
    # given a check-in at 10:05 on a phone that shows 11:03 when the server says 11:00
    clock = Clock(NOW, NOW + timedelta(minutes=3))
    # then it was at 10:02
    assert clock.skew == timedelta(seconds=-180)
    assert clock.normalise(datetime(2026, 10, 15, 10, 5)) == datetime(2026, 10, 15, 10, 2)
    assert not clock.is_suspicious


@pytest.mark.parametrize(
    ("device_now", "suspicious"),
    [
        (NOW + timedelta(minutes=5), False),
        (NOW + timedelta(minutes=5, seconds=1), True),
        (NOW - timedelta(minutes=5), False),
        (NOW - timedelta(minutes=6), True),
        (datetime(1970, 1, 1), True),
    ],
)
def test_a_clock_is_suspicious_from_five_minutes_on(device_now, suspicious):
    assert Clock(NOW, device_now).is_suspicious is suspicious


@pytest.mark.parametrize(
    "device_at", [None, NOW + timedelta(days=3), datetime.max, datetime(9999, 12, 31)]
)
def test_what_has_no_sensible_moment_happened_now(device_at):
    assert Clock(NOW, NOW - timedelta(days=1)).normalise(device_at) == NOW


@given(MOMENTS, MOMENTS, MOMENTS)
def test_nothing_happens_after_now(server_now, device_now, device_at):
    assert Clock(server_now, device_now).normalise(device_at) <= server_now


@given(MOMENTS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=30)), st.data())
def test_the_order_and_the_distance_of_two_moments_stay(server_now, device_now, age, data):
    between = data.draw(st.timedeltas(timedelta(0), age))
    clock = Clock(server_now, device_now)
    earlier, later = device_now - age, device_now - between
    assert clock.normalise(later) - clock.normalise(earlier) == later - earlier


def test_operations_come_in_the_order_of_the_device():
    ops = [{"uuid": "c", "seq": 3}, {"uuid": "x"}, {"uuid": "a", "seq": 1}, {"uuid": "b", "seq": 2}]
    assert [op["uuid"] for op in in_order(ops)] == ["a", "b", "c", "x"]


@pytest.mark.parametrize("seq", ["7", None, True, [1]])
def test_a_number_that_is_none_goes_to_the_end(seq):
    ops = [{"uuid": "odd", "seq": seq}, {"uuid": "first", "seq": 99}]
    assert [op["uuid"] for op in in_order(ops)] == ["first", "odd"]

"""Where a target stands and what its period will make."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_commissions.engine import forecast
from odoo.addons.crm_commissions.engine.forecast import Elapsed

JUNE = date(2026, 6, 1), date(2026, 6, 30)
DAYS = [JUNE[0] + timedelta(days=number) for number in range(30)]
WEEKENDS = {day for day in DAYS if day.isoweekday() > 5}


@pytest.mark.parametrize(
    ("today", "done"),
    [
        (date(2026, 5, 31), 0),
        (date(2026, 6, 1), 1),
        (date(2026, 6, 14), 10),  # a Sunday
        (date(2026, 6, 15), 11),  # today counts
        (date(2026, 6, 30), 22),
        (date(2026, 9, 1), 22),
    ],
)
def test_working_days_of_a_month(today, done):
    assert forecast.elapsed(*JUNE, today, WEEKENDS) == Elapsed(done, 22)


@pytest.mark.parametrize(
    ("value", "done", "estimate"),
    [(12_000, 11, 24_000), (12_000, 22, 12_000), (-500, 11, -1_000), (0, 1, 0), (5_000, 0, None)],
)
def test_the_rest_goes_on_as_it_began(value, done, estimate):
    found = forecast.linear(D(value), Elapsed(done, 22))
    assert found == (None if estimate is None else D(estimate))


@pytest.mark.parametrize(
    ("value", "amount", "today", "status"),
    [
        (0, 100, date(2026, 5, 31), forecast.AWAITED),
        (50, 100, date(2026, 6, 15), forecast.AHEAD),  # exactly on the pace of 11 of 22 days
        (49, 100, date(2026, 6, 15), forecast.BEHIND),
        (100, 100, date(2026, 6, 15), forecast.REACHED),
        (99, 100, date(2026, 6, 30), forecast.BEHIND),  # the last day is not over
        (99, 100, date(2026, 7, 1), forecast.MISSED),
        (101, 100, date(2026, 7, 1), forecast.REACHED),
    ],
)
def test_where_a_target_stands(value, amount, today, status):
    days = forecast.elapsed(*JUNE, today, WEEKENDS)
    assert forecast.status(D(value), D(amount), days, today, JUNE) == status


@pytest.mark.parametrize(
    ("value", "done", "a_day"),
    [(12_000, 11, 1_000), (23_000, 22, None), (24_000, 11, None), (0, 0, D(23_000) / 22)],
)
def test_what_each_day_left_has_to_bring(value, done, a_day):
    found = forecast.gap_a_day(D(value), D(23_000), Elapsed(done, 22))
    assert found is None if a_day is None else abs(found - a_day) < D("1e-20")


def test_a_period_without_working_days_is_over_at_once():
    days = forecast.elapsed(*JUNE, JUNE[0], set(DAYS))
    assert days == Elapsed(0, 0)
    assert days.pace == 100
    assert forecast.linear(D(7), days) == 7


money = st.decimals(0, 10**9, places=2)


@given(value=money, more=money, done=st.integers(1, 300), left=st.integers(0, 300))
def test_more_sold_is_never_a_lower_estimate(value, more, done, left):
    days = Elapsed(done, done + left)
    low, high = forecast.linear(value, days), forecast.linear(value + more, days)
    assert value <= low <= high


@given(value=money, amount=st.decimals("0.01", 10**9, places=2), done=st.integers(1, 300))
def test_at_the_end_the_estimate_is_the_value(value, amount, done):
    assert forecast.linear(value, Elapsed(done, done)) == value
    reached = forecast.percent(value, amount) >= 100
    assert reached == (value >= amount)


@given(value=money, amount=st.decimals("0.01", 10**9, places=2), done=st.integers(0, 99))
def test_the_days_left_make_up_what_is_missing(value, amount, done):
    days = Elapsed(done, 100)
    a_day = forecast.gap_a_day(value, amount, days)
    if value >= amount:
        assert a_day is None
    else:
        assert abs(a_day * days.left - (amount - value)) < D("1e-20")

"""Until when a dispute is answered, and what it comes to."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_commissions.engine.disputes import answer_by, clock, difference

from .cases import D

# of October 2026, in which the 12th is a public holiday
WEEKENDS = {date(2026, 10, 1) + timedelta(days=n) for n in range(60)}
WEEKENDS = {day for day in WEEKENDS if day.weekday() > 4}
DAYS_OFF = WEEKENDS | {date(2026, 10, 12)}

days = st.dates(date(2026, 1, 1), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("opened", "last"),
    [
        ("2026-10-14", "2026-10-21"),  # Wednesday to Wednesday
        ("2026-10-16", "2026-10-23"),  # Friday to Friday
        ("2026-10-17", "2026-10-23"),  # on a Saturday: from Monday on
        ("2026-10-09", "2026-10-19"),  # a holiday more
    ],
)
def test_five_working_days_after_the_day_itself(opened, last):
    assert answer_by(date.fromisoformat(opened), DAYS_OFF) == date.fromisoformat(last)


def test_a_calendar_without_working_days_is_refused():
    never = {date(2026, 10, 14) + timedelta(days=n) for n in range(400)}
    with pytest.raises(ValueError, match="no 5 working days"):
        answer_by(date(2026, 10, 14), never)


@given(days, st.sets(st.integers(1, 60)), st.integers(1, 10))
def test_the_last_day_is_worked_and_so_many_are_until_then(opened, off, count):
    days_off = {opened + timedelta(days=n) for n in off}
    last = answer_by(opened, days_off, count)
    worked = [opened + timedelta(days=n) for n in range(1, (last - opened).days + 1)]
    assert last not in days_off
    assert len([day for day in worked if day not in days_off]) == count


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ("2026-10-19", "ok"),
        ("2026-10-20", "soon"),
        ("2026-10-21", "soon"),
        ("2026-10-22", "late"),
    ],
)
def test_the_last_day_is_in_time(today, said):
    last = date(2026, 10, 21)
    assert clock(date.fromisoformat(today), last) == said
    assert clock(date.fromisoformat(today), last, decided=True) == "done"


def test_what_is_added_is_exact():
    assert difference(D("60.00"), D("49.3828")) == D("10.6172")
    assert difference(D("0"), D("-28.93")) == D("28.93")
    assert difference(D("625"), D("625.000000")) == 0

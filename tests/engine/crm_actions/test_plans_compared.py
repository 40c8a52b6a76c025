"""Which plans say the same for one customer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from odoo.addons.crm_actions.engine import plans
from odoo.addons.crm_actions.engine.plans_compared import joined_span, want_the_same

WEEKLY = plans.Plan(
    mode=plans.FIXED,
    interval=1,
    date_from=date(2026, 10, 1),
    tz="Europe/Madrid",
    weekdays=frozenset({1}),
    minute=600,
)
CYCLE = replace(WEEKLY, mode=plans.CYCLE, interval=14, weekdays=frozenset())


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"minute": 18 * 60, "minutes": 90}, True),
        ({"date_from": date(2026, 9, 1)}, True),
        ({"date_to": date(2027, 1, 31)}, True),
        ({"weekdays": frozenset({3})}, False),
        ({"interval": 2}, False),
        # it ends before the other one begins
        ({"date_from": date(2026, 1, 1), "date_to": date(2026, 3, 1)}, False),
    ],
)
def test_two_plans_that_want_the_same_days(changes, same):
    assert want_the_same(WEEKLY, replace(WEEKLY, **changes)) is same
    assert want_the_same(replace(WEEKLY, **changes), WEEKLY) is same


def test_every_second_week_and_the_weeks_between_are_two_plans():
    odd = replace(WEEKLY, interval=2)
    even = replace(odd, date_from=odd.date_from + timedelta(days=7))
    assert not want_the_same(odd, even)
    assert want_the_same(odd, replace(odd, date_from=odd.date_from + timedelta(days=14)))


def test_two_cycles_are_the_same_whenever_they_began():
    assert want_the_same(CYCLE, replace(CYCLE, date_from=date(2026, 9, 3)))
    assert not want_the_same(CYCLE, replace(CYCLE, interval=21))
    assert not want_the_same(CYCLE, WEEKLY)


def test_one_plan_in_the_place_of_two_takes_the_time_of_both():
    autumn = replace(WEEKLY, date_from=date(2026, 10, 1), date_to=date(2026, 12, 1))
    winter = replace(WEEKLY, date_from=date(2026, 11, 1), date_to=date(2027, 2, 1))
    assert joined_span(autumn, winter) == (date(2026, 10, 1), date(2027, 2, 1))
    assert joined_span(autumn, WEEKLY)[1] is None

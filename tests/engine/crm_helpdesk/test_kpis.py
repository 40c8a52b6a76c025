"""Figures of a department, each with what it is a share of."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal as D
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_helpdesk.engine.kpis import (
    Done,
    Target,
    backlog_by_age,
    median,
    one_touch_rate,
    percentile,
    ping_pong,
    reopen_rate,
    sla_by_month,
)
from odoo.addons.crm_helpdesk.engine.shares import Share

MADRID = ZoneInfo("Europe/Madrid")
NOW = datetime(2026, 10, 20, 10, tzinfo=timezone.utc)


def target(state, deadline="2026-10-13T09:30", metric="resolution"):
    when = deadline and datetime.fromisoformat(deadline).replace(tzinfo=timezone.utc)
    return Target(metric, state, when)


@pytest.mark.parametrize(
    ("targets", "shares"),
    [
        ([("met",)], {"2026-10": Share(1, 1)}),
        ([("met",), ("met",), ("breached",)], {"2026-10": Share(2, 3)}),
        ([("met",), ("cancelled",)], {"2026-10": Share(1, 1)}),
        ([("met",), ("paused",)], {"2026-10": Share(1, 1)}),
        # past its deadline and still running: breached, though nobody has written it yet
        ([("met",), ("running",)], {"2026-10": Share(1, 2)}),
        ([("met",), ("running", "2026-10-20T10:00")], {"2026-10": Share(1, 1)}),
        ([("running", "2026-10-20T10:01")], {}),
        ([("running", None)], {}),
        # by the month of the deadline, where the company is
        ([("met", "2026-09-30T21:59"), ("met", "2026-09-30T22:00")], {
            "2026-09": Share(1, 1),
            "2026-10": Share(1, 1),
        }),
        ([], {}),
    ],
)  # fmt: skip
def test_sla_by_month(targets, shares):
    found = sla_by_month([target(*each) for each in targets], NOW, MADRID)
    assert found == {("resolution", month): share for month, share in shares.items()}


def test_each_metric_has_its_own_share():
    found = sla_by_month([target("met"), target("breached", metric="first_response")], NOW, MADRID)
    assert found == {
        ("resolution", "2026-10"): Share(1, 1),
        ("first_response", "2026-10"): Share(0, 1),
    }


@pytest.mark.parametrize(
    ("values", "middle", "ninety"),
    [
        ([], None, None),
        ([7], 7, 7),
        ([1, 2], "1.5", 2),
        ([3, 1, 2], 2, 3),
        (list(range(1, 11)), "5.5", 9),
        (list(range(1, 101)), "50.5", 90),
        ([1] * 9 + [100], 1, 1),
        ([1] * 8 + [100] * 2, 1, 100),
    ],
)
def test_median_and_ninetieth_percentile(values, middle, ninety):
    assert median(values) == (None if middle is None else D(middle))
    assert percentile(values, 90) == ninety


@pytest.mark.parametrize("wrong", [0, -1, 101])
def test_a_percentile_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match="percentile"):
        percentile([1], wrong)


DONE = [Done(), Done(reopenings=2), Done(transfers=3, public_answers=2), Done(public_answers=0)]


def test_rates_of_what_was_resolved():
    assert reopen_rate(DONE) == Share(1, 4)
    assert one_touch_rate(DONE) == Share(2, 4)
    assert ping_pong(DONE) == D("0.75")
    assert reopen_rate([]) == Share(0, 0)
    assert ping_pong([]) is None


def test_backlog_by_age_in_calendar_days():
    today = date(2026, 10, 20)
    ages = [0, 1, 2, 3, 7, 8, 30, 31, 400]
    found = backlog_by_age([today - timedelta(days=age) for age in ages], today)
    assert found == {"0-1": 2, "2-3": 2, "4-7": 1, "8-30": 2, "31+": 2}
    assert backlog_by_age([today + timedelta(days=1)], today)["0-1"] == 1


@given(st.lists(st.integers(0, 1000)), st.lists(st.integers(1, 50), unique=True, max_size=5))
def test_each_ticket_of_the_backlog_is_in_one_band(ages, bounds):
    today = date(2026, 10, 20)
    found = backlog_by_age([today - timedelta(days=age) for age in ages], today, sorted(bounds))
    assert sum(found.values()) == len(ages)
    assert len(found) == len(bounds) + 1


@given(st.lists(st.integers(), min_size=1), st.integers(1, 100))
def test_a_percentile_is_a_value_that_so_many_do_not_exceed(values, percent):
    found = percentile(values, percent)
    assert found in values
    assert sum(each <= found for each in values) * 100 >= percent * len(values)
    assert sum(each < found for each in values) * 100 < percent * len(values)


states = st.sampled_from(["met", "breached", "running", "paused", "cancelled"])
deadlines = st.none() | st.integers(-60, 60).map(lambda days: NOW + timedelta(days=days))


@given(st.lists(st.builds(Target, st.sampled_from(["first", "last"]), states, deadlines)))
def test_each_target_counts_once_or_not_at_all(targets):
    found = sla_by_month(targets, NOW, MADRID).values()
    counted = [
        each
        for each in targets
        if each.deadline
        and (each.state in ("met", "breached") or (each.state == "running" and each.deadline < NOW))
    ]
    assert sum(share.denominator for share in found) == len(counted)
    assert sum(share.numerator for share in found) == sum(t.state == "met" for t in counted)

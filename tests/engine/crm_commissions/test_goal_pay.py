"""What weighted goals pay: scenario A11, and laws that hold for any goals."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_commissions.engine.curve import CurvePoint
from odoo.addons.crm_commissions.engine.earnings import expected
from odoo.addons.crm_commissions.engine.goal_pay import Measured, pay
from odoo.addons.crm_commissions.engine.plan_terms import GOALS, PlanTerms, judge
from odoo.addons.crm_commissions.engine.rules import TIERS, Sale

from .cases import D

STEEP = (CurvePoint(D(100), D(100)), CurvePoint(D(150), D(200)))


def goals(invoiced, collected, gate=None, cap=150):
    """60 % invoiced and 40 % collected, of 100,000 each."""
    return [
        Measured(1, D(60), D(cap), None, D(invoiced), D(100_000)),
        Measured(2, D(40), None, gate and D(gate), D(collected), D(100_000)),
    ]


@pytest.mark.parametrize(
    ("measured", "percent", "amount"),
    [
        (goals(120_000, 75_000), "102.000000", 2040),
        (goals(120_000, 75_000, gate=80), "0.000000", 0),
        (goals(120_000, 80_000, gate=80), "104.000000", 2080),
        (goals(180_000, 75_000), "120.000000", 2400),
        (goals(0, 0), "0.000000", 0),
        (goals(-50_000, 0), "0.000000", 0),  # what was refunded is not owed
    ],
)
def test_what_goals_pay(measured, percent, amount):
    due = pay(measured, (), D(2000))
    assert (due.explain["percent"], due.amount) == (percent, amount)


def test_the_goal_that_closed_its_gate_is_named():
    assert pay(goals(120_000, 75_000, gate=80), (), D(2000)).explain["failed"] == "1"
    assert pay(goals(120_000, 75_000), (), D(2000)).explain["failed"] is None


def test_a_curve_says_what_the_attainment_pays():
    due = pay(goals(120_000, 75_000), STEEP, D(2000))
    assert (due.rate, due.amount) == (104, 2080)


def test_a_closed_gate_pays_nothing_though_the_curve_begins_at_0():
    points = (CurvePoint(D(0), D(10)), CurvePoint(D(100), D(100)))
    assert pay(goals(120_000, 75_000, gate=80), points, D(2000)).amount == 0
    assert pay(goals(0, 0), points, D(2000)).amount == 200


def test_a_goal_without_a_target_counts_nothing():
    measured = [Measured(1, D(60), None, None, D(5), None), *goals(0, 50_000)[1:]]
    due = pay(measured, (), D(2000))
    assert due.amount == 400
    assert due.explain["goals"][0]["target"] is None


def test_sales_under_a_plan_of_goals_are_credited_and_earn_nothing_by_themselves():
    terms = PlanTerms(tier_mode=GOALS)
    assert judge(Sale(1), terms).effect == TIERS
    assert expected([], terms) == {}


money = st.decimals(0, 1_000_000, places=2)


@given(invoiced=money, collected=money, more=money, pays=money)
def test_more_achieved_never_pays_less(invoiced, collected, more, pays):
    low = pay(goals(invoiced, collected, gate=80), STEEP, pays)
    high = pay(goals(invoiced, collected + more, gate=80), STEEP, pays)
    assert 0 <= low.amount <= high.amount


@given(invoiced=money, collected=money, pays=money)
def test_the_amount_is_the_pay_at_the_rate_that_is_shown(invoiced, collected, pays):
    due = pay(goals(invoiced, collected), (), pays)
    assert abs(due.amount - due.base * due.rate / 100) <= Decimal("0.01")


@given(pays=money)
def test_targets_exactly_reached_pay_exactly_what_they_pay(pays):
    assert pay(goals(100_000, 100_000), (), pays).amount == pays

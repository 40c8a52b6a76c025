"""Targets: the curve that pays them, and several goals that make one attainment."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_commissions.engine import curve, goals
from odoo.addons.crm_commissions.engine.curve import CurvePoint
from odoo.addons.crm_commissions.engine.goals import Goal
from odoo.addons.crm_commissions.engine.money import round_half_up

from .cases import POINTS, D

percents = st.decimals(0, 300, places=2)


@st.composite
def climbs(draw):
    """Points of which none pays less than the one before."""
    attainments = sorted(draw(st.sets(percents, min_size=1, max_size=5)))
    payouts = sorted(draw(percents) for _each in attainments)
    return [CurvePoint(*point) for point in zip(attainments, payouts, strict=True)]


@pytest.mark.parametrize(
    ("base", "amount"),
    [
        ("49990", "0.00"),
        ("50000", "500.00"),
        ("80000", "1400.00"),
        ("98000", "1940.00"),
        ("100000", "2000.00"),
        ("104500", "2180.00"),
        ("120000", "2800.00"),
        ("150000", "4000.00"),
        ("180000", "4000.00"),
        ("-10000", "0.00"),
    ],
)
def test_what_a_target_of_100_000_pays(base, amount):
    result = curve.curve(D(base), D(100_000), D(2000), POINTS)
    assert round_half_up(result.amount) == D(amount)
    assert result.attainment == D(base) / 1000


def test_an_order_is_worth_what_it_moves_on_the_curve():
    before = curve.curve(D(98_000), D(100_000), D(2000), POINTS)
    after = curve.curve(D(104_500), D(100_000), D(2000), POINTS)
    assert after.amount - before.amount == D("240.00")


def test_a_curve_of_one_point_is_all_or_nothing():
    alone = (CurvePoint(D(100), D(100)),)
    assert curve.payout(D("99.99"), alone) == 0
    assert curve.payout(D(100), alone) == 100
    assert curve.payout(D(500), alone) == 100


@pytest.mark.parametrize("attainments", [[], [50, 50]])
def test_a_curve_needs_points_that_differ(attainments):
    with pytest.raises(ValueError, match="curve"):
        curve.in_order([CurvePoint(D(each), D(10)) for each in attainments])


@pytest.mark.parametrize("target", [0, -1])
def test_a_curve_needs_a_target(target):
    with pytest.raises(ValueError, match="target above 0"):
        curve.curve(D(1), D(target), D(2000), POINTS)


def test_points_are_put_in_order():
    assert curve.in_order(reversed(POINTS)) == POINTS


@given(climbs(), percents, percents)
def test_more_attainment_never_pays_less_and_never_leaves_the_points(points, one, other):
    low, high = (curve.payout(each, points) for each in sorted((one, other)))
    assert low <= high <= points[-1].payout
    assert not low or low >= points[0].payout


@given(climbs())
def test_each_point_pays_what_it_says(points):
    assert [curve.payout(each.attainment, points) for each in points] == [
        each.payout for each in points
    ]


@given(climbs(), percents, st.decimals("0.001", "0.1", places=3))
def test_above_the_first_point_there_are_no_jumps(points, attainment, step):
    start = max(attainment, points[0].attainment)
    pairs = pairwise(points)
    steepest = max(
        ((b.payout - a.payout) / (b.attainment - a.attainment) for a, b in pairs), default=D(0)
    )
    more = curve.payout(start + step, points) - curve.payout(start, points)
    assert more <= steepest * step + D("1e-20")


def test_goals_count_by_weight():
    invoiced = Goal(D(60), D(120), cap=D(150))
    collected = Goal(D(40), D(75))
    assert goals.weighted([invoiced, collected]) == (D("102.00"), None)


def test_a_gate_that_is_not_reached_closes_all():
    invoiced = Goal(D(60), D(120), cap=D(150))
    collected = Goal(D(40), D(75), gate=D(80))
    assert goals.weighted([invoiced, collected]) == (D(0), collected)


def test_a_gate_opens_at_its_own_figure_and_looks_at_what_the_cap_cuts():
    reached = Goal(D(100), D(120), cap=D(100), gate=D(120))
    assert goals.weighted([reached]) == (D(100), None)


def test_weights_make_a_hundred():
    with pytest.raises(ValueError, match="100, not 90"):
        goals.weighted([Goal(D(50), D(100)), Goal(D(40), D(100))])


@given(st.lists(st.tuples(percents, percents), min_size=2, max_size=2), st.integers(0, 100))
def test_goals_lie_between_the_worst_and_the_best_and_caps_hold(figures, weight):
    weights = D(weight), D(100 - weight)
    parts = [Goal(w, a, cap=c) for w, (a, c) in zip(weights, figures, strict=True)]
    counted = [min(figure) for figure in figures]
    assert min(counted) <= goals.weighted(parts).percent <= max(counted)

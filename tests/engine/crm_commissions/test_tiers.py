"""Tiers: the figures of a plan, and the laws that hold for any ladder."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_commissions.engine import tiers
from odoo.addons.crm_commissions.engine.money import round_half_up
from odoo.addons.crm_commissions.engine.tiers import Tier

from .cases import LADDER, D

rates = st.decimals(0, 30, places=2)
bases = st.decimals(-100_000, 200_000, places=4)


@st.composite
def ladders(draw):
    bounds = draw(st.sets(st.decimals("0.01", 150_000, places=2), max_size=5))
    return tiers.in_order([Tier(bound, draw(rates)) for bound in {D(0), *bounds}])


def paid(brackets):
    return sum((each.amount for each in brackets), D(0))


@pytest.mark.parametrize(
    ("base", "amounts"),
    [
        ("62500", ["500", "750", "625"]),
        ("47500", ["500", "675"]),
        ("25000", ["500"]),
        ("25000.01", ["500", "0.0003"]),
        ("25000.50", ["500", "0.015"]),
        ("50000", ["500", "750"]),
        ("0", []),
        ("-1000", ["-20"]),
    ],
)
def test_each_part_has_the_rate_of_its_tier(base, amounts):
    brackets = tiers.marginal(D(base), LADDER)
    assert [each.amount for each in brackets] == [D(each) for each in amounts]
    assert [each.number for each in brackets] == list(range(1, len(amounts) + 1))


@pytest.mark.parametrize(
    ("base", "number", "rate", "amount"),
    [
        ("62500", 3, "5", "3125.00"),
        ("50000", 2, "3", "1500.00"),
        ("50000.01", 3, "5", "2500.0005"),
        ("25000", 1, "2", "500.00"),
        ("-1000", 1, "2", "-20.00"),
    ],
)
def test_the_whole_base_has_the_rate_that_it_reaches(base, number, rate, amount):
    [bracket] = tiers.whole(D(base), LADDER)
    assert (bracket.number, bracket.rate) == (number, D(rate))
    assert bracket.amount == D(amount)
    assert bracket.base == D(base)


def test_a_bracket_says_from_where_to_where():
    low, middle, high = tiers.marginal(D(62_500), LADDER)
    assert (low.bound_from, low.bound_to, low.base) == (D(0), D(25_000), D(25_000))
    assert (middle.bound_from, middle.bound_to, middle.base) == (D(25_000), D(50_000), D(25_000))
    assert (high.bound_from, high.bound_to, high.base) == (D(50_000), None, D(12_500))


def test_a_cent_above_the_bound_is_rounded_with_all_the_rest():
    assert round_half_up(paid(tiers.marginal(D("25000.01"), LADDER))) == D("500.00")


def test_pieces_are_paid_in_money():
    ladder = (Tier(D(0), D("1.50")), Tier(D(10), D("4.00")))  # from the eleventh order on 4.00
    assert paid(tiers.marginal(D(12), ladder, pieces=True)) == D("23.00")
    assert paid(tiers.whole(D(12), ladder, pieces=True)) == D("48.00")


@pytest.mark.parametrize("bounds", [[], [100], [0, 100, 100], [-5, 0]])
def test_a_ladder_begins_at_nothing_and_has_no_two_equal_steps(bounds):
    with pytest.raises(ValueError, match="tier"):
        tiers.in_order([Tier(D(bound), D(1)) for bound in bounds])


def test_tiers_are_put_in_order():
    assert tiers.in_order(reversed(LADDER)) == LADDER


@given(ladders(), bases)
def test_brackets_are_the_whole_base_and_meet_without_a_gap(ladder, base):
    brackets = tiers.marginal(base, ladder)
    assert sum((each.base for each in brackets), D(0)) == base
    for low, high in pairwise(brackets):
        assert low.bound_to == high.bound_from
    assert all(each.amount == each.base * each.rate / 100 for each in brackets)


@given(ladders(), bases, bases)
def test_who_sells_more_never_earns_less(ladder, one, other):
    low, high = sorted((one, other))
    assert paid(tiers.marginal(low, ladder)) <= paid(tiers.marginal(high, ladder))


@given(ladders(), bases, st.decimals("0.0001", 1, places=4))
def test_a_little_more_is_paid_a_little_more(ladder, base, step):
    more = paid(tiers.marginal(base + step, ladder)) - paid(tiers.marginal(base, ladder))
    assert more <= step * max(tier.rate for tier in ladder) / 100
    assert more >= step * min(tier.rate for tier in ladder) / 100


@given(ladders(), st.decimals(-1, 1, places=6))
def test_both_ways_agree_within_the_first_tier(ladder, part):
    upper = ladder[1].bound_from if len(ladder) > 1 else D(100_000)
    base = part * upper
    assert tiers.marginal(base, ladder) == tiers.whole(base, ladder)


@given(ladders(), bases)
def test_where_rates_grow_the_whole_pays_at_least_what_the_parts_do(ladder, base):
    growing = tuple(Tier(each.bound_from, D(number)) for number, each in enumerate(ladder, 1))
    assert paid(tiers.whole(base, growing)) >= paid(tiers.marginal(base, growing))

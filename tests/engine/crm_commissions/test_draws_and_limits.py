"""Draws and limits: what a statement pays, and that no cent is lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_commissions.engine import draws
from odoo.addons.crm_commissions.engine.limits import apply_limits

from .cases import D

sums = st.decimals(-3000, 5000, places=2)
agreements = st.tuples(
    st.sampled_from([draws.NONE, draws.RECOVERABLE, draws.GUARANTEE]),
    st.decimals(0, 2000, places=2),
    sums,
)


def months(kind, draw, *earned):
    balance, found = D(0), []
    for amount in earned:
        found.append(draws.settle_draw(D(amount), kind, D(draw), balance))
        balance = found[-1].balance
    return found


def test_a_recoverable_draw_is_paid_back_from_what_exceeds_it():
    found = months(draws.RECOVERABLE, 1000, 600, 900, 1700)
    assert [each.paid for each in found] == [1000, 1000, 1200]
    assert [each.advance for each in found] == [400, 100, 0]
    assert [each.recovered for each in found] == [0, 0, 500]
    assert [each.balance for each in found] == [400, 500, 0]


def test_a_guarantee_is_a_gift():
    found = months(draws.GUARANTEE, 1000, 600, 900, 1700)
    assert [each.paid for each in found] == [1000, 1000, 1700]
    assert [each.balance for each in found] == [0, 0, 0]


def test_without_a_draw_all_is_paid_as_it_is_earned():
    found = months(draws.NONE, 1000, 600, -50)
    assert [each.paid for each in found] == [600, -50]
    assert not any(each.advance or each.recovered for each in found)


def test_only_what_is_owed_is_recovered():
    [found] = [draws.settle_draw(D(1200), draws.RECOVERABLE, D(1000), D(500))]
    assert (found.paid, found.recovered, found.balance) == (1000, 200, 300)


def test_what_is_owed_is_recovered_also_when_the_agreement_has_ended():
    found = draws.settle_draw(D(300), draws.NONE, D(0), D(500))
    assert (found.paid, found.recovered, found.balance) == (0, 300, 200)


def test_a_month_of_refunds_is_advanced_too():
    found = draws.settle_draw(D(-200), draws.RECOVERABLE, D(1000), D(0))
    assert (found.paid, found.advance, found.balance) == (1000, 1200, 1200)


@pytest.mark.parametrize(
    ("kind", "draw", "balance"), [("loan", 1, 0), (draws.NONE, -1, 0), (draws.NONE, 0, -1)]
)
def test_bad_agreements_are_refused(kind, draw, balance):
    with pytest.raises(ValueError, match="draw"):
        draws.settle_draw(D(1), kind, D(draw), D(balance))


@given(st.lists(agreements, max_size=12))
def test_sums_hold_and_nobody_owes_less_than_nothing(agreed):
    balance = advanced = recovered = D(0)
    for kind, draw, earned in agreed:
        found = draws.settle_draw(earned, kind, draw, balance)
        assert found.paid == earned + found.advance - found.recovered
        assert min(found.advance, found.recovered, found.balance) >= 0
        assert not (found.advance and found.recovered)
        if kind == draws.RECOVERABLE:
            advanced += found.advance
        if kind != draws.NONE:
            assert found.paid >= draw
        recovered += found.recovered
        balance = found.balance
        assert balance == advanced - recovered


@pytest.mark.parametrize(
    ("amount", "cap", "floor", "limited"),
    [
        (3500, 3000, None, (3000, -500, 0)),
        (3000, 3000, None, (3000, 0, 0)),
        (200, None, 500, (500, 0, 300)),
        (-100, None, 0, (0, 0, 100)),
        (100, 0, None, (0, -100, 0)),
        (700, 3000, 500, (700, 0, 0)),
        (700, None, None, (700, 0, 0)),
        (700, 600, 600, (600, -100, 0)),
    ],
)
def test_what_a_limit_changes_is_shown(amount, cap, floor, limited):
    given_limits = [None if each is None else D(each) for each in (cap, floor)]
    assert apply_limits(D(amount), *given_limits) == limited


def test_a_floor_above_the_cap_is_refused():
    with pytest.raises(ValueError, match="floor 600 is above the cap 500"):
        apply_limits(D(1), D(500), D(600))


@given(sums, st.none() | sums, st.none() | sums)
def test_what_is_left_lies_within_and_adds_up(amount, one, other):
    floor, cap = sorted((one, other)) if None not in (one, other) else (one, other)
    limited = apply_limits(amount, cap, floor)
    assert limited.amount == amount + limited.cap_cut + limited.floor_raise
    assert limited.cap_cut <= 0 <= limited.floor_raise
    assert cap is None or limited.amount <= cap
    assert floor is None or limited.amount >= floor
    assert not (limited.cap_cut and limited.floor_raise)

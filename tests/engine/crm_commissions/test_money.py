"""Money: rounded once, and shared out without losing a cent."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_commissions.engine import money

from .cases import D


@pytest.mark.parametrize(
    ("amount", "digits", "rounded"),
    [
        ("49.3828", 2, "49.38"),
        ("0.005", 2, "0.01"),
        ("-0.005", 2, "-0.01"),
        ("-20.8264", 2, "-20.83"),
        ("500.0003", 2, "500.00"),
        ("1234.5", 0, "1235"),
        ("123456789012345678901234567890.125", 2, "123456789012345678901234567890.13"),
    ],
)
def test_half_a_cent_goes_away_from_zero(amount, digits, rounded):
    assert str(money.round_half_up(D(amount), digits)) == rounded


def test_nothing_has_no_sign():
    assert str(money.round_half_up(D("-0.004"))) == "0.00"
    assert str(money.to_ledger(D("-0.0000004"))) == "0.000000"


def test_the_ledger_keeps_six_decimals():
    assert str(money.to_ledger(D("23.33314050"))) == "23.333141"
    assert str(money.to_ledger(D("0.00495"))) == "0.004950"


def test_a_percentage_is_exact_where_pythons_own_context_would_round():
    with localcontext() as context:
        context.prec = 5
        assert money.percent_of(D("1234.57"), D("4")) == D("49.3828")


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        ("49.38", ["60", "40"], ["29.63", "19.75"]),
        ("100.00", ["1", "1", "1"], ["33.34", "33.33", "33.33"]),
        ("-100.00", ["1", "1", "1"], ["-33.34", "-33.33", "-33.33"]),
        ("0.01", ["1", "2"], ["0", "0.01"]),
        ("0.02", ["1", "1", "0", "1"], ["0.01", "0.01", "0", "0"]),
        ("0", ["0", "0"], ["0", "0"]),
        ("0", [], []),
    ],
)
def test_what_rounding_leaves_goes_where_most_was_lost(total, weights, parts):
    assert money.allocate(D(total), [D(each) for each in weights]) == [D(each) for each in parts]


def test_a_share_may_be_counted_in_whole_coins():
    assert money.allocate(D(100), [D(1)] * 3, digits=0) == [D(34), D(33), D(33)]


@pytest.mark.parametrize("weights", [[], [D(0), D(0)], [D(2), D(-1)]])
def test_there_has_to_be_somebody_to_share_out_to(weights):
    with pytest.raises(ValueError, match="share"):
        money.allocate(D("0.01"), weights)


@given(
    st.decimals(-100_000, 100_000, places=3),
    st.lists(st.decimals(0, 1000, places=3), min_size=1, max_size=8).filter(any),
)
def test_parts_make_the_total_and_lie_within_a_cent_of_their_share(total, weights):
    parts = money.allocate(total, weights)
    whole = money.round_half_up(total)
    assert sum(parts) == whole
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - whole * weight / sum(weights)) < D("0.01")
        assert part == part.quantize(Decimal("0.01"))
        assert weight or not part

"""The vital few, and amounts that are divided to the cent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_helpdesk.engine.pareto import divide, pareto

weights = st.lists(st.integers(0, 10_000), min_size=1, max_size=12)


def test_the_vital_few_are_those_before_the_line():
    # given forty requests of four causes
    bars = pareto([("order", 3), ("packing", 20), ("transport", 12), ("picking", 5)])
    # then two of them come to 80 percent, and the third begins beyond
    assert [(bar.key, bar.share, bar.cumulative, bar.is_vital) for bar in bars] == [
        ("packing", 50.0, 50.0, True),
        ("transport", 30.0, 80.0, True),
        ("picking", 12.5, 92.5, False),
        ("order", 7.5, 100.0, False),
    ]


def test_of_nothing_there_is_no_bar():
    assert pareto([]) == []
    assert pareto([("packing", 0)]) == []
    with pytest.raises(ValueError, match="less than nothing"):
        pareto([("packing", -1)])


def test_a_hundred_in_three_is_a_hundred():
    assert divide(10_000, [1, 1, 1]) == [3334, 3333, 3333]
    assert divide(-100, [1, 2]) == [-33, -67]
    assert divide(1, [1, 3]) == [0, 1]


@pytest.mark.parametrize("wrong", [[], [0, 0], [2, -1]])
def test_without_weights_nothing_is_divided(wrong):
    with pytest.raises(ValueError, match="above zero"):
        divide(100, wrong)


@given(weights)
def test_bars_fall_and_end_at_a_hundred(given_weights):
    bars = pareto(enumerate(given_weights))
    assert [bar.weight for bar in bars] == sorted((bar.weight for bar in bars), reverse=True)
    assert sum(bar.weight for bar in bars) == sum(given_weights)
    if bars:
        assert bars[0].is_vital
        assert bars[-1].cumulative == 100.0


@given(st.integers(-1_000_000, 1_000_000), weights.filter(any))
def test_parts_add_up_and_are_within_a_coin_of_their_share(amount, given_weights):
    parts = divide(amount, given_weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, given_weights, strict=True):
        assert abs(part - amount * weight / sum(given_weights)) < 1

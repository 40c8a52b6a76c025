"""Parts that add up, and tiers that fill: the laws that hold for any figures."""

from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_orders_promos.engine import shares, tiers

from .promotion_cases import TIERS, D, tier

steps = st.sampled_from([D("0.01"), D("0.1"), D(1), D(12)])
weights = st.lists(st.decimals(0, 1000, places=3), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("total", "of", "expected"),
    [
        ("10.00", [1, 1, 1], ["3.34", "3.33", "3.33"]),
        ("0.05", [3, 3, 2], ["0.02", "0.02", "0.01"]),
        ("1.00", [0, 0], ["0", "0"]),
        ("0.01", [1, 2], ["0.00", "0.01"]),
    ],
)
def test_cents_go_where_rounding_took_most(total, of, expected):
    parts = shares.allot(D(total), [D(each) for each in of], D("0.01"))
    assert parts == [D(each) for each in expected]


@given(st.decimals(0, 10_000, places=2), weights, steps)
def test_parts_add_up_and_are_less_than_a_step_from_their_share(total, of, step):
    parts = shares.allot(total, of, step)
    whole = total // step * step
    if not sum(of):
        assert not any(parts)
        return
    assert sum(parts) == whole
    for part, weight in zip(parts, of, strict=True):
        assert abs(part - whole * weight / sum(of)) < step
        assert part % step == 0
        assert weight or not part


def best_by_trying_all(sizes, worths, room, times):
    """The plain recursion that everybody believes."""

    @cache
    def best(room, times):
        fitting = [n for n, size in enumerate(sizes) if size <= room]
        if not times:
            return 0
        return max((worths[n] + best(room - sizes[n], times - 1) for n in fitting), default=0)

    return best(room, times)


tier_figures = st.lists(st.tuples(st.integers(1, 30), st.integers(1, 12)), min_size=1, max_size=4)


def made(figures):
    return [tier(str(n), size, qty=qty) for n, (size, qty) in enumerate(figures)]


@given(tier_figures, st.integers(0, 120), st.none() | st.integers(1, 6))
def test_no_other_fill_gives_more(figures, have, times):
    found = tiers.fill(made(figures), D(have), repeat=True, times=times)
    sizes, worths = zip(*figures, strict=True)
    wanted = best_by_trying_all(sizes, worths, have, have if times is None else times)
    assert tiers.free_units(found) == wanted
    assert sum(each.threshold * count for each, count in found) <= have
    assert times is None or sum(count for _tier, count in found) <= times


@given(tier_figures, st.integers(0, 120), st.none() | st.integers(1, 6))
def test_the_next_step_is_the_first_quantity_that_gives_more(figures, have, times):
    offered = made(figures)

    def free(quantity):
        return tiers.free_units(tiers.fill(offered, D(quantity), repeat=True, times=times))

    step = tiers.needed_for_more(offered, D(have), repeat=True, times=times)
    if step is None:
        assert free(have + 200) == free(have)
    else:
        assert free(step) > free(have)
        assert all(free(each) == free(have) for each in range(have, int(step)))


@pytest.mark.parametrize(
    ("have", "free"),
    [("95.999", 12), ("1000000000", 166_666_665)],  # 20,833,333 x 48, and 16 are left for 12+1
)
def test_quantities_may_have_decimals_and_be_large(have, free):
    assert tiers.free_units(tiers.fill(TIERS, D(have), repeat=True)) == free


def test_thresholds_of_many_decimals_do_not_overflow():
    odd = tier("t", Decimal(1) / 3, qty=1)
    assert tiers.free_units(tiers.fill([odd, TIERS[0]], D(30), repeat=True)) == 90


def test_tiers_of_different_products_compete_by_money():
    cheap = tier("cheap", 10, qty=3, product="pen", value="0.50")
    dear = tier("dear", 10, qty=1, product="cup", value="4.00")
    same = tier("same", 10, qty=1)
    [(best, times)] = tiers.fill([cheap, dear, same], D(20), repeat=True, unit_value=D("3.00"))
    assert (best.key, times) == ("dear", 2)
    [(best, times)] = tiers.fill([cheap, dear, same], D(20), repeat=True, unit_value=D("5.00"))
    assert (best.key, times) == ("same", 2)


def test_a_tier_whose_product_has_no_value_is_still_given():
    gift = tier("gift", 10, qty=1, product="cup")
    [(best, times)] = tiers.fill([gift, tier("24", 24, qty=3)], D(12), repeat=True, unit_value=D(5))
    assert (best.key, times) == ("gift", 1)

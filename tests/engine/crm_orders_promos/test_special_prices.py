"""Special prices: which one holds, its quota, its margin; examples, and laws for random cases."""

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_orders_promos.engine.special_prices import (
    BELOW_COST,
    BELOW_MARGIN,
    CATEGORY,
    CHAIN,
    COST_PLUS,
    CUSTOMER,
    NET,
    PRODUCT,
    SEGMENT,
    TAG,
    TEMPLATE,
    Offer,
    Split,
    choose,
    judge,
    price,
    split,
)

D = Decimal
quantities = st.decimals(0, 10_000, places=2)
offers = st.builds(
    Offer,
    st.integers(1, 50),
    st.sampled_from([PRODUCT, TEMPLATE, CATEGORY]),
    st.integers(0, 3),
    st.sampled_from([CUSTOMER, TAG, SEGMENT]),
    st.integers(0, 30).map(Decimal),
)


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        (Offer(1, PRODUCT), Offer(2, TEMPLATE)),
        (Offer(1, TEMPLATE), Offer(2, CATEGORY, depth=5)),
        (Offer(1, CATEGORY, depth=2), Offer(2, CATEGORY, depth=1)),
        (Offer(1, whom=CUSTOMER), Offer(2, whom=TAG)),
        (Offer(1, whom=TAG), Offer(2, whom=SEGMENT)),
        (Offer(1, min_qty=D(24)), Offer(2, min_qty=D(12))),
        (Offer(2), Offer(1)),
    ],
    ids=["template", "category", "deeper category", "tag", "segment", "minimum", "older"],
)
def test_the_nearer_offer_holds(nearer, farther):
    assert choose([farther, nearer], D(24)) == nearer


def test_below_its_minimum_an_offer_does_not_hold():
    # given 8.40 from 24 units, and 8.90 from 12
    many, some = Offer(1, min_qty=D(24)), Offer(2, min_qty=D(12))
    assert choose([many, some], D(24)) == many
    assert choose([many, some], D("23.99")) == some
    assert choose([many, some], D(11)) is None
    # what comes back has the price that has no minimum
    assert choose([many, Offer(3)], D(-2)) == Offer(3)


@given(st.lists(offers, max_size=4, unique_by=lambda offer: offer.key), quantities)
def test_the_order_of_the_offers_does_not_matter(found, quantity):
    chosen = {choose(each, quantity) for each in permutations(found)}
    assert len(chosen) == 1


def test_what_each_kind_makes_of_a_price():
    # given the price list says 9.00 and the product costs 6.00
    assert price(NET, D("8.40"), "", D(9), D(6)) == D("8.40")
    assert price(CHAIN, D(0), "10+5", D(9), D(6)) == D("7.695")
    assert price(COST_PLUS, D(25), "", D(9), D(6)) == D("7.50")


@pytest.mark.parametrize(
    ("quantity", "size", "left", "expected"),
    [
        # 20 units, 10 are left
        (20, 1, 10, Split(D(10), D(10))),
        (20, 1, 20, Split(D(20), D(0))),
        (20, 1, 0, Split(D(0), D(20))),
        # more was promised to signed orders than there is
        (20, 1, -5, Split(D(0), D(20))),
        # 5 boxes of 12, 24 units are left: two whole boxes
        (5, 12, 24, Split(D(2), D(3))),
        # 2 boxes of 12, 10 units are left: they are given as units
        (2, 12, 10, Split(D(10), D(14), in_units=True)),
        (2, 12, 24, Split(D(2), D(0))),
        # half a kilo may be sold
        (D("1.5"), 1, D("0.7"), Split(D("0.7"), D("0.8"))),
    ],
)
def test_a_line_is_split_by_the_quota(quantity, size, left, expected):
    assert split(D(quantity), D(size), D(left), D("0.01")) == expected


@given(st.integers(1, 200), st.sampled_from([1, 6, 12]), st.integers(-10, 3000))
def test_nothing_is_lost_and_the_quota_is_not_exceeded(quantity, size, left):
    found = split(D(quantity), D(size), D(left), D("0.01"))
    per = 1 if found.in_units else size
    assert (found.taken + found.rest) * per == quantity * size
    assert found.taken * per <= max(left, 0)
    # all that the quota gives is given: a box of 12 is 12 units
    assert found.taken * per == min(max(left, 0), quantity * size)


def test_a_price_is_judged_by_cost_and_margin():
    # given a cost of 8.00 and a least margin of 10 %
    assert judge(D("7.99"), D(8), D(10)) == BELOW_COST
    assert judge(D("8.88"), D(8), D(10)) == BELOW_MARGIN
    assert judge(D("8.89"), D(8), D(10)) is None
    # what costs nothing may be given away
    assert judge(D(0), D(0), D(10)) is None

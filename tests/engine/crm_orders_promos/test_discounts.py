"""Chains of discounts: the worked examples, and the laws for thousands of random chains."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_orders_promos.engine.discounts import (
    ChainError,
    FooterLine,
    HeaderTerm,
    canonical,
    cut,
    equivalent,
    factor,
    header_factors,
    parse,
    telescope,
)

CENT = Decimal("0.01")
percents = st.decimals(0, 100, places=4).map(lambda number: number.normalize())
amounts = st.decimals(0, 100_000, places=2)


def worth(text):
    return equivalent(factor(parse(text)))


@pytest.mark.parametrize(
    ("text", "discount"),
    [
        ("45+10+5", 52.975),
        ("10+5", 14.5),
        ("12.5+7.25+3.33", 21.546253125),
        ("100", 100.0),
        ("50+100+5", 100.0),
        ("", 0.0),
        ("-10", -10.0),  # a surcharge
        ("-10+10", 1.0),
    ],
)
def test_what_a_chain_is_worth(text, discount):
    assert worth(text) == discount


def test_what_is_left_of_a_price():
    # 1 x 420.00 "45+10+5": 197.51 once rounded, where 52.98 % would say 197.48
    assert 420 * factor(parse("45+10+5")) == Decimal("197.505")
    # 1 x 99 999.99 "12.5+7.25+3.33": two decimals of percentage would say 78 449.99
    left = Decimal("99999.99") * factor(parse("12.5+7.25+3.33"))
    assert left.quantize(CENT) == Decimal("78453.74")


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("10 + 5 % + 3", "10+5+3"),
        ("10,50+5.0", "10.5+5"),
        ("0+10+0", "10"),
        ("0", ""),
        (None, ""),
        ("  ", ""),
        ("100", "100"),
    ],
)
def test_what_is_stored_of_what_was_typed(text, stored):
    assert canonical(text) == stored
    assert canonical(stored) == stored


@pytest.mark.parametrize(
    ("text", "code", "term"),
    [
        ("10+five", "term", "five"),
        ("10++5", "term", ""),
        ("10-5", "term", "10-5"),
        ("1e2", "term", "1e2"),
        ("101", "range", "101"),
        ("100.01", "range", "100.01"),
        ("-101", "range", "-101"),
        ("1+1+1+1+1+1", "many", "6"),
        ("٣", "term", "٣"),
    ],
)
def test_what_is_no_chain(text, code, term):
    with pytest.raises(ChainError) as caught:
        parse(text)
    assert (caught.value.code, caught.value.term) == (code, term)


@given(st.lists(percents, max_size=5))
def test_the_order_of_the_terms_changes_nothing(terms):
    assert equivalent(factor(terms)) == equivalent(factor(reversed(terms)))


@given(st.lists(percents, max_size=5))
def test_a_chain_never_takes_more_than_all_nor_gives(terms):
    assert 0 <= equivalent(factor(terms)) <= 100


@given(st.lists(percents, max_size=5))
def test_what_is_stored_means_the_same(terms):
    text = "+".join(f"{term:f}" for term in terms)
    assert factor(parse(canonical(text))) == factor(terms)


# header discounts


def test_an_amount_is_spread_over_the_lines():
    # lines of 100 and 50, 30.00 off: 80 and 40
    [left] = header_factors([HeaderTerm(amount=Decimal(30))], Decimal(150))
    assert (100 * left, 50 * left) == (80, 40)


def test_an_amount_after_a_percentage_is_taken_off_what_is_left():
    factors = header_factors(
        [HeaderTerm(Decimal(10)), HeaderTerm(amount=Decimal(27))], Decimal(300)
    )
    # 300 less 10 % is 270, less 27 is 243
    assert factors == [Decimal("0.9"), Decimal("0.9")]


@pytest.mark.parametrize(("net", "left"), [(Decimal(20), 0), (Decimal(0), 1), (Decimal(-5), 1)])
def test_an_amount_takes_no_more_than_there_is(net, left):
    assert header_factors([HeaderTerm(amount=Decimal(30))], net) == [left]


def test_the_footer_adds_up():
    # A 10 x 12.50 "10+5", B 3 x 33.33, delivery 6.00; commercial 5 %, prompt payment 2 %
    lines = [
        FooterLine(Decimal(125), Decimal("106.875")),
        FooterLine(Decimal("99.99"), Decimal("99.99")),
        FooterLine(Decimal(6), Decimal(6), takes_header=False),
    ]
    parts = telescope(lines, [Decimal("0.95"), Decimal("0.98")], Decimal("198.59"), CENT)
    assert parts == [Decimal(n) for n in ("230.99", "-18.12", "-10.35", "-3.93")]
    assert sum(parts) == Decimal("198.59")


@given(
    st.lists(st.tuples(amounts, percents, st.booleans()), max_size=8),
    st.lists(percents, max_size=4),
    amounts,
)
def test_any_footer_adds_up_to_the_order(lines, header, total):
    footer = [
        FooterLine(gross, gross * factor([chain]), takes_header)
        for gross, chain, takes_header in lines
    ]
    parts = telescope(footer, [factor([term]) for term in header], total, CENT)
    assert sum(parts) == total
    assert len(parts) == 2 + len(header)


@pytest.mark.parametrize(
    ("given_price", "price", "percent"),
    [(20, 17, 15), (20, 20, 0), (20, 25, 0), (20, 0, 100), (20, -5, 100), (0, -1, 100), (0, 0, 0)],
)
def test_a_lower_price_in_percent(given_price, price, percent):
    assert cut(given_price, price) == percent


@given(st.decimals("0.01", 100_000, places=2), percents)
def test_a_price_less_a_discount_is_cut_by_it(price, percent):
    assert cut(price, price * factor([percent])) == pytest.approx(float(percent), abs=1e-9)

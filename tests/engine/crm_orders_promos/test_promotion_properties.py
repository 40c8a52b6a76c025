"""Promotions: the laws that hold for any order and any promotions."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from odoo.addons.crm_orders_promos.engine import promotion_life as life
from odoo.addons.crm_orders_promos.engine import promotion_types as kinds
from odoo.addons.crm_orders_promos.engine.promotions import evaluate

from .promotion_cases import D, promotion, tier

PRODUCTS = "ABCD"
some_products = st.none() | st.frozensets(st.sampled_from(PRODUCTS), min_size=1)
prices = st.decimals("0.01", "50.00", places=2)


@st.composite
def orders(draw):
    size = draw(st.integers(1, 6))
    return [
        kinds.Line.priced(
            key,
            draw(st.sampled_from(PRODUCTS)),
            D(draw(st.integers(-3, 60))),
            draw(prices),
            weight=D(draw(st.integers(0, 9))),
            header_factor=draw(st.sampled_from([D(1), D("0.95")])),
            exclusive=draw(st.sampled_from([False, False, False, True])),
        )
        for key in range(size)
    ]


@st.composite
def tiers_of(draw, key):
    effect = draw(st.sampled_from(["percent", "price", "qty", "cup"]))
    threshold = draw(st.integers(1, 40))
    if effect == "percent":
        targets = draw(st.none() | some_products)
        return tier(key, threshold, percent=draw(st.integers(1, 100)), targets=targets)
    if effect == "price":
        return tier(key, threshold, price=draw(prices))
    rest = {"product": "cup", "value": draw(prices), "effect": kinds.GIFT}
    spread = draw(st.sampled_from([kinds.PRORATA, kinds.CHEAPEST]))
    return tier(
        key,
        threshold,
        qty=draw(st.integers(1, 5)),
        **(rest if effect == "cup" else {"spread": spread}),
    )


@st.composite
def conditions(draw, threshold):
    return kinds.Condition(
        draw(some_products),
        draw(st.sampled_from([kinds.QTY, kinds.QTY, kinds.AMOUNT, kinds.WEIGHT, kinds.DISTINCT])),
        D(draw(threshold)),
        draw(st.booleans()),
    )


@st.composite
def offers(draw, key):
    count = draw(st.integers(1, 3))
    return kinds.Promotion(
        key,
        tuple(draw(tiers_of(f"{key}{n}")) for n in range(count)),
        (draw(conditions(st.just(0))), *draw(st.lists(conditions(st.integers(0, 9)), max_size=1))),
        priority=draw(st.integers(1, 2)),
        repeat=draw(st.booleans()),
        exclusive_group=draw(st.sampled_from([None, "g", "h"])),
        stack_with_special_price=draw(st.booleans()),
        budget_policy=draw(st.sampled_from([kinds.BLOCK, kinds.CAP, kinds.WARN])),
        max_per_order=draw(st.none() | st.integers(0, 3)),
        max_per_partner=draw(st.none() | st.integers(0, 3)),
    )


@st.composite
def cases(draw):
    keys = [f"p{number}" for number in range(draw(st.integers(1, 5)))]
    return (
        draw(orders()),
        [draw(offers(key)) for key in keys],
        {
            "customer_usage": {key: draw(st.integers(0, 2)) for key in keys},
            "budgets": {key: draw(st.decimals(0, 200, places=2)) for key in keys[::2]},
        },
    )


def evaluated(lines, promotions, rest, digits=2):
    return evaluate(lines, promotions, currency_digits=digits, **rest)


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_lines_and_promotions_changes_nothing(case, random):
    lines, promotions, rest = case
    first = evaluated(lines, promotions, rest)
    random.shuffle(lines)
    random.shuffle(promotions)
    assert evaluated(lines, promotions, rest) == first


@given(cases())
def test_a_refresh_with_its_own_free_lines_gives_the_same_and_writes_nothing(case):
    lines, promotions, rest = case
    first = evaluated(lines, promotions, rest)
    free = [
        kinds.Line(100 + number, product, qty, D(0))
        for number, (product, qty) in enumerate(first.free_units().items())
    ]
    again = evaluated([*lines, *free], promotions, rest)
    assert again.applications == first.applications
    assert again.discounts == first.discounts
    rows = life.after([], life.application_changes([], first.applications))
    assert not life.application_changes(rows, again.applications)


@given(cases())
def test_parts_add_up_to_their_total(case):
    lines, promotions, rest = case
    result = evaluated(lines, promotions, rest)
    amounts = {line.key: line.amount for line in lines}
    rows = {(each.promotion, each.tier, each.group) for each in result.applications}
    assert len(rows) == len(result.applications)
    for application in result.applications:
        parts = [each.benefit for each in (*application.terms, *application.goods)]
        assert sum(parts) == application.benefit
        assert application.benefit == round(application.benefit, 2)
    for key, percent in result.discounts.items():
        assert abs(amounts[key] * (1 - percent / 100) - result.amounts[key]) < Decimal("1e-15")
        assert 0 <= percent <= 100
    off = sum(amounts.values()) - sum(result.amounts.values())
    told = sum(term.benefit for each in result.applications for term in each.terms)
    assert abs(off - told) <= D("0.005") * len(result.applications) + D("1e-9")


@given(cases())
def test_a_budget_is_never_exceeded_unless_it_only_warns_and_limits_hold(case):
    lines, promotions, rest = case
    result = evaluated(lines, promotions, rest)
    for offer in promotions:
        mine = [each for each in result.applications if each.promotion == offer.key]
        spent, times = sum(each.benefit for each in mine), sum(each.times for each in mine)
        if offer.budget_policy != kinds.WARN and offer.key in rest["budgets"]:
            assert spent <= rest["budgets"][offer.key]
        if offer.max_per_order is not None:
            assert times <= offer.max_per_order
        if offer.max_per_partner is not None:
            assert times <= max(0, offer.max_per_partner - rest["customer_usage"][offer.key])
        assert bool(mine) == bool(times)


@given(cases())
def test_each_promotion_fires_or_says_why_not(case):
    lines, promotions, rest = case
    result = evaluated(lines, promotions, rest)
    fired = {each.promotion for each in result.applications}
    silent = {each.promotion for each in result.explanations if not each.applied}
    assert fired | silent == {each.key for each in promotions}
    assert not {(each.promotion, each.group) for each in result.applications} & {
        (each.promotion, each.group) for each in result.explanations if not each.applied
    }


@given(cases())
def test_a_unit_serves_one_goods_promotion_of_its_exclusive_group(case):
    """What the thresholds of all fills use is never more than what was bought."""
    lines, promotions, rest = case
    by_key = {
        offer.key: replace(
            offer,
            conditions=(kinds.Condition(),),
            exclusive_group="g",
            tiers=goods,
            stack_with_special_price=False,
        )
        for offer in promotions
        if (goods := offer.goods_tiers)
    }
    result = evaluated(lines, list(by_key.values()), rest)
    used = sum(
        each.threshold * times
        for application in result.applications
        for key, times in application.fill
        for each in by_key[application.promotion].tiers
        if each.key == key
    )
    assert used <= sum(each.qty for each in lines if each.qty > 0 and not each.exclusive)


@given(cases(), st.integers(1, 24))
def test_a_box_is_worth_its_units_and_a_line_its_parts(case, size):
    _lines, promotions, rest = case
    units = [kinds.Line.priced(n, "A", D(n * size), D(3)) for n in (1, 2)]
    boxes = [kinds.Line.priced(n, "A", D(n), D(3 * size), units=size) for n in (1, 2)]
    assert evaluated(units, promotions, rest) == evaluated(boxes, promotions, rest)
    stackable = [replace(offer, exclusive_group=None) for offer in promotions]
    one = [kinds.Line.priced(1, "A", D(3 * size), D(3))]
    whole, parts = evaluated(one, stackable, {}), evaluated(units, stackable, {})
    assert whole.free_units() == parts.free_units()
    assert whole.benefit == parts.benefit


@given(
    orders(),
    st.lists(st.tuples(st.integers(1, 40), st.integers(1, 9)), min_size=1, max_size=4),
    st.booleans(),
    st.integers(1, 30),
)
def test_more_units_never_give_less_where_higher_tiers_give_more(lines, steps, repeat, more):
    thresholds, gains = (
        sorted({size for size, _gain in steps}),
        sorted(gain for _size, gain in steps),
    )
    pairs = list(zip(thresholds, gains, strict=False))
    goods = promotion("g", *(tier(str(n), n, qty=qty) for n, qty in pairs), repeat=repeat)
    price = promotion("p", *(tier(str(n), n, percent=pct) for n, pct in pairs))
    bought = lines[0]
    assume(bought.qty > 0 and not bought.exclusive)
    added = replace(
        bought, qty=bought.qty + more, amount=bought.amount / bought.qty * (bought.qty + more)
    )
    before, after = (
        evaluated([first, *lines[1:]], [goods, price], {}) for first in (bought, added)
    )
    assert sum(after.free_units().values()) >= sum(before.free_units().values())
    discount = [
        sum(each.benefit for each in result.applications if each.promotion == "p")
        for result in (before, after)
    ]
    assert discount[1] >= discount[0]


@given(cases())
def test_another_currency_changes_nothing_but_where_the_point_is(case):
    """Cents, with no decimals, instead of euros with two."""
    lines, promotions, rest = case
    euros = evaluated(lines, promotions, rest)
    in_cents = [replace(line, amount=line.amount * 100) for line in lines]
    converted = [kinds.converted(offer, D(100), 0) for offer in promotions]
    budgets = {key: left * 100 for key, left in rest["budgets"].items()}
    cents = evaluated(in_cents, converted, {**rest, "budgets": budgets}, digits=0)
    assert cents.benefit == euros.benefit * 100
    assert cents.free_units() == euros.free_units()
    assert {key: round(each, 12) for key, each in cents.discounts.items()} == {
        key: round(each, 12) for key, each in euros.discounts.items()
    }
    assert [each.code for each in cents.explanations] == [each.code for each in euros.explanations]

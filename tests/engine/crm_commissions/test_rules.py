"""Rules: which one holds, and why another one does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_commissions.engine import rules
from odoo.addons.crm_commissions.engine.rules import Rule, Sale

from .cases import D, rule

CHEESE, DAIRY, FOOD = 33, 22, 11
SOLD = Sale(
    product_id=7,
    category_path=(CHEESE, DAIRY, FOOD),
    product_tag_ids=frozenset({1, 2}),
    partner_category_ids=frozenset({5}),
    zone_id=8,
    pricelist_id=9,
    discount=D(12),
    margin_percent=D("36.0"),
    new_customer_days=30,
    collection_delay_days=-3,
)
FITTING = {
    "product_ids": ("product", frozenset({7, 70}), frozenset({70})),
    "category_ids": ("category", frozenset({DAIRY}), frozenset({44})),
    "product_tag_ids": ("product_tag", frozenset({2, 3}), frozenset({3})),
    "partner_category_ids": ("partner_category", frozenset({5}), frozenset({6})),
    "zone_ids": ("zone", frozenset({8}), frozenset({80})),
    "pricelist_ids": ("pricelist", frozenset({9}), frozenset({90})),
    "discount_from": ("discount", D(12), D("12.01")),
    "discount_to": ("discount", D(12), D("11.99")),
    "margin_from": ("margin", D(36), D("36.01")),
    "margin_to": ("margin", D(36), D("35.99")),
    "new_customer_days": ("new_customer", 30, 29),
    "delay_from": ("delay", -3, -2),
    "delay_to": ("delay", -3, -4),
    "sign": ("sign", rules.SALE, rules.REFUND),
}


def case(name):
    code, fits, _unfit = FITTING[name]
    return rule(1, rules.RATE, 5, **{name: fits}), code


@pytest.mark.parametrize("name", FITTING)
def test_a_criterion_holds_up_to_its_bound_and_says_when_it_does_not(name):
    code, fits, unfit = FITTING[name]
    good = rule(1, rules.RATE, 5, **{name: fits})
    bad = rule(1, rules.RATE, 5, **{name: unfit})
    assert rules.first_match(SOLD, [good]) is good
    assert rules.why_not(SOLD, good) is None
    assert rules.first_match(SOLD, [bad]) is None
    assert rules.why_not(SOLD, bad) == code


@pytest.mark.parametrize(
    "name",
    ["zone_ids", "pricelist_ids", "margin_from", "margin_to", "new_customer_days", "delay_to"],
)
def test_what_is_not_known_does_not_hold(name):
    wanting, code = case(name)
    assert rules.why_not(Sale(product_id=7), wanting) == code


@pytest.mark.parametrize("empty", [None, frozenset()])
def test_no_criterion_holds_for_any_sale(empty):
    open_rule = rule(1, rules.RATE, 5, product_ids=empty, category_ids=empty, zone_ids=empty)
    assert rules.first_match(Sale(product_id=1), [open_rule]) is open_rule


def test_nothing_is_a_bound_too():
    undiscounted = rule(1, rules.RATE, 5, discount_to=D(0))
    assert rules.why_not(Sale(product_id=1), undiscounted) is None
    assert rules.why_not(SOLD, undiscounted) == "discount"


def test_a_refund_is_told_from_a_sale():
    refunds = rule(1, rules.RATE, 5, sign=rules.REFUND)
    assert rules.why_not(SOLD._replace(refund=True), refunds) is None
    assert rules.why_not(SOLD, refunds) == "sign"


def test_the_first_that_holds_decides():
    ladder = [
        rule(1, rules.RATE, 5, discount_to=D(10)),
        rule(2, rules.RATE, 3, discount_to=D(20)),
        rule(3, rules.RATE, 0),
    ]
    found = [rules.first_match(SOLD._replace(discount=D(each)), ladder).id for each in (10, 12, 21)]
    assert found == [1, 2, 3]


def test_of_all_that_fails_the_first_is_told():
    strict = rule(1, rules.RATE, 5, sign=rules.REFUND, zone_ids=frozenset({80}))
    assert rules.why_not(SOLD, strict) == "zone"


def test_rules_stand_by_sequence_and_then_by_age():
    late, new, old = (
        Rule(1, 30, rules.RATE),
        Rule(9, 20, rules.RATE),
        Rule(4, 20, rules.RATE),
    )
    assert rules.in_order([late, new, old]) == (old, new, late)


@pytest.mark.parametrize("wrong", [{"effect": "bonus"}, {"effect": "rate", "sign": "both"}])
def test_a_rule_of_an_unknown_sort_is_refused(wrong):
    with pytest.raises(ValueError, match="rule 1: unknown"):
        Rule(1, 1, **wrong)


@given(st.lists(st.sampled_from(sorted(FITTING)), unique=True), st.data())
def test_a_rule_holds_if_and_only_if_all_criteria_do(names, data):
    unfit = data.draw(st.sets(st.sampled_from(names)) if names else st.just(set()))
    criteria = {name: FITTING[name][2 if name in unfit else 1] for name in names}
    made = rule(1, rules.RATE, 5, **criteria)
    assert (rules.first_match(SOLD, [made]) is made) == (not unfit)
    assert (rules.why_not(SOLD, made) is None) == (not unfit)
    assert rules.why_not(SOLD, made) in {None, *(FITTING[name][0] for name in unfit)}

"""Terms of a plan: what becomes of each sale, so that none is forgotten in silence."""

import pytest

from odoo.addons.crm_commissions.engine import earnings, rules
from odoo.addons.crm_commissions.engine.plan_terms import (
    CURVE,
    MARGINAL,
    NO_RULE,
    PlanTerms,
    judge,
)
from odoo.addons.crm_commissions.engine.tiers import Tier

from .cases import GOODS, LADDER, POINTS, D, earned, fact, flat, rule


def test_what_is_credited_excluded_and_forgotten_makes_all_that_was_posted():
    # Given 200,000.00 posted by a plan that leaves transport out and speaks of goods alone
    plan = PlanTerms(
        rules=(
            rule(1, rules.EXCLUDE, product_ids=frozenset({20})),
            rule(2, rules.RATE, 3, product_ids=frozenset({10})),
        )
    )
    transport, other = GOODS._replace(product_id=20), GOODS._replace(product_id=30)
    facts = [
        fact("190000.00"),
        fact("-5500.00", credit=2),
        fact("12249.60", credit=3, sale=transport),
        fact("3250.40", credit=4, sale=other),
    ]
    sums = {}
    for each in facts:
        outcome = judge(each.sale, plan)
        way = "credited" if outcome.credited else outcome.effect
        sums[way] = sums.get(way, 0) + each.base
    assert sums == {
        "credited": D("184500.00"),
        rules.EXCLUDE: D("12249.60"),
        NO_RULE: D("3250.40"),
    }
    assert sum(sums.values()) == D("200000.00")
    assert {key.credit_id for key in earnings.expected(facts, plan)} == {1, 2}


TIERED = rule(1, rules.TIERS)
SALE_OF_TEN = rule(1, rules.RATE, 5, product_ids=frozenset({10}))


@pytest.mark.parametrize(
    ("terms", "effect", "rate"),
    [
        (PlanTerms(), NO_RULE, 0),
        (flat(4), rules.RATE, 4),
        (PlanTerms(tier_mode=MARGINAL, tiers=LADDER), rules.TIERS, 0),
        (PlanTerms(tier_mode=MARGINAL, tiers=LADDER, rate=D(4)), rules.RATE, 4),
        (PlanTerms(tier_mode=MARGINAL, tiers=LADDER, rate=D(4), rules=(TIERED,)), rules.TIERS, 0),
        (PlanTerms(rate=D(4), rules=(TIERED,)), rules.RATE, 4),
        (PlanTerms(rules=(TIERED,)), NO_RULE, 0),
        (PlanTerms(rate=D(4), rules=(SALE_OF_TEN,)), rules.RATE, 5),
        (PlanTerms(tiers=LADDER), NO_RULE, 0),
        (PlanTerms(tier_mode=MARGINAL), NO_RULE, 0),
    ],
)
def test_what_becomes_of_a_sale(terms, effect, rate):
    outcome = judge(GOODS, terms)
    assert (outcome.effect, outcome.rate) == (effect, rate)
    assert outcome.credited is (effect != NO_RULE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"tier_mode": "steps"},
        {"metric": "calls"},
        {"tier_mode": CURVE, "points": POINTS},
        {"tiers": (Tier(D(5), D(1)),)},
    ],
)
def test_terms_that_say_nothing_are_refused(wrong):
    with pytest.raises(ValueError, match=r"unknown|target|tier"):
        PlanTerms(**wrong)


def test_rules_are_taken_by_sequence_however_they_come():
    five, three = rule(1, rules.RATE, 5), rule(2, rules.RATE, 3)
    assert earned([fact(100)], PlanTerms(rules=(three, five))) == 5

"""Budgets, limits and exclusive groups: who gets what where not everybody can."""

from dataclasses import replace
from datetime import date

import pytest

from odoo.addons.crm_orders_promos.engine import promotion_types as kinds

from .promotion_cases import (
    OPTIMAL,
    TWELVE_AND_ONE,
    D,
    codes,
    condition,
    explanation,
    line,
    promotion,
    run,
    tier,
)

THIRTY_PERCENT = promotion("p", tier("t", 0, percent=30))
HUNDRED_EURO = [line(1, "A", 4), line(2, "B", 6)]

# -- P8: budgets ----------------------------------------------------------------------------------


def with_policy(policy, offer=THIRTY_PERCENT):
    return replace(offer, budget_policy=policy)


def test_p8_a_benefit_of_30_with_20_left_of_the_budget_is_blocked():
    result = run(HUNDRED_EURO, with_policy(kinds.BLOCK), budgets={"p": 20})
    assert (result.benefit, result.discounts) == (0, {})
    assert codes(result) == [("p", "budget_exhausted")]
    assert explanation(result, "p").figures == {"left": D(20), "benefit": D(30)}


def test_p8_a_benefit_of_30_with_20_left_of_the_budget_is_capped():
    result = run(HUNDRED_EURO, with_policy(kinds.CAP), budgets={"p": 20})
    assert result.benefit == D("20.00")
    assert [term.benefit for term in result.applications[0].terms] == [D("8.00"), D("12.00")]
    assert sum(result.amounts.values()) == pytest.approx(D(80), abs=D("1e-15"))
    assert sum(result.amounts.values()) >= D(80)
    assert (explanation(result, "p").code, explanation(result, "p").applied) == (
        "budget_capped",
        True,
    )


def test_p8_the_second_of_two_confirmations_gets_what_the_first_has_left():
    half = replace(THIRTY_PERCENT, tiers=(tier("t", 0, percent=15),))
    first = run(HUNDRED_EURO, with_policy(kinds.CAP, half), budgets={"p": 20})
    left = D(20) - first.benefit
    second = run(HUNDRED_EURO, with_policy(kinds.CAP, half), budgets={"p": left})
    assert (first.benefit, second.benefit) == (D("15.00"), D("5.00"))
    assert not run(HUNDRED_EURO, with_policy(kinds.BLOCK, half), budgets={"p": left}).applications


def test_a_budget_that_only_warns_gives_all_and_says_so():
    result = run(HUNDRED_EURO, with_policy(kinds.WARN), budgets={"p": 20})
    assert result.benefit == D("30.00")
    assert codes(result) == [("p", "budget_exceeded")]


def test_a_capped_percentage_without_end_costs_no_more_than_is_left():
    """15.00 of 30.00 with 10.00 left: 33.333... percent, rounded in favour of the budget."""
    half = replace(THIRTY_PERCENT, tiers=(tier("t", 0, percent=50),), budget_policy=kinds.CAP)
    result = run([line(1, "A", 3)], half, budgets={"p": 10})
    assert D(20) <= result.amounts[1] < D("20.000001")


@pytest.mark.parametrize(("left", "free"), [("30.00", 3), ("29.99", 2), ("9.99", 0)])
def test_a_capped_budget_pays_whole_free_units(left, free):
    offer = with_policy(kinds.CAP, replace(OPTIMAL, key="p"))
    result = run([line(1, "A", 24)], offer, budgets={"p": left})
    assert result.free_units().get("A", 0) == free
    assert result.benefit == free * 10


def test_the_groups_of_a_promotion_share_its_budget():
    alone = replace(THIRTY_PERCENT, conditions=(condition(mix_match=False),))
    result = run(HUNDRED_EURO, with_policy(kinds.CAP, alone), budgets={"p": 20})
    assert [each.benefit for each in result.applications] == [D("12.00"), D("8.00")]


# -- how often ------------------------------------------------------------------------------------


def test_a_limit_an_order_allows_so_many_tiers_and_chooses_the_best():
    lines = [line(1, "A", 95)]
    result = run(lines, replace(OPTIMAL, max_per_order=1))
    assert result.free_units() == {"A": 8}
    assert explanation(result, "fill").code == "order_limit"
    assert explanation(result, "fill").figures == {"limit": 1, "wanted": 3}
    assert explanation(result, "fill").applied


def test_a_limit_a_customer_counts_what_other_orders_had():
    offer = replace(TWELVE_AND_ONE, max_per_partner=5)
    lines = [line(1, "A", 48)]
    assert run(lines, offer, customer_usage={"12+1": 3}).free_units() == {"A": 2}
    result = run(lines, offer, customer_usage={"12+1": 5})
    assert codes(result) == [("12+1", "customer_limit")]
    assert explanation(result, "12+1").figures == {"limit": 5, "used": 5}
    assert not result.hints


def test_a_discount_counts_once_an_order_however_many_products_earn_it():
    alone = replace(THIRTY_PERCENT, conditions=(condition(mix_match=False),), max_per_partner=1)
    result = run(HUNDRED_EURO, alone)
    assert set(result.discounts) == {1, 2}
    assert sum(each.times for each in result.applications) == 1
    assert codes(run(HUNDRED_EURO, alone, customer_usage={"p": 1})) == [("p", "customer_limit")]


def test_a_limit_goes_to_the_product_that_gives_most():
    alone = replace(TWELVE_AND_ONE, conditions=(condition(mix_match=False),), max_per_order=1)
    result = run([line(1, "A", 12, "2.00"), line(2, "B", 12, "3.00")], alone)
    assert result.free_units() == {"B": 1}
    assert [(each.group, each.code) for each in result.explanations] == [("A", "order_limit")]


def test_what_the_budget_does_not_pay_uses_up_no_limit():
    """Once an order, 15.00 left: the free unit of A costs 20.00, that of B 10.00."""
    alone = replace(TWELVE_AND_ONE, conditions=(condition(mix_match=False),), max_per_order=1)
    lines = [line(1, "A", 12, "20.00"), line(2, "B", 12)]
    result = run(lines, alone, budgets={"12+1": 15})
    assert result.free_units() == {"B": 1}
    assert [(each.group, each.code) for each in result.explanations] == [("A", "budget_exhausted")]


# -- exclusive groups -----------------------------------------------------------------------------


def exclusive(offer, **rest):
    return replace(offer, exclusive_group="g", **rest)


def test_priority_comes_before_benefit_and_the_key_decides_between_equals():
    small = exclusive(promotion("small", tier("t", 0, percent=5)), priority=1)
    large = exclusive(promotion("large", tier("t", 0, percent=50)))
    equal = exclusive(promotion("also", tier("t", 0, percent=5)), priority=1)
    assert run(HUNDRED_EURO, large, small).applications[0].promotion == "small"
    assert run(HUNDRED_EURO, small, equal).applications[0].promotion == "also"


def test_units_that_one_promotion_leaves_serve_the_next_of_the_group():
    three = exclusive(promotion("24+3", tier("t", 24, qty=3)), priority=1)
    result = run([line(1, "A", 36)], three, exclusive(TWELVE_AND_ONE))
    assert [each.promotion for each in result.applications] == ["24+3", "12+1"]
    assert result.free_units() == {"A": 4}
    result = run([line(1, "A", 30)], three, exclusive(TWELVE_AND_ONE))
    assert result.free_units() == {"A": 3}
    told = explanation(result, "12+1")
    assert (told.code, told.by) == ("units_used_by", ("24+3",))
    assert (told.figures["have"], told.figures["missing"]) == (6, 6)


def test_what_is_left_is_compared_anew():
    """A goes to the half; of B the fifth is more than the 15 % that were to be on both."""
    lines = [line(1, "A", 10), line(2, "B", 10)]
    half = exclusive(promotion("half", tier("t", 0, percent=50), on="A"))
    both = exclusive(promotion("both", tier("t", 0, percent=15)))
    fifth = exclusive(promotion("fifth", tier("t", 0, percent=20), on="B"))
    assert run(lines, half, both, fifth).discounts == {1: D(50), 2: D(20)}


def test_a_net_price_that_is_no_better_uses_no_units():
    both = promotion("both", tier("p", 12, price="20.00"), tier("g", 12, qty=1))
    result = run([line(1, "A", 24)], exclusive(both, priority=1), exclusive(TWELVE_AND_ONE))
    assert [each.promotion for each in result.applications] == ["both", "12+1"]


def test_a_line_of_which_some_units_are_taken_gets_no_percentage_of_the_group():
    lines = [line(1, "A", 20), line(2, "B", 10)]
    twelve = exclusive(TWELVE_AND_ONE, priority=1, conditions=(condition("A"),))
    result = run(lines, twelve, exclusive(THIRTY_PERCENT))
    assert (result.free_units(), set(result.discounts)) == ({"A": 1}, {2})
    result = run(lines[:1], twelve, exclusive(THIRTY_PERCENT))
    assert codes(result) == [("p", "units_used_by")]


def test_promotions_of_a_group_that_want_other_units_go_together():
    a, b = (exclusive(promotion(key, tier("t", 0, percent=10), on=key)) for key in "AB")
    assert len(run(HUNDRED_EURO, a, b).applications) == 2


def test_promotions_without_a_group_go_together():
    result = run([line(1, "A", 24)], OPTIMAL, TWELVE_AND_ONE)
    assert result.free_units() == {"A": 5}


def test_what_the_budget_does_not_pay_keeps_no_units_from_the_next_one():
    large = exclusive(THIRTY_PERCENT, budget_policy=kinds.CAP)
    small = exclusive(promotion("small", tier("t", 0, percent=5)))
    result = run(HUNDRED_EURO, large, small, budgets={"p": 1})
    assert [each.promotion for each in result.applications] == ["small"]
    result = run(HUNDRED_EURO, replace(large, budget_policy=kinds.BLOCK), small, budgets={"p": 29})
    assert codes(result) == [("p", "budget_exhausted")]
    assert result.benefit == D("5.00")


# -- explanations and hints -----------------------------------------------------------------------


def test_a_promotion_that_does_not_fire_says_why():
    lines = [line(1, "A", 10)]
    summer = promotion("over", tier("t", 0, percent=5), date_to=date(2026, 9, 30))
    coupon = promotion("code", tier("t", 0, percent=5), apply=kinds.CODE)
    other = promotion("other", tier("t", 0, percent=5), on=("Z",))
    day = date(2026, 10, 1)
    result = run(lines, summer, coupon, other, TWELVE_AND_ONE, on=day)
    assert codes(result) == [
        ("12+1", "below_threshold"),
        ("code", "not_selected"),
        ("other", "no_product"),
        ("over", "not_in_force"),
    ]
    assert run(lines, summer, on=date(2026, 9, 30)).applications
    assert run(lines, coupon, on=day, selected={"code"}).applications


def test_add_two_units_to_win_one():
    result = run([line(1, "A", 10)], TWELVE_AND_ONE)
    [hint] = result.hints
    assert (hint.missing, hint.gain, hint.metric, hint.effect) == (2, 1, "qty", "free_goods")
    assert explanation(result, "12+1").figures == {
        "condition": 0,
        "metric": "qty",
        "have": 10,
        "need": 12,
        "missing": 2,
    }


@pytest.mark.parametrize(("bought", "near"), [(10, True), (8, True), (7, False), (12, False)])
def test_a_hint_is_near_where_two_thirds_are_there(bought, near):
    [hint] = run([line(1, "A", bought)], TWELVE_AND_ONE).hints
    assert hint.is_near is near


@pytest.mark.parametrize(
    ("bought", "missing", "gain"), [(30, 6, 1), (36, 12, 4), (44, 4, 4), (47, 1, 4), (48, 12, 1)]
)
def test_a_hint_names_the_least_that_wins_more(bought, missing, gain):
    [hint] = run([line(1, "A", bought)], OPTIMAL).hints
    assert (hint.missing, hint.gain) == (missing, gain)


def test_a_hint_names_the_next_percentage_or_the_one_hurdle_that_is_missing():
    steps = promotion("steps", tier("5", 12, percent=5), tier("8", 24, percent=8))
    [hint] = run([line(1, "A", 15)], steps).hints
    assert (hint.tier, hint.missing, hint.gain) == ("8", 9, 8)
    with_b = replace(steps, conditions=(condition("A"), condition("B", threshold=3)))
    [hint] = run([line(1, "A", 15), line(2, "B", 1)], with_b).hints
    assert (hint.condition, hint.missing, hint.gain) == (1, 2, 5)
    assert not run([line(1, "A", 11), line(2, "B", 1)], with_b).hints
    assert not run([line(1, "A", 24)], steps).hints


def test_a_hint_leads_over_the_hurdle_and_not_only_to_the_tier():
    offer = replace(TWELVE_AND_ONE, conditions=(condition("A", threshold=20),))
    [hint] = run([line(1, "A", 15)], offer).hints
    assert (hint.missing, hint.gain) == (5, 1)


def test_nobody_is_told_to_buy_more_where_the_budget_is_gone():
    offer = replace(OPTIMAL, budget_policy=kinds.CAP)
    result = run([line(1, "A", 24)], offer, budgets={"fill": 20})
    assert (result.free_units(), result.hints) == ({"A": 2}, ())


def test_a_key_that_is_given_twice_is_refused():
    with pytest.raises(ValueError, match="key of a line"):
        run([line(1, "A", 1), line(1, "B", 1)])


@pytest.mark.parametrize(
    ("offered", "told"),
    [
        (tier("t", 0, qty=1), "repeat for ever"),
        (tier("t", 1, qty=0), "gives nothing"),
        (tier("t", 1, percent=101), "no percentage"),
    ],
)
def test_a_tier_that_makes_no_sense_is_refused(offered, told):
    with pytest.raises(ValueError, match=told):
        promotion("p", offered, repeat=True)


def test_a_promotion_without_tiers_or_with_one_key_twice_is_refused():
    with pytest.raises(ValueError, match="needs a condition and a tier"):
        promotion("p")
    with pytest.raises(ValueError, match="given twice"):
        promotion("p", tier("t", 1, percent=1), tier("t", 2, percent=2))

"""Promotions: the scenarios with their figures, from what is bought to what is got."""

from dataclasses import replace

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
    total,
)

FIVE_PERCENT_HEADER = D("0.95")
TENTH = promotion("tenth", tier("t", 0, percent=10))

# -- P1 to P4: free goods -------------------------------------------------------------------------


def test_p1_twelve_and_one_gives_two_for_25():
    result = run([line(1, "A", 25)], TWELVE_AND_ONE)
    assert result.free_units() == {"A": 2}
    assert result.benefit == D("20.00")
    [application] = result.applications
    assert (application.tier, application.fill, application.times) == ("12", (("12", 2),), 2)
    assert application.goods[0].parents == (1,)


@pytest.mark.parametrize(
    ("bought", "free", "fill"),
    [
        (11, 0, ()),
        (12, 1, (("12", 1),)),
        (30, 3, (("24", 1),)),
        (36, 4, (("24", 1), ("12", 1))),
        (60, 9, (("48", 1), ("12", 1))),
        (95, 12, (("48", 1), ("24", 1), ("12", 1))),
        (96, 16, (("48", 2),)),
    ],
)
def test_p2_the_tiers_are_filled_as_is_best_for_the_customer(bought, free, fill):
    result = run([line(1, "A", bought)], OPTIMAL)
    assert result.free_units().get("A", 0) == free
    assert tuple(each for one in result.applications for each in one.fill) == fill


def test_p3_free_units_of_a_mix_are_shared_out_by_what_was_bought():
    result = run([line(1, "A", 18), line(2, "B", 12, "4.00")], OPTIMAL)
    assert result.free_units() == {"A": 2, "B": 1}
    assert [each.benefit for each in result.applications[0].goods] == [D("20.00"), D("4.00")]
    assert result.benefit == D("24.00")


def test_of_a_mix_the_cheapest_may_be_what_is_free():
    cheapest = replace(OPTIMAL, tiers=(tier("24", 24, qty=3, spread=kinds.CHEAPEST),))
    result = run([line(1, "A", 18), line(2, "B", 12, "4.00")], cheapest)
    assert result.free_units() == {"B": 3}
    assert result.benefit == D("12.00")


def test_p4_two_boxes_of_twelve_are_24_units():
    boxes = [line(1, "A", 2, "100.80", units=12)]
    result = run(boxes, OPTIMAL)
    assert result.free_units() == {"A": 3}
    assert result == run([line(1, "A", 24, "8.40")], OPTIMAL)
    assert result.benefit == D("25.20")


def test_a_product_by_itself_does_not_count_with_another_but_with_itself():
    alone = replace(TWELVE_AND_ONE, conditions=(condition("A", "B", mix_match=False),))
    lines = [line(1, "A", 6), line(2, "B", 11), line(3, "A", 6)]
    result = run(lines, alone)
    assert result.free_units() == {"A": 1}
    assert [(each.group, each.code) for each in result.explanations] == [("B", "below_threshold")]


def test_without_repeat_the_highest_tier_is_had_once():
    result = run([line(1, "A", 95)], replace(OPTIMAL, repeat=False))
    assert result.free_units() == {"A": 8}


def test_a_gift_is_another_product_of_a_given_value():
    cup = tier("cup", 50, effect=kinds.GIFT, product="cup", qty=1, value="3.50")
    money = promotion("cup", cup, conditions=(condition("A", metric=kinds.AMOUNT),), repeat=True)
    result = run([line(1, "A", 11)], money)
    assert (result.free_units(), result.benefit) == ({"cup": 2}, D("7.00"))


# -- conditions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("metric", "threshold", "fires"),
    [
        (kinds.QTY, 10, True),
        (kinds.QTY, 11, False),
        (kinds.AMOUNT, "100.00", True),
        (kinds.AMOUNT, "100.01", False),
        (kinds.WEIGHT, "2.5", True),
        (kinds.WEIGHT, "2.6", False),
        (kinds.DISTINCT, 2, True),
        (kinds.DISTINCT, 3, False),
    ],
)
def test_a_hurdle_is_reached_at_its_threshold(metric, threshold, fires):
    lines = [line(1, "A", 4, weight=D("1.5")), line(2, "B", 6, weight=D(1))]
    reward = promotion(
        "p", tier("t", threshold, percent=10), conditions=(condition(metric=metric),)
    )
    assert bool(run(lines, reward).applications) is fires


def test_money_is_compared_as_it_is_printed_and_with_taxes_where_these_count():
    [bought] = lines = [line(1, "A", 3, "33.332")]  # 99.996
    hundred = condition(metric=kinds.AMOUNT, threshold=100)
    assert run(lines, replace(TENTH, conditions=(hundred,))).applications
    taxed = condition(metric=kinds.AMOUNT, threshold=121, with_tax=True)
    lines = [replace(bought, tax_rate=D(21))]
    assert run(lines, replace(TENTH, conditions=(taxed,))).applications
    assert not run([bought], replace(TENTH, conditions=(taxed,))).applications


def test_all_conditions_are_needed_and_repeat_together():
    both = promotion(
        "both",
        tier("t", 12, product="cup", qty=1, value=2),
        conditions=(condition("A"), condition("B", threshold=6)),
        repeat=True,
    )
    assert not run([line(1, "A", 36), line(2, "B", 5)], both).applications
    assert run([line(1, "A", 36), line(2, "B", 6)], both).free_units() == {"cup": 1}
    assert run([line(1, "A", 36), line(2, "B", 13)], both).free_units() == {"cup": 2}


def test_lines_for_nothing_take_no_part():
    lines = [line(1, "A", 12), line(3, "A", 12, 0)]
    result = run(lines, OPTIMAL, TENTH)
    assert result.free_units() == {"A": 1}
    assert set(result.discounts) == {1}


def test_what_comes_back_on_the_same_order_is_not_bought():
    # 24+3 of 24, of which 23 come back with the same order: one is bought
    lines = [line(1, "A", 24), line(2, "A", -23), line(3, "B", 24)]
    result = run(lines, replace(OPTIMAL, conditions=(condition("A"),)), TENTH)
    assert not result.free_units()
    # a discount is that of a line, and what comes back gets none
    assert set(result.discounts) == {1, 3}
    assert result.amounts[2] == D("-230.00")
    # 36 less 12 are 24, in units and in money
    lines = [line(1, "A", 36), line(2, "A", -12)]
    assert run(lines, OPTIMAL).free_units() == {"A": 3}
    amount = promotion("m", tier("t", 250, percent=10), conditions=[condition(metric=kinds.AMOUNT)])
    assert not run(lines, amount).discounts
    # and another product's return takes nothing from it
    assert run([line(1, "A", 24), line(2, "B", -12)], OPTIMAL).free_units() == {"A": 3}


# -- prices ---------------------------------------------------------------------------------------


def test_p7_of_two_exclusive_discounts_the_better_one_is_had_and_the_header_comes_after():
    lines = [line(1, "A", 10, header_factor=FIVE_PERCENT_HEADER)]
    ten = replace(TENTH, exclusive_group="g")
    fifteen = promotion("fifteen", tier("t", 0, percent=15), exclusive_group="g")
    result = run(lines, ten, fifteen)
    assert total(result, lines) == D("80.75")
    assert codes(result) == [("tenth", "exclusive_lost_to")]
    assert explanation(result, "tenth").by == ("fifteen",)
    assert explanation(result, "tenth").figures["benefit"] == D("9.50")
    assert result.applications[0].benefit == D("15.00")


def test_p7_a_stackable_discount_goes_together_with_the_header():
    lines = [line(1, "A", 10, header_factor=FIVE_PERCENT_HEADER)]
    assert total(run(lines, TENTH), lines) == D("85.50")


def test_terms_of_promotions_multiply_as_those_of_the_rep_do():
    lines = [line(1, "A", 1, "420.00", chain=(45,))]
    five = promotion("z", tier("t", 0, percent=5))
    result = run(lines, TENTH, five)
    assert result.discounts == {1: D("14.5")}
    assert total(result, lines) == D("197.51")  # 45+10+5 on 420.00
    assert [each.benefit for each in result.applications] == [D("23.10"), D("10.40")]


def test_a_net_price_is_taken_where_it_is_better():
    eight = promotion("eight", tier("t", 0, price="8.00"))
    result = run([line(1, "A", 10, "8.40"), line(2, "B", 10, "7.90")], eight)
    assert result.amounts == {1: D("80.00"), 2: D("79.00")}
    assert codes(run([line(2, "B", 10, "7.90")], eight)) == [("eight", "no_benefit")]


def test_a_product_by_itself_comes_before_the_mix_whatever_the_priority():
    """Ten at 10.00: the net price of 8.00, and of that ten percent; not the other way round."""
    net = promotion("net", tier("t", 6, price="8.00"), conditions=(condition(mix_match=False),))
    result = run([line(1, "A", 10)], replace(TENTH, priority=1), net)
    assert result.amounts == {1: D("72.00")}
    assert [each.promotion for each in result.applications] == ["net", "tenth"]


def test_the_reward_may_be_on_other_products_and_once_on_each():
    cheaper = promotion(
        "p",
        tier("t", 6, percent=50, targets=frozenset({"C"})),
        conditions=(condition("A", "B", mix_match=False),),
    )
    result = run([line(1, "A", 6), line(2, "B", 6), line(3, "C", 1)], cheaper)
    assert result.discounts == {3: D(50)}
    assert sum(each.times for each in result.applications) == 1


def test_a_tier_of_price_and_a_tier_of_goods_add_up_and_goods_are_worth_what_is_paid():
    both = promotion("both", tier("p", 12, percent=10), tier("g", 12, qty=1), repeat=True)
    result = run([line(1, "A", 24)], both)
    assert [each.benefit for each in result.applications] == [D("24.00"), D("18.00")]
    assert [each.times for each in result.applications] == [0, 2]


# -- special prices, currency ---------------------------------------------------------------------


def test_a_net_special_price_stays_out_unless_the_promotion_stacks():
    lines = [line(1, "A", 10, "8.40", exclusive=True), line(2, "A", 5)]
    ten_units = replace(TENTH, conditions=(condition("A", threshold=10),))
    result = run(lines, ten_units)
    assert codes(result) == [("tenth", "excluded_special_price")]
    assert explanation(result, "tenth").figures["missing"] == 5
    assert run(lines, TENTH).discounts == {2: D(10)}
    stacked = run(lines, replace(ten_units, stack_with_special_price=True))
    assert stacked.discounts == {1: D(10), 2: D(10)}
    assert codes(run(lines[:1], TENTH)) == [("tenth", "excluded_special_price")]


def test_an_order_in_dollars_has_the_hurdle_in_dollars():
    euros = promotion(
        "p", tier("t", 100, price="8.40"), conditions=(condition(metric=kinds.AMOUNT),)
    )
    dollars = kinds.converted(euros, D("1.10"), 2)
    assert run([line(1, "A", 10, "11.00")], dollars).amounts == {1: D("92.40")}
    assert not run([line(1, "A", 10, "10.99")], dollars).applications

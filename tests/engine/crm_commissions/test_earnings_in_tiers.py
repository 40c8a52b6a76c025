"""Tiers and curves over a window: months settled, refunds that come late, quarters that grow."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from odoo.addons.crm_commissions.engine import earnings, rules
from odoo.addons.crm_commissions.engine.ledger import LEFT, Key
from odoo.addons.crm_commissions.engine.money import round_half_up
from odoo.addons.crm_commissions.engine.plan_terms import CURVE, MARGINAL, ORDERS, WHOLE, PlanTerms
from odoo.addons.crm_commissions.engine.tiers import Tier
from odoo.addons.crm_commissions.engine.windows import window_key

from .cases import (
    BRUNO,
    GOODS,
    LADDER,
    LEADER,
    MONTHLY,
    NURIA,
    POINTS,
    TARGET,
    D,
    Ledger,
    earned,
    earned_by_month,
    fact,
    rule,
)

MARCH = [fact(2_500, credit=n, month=3) for n in range(1, 26)]  # 62,500.00
LATE = fact(-15_000, credit=40, month=3)
WHOLLY = replace(MONTHLY, tier_mode=WHOLE)


def brackets(facts, terms):
    return {
        key.bracket: (due.base, due.amount) for key, due in earnings.expected(facts, terms).items()
    }


def test_a_month_is_paid_by_brackets_and_not_by_lines():
    found = earnings.expected(MARCH, MONTHLY)
    assert list(found) == [
        Key(NURIA, None, earnings.TIER, None, "2026-03", number, 3, date(2026, 3, 1))
        for number in (1, 2, 3)
    ]
    assert [due.amount for due in found.values()] == [500, 750, 625]
    assert list(found.values())[1].explain == {
        "code": "marginal",
        "from": "25000",
        "to": "50000",
        "total": "62500.000000",
    }
    assert earned(MARCH, MONTHLY) == D("1875.00")


def test_the_whole_month_at_the_rate_that_it_reaches():
    assert brackets(MARCH, WHOLLY) == {3: (D(62_500), D(3_125))}


def test_a_cent_above_the_bound():
    assert earned([fact("25000.01")], MONTHLY) == D("500.0003")
    assert earned([fact("25000.50")], MONTHLY) == D("500.015")


def test_a_late_refund_costs_what_it_had_earned():
    ledger = Ledger(MONTHLY)
    ledger.run(MARCH)
    deltas = ledger.run([*MARCH, LATE])
    # neither -300.00, all in the first bracket, nor -750.00, all in the last one
    assert sum(delta.amount for delta in deltas) == D("-700.00")
    assert [(delta.key.bracket, delta.amount) for delta in deltas] == [(2, -75), (3, -625)]
    assert {delta.key.origin_period_id for delta in deltas} == {3}
    assert sum(delta.base for delta in deltas) == D(-15_000)
    assert ledger.total == D("1175.00")
    assert not ledger.run([*MARCH, LATE])


@pytest.mark.parametrize("seed", range(200))
def test_postings_in_any_order_with_runs_in_between_end_the_same(seed):
    # Given 40 postings: 25 sales, a late refund, 7 sales that were entered twice and taken back
    doubles = [fact(1_000, credit=50 + n, month=3) for n in range(7)]
    backs = [fact(-1_000, credit=60 + n, month=3) for n in range(7)]
    postings = [*MARCH, LATE, *doubles, *backs]
    assert len(postings) == 40
    random = Random(seed)
    random.shuffle(postings)
    ledger, posted = Ledger(MONTHLY), []
    for posting in postings:
        posted.append(posting)
        if random.random() < 0.3:
            ledger.run(posted)
    ledger.run(posted)
    assert ledger.total == D("1175.00")
    assert not ledger.run(posted)


def test_a_month_of_refunds_costs_the_first_rate():
    assert brackets([fact(-1_000)], MONTHLY) == {1: (D(-1_000), D(-20))}


def test_sales_and_refunds_that_cancel_out_earn_nothing():
    assert not earnings.expected([fact(1_000), fact(-1_000, credit=2)], MONTHLY)


@pytest.mark.parametrize(
    ("base", "amount"),
    [
        ("49990", "0.00"),
        ("50000", "500.00"),
        ("80000", "1400.00"),
        ("100000", "2000.00"),
        ("120000", "2800.00"),
        ("180000", "4000.00"),
    ],
)
def test_a_target_pays_by_its_curve(base, amount):
    [(key, due)] = earnings.expected([fact(base)], TARGET).items()
    assert round_half_up(due.amount) == D(amount)
    assert (key.bracket, key.window) == (1, "2026-01")


def test_a_curve_says_how_far_it_is():
    [due] = earnings.expected([fact(80_000)], TARGET).values()
    assert due.explain == {
        "code": "curve",
        "attainment": "80.000000",
        "payout": "70.000000",
        "target": "100000",
        "total": "80000.000000",
    }
    assert due.rate == 70


def test_a_quotation_is_worth_the_difference_that_it_makes():
    sold, quotation = fact(98_000), fact(6_500, credit=2)
    assert earned([sold], TARGET) == D("1940")
    assert earned([sold, quotation], TARGET) == D("2180")


def in_quarter(base, month, **rest):
    return fact(base, month=month, credit=month, window="2026-Q1", **rest)


QUARTER = [in_quarter(20_000, 1), in_quarter(20_000, 2), in_quarter(30_000, 3)]


def test_each_month_of_a_quarter_has_what_it_adds():
    assert earned_by_month(QUARTER, MONTHLY) == {
        1: D("400"),  # 20,000 at 2 %
        2: D("550"),  # 5,000 at 2 % and 15,000 at 3 %
        3: D("1300"),  # 10,000 at 3 % and 20,000 at 5 %
    }


def test_a_month_that_lifts_the_quarter_also_gets_what_the_months_before_lacked():
    assert earned_by_month(QUARTER, WHOLLY) == {
        1: D("400"),  # 2 % of 20,000
        2: D("800"),  # 3 % of 40,000 less 400
        3: D("2300"),  # 5 % of 70,000 less 1,200
    }
    found = earnings.expected(QUARTER, WHOLLY)
    left = {
        (key.bracket, key.origin_period_id): (due.base, due.amount)
        for key, due in found.items()
        if due.explain["code"] == LEFT
    }
    assert left == {(1, 2): (-20_000, -400), (2, 3): (-40_000, -1200)}


def test_a_yearly_target_pays_from_where_it_begins_to():
    quarter = replace(TARGET, target=D(100_000))
    assert earned_by_month(QUARTER, quarter) == {1: 0, 2: 0, 3: D("1100")}  # 70 % pay 55 %


def test_a_full_bracket_is_not_told_again():
    found = earnings.expected([*QUARTER[:2], in_quarter(1_000, 3)], MONTHLY)
    assert [key.bracket for key in found if key.origin_period_id == 3] == [2]


def test_months_stand_by_their_days_and_not_by_the_numbers_of_their_periods():
    renumbered = [
        each._replace(origin_period_id={1: 30, 2: 10, 3: 20}[each.origin_period_id])
        for each in QUARTER
    ]
    assert earned_by_month(renumbered, MONTHLY) == {30: 400, 10: 550, 20: 1300}


def test_a_period_stands_where_its_first_day_is():
    late = in_quarter(0, 1)._replace(origin_date=date(2026, 4, 2))
    for facts in ([late, *QUARTER], [*QUARTER, late]):
        assert earned_by_month(facts, MONTHLY) == {1: 400, 2: 550, 3: 1300}


def test_a_first_month_that_comes_late_moves_what_the_others_add():
    ledger = Ledger(MONTHLY)
    ledger.run(QUARTER[1:])
    ledger.run(QUARTER)
    assert ledger.total == D("2250")
    assert {key: due.amount for key, due in earnings.expected(QUARTER, MONTHLY).items()} == {
        key: amount for key, amount in ledger.amounts.items() if amount
    }


def test_each_has_tiers_of_their_own_and_counts_only_their_share():
    facts = [
        fact(40_000, credit=1, share=75),
        fact(40_000, credit=2, who=BRUNO, share=25),
    ]
    found = earnings.expected(facts, MONTHLY)
    amounts = {(key.participant_id, key.bracket): due.amount for key, due in found.items()}
    assert amounts == {(NURIA, 1): 500, (NURIA, 2): 150, (BRUNO, 1): 200}


def test_an_override_may_climb_tiers_too():
    facts = [fact(30_000, who=LEADER, role=earnings.OVERRIDE)]
    found = earnings.expected(facts, MONTHLY)
    assert {key.kind for key in found} == {earnings.OVERRIDE}
    assert sum(due.amount for due in found.values()) == D(650)


def test_rules_leave_out_of_the_tiers_what_they_pay_themselves():
    plan = PlanTerms(
        tier_mode=MARGINAL,
        tiers=LADDER,
        rules=(
            rule(1, rules.EXCLUDE, product_ids=frozenset({20})),
            rule(2, rules.RATE, 1, product_ids=frozenset({30})),
            rule(3, rules.TIERS, product_ids=frozenset({40}), factor=D(2)),
            rule(4, rules.TIERS),
        ),
    )
    lines = zip((10, 20, 30, 40), (10_000, 5_000, 2_000, 9_000), strict=True)
    facts = [
        fact(base, credit=product, sale=GOODS._replace(product_id=product))
        for product, base in lines
    ]
    found = earnings.expected(facts, plan)
    amounts = {(key.rule_id, key.bracket): due.amount for key, due in found.items()}
    # 10,000 and twice 9,000 climb to 28,000
    assert amounts == {(2, None): 20, (None, 1): 500, (None, 2): 90}


def test_orders_climb_tiers_by_the_piece():
    ladder = (Tier(D(0), D("1.50")), Tier(D(10), D("4.00")))
    plan = PlanTerms(tier_mode=MARGINAL, tiers=ladder, metric=ORDERS)
    facts = [fact(1, credit=n) for n in range(12)] + [fact(0, credit=20)]
    assert earned(facts, plan) == D("23.00")


def test_a_curve_may_measure_pieces():
    plan = PlanTerms(
        tier_mode=CURVE, points=POINTS, target=D(20), on_target_pay=D(300), metric=ORDERS
    )
    assert earned([fact(1, credit=n) for n in range(20)], plan) == D(300)


@pytest.mark.parametrize(
    ("window", "day", "key"),
    [
        ("month", date(2026, 3, 31), "2026-03"),
        ("quarter", date(2026, 3, 31), "2026-Q1"),
        ("quarter", date(2026, 4, 1), "2026-Q2"),
        ("quarter", date(2026, 12, 31), "2026-Q4"),
        ("year", date(2026, 1, 1), "2026"),
        ("line", date(2026, 1, 1), "account.move.line,7"),
        ("document", date(2026, 1, 1), "account.move,3"),
    ],
)
def test_windows_have_names(window, day, key):
    assert window_key(window, day, "account.move.line,7", "account.move,3") == key


def test_an_unknown_window_is_refused():
    with pytest.raises(ValueError, match="unknown window of tiers: week"):
        window_key("week", date(2026, 1, 1), "", "")

"""Earnings: the laws that hold for any facts and any terms."""

from decimal import Decimal, localcontext

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_commissions.engine import earnings, rules, tiers
from odoo.addons.crm_commissions.engine.earnings import DIRECT, OVERRIDE
from odoo.addons.crm_commissions.engine.ledger import differences
from odoo.addons.crm_commissions.engine.money import percent_of, to_ledger
from odoo.addons.crm_commissions.engine.plan_terms import (
    AMOUNT,
    CURVE,
    MARGINAL,
    NONE,
    ORDERS,
    QUANTITY,
    WHOLE,
    PlanTerms,
    judge,
)
from odoo.addons.crm_commissions.engine.rules import Sale

from .cases import LADDER, MONTHLY, POINTS, D, Ledger, fact, flat, rule

RULES = (
    rule(1, rules.EXCLUDE, product_ids=frozenset({1})),
    rule(2, rules.FIXED, "0.75", product_ids=frozenset({2})),
    rule(3, rules.RATE, "3.5", discount_to=D(5), factor=D("1.25")),
    rule(4, rules.TIERS, discount_to=D(10), factor=D("0.9")),
)
sales = st.builds(
    Sale,
    product_id=st.integers(1, 4),
    discount=st.decimals(0, 20, places=1),
    refund=st.booleans(),
)
# with as many digits as a quotient has that a database made
bases = st.decimals(-40_000, 60_000, places=2) | st.decimals(-900, 900, places=20)
SHARES = {1: D(100), 2: D("60.5"), 3: D("39.5")}


@st.composite
def facts(draw):
    who = draw(st.sampled_from(sorted(SHARES)))
    month = draw(st.integers(1, 6))
    return fact(
        draw(bases),
        credit=10 * draw(st.integers(1, 4)) + who,
        month=month,
        day=draw(st.integers(1, 28)),
        who=who,
        share=SHARES[who],
        role=OVERRIDE if who == 3 else DIRECT,
        window=f"2026-Q{(month + 2) // 3}",
        quantity=draw(st.integers(-5, 20)),
        booked=draw(st.integers(1, 6)),
        sale=draw(sales),
    )


terms = st.builds(
    PlanTerms,
    tier_mode=st.sampled_from([NONE, MARGINAL, WHOLE, CURVE]),
    tiers=st.just(LADDER),
    points=st.just(POINTS),
    target=st.just(D(70_000)),
    on_target_pay=st.just(D(1_000)),
    rules=st.sampled_from([(), RULES, RULES[:3]]),
    metric=st.sampled_from([AMOUNT, QUANTITY, ORDERS]),
    rate=st.sampled_from([D(0), D("2.75")]),
)
many = st.lists(facts(), max_size=10)


def standing(ledger):
    return {key: amount for key, amount in ledger.amounts.items() if amount}


@given(many, terms, st.randoms(use_true_random=False))
def test_the_order_of_facts_changes_nothing(posted, plan, random):
    first = earnings.expected(posted, plan)
    random.shuffle(posted)
    again = earnings.expected(posted, plan)
    assert again == first


@given(many, terms, st.integers(1, 9))
def test_the_precision_around_changes_nothing(posted, plan, digits):
    first = earnings.expected(posted, plan)
    with localcontext() as context:
        context.prec = digits
        assert earnings.expected(posted, plan) == first


@given(many, terms)
def test_after_booking_there_is_nothing_to_book(posted, plan):
    ledger = Ledger(plan)
    ledger.run(posted)
    assert not ledger.run(posted)


@given(many, many, terms, st.randoms(use_true_random=False))
def test_a_ledger_that_saw_it_all_come_and_go_says_what_a_new_one_does(stay, go, plan, random):
    ledger, posted = Ledger(plan), []
    for each in random.sample([*stay, *go], len(stay) + len(go)):
        posted.append(each)
        if random.random() < 0.3:
            ledger.run(posted)
    ledger.run([*stay, *go])
    ledger.run(stay)
    new = Ledger(plan)
    new.run(stay)
    assert standing(ledger) == standing(new)
    assert ledger.total == new.total


@given(many, terms)
def test_deltas_have_a_key_of_their_own_and_are_never_nothing(posted, plan):
    deltas = differences(earnings.expected(posted, plan), {})
    assert len({delta.key for delta in deltas}) == len(deltas)
    assert all(delta.amount for delta in deltas)


@given(many, terms)
def test_entries_have_six_decimals_and_belong_to_a_line_or_to_a_window(posted, plan):
    credits = {each.credit_id for each in posted}
    for key, due in earnings.expected(posted, plan).items():
        assert due.amount == to_ledger(due.amount)
        assert due.base == to_ledger(due.base)
        assert (key.credit_id is None) is (key.window is not None) is (key.bracket is not None)
        assert key.credit_id is None or key.credit_id in credits


@given(many, terms.filter(lambda plan: plan.tier_mode != CURVE))
def test_an_entry_is_its_base_at_its_rate(posted, plan):
    for key, due in earnings.expected(posted, plan).items():
        by_unit = key.rule_id == 2 or plan.pieces
        amount = due.base * due.rate if by_unit else percent_of(due.base, due.rate)
        # both are differences of rounded figures, and the rate multiplies that of the base
        assert abs(due.amount - amount) <= D("0.000001") * (1 + due.rate)


@given(many)
def test_the_months_of_a_window_make_what_the_window_earns(posted):
    found = {}
    for key, due in earnings.expected(posted, MONTHLY).items():
        window = key.participant_id, key.window
        found[window] = found.get(window, D(0)) + due.amount
    with localcontext() as context:
        context.prec = 50
        totals = {}
        for each in posted:
            window = each.participation.participant_id, each.window_key
            share = each.base * each.participation.share / 100
            totals[window] = totals.get(window, D(0)) + share
    for window, total in totals.items():
        whole = sum((to_ledger(each.amount) for each in tiers.marginal(total, LADDER)), Decimal(0))
        assert found.get(window, D(0)) == whole


@given(many)
def test_a_flat_rate_loses_less_than_a_millionth_for_each_entry(posted):
    found = earnings.expected(posted, flat("2.75"))
    with localcontext() as context:
        context.prec = 50
        exact = sum((each.base * each.participation.share for each in posted), D(0)) * D("0.000275")
        total = sum((due.amount for due in found.values()), D(0))
        assert abs(total - exact) <= D("0.0000005") * len(found)


@given(many, terms)
def test_what_is_not_credited_earns_nothing(posted, plan):
    refused = [each for each in posted if not judge(each.sale, plan).credited]
    kept = [each for each in posted if judge(each.sale, plan).credited]
    assert not earnings.expected(refused, plan)
    assert earnings.expected(kept, plan) == earnings.expected(posted, plan)

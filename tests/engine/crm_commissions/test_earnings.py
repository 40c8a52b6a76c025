"""What lines earn by rules and rates, with the figures that people check by hand."""

from datetime import date

import pytest

from odoo.addons.crm_commissions.engine import earnings, rules
from odoo.addons.crm_commissions.engine.ledger import Key, differences
from odoo.addons.crm_commissions.engine.money import round_half_up
from odoo.addons.crm_commissions.engine.plan_terms import (
    MARGIN,
    ORDERS,
    QUANTITY,
    PlanTerms,
)

from .cases import (
    BRUNO,
    GOODS,
    NURIA,
    D,
    Ledger,
    earned,
    earned_by_month,
    fact,
    flat,
    rule,
)

SEVEN = flat(7)
WITH_VAT = D(1210)  # 1,000 and 21 %


def payment(amount, month, credit=1):
    """A part of an invoice of 1,000 was paid."""
    return fact(1000 * D(amount) / WITH_VAT, month=month, credit=credit)


def statements(*amounts):
    """What each month pays; the fractions of a cent go into the next one."""
    carried, found = D(0), []
    for amount in amounts:
        found.append(round_half_up(amount + carried))
        carried += amount - found[-1]
    return found


def cents(deltas):
    return [(delta.key.origin_period_id, round_half_up(delta.amount)) for delta in deltas]


def test_a_line_earns_its_rate():
    [(key, due)] = earnings.expected([fact("1234.57")], flat(4)).items()
    assert key == Key(NURIA, None, earnings.EARN, 1, None, None, 1, date(2026, 1, 1))
    assert due.amount == D("49.382800")
    assert (due.base, due.rate) == (D("1234.57"), 4)
    assert due.explain == {"code": "flat", "share": "100", "factor": "1"}


def test_two_who_share_a_line_share_its_commission():
    facts = [
        fact("1234.57", credit=1, who=NURIA, share=60),
        fact("1234.57", credit=2, who=BRUNO, share=40),
    ]
    found = earnings.expected(facts, flat(4))
    amounts = {key.participant_id: round_half_up(due.amount) for key, due in found.items()}
    assert amounts == {NURIA: D("29.63"), BRUNO: D("19.75")}
    assert earned(facts, flat(4)) == D("49.3828")


def test_twenty_thousand_small_lines_lose_nothing():
    facts = [fact("0.33", credit=number) for number in range(20_000)]
    assert earned(facts, flat("1.5")) == D("99.00")  # each alone would be 0.00 of 0.00495


def test_three_payments_earn_what_the_invoice_would():
    facts = [payment("403.33", 1), payment("403.33", 2), payment("403.34", 3)]
    months = earned_by_month(facts, SEVEN)
    assert statements(*months.values()) == [D("23.33"), D("23.34"), D("23.33")]
    assert round_half_up(sum(months.values())) == D("70.00")


def test_a_returned_receipt_takes_back_what_it_had_earned_and_gives_it_again():
    # Given payments in March, April and July
    march, april, july = payment(400, 3), payment(500, 4), payment(310, 7)
    ledger = Ledger(SEVEN)
    assert cents(ledger.run([march])) == [(3, D("23.14"))]
    assert cents(ledger.run([march, april])) == [(4, D("28.93"))]
    # when April's comes back, then only April's is taken back
    [back] = ledger.run([march])
    assert cents([back]) == [(4, D("-28.93"))]
    assert back.expected is None
    # and what is paid again in June earns in June
    june = payment(500, 6)
    assert cents(ledger.run([march, june])) == [(6, D("28.93"))]
    assert cents(ledger.run([march, june, july])) == [(7, D("17.93"))]
    assert round_half_up(ledger.total) == D("70.00")


def test_payments_are_dated_by_their_cash():
    months = earned_by_month([payment(400, 3), payment(500, 4), payment(310, 7)], SEVEN)
    assert {month: round_half_up(amount) for month, amount in months.items()} == {
        3: D("23.14"),
        4: D("28.93"),
        7: D("17.93"),
    }


def test_what_stays_unpaid_is_taken_back_until_it_is_paid():
    invoiced = fact(1000, month=1)
    overdue = fact(-1000 * D(360) / WITH_VAT, month=5)
    paid = fact(1000 * D(360) / WITH_VAT, month=6)
    ledger = Ledger(SEVEN)
    assert cents(ledger.run([invoiced])) == [(1, D("70.00"))]
    assert cents(ledger.run([invoiced, overdue])) == [(5, D("-20.83"))]
    assert cents(ledger.run([invoiced, overdue, paid])) == [(6, D("20.83"))]
    assert ledger.total == D("70.00")
    assert len(ledger.amounts) == 3


def test_an_invoice_reset_to_draft_and_posted_again_leaves_two_entries_that_cancel_out():
    ledger = Ledger(SEVEN)
    ledger.run([fact(1000)])
    assert cents(ledger.run([])) == [(1, D("-70.00"))]
    assert cents(ledger.run([fact(1000)])) == [(1, D("70.00"))]
    assert not ledger.run([fact(1000)])


def test_a_credit_note_needs_no_rule_of_its_own():
    paid_in_cash, matched_with_the_refund = payment(1210, 1), payment(847, 2, credit=2)
    assert earned([paid_in_cash, matched_with_the_refund], SEVEN) == D("119.00")
    reimbursed = fact(-300, month=2, credit=3, sale=GOODS._replace(refund=True))
    assert earned_by_month([paid_in_cash, reimbursed], SEVEN) == {1: D("70.00"), 2: D("-21.00")}


def test_the_margin_is_that_of_the_snapshot():
    plan = flat(12, metric=MARGIN)
    assert earned([fact(1000 - 640)], plan) == D("43.20")


def test_a_discount_lowers_the_rate():
    ladder = PlanTerms(
        rules=(
            rule(1, rules.RATE, 5, discount_to=D(10)),
            rule(2, rules.RATE, 3, discount_to=D(20)),
            rule(3, rules.RATE, 0),
        )
    )

    def sold(percent):
        return fact(500 * (1 - D(percent) / 100), sale=GOODS._replace(discount=D(percent)))

    assert earned([sold(12)], ladder) == D("13.20")
    assert earned([sold(10)], ladder) == D("22.50")
    assert earned([sold(10)], ladder) - earned([sold(12)], ladder) == D("9.30")
    assert earned([sold(21)], ladder) == 0


def test_a_fixed_amount_is_paid_for_each_unit_and_comes_back_with_it():
    plan = PlanTerms(rules=(rule(1, rules.FIXED, "0.75"),))
    sold, returned = fact(1000, quantity=12), fact(-250, credit=2, quantity=-3)
    assert earned([sold], plan) == D("9.00")
    assert earned([sold, returned], plan) == D("6.75")
    [due] = earnings.expected([sold], plan).values()
    assert (due.base, due.rate, due.explain["code"]) == (12, D("0.75"), "fixed")


def test_a_factor_makes_a_line_count_for_more():
    plan = PlanTerms(rules=(rule(1, rules.RATE, 4, factor=D("1.5")),))
    [due] = earnings.expected([fact(1000, share=50)], plan).values()
    assert (due.base, due.amount) == (D("750"), D("30"))
    assert due.explain == {"code": "rate", "share": "50", "factor": "1.5"}


@pytest.mark.parametrize(
    ("metric", "base", "quantity", "amount"), [(QUANTITY, 999, 12, "24.00"), (ORDERS, 1, 12, "2")]
)
def test_what_is_counted_is_paid_by_the_piece(metric, base, quantity, amount):
    plan = flat(2, metric=metric)
    assert earned([fact(base, quantity=quantity)], plan) == D(amount)


def test_a_rule_may_look_at_when_each_part_was_paid():
    plan = PlanTerms(
        rules=(rule(1, rules.RATE, 7, delay_to=30), rule(2, rules.RATE, 3, delay_from=31))
    )
    in_time, late = (GOODS._replace(collection_delay_days=days) for days in (30, 31))
    found = earnings.expected([fact(600, sale=in_time), fact(400, sale=late)], plan)
    assert {key.rule_id: due.amount for key, due in found.items()} == {1: D(42), 2: D(12)}


def test_a_difference_says_by_how_much_the_base_has_changed():
    ledger = Ledger(SEVEN)
    ledger.run([fact(1000)])
    [delta] = ledger.run([fact(900)])
    assert (delta.amount, delta.base) == (D(-7), D(-100))
    [delta] = ledger.run([])
    assert (delta.amount, delta.base) == (D(-63), D(-900))


def test_a_millionth_is_a_difference_and_what_is_equal_is_none():
    due = earnings.expected([fact(1000)], SEVEN)
    [key] = due
    assert not differences(due, {key: D("70.000000")})
    [delta] = differences(due, {key: D("69.999999")})
    assert delta.amount == D("0.000001")


def test_what_was_booked_and_cancelled_is_not_booked_again():
    key = Key(NURIA, None, earnings.EARN, 1, None, None, 1)
    assert not differences({}, {key: D("0.000000")})


def test_differences_are_sorted():
    facts = [fact(10, credit=3, month=2), fact(10, credit=1), fact(10, credit=1, who=0, month=3)]
    deltas = differences(earnings.expected(facts, SEVEN), {})
    found = [
        (each.key.participant_id, each.key.credit_id, each.key.origin_period_id) for each in deltas
    ]
    assert found == [(0, 1, 3), (NURIA, 1, 1), (NURIA, 3, 2)]


def test_a_day_is_only_needed_where_periods_have_an_order():
    moved = fact(1000)._replace(origin_date=date(2031, 1, 1))
    assert earnings.expected([moved], SEVEN) == earnings.expected([fact(1000)], SEVEN)

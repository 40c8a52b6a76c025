"""What a statement pays, and what it carries into the next one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_commissions.engine.statements import Carried, due_date, rounded_parts, settle

from .cases import D

amounts = st.decimals(-5000, 5000, places=6)


def months(*earned, refund=False):
    carried, found = Carried(), []
    for amount in earned:
        found.append(settle(D(amount), carried, refund=refund))
        carried = found[-1].carried
    return found


def test_three_payments_of_a_third_are_paid_to_the_cent():
    found = months("23.3331", "23.3331", "23.3331")
    assert [each.payable for each in found] == [D("23.33"), D("23.34"), D("23.33")]


def test_what_is_below_zero_is_taken_off_the_next_statements():
    found = months("-12.40", "10.00", "1945.00")
    assert [each.gross for each in found] == [D("-12.40"), D("10.00"), D("1945.00")]
    assert [each.payable for each in found] == [0, 0, D("1942.60")]
    assert [each.carry_out for each in found] == [D("-12.40"), D("-2.40"), 0]


def test_what_is_below_zero_may_be_paid_back_instead():
    [first, second] = months("-12.40", "10.00", refund=True)
    assert (first.payable, first.carry_out) == (D("-12.40"), 0)
    assert second.payable == D("10.00")


def test_yen_have_no_cents():
    found = settle(D("100.5"), Carried(), digits=0)
    assert (found.gross, found.rounding_out) == (101, D("-0.5"))


@given(st.lists(amounts, min_size=1, max_size=12), st.booleans())
def test_nothing_is_lost_from_statement_to_statement(earned, refund):
    found = months(*earned, refund=refund)
    last = found[-1].carried
    assert sum(each.payable for each in found) + last.rounding + last.balance == sum(earned)
    assert all(abs(each.rounding_out) <= D("0.005") for each in found)
    assert refund or all(each.payable >= 0 for each in found)


@given(st.lists(amounts, max_size=8), st.decimals("-0.005", "0.005", places=6))
def test_parts_that_people_see_add_up(parts, rounding):
    total = settle(sum(parts, D(0)), Carried(rounding)).gross
    shown = rounded_parts(parts, total)
    assert sum(shown) == (total if parts else 0)
    assert all(abs(each - part) < D("0.02") for each, part in zip(shown, parts, strict=True))


def test_a_third_is_shown_once_with_a_cent_more():
    thirds = [D("33.333333"), D("33.333333"), D("33.333334")]
    assert rounded_parts(thirds, D("100.00")) == [D("33.33"), D("33.33"), D("33.34")]


@pytest.mark.parametrize(
    ("month", "due"),
    [
        (date(2026, 1, 31), date(2026, 4, 30)),
        (date(2026, 3, 31), date(2026, 4, 30)),
        (date(2026, 6, 30), date(2026, 7, 31)),
        (date(2026, 9, 30), date(2026, 10, 31)),
        (date(2026, 10, 31), date(2027, 1, 31)),
        (date(2026, 12, 31), date(2027, 1, 31)),
    ],
)
def test_agents_are_due_a_month_after_the_quarter(month, due):
    assert due_date(month, "external") == due


def test_employees_are_due_within_the_year():
    assert due_date(date(2026, 2, 28), "employee") == date(2026, 12, 31)

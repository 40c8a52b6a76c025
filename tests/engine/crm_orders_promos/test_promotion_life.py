"""Promotions after the order: the date, the rows, the deliveries, the returns."""

from dataclasses import replace
from datetime import date

import pytest

from odoo.addons.crm_orders_promos.engine import promotion_life as life

from .promotion_cases import OPTIMAL, TIERS, TWELVE_AND_ONE, D, line, promotion, run, tier

SENT, VALID_UNTIL = date(2026, 10, 1), date(2026, 10, 31)

# -- the date -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "valid", "today", "asked"),
    [
        (SENT, VALID_UNTIL, date(2026, 10, 31), SENT),
        (SENT, VALID_UNTIL, date(2026, 11, 1), date(2026, 11, 1)),
        (SENT, None, date(2026, 12, 1), SENT),
        (None, VALID_UNTIL, date(2026, 10, 5), date(2026, 10, 5)),
    ],
)
def test_promotions_are_those_of_what_the_customer_signed(sent, valid, today, asked):
    assert life.reference_date(sent, valid, today) == asked


def test_a_promotion_that_ended_between_sending_and_signing_is_kept():
    ended = replace(TWELVE_AND_ONE, date_to=date(2026, 10, 15))
    asked = life.reference_date(SENT, VALID_UNTIL, date(2026, 10, 20))
    assert run([line(1, "A", 12)], ended, on=asked).free_units() == {"A": 1}


# -- P5: deliveries -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "after_0", "after_12", "after_23", "after_24"),
    [(life.PROPORTIONAL, 0, 1, 2, 3), (life.FIRST, 0, 3, 3, 3), (life.LAST, 0, 0, 0, 3)],
)
def test_p5_free_goods_go_with_paid_ones(policy, after_0, after_12, after_23, after_24):
    """24 x 10.00 with 3 free; twelve are delivered: 12 + 1."""
    expected = {0: after_0, 12: after_12, 23: after_23, 24: after_24, 30: after_24}
    for delivered, free in expected.items():
        assert life.deliverable_free(D(24), D(delivered), D(3), policy) == free


def test_of_goods_by_weight_parts_may_go():
    assert life.deliverable_free(D(24), D(12), D("2.5"), step=D("0.1")) == D("1.2")
    assert life.deliverable_free(D(0), D(0), D(3)) == 0


# -- P6: returns ----------------------------------------------------------------------------------


def test_p6_who_keeps_18_of_24_gives_two_of_three_free_units_back_or_pays_them():
    claim = life.clawback(D(18), TIERS, D(3), unit_value=D("10.00"), currency_digits=2)
    assert (claim.entitled, claim.units, claim.amount) == (1, 2, D("20.00"))


@pytest.mark.parametrize(("kept", "units"), [(24, 0), (23, 2), (12, 2), (11, 3), (0, 3)])
def test_nothing_is_claimed_as_long_as_the_tier_is_kept(kept, units):
    claim = life.clawback(D(kept), TIERS, D(3), unit_value=D("10.00"), currency_digits=2)
    assert claim.units == units


def test_free_units_that_came_back_too_are_not_claimed_again():
    claim = life.clawback(D(18), TIERS, D(1), unit_value=D("10.00"), currency_digits=2)
    assert (claim.units, claim.amount) == (0, D("0.00"))


def test_a_percentage_that_is_no_longer_reached_is_claimed_on_what_is_kept():
    """24 units at 10.00 less 8 %; 12 are kept, which is worth 5 %: 3 % of 120.00."""
    steps = (tier("5", 12, percent=5), tier("8", 24, percent=8))
    kept = {"kept_amount": D("120.00"), "currency_digits": 2}
    assert life.discount_clawback(D(12), steps, D(8), **kept) == D("3.60")
    assert life.discount_clawback(D(11), steps, D(8), **kept) == D("9.60")
    assert life.discount_clawback(D(24), steps, D(8), **kept) == 0


# -- P9, P10: rows --------------------------------------------------------------------------------


def refreshed(rows, result, state=life.PROVISIONAL):
    return life.after(rows, life.application_changes(rows, result.applications, state=state))


def test_p9_a_second_refresh_writes_nothing_and_gives_the_same():
    lines = [line(1, "A", 25)]
    first = run(lines, OPTIMAL)
    rows = refreshed([], first)
    second = run(lines, OPTIMAL)
    assert second == first
    assert not life.application_changes(rows, second.applications)


def test_confirming_commits_and_confirming_again_writes_nothing():
    result = run([line(1, "A", 25)], OPTIMAL)
    rows = refreshed([], result)
    assert (life.committed_benefit(rows), life.committed_times(rows)) == (0, 0)
    changes = life.application_changes(rows, result.applications, state=life.COMMITTED)
    assert [state for state, _application in changes.update.values()] == [life.COMMITTED]
    rows = life.after(rows, changes)
    assert (life.committed_benefit(rows), life.committed_times(rows)) == (D("30.00"), 1)
    assert not life.application_changes(rows, result.applications, state=life.COMMITTED)


def test_p10_a_cancelled_order_releases_its_budget_and_may_come_back():
    result = run([line(1, "A", 25)], OPTIMAL)
    rows = refreshed([], result, life.COMMITTED)
    assert life.committed_benefit(rows) == D("30.00")
    changes = life.application_changes(rows, ())
    assert (len(changes.release), changes.create, changes.delete) == (1, (), ())
    rows = life.after(rows, changes)
    assert life.committed_benefit(rows) == 0
    assert not life.application_changes(rows, ())
    again = life.application_changes(rows, result.applications)
    assert (again.create, list(again.update)) == ((), [rows[0].key])


def test_a_quotation_that_no_longer_earns_it_keeps_no_row():
    rows = refreshed([], run([line(1, "A", 25)], OPTIMAL))
    changes = life.application_changes(rows, run([line(1, "A", 5)], OPTIMAL).applications)
    assert changes.delete == (rows[0].key,)
    assert life.after(rows, changes) == []


def test_another_quantity_changes_the_row_and_makes_no_second_one():
    alone = promotion("p", tier("t", 0, percent=10))
    rows = refreshed([], run([line(1, "A", 25)], alone))
    changes = life.application_changes(rows, run([line(1, "A", 26)], alone).applications)
    [(state, application)] = changes.update.values()
    assert (state, application.benefit, changes.create) == (life.PROVISIONAL, D("26.00"), ())


def test_a_row_changes_with_its_parts_and_not_with_how_a_figure_is_written():
    """Two of A and one of B become one and two: the benefit is the same, the lines are not."""
    [before] = run([line(1, "A", 18), line(2, "B", 12)], OPTIMAL).applications
    [after] = run([line(1, "A", 12), line(2, "B", 18)], OPTIMAL).applications
    [same] = run([line(1, "A", "18.0"), line(2, "B", "12.00", "10")], OPTIMAL).applications
    assert before.benefit == after.benefit
    assert life.digest(before) != life.digest(after)
    assert life.digest(before) == life.digest(same)

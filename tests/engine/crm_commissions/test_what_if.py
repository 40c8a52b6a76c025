"""What something more would earn: A10 on its curve, A15 on its ladder, and laws."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_commissions.engine.plan_terms import MARGINAL, WHOLE, PlanTerms
from odoo.addons.crm_commissions.engine.what_if import effects, next_tier

from .cases import LADDER, TARGET, D, fact


@pytest.mark.parametrize(
    ("sold", "more", "before", "after", "added"),
    [
        (98_000, 6_500, 1_940, 2_180, 240),  # half at 1:1, half at the double
        (49_000, 500, 0, 0, 0),  # still below the curve
        (49_000, 1_000, 0, 500, 500),
        (180_000, 9_000, 4_000, 4_000, 0),  # above the cap
    ],
)
def test_what_an_order_adds_on_the_curve(sold, more, before, after, added):
    found = effects([fact(sold)], [fact(more, credit=2)], TARGET)
    effect = found[1]
    assert (effect.amount_before, effect.amount_after, effect.added) == (before, after, added)
    assert (effect.total_before, effect.total_after) == (sold, sold + more)


def test_what_nothing_more_was_sold_of_is_not_in_it():
    assert effects([fact(5)], [], TARGET) == {}


def test_a_flat_rate_knows_no_totals():
    effect = effects([], [fact(440)], PlanTerms(rate=D(3)))[1]
    assert (effect.added, effect.total_after) == (D("13.2"), 0)


@pytest.mark.parametrize(
    ("total", "missing", "rate"),
    [
        (0, 25_000, 3),
        (23_760, 1_240, 3),
        (25_000, 25_000, 5),  # the next unit is paid at 3 % already
        (48_760, 1_240, 5),
        (60_000, None, None),
    ],
)
def test_the_next_tier(total, missing, rate):
    found = next_tier(D(total), LADDER)
    assert found == (None if missing is None else (missing, rate))


amounts = st.lists(st.decimals(0, 60_000, places=2), max_size=5)


@given(known=amounts, more=amounts, mode=st.sampled_from((MARGINAL, WHOLE)))
def test_what_is_tried_in_two_steps_adds_up(known, more, mode):
    terms = replace(PlanTerms(tiers=LADDER), tier_mode=mode)
    facts = [fact(base, credit=n) for n, base in enumerate([*known, *more], 1)]
    old, new = facts[: len(known)], facts[len(known) :]
    steps = D(0)
    for number, one in enumerate(new):
        steps += effects([*old, *new[:number]], [one], terms)[1].added
    whole = effects(old, new, terms)
    assert steps == (whole[1].added if new else 0)

"""What something more would earn: the same arithmetic, once without it and once with it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from .earnings import Fact, expected, window_totals
from .money import ZERO
from .plan_terms import PlanTerms
from .tiers import Tier


class Effect(NamedTuple):
    """What somebody earns in the windows concerned; ``total`` is what has filled the tiers."""

    amount_before: Decimal = ZERO
    amount_after: Decimal = ZERO
    total_before: Decimal = ZERO
    total_after: Decimal = ZERO

    @property
    def added(self) -> Decimal:
        """What comes on top."""
        return self.amount_after - self.amount_before


def effects(known: Sequence[Fact], more: Sequence[Fact], terms: PlanTerms) -> dict[int, Effect]:
    """What more facts change, by participant.

    :param known: all facts of the windows that ``more`` falls into, where tiers add up
    """
    everything = [*known, *more]
    people = {fact.participation.participant_id for fact in more}
    amounts = [_add_up(facts, terms) for facts in (known, everything)]
    windows = {(fact.participation.participant_id, fact.window_key) for fact in more}
    totals = [
        {
            person: sum((total[key] for key in windows & total.keys() if key[0] == person), ZERO)
            for person in people
        }
        for total in (window_totals(known, terms), window_totals(everything, terms))
    ]
    return {
        person: Effect(
            amounts[0].get(person, ZERO),
            amounts[1].get(person, ZERO),
            totals[0][person],
            totals[1][person],
        )
        for person in people
    }


def _add_up(facts: Sequence[Fact], terms: PlanTerms) -> dict[int, Decimal]:
    sums: dict[int, Decimal] = {}
    for key, due in expected(facts, terms).items():
        sums[key.participant_id] = sums.get(key.participant_id, ZERO) + due.amount
    return sums


class NextTier(NamedTuple):
    """``missing`` until more is paid, and then at which ``rate``."""

    missing: Decimal
    rate: Decimal


def next_tier(total: Decimal, tiers: Sequence[Tier]) -> NextTier | None:
    """The tier that comes after the one in which the next unit sold would be paid.

    :param tiers: from the lowest to the highest
    """
    for tier in tiers[1:]:
        if tier.bound_from > total:
            return NextTier(tier.bound_from - total, tier.rate)
    return None

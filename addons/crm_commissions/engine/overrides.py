"""What a leader's override counts: each line of the team once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import NamedTuple

from .money import EXACT, HUNDRED, ZERO


class Credited(NamedTuple):
    """``share`` percent of the line ``source_key`` is credited to a participant."""

    source_key: str
    participant_id: int
    share: Decimal


def team_shares(credits: Iterable[Credited], members: Collection[int]) -> dict[str, Decimal]:
    """Percent of each line that the team has sold, 100 at most; lines of others are left out.

    Two members who share a line make it one line, and what another team has of it is not counted.
    To leave out what the leader sells, leave the leader out of ``members``.
    """
    found: dict[str, Decimal] = {}
    for credit in credits:
        if credit.participant_id in members:
            found[credit.source_key] = EXACT.add(found.get(credit.source_key, ZERO), credit.share)
    return {key: min(share, HUNDRED) for key, share in found.items()}

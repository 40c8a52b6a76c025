"""Figures of a department: each says what it is a share of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from .shares import Share, round_half_up, share_of

BANDS = (1, 3, 7, 30)
"""Last days of the bands of a backlog's age."""

State = Literal["running", "paused", "met", "breached", "cancelled"]


@dataclass(frozen=True, slots=True)
class Target:
    """One clock of a request.

    :param deadline: an instant; None where no budget runs
    """

    metric: str
    state: State
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class Done:
    """A request that was resolved in the period: how often it came back, went on, was answered."""

    reopenings: int = 0
    transfers: int = 0
    public_answers: int = 1


def sla_by_month(
    targets: Iterable[Target], now: datetime, zone: tzinfo
) -> dict[tuple[str, str], Share]:
    """The share met of those met or breached, by metric and month of the deadline (2026-10).

    A target past its deadline is breached, whoever has noticed; a cancelled or paused one, and one
    whose time is not up, is neither.

    :param zone: of the company, which decides in what month a deadline lies
    """
    found: dict[tuple[str, str], Share] = {}
    for target in targets:
        if target.deadline is None or not _is_decided(target, target.deadline, now):
            continue
        key = target.metric, f"{target.deadline.astimezone(zone):%Y-%m}"
        found[key] = found.get(key, Share(0, 0)) + Share(target.state == "met", 1)
    return found


def _is_decided(target: Target, deadline: datetime, now: datetime) -> bool:
    if target.state == "running":
        return deadline < now
    return target.state in ("met", "breached")


def median(values: Sequence[int]) -> Decimal | None:
    """The middle, of an even number the mean of the two in the middle; None of none."""
    if not values:
        return None
    ordered, half = sorted(values), len(values) // 2
    low = ordered[half] if len(values) % 2 else ordered[half - 1]
    return round_half_up(Fraction(low + ordered[half], 2), 1)


def percentile(values: Sequence[int], percent: int) -> int | None:
    """The least value that so many per cent do not exceed: one that did occur; None of none.

    :raise ValueError: not from 1 to 100
    """
    if not 1 <= percent <= 100:
        raise ValueError(f"{percent} is no percentile: 1 to 100")
    rank = -(-percent * len(values) // 100)  # rounded up
    return sorted(values)[rank - 1] if values else None


def reopen_rate(done: Sequence[Done]) -> Share:
    """Those that came back at least once, of those resolved."""
    return share_of([each.reopenings > 0 for each in done])


def one_touch_rate(done: Sequence[Done]) -> Share:
    """Those resolved with exactly one public answer, of those resolved."""
    return share_of([each.public_answers == 1 for each in done])


def ping_pong(done: Sequence[Done]) -> Decimal | None:
    """Transfers for each resolved request, with two decimals; None of none."""
    transfers = sum(each.transfers for each in done)
    return round_half_up(Fraction(transfers, len(done)), 2) if done else None


def backlog_by_age(
    created: Iterable[date], today: date, bands: Sequence[int] = BANDS
) -> dict[str, int]:
    """Open requests by calendar days since they came, like {"0-1": 4, …, "31+": 1}.

    :param created: dates where the company is
    :param bands: the last day of each band, ascending
    """
    firsts = [0, *(last + 1 for last in bands)]
    names = [f"{first}-{last}" for first, last in zip(firsts, bands, strict=False)]
    names.append(f"{firsts[-1]}+")
    found = dict.fromkeys(names, 0)
    for day in created:
        found[names[bisect_left(bands, (today - day).days)]] += 1
    return found

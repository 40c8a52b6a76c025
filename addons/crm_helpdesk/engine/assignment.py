"""Who of a department gets which request, and why: one after the other, from the data given.

Nothing is looked up, so that the same data give the same answer, and one run that sees the whole
queue takes turns where many at once would all see the same idle agent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Literal, NamedTuple

MODES = ("manual", "round_robin", "balanced", "skill")
Mode = Literal["manual", "round_robin", "balanced", "skill"]

Span = tuple[datetime, "datetime | None"]  # from, and until before; None: nobody knows
Key = int | str


@dataclass(frozen=True, slots=True)
class Agent:
    """A member of the department; all instants are aware.

    :param key: decides between equals, the lowest first; all agents' keys are of one type
    :param capacity: requests at a time
    :param load: those that are open now, without pending and resolved ones
    :param absences: leave, sickness and the like
    :param working: hours of their calendar around the instant asked about; None for no calendar
    """

    key: Key
    capacity: int
    load: int = 0
    last_assigned_at: datetime | None = None
    skills: frozenset[str] = field(default=frozenset())
    absences: tuple[Span, ...] = ()
    working: tuple[Span, ...] | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Ticket:
    """A request that waits; its skills count in the mode that looks at them."""

    key: Key
    skills: frozenset[str] = field(default=frozenset())


class Standing(NamedTuple):
    """How an agent who could have taken it stood: load by capacity."""

    agent: Key
    ratio: Fraction


@dataclass(frozen=True, slots=True)
class Decision:
    """Who gets a request; codes and numbers, to be worded for the reader.

    :param agent: None where it stays in the queue
    :param why: manual, nobody, only_one, lowest_load, longest_wait or first_in_order
    :param tied: who had an equal claim before the wait decided, the chosen one among them
    :param excluded: who could not take it: inactive, absent, off_hours, full or skill
    """

    ticket: Key
    agent: Key | None
    why: str
    tied: tuple[Key, ...] = ()
    standings: tuple[Standing, ...] = ()
    excluded: tuple[tuple[Key, str], ...] = ()


# Never asked before, asked at some instant, asked in this run: each later than those before it.
_Wait = tuple[int, "datetime | int"]


@dataclass(slots=True)
class _Desk:
    """An agent while the queue is worked through."""

    agent: Agent
    load: int
    waits_since: _Wait

    @property
    def ratio(self) -> Fraction:
        return Fraction(self.load, self.agent.capacity)


def assign(
    queue: Sequence[Ticket], agents: Sequence[Agent], mode: Mode, now: datetime
) -> list[Decision]:
    """A decision for each request, in the order of the queue.

    - round_robin: who has waited longest since the last assignment
    - balanced: the lowest load by capacity, of equals who has waited longest
    - skill: the same among those who have all the skills that the request needs

    :raise ValueError: an unknown mode, or an agent given twice
    """
    if mode not in MODES:
        raise ValueError(f"unknown mode of assignment: {mode}")
    if len({agent.key for agent in agents}) < len(agents):
        raise ValueError("an agent is given twice")
    if mode == "manual":
        return [Decision(ticket.key, None, "manual") for ticket in queue]
    desks = [
        _Desk(agent, agent.load, _waits_since(agent))
        for agent in sorted(agents, key=lambda agent: agent.key)
    ]
    return [_assign_one(ticket, desks, mode, now, turn) for turn, ticket in enumerate(queue)]


def _waits_since(agent: Agent) -> _Wait:
    return (1, agent.last_assigned_at) if agent.last_assigned_at else (0, 0)


def _assign_one(
    ticket: Ticket, desks: list[_Desk], mode: Mode, now: datetime, turn: int
) -> Decision:
    obstacles = [(desk, _obstacle(desk, ticket, mode, now)) for desk in desks]
    able = [desk for desk, obstacle in obstacles if not obstacle]
    standings = tuple(Standing(desk.agent.key, desk.ratio) for desk in able)
    excluded = tuple((desk.agent.key, obstacle) for desk, obstacle in obstacles if obstacle)
    if not able:
        return Decision(ticket.key, None, "nobody", (), standings, excluded)
    tied = able
    if mode != "round_robin":
        lowest = min(desk.ratio for desk in able)
        tied = [desk for desk in able if desk.ratio == lowest]
    chosen = min(tied, key=lambda desk: desk.waits_since)  # of equals the first in order
    why = _explain(able, tied, chosen)
    chosen.load += 1
    chosen.waits_since = (2, turn)
    keys = tuple(desk.agent.key for desk in tied)
    return Decision(ticket.key, chosen.agent.key, why, keys, standings, excluded)


def _obstacle(desk: _Desk, ticket: Ticket, mode: Mode, now: datetime) -> str:
    """Why the agent cannot take the request, or ""."""
    agent = desk.agent
    if not agent.is_active:
        return "inactive"
    if _is_within(agent.absences, now):
        return "absent"
    if agent.working is not None and not _is_within(agent.working, now):
        return "off_hours"
    if desk.load >= agent.capacity:
        return "full"
    return "skill" if mode == "skill" and not ticket.skills <= agent.skills else ""


def _is_within(spans: tuple[Span, ...], now: datetime) -> bool:
    return any(start <= now and (end is None or now < end) for start, end in spans)


def _explain(able: list[_Desk], tied: list[_Desk], chosen: _Desk) -> str:
    if len(able) == 1:
        return "only_one"
    if len(tied) == 1:
        return "lowest_load"
    equals = [desk for desk in tied if desk.waits_since == chosen.waits_since]
    return "longest_wait" if len(equals) == 1 else "first_in_order"

"""Through whose hands a ticket went, and how long each department had it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime

from .clock import DEPARTMENT, Calendars, accrued
from .log import START, TRANSFER, Event, Ticket

MOST_VISITS = 2
"""Visits of one department after which another return is a supervisor's to decide."""


@dataclass(frozen=True, slots=True)
class Journey:
    """The departments of a ticket in order; two that follow each other differ."""

    teams: tuple[Hashable, ...]

    @property
    def transfers(self) -> int:
        """How often it changed hands: the ping-pong of a ticket."""
        return max(0, len(self.teams) - 1)

    @property
    def returns(self) -> int:
        """How many of the transfers led to a department that had had it before."""
        return len(self.teams) - len(set(self.teams))


def journey(events: Iterable[Event]) -> Journey:
    """The journey of a log, whose events may come in any order."""
    teams: list[Hashable] = []
    for event in sorted(events, key=lambda each: (each.at, each.number)):
        begins = event.kind == START and not teams
        if begins or (event.kind == TRANSFER and teams and event.team != teams[-1]):
            teams.append(event.team)
    return Journey(tuple(teams))


def needs_supervisor(events: Iterable[Event], team: Hashable) -> bool:
    """Whether an agent alone may not transfer the ticket to ``team``: it has been there twice."""
    return journey(events).teams.count(team) >= MOST_VISITS


def team_seconds(ticket: Ticket, now: datetime, calendars: Calendars) -> dict[Hashable, int]:
    """Working seconds that each department had the ticket, by its own calendar."""
    found: dict[Hashable, int] = {}
    for clock in ticket.clocks:
        if clock.metric == DEPARTMENT:
            found[clock.team] = found.get(clock.team, 0) + accrued(clock, now, calendars)
    return found

"""The log of a ticket: what can happen to it, and the clocks that follow."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime

from .clock import METRICS, CalendarKey, Clock, Promise

START, ANSWER, REPLY, PAUSE, RESUME = "start", "answer", "reply", "pause", "resume"
STOP, REOPEN, TRANSFER, CANCEL = "stop", "reopen", "transfer", "cancel"
POLICY, CALENDAR = "policy", "calendar"
HOLD = "hold"
_NEEDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys((ANSWER, REPLY, PAUSE, HOLD, RESUME, STOP, REOPEN, CANCEL), ()),
    START: ("promises",),
    TRANSFER: ("team", "promise"),
    POLICY: ("promises",),
    CALENDAR: ("calendar", "becomes"),
}
KINDS = frozenset(_NEEDS)

OPEN, PENDING, RESOLVED, CANCELLED = "open", "pending", "resolved", "cancelled"


@dataclass(frozen=True, slots=True)
class Promises:
    """What is promised for each metric; a promise without a budget only measures."""

    first_response: Promise
    next_response: Promise
    resolution: Promise
    department: Promise

    def of(self, metric: str) -> Promise:
        """The promise of a metric."""
        promise: Promise = getattr(self, metric)
        return promise

    def use(self, calendar: CalendarKey) -> bool:
        """Whether one of them is measured by that calendar."""
        return any(self.of(metric).calendar == calendar for metric in METRICS)

    def with_calendar(self, calendar: CalendarKey, becomes: CalendarKey) -> Promises:
        """The same promises, one calendar under another key."""
        found = (self.of(metric) for metric in METRICS)
        return Promises(
            *(each.on(becomes) if each.calendar == calendar else each for each in found)
        )


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a ticket, at the naive UTC instant at which the server knew it.

    :param kind: start (with team and promises); answer, a public one of ours; reply, one of the
        customer that is trusted, which ends a pause; pause, hold (somebody else is waited for: the
        customer's clocks go on), resume, stop (it is resolved), reopen,
        cancel; transfer (with team and the promise of the department); policy (with promises);
        calendar (``calendar`` now reads as ``becomes``)
    :param number: order among events of one instant: that in which they were appended
    :raise ValueError: the kind is unknown, or lacks what it needs
    """

    at: datetime
    kind: str
    number: int = 0
    team: Hashable = None
    promises: Promises | None = None
    promise: Promise | None = None
    calendar: CalendarKey = None
    becomes: CalendarKey = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown event: {self.kind}")
        for name in _NEEDS[self.kind]:
            if getattr(self, name) is None:
                raise ValueError(f"an event of kind {self.kind} needs {name}")


@dataclass(frozen=True, slots=True)
class Ticket:
    """The clocks of a ticket after the events up to ``at``.

    :param clocks: in the order in which they began; the last of a metric is its current cycle
    """

    at: datetime
    number: int
    phase: str
    team: Hashable
    promises: Promises
    clocks: tuple[Clock, ...]

    def current(self, metric: str) -> Clock | None:
        """The clock of the metric's last cycle."""
        return next((each for each in reversed(self.clocks) if each.metric == metric), None)

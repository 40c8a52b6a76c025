"""Two machines that answer each other: too many mails of one sender in a while."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from .mail_headers import plain_address

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class LoopLimit:
    """So many mails of one sender are let through in any window, both ends of it included.

    :raise ValueError: less than one mail, or no window
    """

    mails: int = 20
    window: timedelta = timedelta(minutes=120)

    def __post_init__(self) -> None:
        if self.mails < 1:
            raise ValueError("a sender may send at least one mail")
        if self.window <= timedelta(0):
            raise ValueError("the window has no length")


class LoopVerdict(NamedTuple):
    """Whether a mail waits in quarantine.

    :param count: mails of the sender in the window, this one included
    :param free_at: when the next would be let through if none came before; None if it is no loop
    """

    is_loop: bool
    count: int
    free_at: datetime | None = None


Arrival = tuple[str, datetime]  # sender, and when our server received the mail

_DEFAULT = LoopLimit()


def count_before(
    arrivals: Iterable[Arrival], sender: str, now: datetime, limit: LoopLimit = _DEFAULT
) -> int:
    """Mails of exactly that sender in the window that ends now."""
    return len(_times(arrivals, sender, now, limit))


def screen(
    arrivals: Iterable[Arrival], sender: str, now: datetime, limit: LoopLimit = _DEFAULT
) -> LoopVerdict:
    """Whether the mail that arrives now is one too many.

    :param arrivals: all mails before it, those in quarantine too: so that a machine which never
        stops is not let through anew each two hours
    """
    if not plain_address(sender):
        return LoopVerdict(False, 1)
    times = sorted([*_times(arrivals, sender, now, limit), now])
    if len(times) <= limit.mails:
        return LoopVerdict(False, len(times))
    return LoopVerdict(True, len(times), times[-limit.mails] + limit.window + _TICK)


def _times(
    arrivals: Iterable[Arrival], sender: str, now: datetime, limit: LoopLimit
) -> list[datetime]:
    plain, first = plain_address(sender), now - limit.window
    return [at for who, at in arrivals if first <= at <= now and plain_address(who) == plain]

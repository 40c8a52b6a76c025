"""Clocks of devices: when something happened, by the server's clock.

Moments are naive UTC datetimes. A device says what its clock showed when a person pressed, and
what it shows when it sends; the difference to the server's clock at that moment is its skew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

SUSPICIOUS_SKEW = timedelta(minutes=5)
"""A clock further off than this is worth telling: phones set theirs by the network."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The server's and the device's clock, read at the same moment."""

    server_now: datetime
    device_now: datetime

    @property
    def skew(self) -> timedelta:
        """What has to be added to the device's time; negative for a clock that is fast."""
        return self.server_now - self.device_now

    @property
    def is_suspicious(self) -> bool:
        """Whether the device's clock is more than five minutes off."""
        return abs(self.skew) > SUSPICIOUS_SKEW

    def normalise(self, device_at: datetime | None) -> datetime:
        """The server's time of what the device's clock showed; never after now.

        Without a time of the device it happened now.
        """
        if device_at is None:
            return self.server_now
        try:
            moment = device_at + self.skew
        except OverflowError:  # a clock of the year 1 or 9999
            return self.server_now
        return min(moment, self.server_now)


def in_order(ops: list[dict]) -> list[dict]:
    """Operations by the device's sequence number; what has none keeps its place at the end."""

    def key(op: dict) -> tuple[bool, float]:
        seq = op.get("seq")
        known = isinstance(seq, int | float) and not isinstance(seq, bool)
        return (not known, seq if known else 0)

    return sorted(ops, key=key)

"""Clocks of devices: when something happened, by the server's clock.

Moments are naive UTC datetimes. A device says what its clock showed when a person pressed, and
what it shows when it sends; the difference to the server's clock at that moment is its skew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

OLDEST = timedelta(days=60)
"""What is older was noted by a clock that was not set yet: nobody is without a network so long."""

SUSPICIOUS_SKEW = timedelta(minutes=5)
"""A clock further off than this is worth telling: phones set theirs by the network."""

_MOST_SECONDS = 2**31 - 1


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
    def skew_s(self) -> int:
        """The same in whole seconds, as far as a column holds them: 68 years."""
        return max(-_MOST_SECONDS, min(_MOST_SECONDS, int(self.skew.total_seconds())))

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
        moment = self._shift(device_at)
        return min(moment, self.server_now) if self.trusts(device_at) else self.server_now

    def trusts(self, device_at: datetime | None) -> bool:
        """Whether a time of the device can be true: not more than sixty days ago."""
        if device_at is None:
            return True
        moment = self._shift(device_at)
        return moment is not None and moment >= self.server_now - OLDEST

    def _shift(self, device_at: datetime) -> datetime | None:
        try:
            return device_at + self.skew
        except OverflowError:  # a clock of the year 1 or 9999
            return None


def in_order(ops: list[dict]) -> list[dict]:
    """Operations by the device's sequence number; what has none keeps its place at the end."""

    def key(op: dict) -> tuple[bool, float]:
        seq = op.get("seq")
        known = isinstance(seq, int | float) and not isinstance(seq, bool)
        return (not known, seq if known else 0)

    return sorted(ops, key=key)

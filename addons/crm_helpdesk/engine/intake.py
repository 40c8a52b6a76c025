"""The identity of the intake: received is what became something, or has the name of a gap.

received = ticketed + appended + quarantined + failed + discarded + difference
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

_PARTS = {
    "accepted": "ticketed",
    "replayed": "ticketed",
    "appended": "appended",
    "note_only": "appended",
    "quarantined": "quarantined",
    "failed": "failed",
    "discarded": "discarded",
}
VERDICTS = frozenset(_PARTS)
GAPS = {
    "not_recorded": "received, and nowhere in the ledger",
    "recorded_too_often": "more in the ledger than received",
    "undecided": "without a verdict that is known",
    "without_ticket": "said to be on a ticket, and on none",
    "discarded_by_nobody": "thrown away without a person's name",
}
_ON_A_TICKET = ("ticketed", "appended")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the ledger.

    :param decided_by: the person who discarded it
    """

    key: Hashable
    verdict: str | None
    ticket_id: int | None = None
    decided_by: int | None = None


class Gap(NamedTuple):
    """Something not accounted for.

    :param code: one of GAPS
    :param count: negative for too much
    :param keys: of the rows concerned; none where there is no row
    """

    code: str
    count: int
    keys: tuple[Hashable, ...] = ()


@dataclass(frozen=True, slots=True)
class Balance:
    """The parts of what was received; two gaps may add up to no difference and are still gaps."""

    received: int
    ticketed: int
    appended: int
    quarantined: int
    failed: int
    discarded: int
    gaps: tuple[Gap, ...] = ()

    @property
    def difference(self) -> int:
        """What is received and in no part."""
        parts = self.ticketed + self.appended + self.quarantined + self.failed + self.discarded
        return self.received - parts

    @property
    def is_green(self) -> bool:
        """Whether all is accounted for."""
        return not self.gaps


def balance(received: int, rows: Iterable[Row]) -> Balance:
    """What became of all that was received.

    :param received: counted where it comes in, not by the rows: a ledger that is compared with
        itself is always right
    """
    counts = dict.fromkeys(_PARTS.values(), 0)
    keys: dict[str, list[Hashable]] = {code: [] for code in GAPS}
    recorded = 0
    for row in rows:
        recorded += 1
        code = _fault(row)
        if code:
            keys[code].append(row.key)
        else:
            counts[_PARTS[row.verdict or ""]] += 1
    gaps = [Gap(code, len(found), tuple(found)) for code, found in keys.items() if found]
    missing = received - recorded
    if missing:
        gaps.append(Gap("not_recorded" if missing > 0 else "recorded_too_often", missing))
    return Balance(received, **counts, gaps=tuple(gaps))


def _fault(row: Row) -> str:
    """Why a row accounts for nothing, or ""."""
    part = _PARTS.get(row.verdict or "")
    if part is None:
        return "undecided"
    if part in _ON_A_TICKET and row.ticket_id is None:
        return "without_ticket"
    if part == "discarded" and row.decided_by is None:
        return "discarded_by_nobody"
    return ""

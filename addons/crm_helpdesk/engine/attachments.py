"""Which files of a mail reach the request, and which stay with the raw mail in the intake."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

# What a mail program of ours would run at a double click.
_RUN = (
    "ade adp apk bat chm cmd com cpl dll dmg exe hta ins iso isp jar js jse lib lnk mde msc msi "
    "msix msp mst nsh pif ps1 reg scr sct shb sys vb vbe vbs vxd wsc wsf wsh"
)
BLOCKED = frozenset(_RUN.split())
Why = Literal["", "too_large", "blocked"]


@dataclass(frozen=True, slots=True)
class File:
    """A file of a mail; size in bytes."""

    name: str
    size: int


def split(files: Iterable[File], limit: int | None) -> list[Why]:
    """Why each file stays behind, "" for those that go on, in their order.

    The first that fit are taken: one large film does not keep the photos out.

    :param limit: bytes of one file, and of all together; None for no limit
    """
    used, reasons = 0, []
    for file in files:
        why = _reason(file, used, limit)
        used += 0 if why else file.size
        reasons.append(why)
    return reasons


def _reason(file: File, used: int, limit: int | None) -> Why:
    if file.name.strip(" .").lower().rpartition(".")[2] in BLOCKED and "." in file.name:
        return "blocked"
    return "too_large" if limit is not None and used + file.size > limit else ""

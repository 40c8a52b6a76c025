"""Reading Odoo's log: which records are more than information, and which of those are known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_HEAD = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ "
    r"(?P<level>DEBUG|INFO|WARNING|ERROR|CRITICAL) (?P<database>\S+) (?P<logger>[^:\s]+): ?"
    r"(?P<message>.*)$"
)
ALARMS = frozenset({"WARNING", "ERROR", "CRITICAL"})


@dataclass(frozen=True)
class LogRecord:
    """One record; `text` is all of it, with the lines of a traceback that follow."""

    level: str
    logger: str
    message: str
    text: str

    @property
    def is_alarm(self) -> bool:
        """Whether it is a warning or worse."""
        return self.level in ALARMS


def level_of(line: str) -> str | None:
    """The level of the record that starts on this line; None within a record."""
    match = _HEAD.match(line.rstrip("\n"))
    return match["level"] if match else None


def records(lines: Iterable[str]) -> Iterator[LogRecord]:
    """The records of a log; lines that belong to no record (prints) are skipped."""
    head: re.Match[str] | None = None
    text: list[str] = []
    for line in lines:
        match = _HEAD.match(line.rstrip("\n"))
        if match:
            if head:
                yield _record(head, text)
            head, text = match, []
        text.append(line.rstrip("\n"))
    if head:
        yield _record(head, text)


def _record(head: re.Match[str], text: list[str]) -> LogRecord:
    return LogRecord(head["level"], head["logger"], head["message"], "\n".join(text).rstrip())


def alarms(lines: Iterable[str]) -> list[LogRecord]:
    """Warnings and errors of a log."""
    return [record for record in records(lines) if record.is_alarm]

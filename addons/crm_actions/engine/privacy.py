"""Names, addresses and numbers of a person in what others wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

GONE = "…"
SEPARATORS = r"[\s().\-/]*"
LONGEST_NATIONAL = 9
SHORTEST_PHONE = 7


def find_traces(
    names: Iterable[str] = (), emails: Iterable[str] = (), phones: Iterable[str] = ()
) -> re.Pattern[str] | None:
    """A pattern that finds these in a text or in HTML; None if there is nothing to look for."""
    # the longest first, so that nothing is left of a name that holds another one
    parts = [rf"(?<!\w){word}(?!\w)" for word in _escape(names)]
    parts += [rf"(?<![\w.+-]){word}(?![\w-]|\.\w)" for word in _escape(emails)]
    parts += [rf"(?<!\w){part}(?!\w)" for part in map(_phone_pattern, phones) if part]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def _escape(words: Iterable[str]) -> list[str]:
    """Words for a pattern, also as HTML writes them, the longest first."""
    given = {word.strip() for word in words if word and word.strip()}
    given |= {escape(word) for word in given}
    return [re.escape(word) for word in sorted(given, key=lambda word: (-len(word), word))]


def redact(text: str | None, traces: re.Pattern[str] | None) -> str | None:
    """The text without them; None where nothing else was in it."""
    if not text or not traces:
        return text
    rest, number = traces.subn(GONE, text)
    if number and not re.search(r"\w", rest):
        return None
    return rest


def phone_forms(phone: str | None) -> set[str]:
    """Ways in which people write a number, to look for it in a database."""
    digits = re.sub(r"\D", "", phone or "")
    if len(digits) < SHORTEST_PHONE:
        return set()
    national = digits[-LONGEST_NATIONAL:]
    written = re.sub(r"^\+\d{1,3}[\s.\-/]+", "", phone.strip())
    return {phone.strip(), written, national, _in_groups(national, 3, 3, 3),
            _in_groups(national, 3, 2, 2, 2), _in_groups(national, 2, 3, 2, 2)}  # fmt: skip


def _in_groups(digits: str, *sizes: int) -> str:
    parts, start = [], 0
    for size in sizes:
        parts.append(digits[start : start + size])
        start += size
    return " ".join(filter(None, parts))


def _phone_pattern(phone: str | None) -> str | None:
    """The number with or without its country, whatever stands between the digits."""
    digits = re.sub(r"\D", "", phone or "")
    if len(digits) < SHORTEST_PHONE:
        return None
    national = SEPARATORS.join(digits[-LONGEST_NATIONAL:])
    return rf"(?:(?:\+|00)\d{{1,3}}{SEPARATORS})?{national}"

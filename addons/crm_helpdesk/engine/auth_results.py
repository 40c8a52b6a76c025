"""What a server found out about the sender of a mail: Authentication-Results of RFC 8601."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .mail_headers import split_outside_quotes, without_comments

_VALUE = r'(?:"(?:[^"\\]|\\.)*"|[^\s;"=]+)'
_AUTHSERV = re.compile(rf"\s*({_VALUE})(?:\s+\d+)?\s*")
_STATEMENT = re.compile(r"\s*([\w-]+)\s*(?:/\s*\d+\s*)?=\s*([\w-]+)")
_REASON = re.compile(rf"\s*reason\s*=\s*{_VALUE}", re.IGNORECASE)
_PROPERTY = re.compile(rf"\s+([\w-]+)\s*\.\s*([\w-]+)\s*=\s*({_VALUE})")
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Result:
    """One statement, all in lower case: ``dkim=pass header.d=x.es``.

    :param properties: like ``{"header.d": "x.es"}``
    """

    method: str
    result: str
    properties: Mapping[str, str] = field(default_factory=dict)


def parse(value: str) -> tuple[str, tuple[Result, ...]]:
    """The name of the server in lower case, and its statements; never raises.

    Without a name ("") nothing is believed, and nothing of a statement that is broken: section
    2.2 of RFC 8601 has the grammar.
    """
    first, *statements = split_outside_quotes(without_comments(value), ";")
    named = _AUTHSERV.fullmatch(first)
    if not named:
        return "", ()
    results = tuple(filter(None, map(_read_statement, statements)))
    return _unquote(named[1]), results


def _read_statement(text: str) -> Result | None:
    found = _STATEMENT.match(text)
    if not found:
        return None
    properties: dict[str, str] = {}
    for name, value in _read_properties(text[found.end() :]):
        properties.setdefault(name, value)
    return Result(found[1].lower(), found[2].lower(), properties)


def _read_properties(text: str) -> Iterator[tuple[str, str]]:
    """Pairs from left to right, up to what is no such pair."""
    reason = _REASON.match(text)  # may hold anything in quotes, so that it is stepped over
    position = reason.end() if reason else 0
    while found := _PROPERTY.match(text, position):
        position = found.end()
        yield f"{found[1]}.{found[2]}".lower(), _unquote(found[3])


def _unquote(value: str) -> str:
    if value.startswith('"'):
        value = _ESCAPED.sub(r"\1", value[1:-1])
    return value.lower()

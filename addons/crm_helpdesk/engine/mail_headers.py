"""Headers of a mail as plain text, whatever bytes came.

Nothing in here raises: the gateway must be able to account for a mail that nobody can read. The
parsers of the standard library do raise on some mails, and recurse on others, so that they are
not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LONGEST = 10_000
"""Characters of a header that are looked at: RFC 5322 allows 998 a line, people send more."""

Headers = tuple[tuple[str, str], ...]  # names in lower case, from the top of the mail down

_FOLD = re.compile(r"[\r\n]\s*")  # nothing repeated before it: linear on any text
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # neither UTF-8 nor PostgreSQL takes these
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"?')
_ADDRESS = re.compile(r'[^\s@<>"(),:;\[\]\\]+@[^\s@<>"(),:;\\]+')


def as_text(value: object) -> str:
    """A value as one line that can be stored; bytes that are no UTF-8 become U+FFFD.

    :param value: text, bytes, an object of the e-mail package, or anything else
    """
    if value is None:
        return ""
    if isinstance(value, bytes):
        text = value.decode("utf-8", "replace")
    else:
        try:
            text = str(value)
        except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError):
            return ""  # a header of an unknown charset, for one
    return storable(_FOLD.sub(" ", text[:LONGEST]))


def storable(text: str) -> str:
    """The text with U+FFFD for what neither UTF-8 nor a database takes."""
    return _UNSTORABLE.sub("\ufffd", text)


def read_headers(rows: object) -> Headers:
    """Pairs of name and value, the names in lower case; what is no such pair is left out."""
    if not isinstance(rows, Iterable):
        return ()
    pairs = (row for row in rows if isinstance(row, (tuple, list)) and len(row) == 2)
    read = ((as_text(name).strip().lower(), as_text(value)) for name, value in pairs)
    return tuple((name, value) for name, value in read if name)


def values_of(headers: Headers, name: str) -> list[str]:
    """All values of a header, from the top of the mail down."""
    return [value for each, value in headers if each == name]


def without_comments(text: str) -> str:
    """Comments, nested ones too, become a space; those in quotes are text (RFC 5322, 3.2.2)."""
    return "".join(_outside_comments(text))


def _outside_comments(text: str) -> Iterator[str]:
    depth, quoted, escaped = 0, False, False
    for char in text:
        before = depth
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == '"' and not depth:
            quoted = not quoted
        elif char == "(" and not quoted:
            depth += 1
        elif char == ")" and not quoted and depth:
            depth -= 1
        if depth and not before:
            yield " "
        elif not depth and not before:
            yield char


def split_outside_quotes(text: str, separator: str) -> list[str]:
    """The parts between separators, except for those within a quoted string."""
    parts, part, quoted, escaped = [], [], False, False
    for char in text:
        if char == separator and not quoted:
            parts.append("".join(part))
            part = []
            continue
        part.append(char)
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == '"':
            quoted = not quoted
    return [*parts, "".join(part)]


def addresses(text: str) -> tuple[str, ...]:
    """The addresses of From, To and the like, in lower case and in their order.

    A display name cannot pass for one, whatever it holds. Quoted local parts are not supported.
    """
    plain = _QUOTED.sub(" ", without_comments(text))
    found = []
    for part in re.split("[,;]", plain):
        if "<" in part:
            address = part.rpartition("<")[2].partition(">")[0]
        else:
            address = part.rpartition(":")[2]  # of a group only the members
        if _ADDRESS.fullmatch(address.strip()):
            found.append(address.strip().lower())
    return tuple(found)


def plain_address(address: str) -> str:
    """As addresses are compared: whole, and in lower case."""
    return address.strip().lower()


def domain_of(address: str) -> str:
    """What follows the last @, or nothing."""
    return address.rpartition("@")[2] if "@" in address else ""

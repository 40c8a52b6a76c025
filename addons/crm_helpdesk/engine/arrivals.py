"""What one sees of a mail before anybody parses it: enough to keep it and to know it again."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header

from .mail_headers import Headers, addresses, as_text, read_headers, values_of

_RECIPIENTS = ("delivered-to", "to", "cc", "resent-to", "resent-cc")
_REFERENCES = ("in-reply-to", "references")
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")
_LINE = re.compile(rb"\r\n|\n|\r")
_NAME = re.compile(rb"[\x21-\x39\x3b-\x7e]+")
# An index of PostgreSQL holds no longer keys, and no program writes such names.
_LONGEST_UID = 500
_LONGEST_SUBJECT = 250
_MOST_REFERENCES = 32
# A mail whose head has no end is no mail; its raw text is kept all the same.
_LONGEST_HEAD = 256 * 1024


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail as it came in.

    :param uid: its Message-Id, or ``sha256:…`` of the whole where it has none that can be stored
    :param sender: the address of its From, in lower case, "" for none
    :param recipients: addresses to whom it went, in lower case and in the order of To
    :param references: Message-Ids of the mails that it answers
    :param raw: its bytes, with a Message-Id made of the hash on top where it has none
    """

    uid: str
    sender: str
    subject: str
    recipients: tuple[str, ...]
    references: tuple[str, ...]
    raw: bytes


def read(raw: bytes) -> Arrival:
    """What a mail says on top; the same bytes say the same, and nothing raises."""
    headers = read_headers(_rows(raw))
    uid, raw = _identify(raw, headers)
    return Arrival(
        uid=uid,
        sender=next(iter(_addresses_of(headers, ("from",))), ""),
        subject=_decode(next(iter(values_of(headers, "subject")), ""))[:_LONGEST_SUBJECT],
        recipients=_addresses_of(headers, _RECIPIENTS),
        references=_read_references(headers),
        raw=raw,
    )


def _identify(raw: bytes, headers: Headers) -> tuple[str, bytes]:
    given = next(iter(values_of(headers, "message-id")), "").strip()
    if given and len(given) <= _LONGEST_UID:
        return given, raw
    digest = hashlib.sha256(raw).hexdigest()
    if not given:
        # Else the gateway would invent one, and know the mail not again when it comes twice.
        raw = f"Message-Id: <{digest}@without-message-id.invalid>\r\n".encode() + raw
    return f"sha256:{digest}", raw


def _addresses_of(headers: Headers, names: tuple[str, ...]) -> tuple[str, ...]:
    values = [value for name in names for value in values_of(headers, name)]
    return tuple(dict.fromkeys(each for value in values for each in addresses(value)))


def _read_references(headers: Headers) -> tuple[str, ...]:
    found = [
        each
        for name in _REFERENCES
        for value in values_of(headers, name)
        for each in _MESSAGE_ID.findall(value)
    ]
    return tuple(dict.fromkeys(found[-_MOST_REFERENCES:]))


def _rows(raw: bytes) -> list[tuple[bytes, bytes]]:
    """Names and values of the head, unfolded; lines that are neither are left out."""
    rows: list[tuple[bytes, bytes]] = []
    for line in _LINE.split(raw[:_LONGEST_HEAD]):
        if not line:
            break
        name, colon, value = line.partition(b":")
        if line[:1] in b" \t":
            if rows:
                rows[-1] = (rows[-1][0], rows[-1][1] + b" " + line.strip())
        elif colon and _NAME.fullmatch(name.strip()):
            rows.append((name.strip(), value.strip()))
    return rows


def _decode(value: str) -> str:
    """Words as in RFC 2047; what cannot be decoded stays as it is written."""
    try:
        parts = decode_header(value)
        words = "".join(
            part if isinstance(part, str) else part.decode(charset or "utf-8", "replace")
            for part, charset in parts
        )
    except (HeaderParseError, LookupError, ValueError):
        words = value
    return as_text(words).strip()

"""What a telephone exchange tells of a call, and what follows from it.

A call is worked out anew from the whole set of its events, so that it does not matter in which
order they arrive, nor how often. Clocks are those of the exchange: epochs, seconds in UTC.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

KINDS = ("ringing", "answered", "missed", "failed", "ended")
"""Kinds of events, as they follow each other at one and the same moment."""
CLOSING = ("missed", "failed", "ended")
DIRECTIONS = ("in", "out")
FIRST_EPOCH, LAST_EPOCH = 946_684_800, 4_102_444_800
"""The years 2000 and 2100: what lies outside is no number of seconds."""
SIZES = {"linked_id": 128, "number": 64, "name": 128, "ext": 32, "cause": 128}
"""Longest texts of an event."""
LONGEST_TIMESTAMP = 20


class CallEventError(ValueError):
    """An event that cannot be understood.

    :ivar code: ``json``, ``object``, ``event``, ``linked_id``, ``at``, ``direction`` or ``text``
    :ivar name: of the part that is wrong, where there is one
    """

    def __init__(self, code: str, name: str = ""):
        super().__init__(f"{code} {name}".strip())
        self.code = code
        self.name = name


@dataclass(frozen=True, slots=True)
class CallEvent:
    """One thing that happened to a call; ``ext`` is the telephone here at which it happened."""

    kind: str
    at: float
    linked_id: str = ""
    direction: str = ""
    number: str = ""
    name: str = ""
    ext: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """What is known of a call; moments are epochs, lengths whole seconds.

    ``ext`` is who has it or had it last, ``rung`` are all telephones at which it rang.
    """

    state: str
    direction: str
    number: str
    name: str
    ext: str
    rung: tuple[str, ...]
    started: float
    ringing: float | None
    answered: float | None
    ended: float | None
    ring_s: int
    talk_s: int
    cause: str


# -- who sends ---------------------------------------------------------------------------------


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256, in hexadecimal digits, over ``timestamp.body``."""
    message = timestamp.encode("utf-8", "replace") + b"." + body
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def is_signed(secret: str, timestamp: str, body: bytes, signature: str) -> bool:
    """Whether the signature is right; takes as long for a wrong one as for a right one."""
    given = signature.strip().lower().removeprefix("sha256=")
    return hmac.compare_digest(
        sign(secret, timestamp, body).encode(), given.encode("utf-8", "replace")
    )


def is_fresh(timestamp: str, now: float, tolerance_s: int) -> bool:
    """Whether something was sent within the tolerance before or after now (epochs)."""
    try:
        sent = float(timestamp[:LONGEST_TIMESTAMP])
    except ValueError:
        return False
    # what is no number is near to nothing
    return math.isfinite(sent) and abs(now - sent) <= tolerance_s


# -- what is sent ------------------------------------------------------------------------------


def parse_event(body: bytes | str) -> CallEvent:
    """Read a JSON object with ``event``, ``linked_id`` and ``at``, and the rest if known.

    :raise CallEventError: something is missing or makes no sense
    """
    try:
        # in UTF-8 alone: what is kept as text has to say the same once more
        data = json.loads(body if isinstance(body, str) else body.decode())
    # a text that is nested too deep is no event either
    except (ValueError, RecursionError) as error:
        raise CallEventError("json") from error
    if not isinstance(data, dict):
        raise CallEventError("object")
    kind = data.get("event")
    if not isinstance(kind, str) or kind not in KINDS:
        raise CallEventError("event")
    direction = data.get("direction") or ""
    if direction and direction not in DIRECTIONS:
        raise CallEventError("direction")
    texts = {name: _read_text(data, name) for name in SIZES}
    if not texts["linked_id"]:
        raise CallEventError("linked_id")
    return CallEvent(kind=kind, at=_read_epoch(data.get("at")), direction=direction, **texts)


def _read_text(data: dict, name: str) -> str:
    value = data.get(name)
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        # an extension or a cause is often written as a number; a huge one says nothing
        value = str(value) if abs(value) < 10**30 else None
    if not isinstance(value, str):
        raise CallEventError("text", name)
    value = value.strip()
    if len(value) > SIZES[name] or not _is_storable(value):
        raise CallEventError("text", name)
    return value


def _is_storable(text: str) -> bool:
    """Databases keep neither NUL nor half a character."""
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def _read_epoch(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise CallEventError("at")
    try:
        epoch = float(value)
    except (ValueError, OverflowError) as error:
        raise CallEventError("at") from error
    if not FIRST_EPOCH <= epoch <= LAST_EPOCH:
        raise CallEventError("at")
    return epoch


def to_utc(epoch: float | None) -> datetime | None:
    """An epoch as a naive datetime in UTC, whole seconds."""
    return None if epoch is None else datetime.fromtimestamp(int(epoch), UTC).replace(tzinfo=None)


# -- what follows ------------------------------------------------------------------------------


def fold(events: Iterable[CallEvent]) -> Call:
    """The call of which these are events, in whatever order and however often.

    Who answers settles it: that it was also missed at another telephone changes nothing.

    :raise ValueError: there is no event
    """
    ordered = sorted(set(events), key=_place)
    if not ordered:
        raise ValueError("A call has at least one event")
    ringing = _first(ordered, "ringing")
    answered = _first(ordered, "answered")
    ended = _find_end(ordered, answered)
    direction = _said(ordered, "direction") or "in"
    started = ordered[0].at
    rung_until = answered if answered is not None else ended
    return Call(
        state=_judge(ordered, direction, answered, ended),
        direction=direction,
        number=_said(ordered, "number"),
        name=_said(ordered, "name"),
        ext=_find_holder(ordered),
        rung=_get_rung(ordered),
        started=started,
        ringing=ringing,
        answered=answered,
        ended=ended,
        ring_s=_span(started if ringing is None else ringing, rung_until),
        talk_s=_span(answered, ended),
        cause=_said([event for event in reversed(ordered) if event.kind in CLOSING], "cause"),
    )


def _place(event: CallEvent):
    return (
        event.at, KINDS.index(event.kind), event.ext, event.number, event.name, event.direction,
        event.cause, event.linked_id,
    )  # fmt: skip


def _first(ordered: list[CallEvent], kind: str) -> float | None:
    return next((event.at for event in ordered if event.kind == kind), None)


def _said(ordered: Iterable[CallEvent], name: str) -> str:
    return next((value for event in ordered if (value := getattr(event, name))), "")


def _find_end(ordered: list[CallEvent], answered: float | None) -> float | None:
    """The last end; a call that somebody has taken is not over for those who have not."""
    kinds = CLOSING if answered is None else ("ended",)
    return max((event.at for event in ordered if event.kind in kinds), default=None)


def _judge(
    ordered: list[CallEvent], direction: str, answered: float | None, ended: float | None
) -> str:
    if ended is None:
        return "ringing" if answered is None else "answered"
    if answered is not None:
        return "ended"
    if direction == "out" or any(event.kind == "failed" for event in ordered):
        return "failed"
    return "missed"


def _find_holder(ordered: list[CallEvent]) -> str:
    """Whoever took it last; else where it rang first; else whoever is named."""
    taken = [event for event in reversed(ordered) if event.kind == "answered"]
    rang = [event for event in ordered if event.kind == "ringing"]
    return _said(taken, "ext") or _said(rang, "ext") or _said(ordered, "ext")


def _get_rung(ordered: list[CallEvent]) -> tuple[str, ...]:
    exts = (event.ext for event in ordered if event.kind in ("ringing", "answered", "missed"))
    return tuple(dict.fromkeys(ext for ext in exts if ext))


def _span(start: float | None, stop: float | None) -> int:
    """Whole seconds; clocks that jump back make no negative length."""
    return 0 if start is None or stop is None else max(0, round(stop - start))

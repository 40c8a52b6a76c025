"""Operations of devices as they come over the network: what can be kept, and what makes sense.

Whoever sends them may be broken, or write them by hand.
"""

from __future__ import annotations

import json
import math
from typing import Any

LARGEST_ID = 2**31 - 1
MOST_CHARACTERS = 100_000
"""Of one operation without its photo; a long dictated note has a few thousand."""

_DEEPEST = 8
_IDS = frozenset(
    ("id", "partner_id", "type_id", "opportunity_id", "lead_id", "outcome_id", "lost_reason_id")
)
_TEXTS = frozenset(
    ("client_uuid", "start", "stop", "summary", "note", "reason", "opportunity", "snooze_until",
     "snooze_reason", "title", "name", "data")
)  # fmt: skip


def clean(value: Any, depth: int = 0) -> Any:
    """The same as a database can keep it: no NUL, no half of a character, no endless number."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict | list) and depth == _DEEPEST:
        return None
    if isinstance(value, dict):
        return {clean(key): clean(each, depth + 1) for key, each in value.items()}
    if isinstance(value, list):
        return [clean(each, depth + 1) for each in value]
    return value


def is_whole(op: dict) -> bool:
    """Whether the parts of an operation are of the kind that their names say."""
    user_id = op.get("user_id")
    parts = [op.get("vals"), op.get("action"), op.get("base") or {}]
    if isinstance(user_id, bool) or not isinstance(user_id, int):
        return False
    if not all(isinstance(part, dict) for part in parts):
        return False
    step = parts[0].get("next") or {}
    return isinstance(step, dict) and all(
        _fits(name, value) for part in (*parts, step) for name, value in part.items()
    )


def is_endless(op: dict) -> bool:
    """Whether an operation is longer than anything that a person types."""
    vals = {name: value for name, value in op["vals"].items() if name != "data"}
    return len(json.dumps({**op, "vals": vals}, default=str)) > MOST_CHARACTERS


def _fits(name: str, value: Any) -> bool:
    if value is None or value is False or value == "":
        return True
    if name in _IDS:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return is_number and 0 <= value <= LARGEST_ID
    if name in _TEXTS:
        return isinstance(value, str)
    return True

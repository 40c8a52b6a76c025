"""What was signed, so that anybody can check it later: one text, one hash, one chain.

A revision is a nested dict of texts, whole numbers, booleans, lists and dicts. Amounts are texts
with the decimals of their currency, since a float has no one way of being written. The text of a
revision is canonical JSON (sorted keys, no spaces, UTF-8), its hash SHA-256 in hexadecimal.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

GENESIS = "0" * 64
_MISSING = object()


def canonical(content: dict[str, Any]) -> bytes:
    """The one text of a revision. Raises TypeError for a float or anything else than said above."""
    _check(content, "")
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def digest(content: dict[str, Any]) -> str:
    """The hash of a revision."""
    return hashlib.sha256(canonical(content)).hexdigest()


def chained(previous: str | None, entry: dict[str, Any]) -> str:
    """The hash of an entry of the log, which holds that of the entry before it.

    Whoever changes or takes out an entry has to change all that follow.
    """
    return digest({"entry": entry, "previous": previous or GENESIS})


def changes(old: Any, new: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Where two revisions differ, as paths of keys; items of a list by their place."""
    if isinstance(old, dict) and isinstance(new, dict):
        keys = sorted({*old, *new})
        return [
            found
            for key in keys
            for found in changes(old.get(key, _MISSING), new.get(key, _MISSING), (*path, key))
        ]
    if isinstance(old, list) and isinstance(new, list):
        longest = max(len(old), len(new))
        pairs = zip(_filled(old, longest), _filled(new, longest), strict=True)
        return [
            found
            for place, (one, other) in enumerate(pairs)
            for found in changes(one, other, (*path, str(place)))
        ]
    return [] if old == new and type(old) is type(new) else [path]


def _filled(items: list[Any], length: int) -> list[Any]:
    return [*items, *[_MISSING] * (length - len(items))]


def _check(value: Any, path: str) -> None:
    if isinstance(value, dict):
        for key, each in value.items():
            if not isinstance(key, str):
                raise TypeError(f"{path}: the key {key!r} is no text")
            _check(each, f"{path}/{key}")
    elif isinstance(value, list):
        for place, each in enumerate(value):
            _check(each, f"{path}/{place}")
    elif not (value is None or isinstance(value, (str, bool, int))):
        raise TypeError(f"{path}: {type(value).__name__} has no canonical form")

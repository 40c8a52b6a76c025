"""Copies of frozen records with other values, for where thousands are made a second."""

from __future__ import annotations

from typing import Any, TypeVar

Record = TypeVar("Record")
_set = object.__setattr__


def replace(record: Record, **changes: Any) -> Record:
    """As `dataclasses.replace`, of a dataclass with slots and nothing to check in it.

    That one asks each field whether it may be given; counting a holiday anew would spend most of
    its time on these questions.
    """
    cls: Any = type(record)
    copy: Record = object.__new__(cls)
    for name in cls.__slots__:
        _set(copy, name, changes[name] if name in changes else getattr(record, name))
    return copy

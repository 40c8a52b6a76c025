"""What publishing has to do so that the agenda says what the plan says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

Key = Hashable


@dataclass(frozen=True, slots=True)
class Known:
    """A visit that is in the agenda.

    :param is_kept: promised, changed by a person or begun: it is not touched
    """

    key: int
    customer: Key
    day: date
    is_kept: bool = False


@dataclass
class Changes:
    """Stops by what becomes of them, and the visits that are called off."""

    kept: dict[Key, int] = field(default_factory=dict)
    """Stops that a visit of the agenda already is, whatever its hour."""
    reused: dict[Key, int] = field(default_factory=dict)
    """Stops that take over a visit, on its day or from another one."""
    missing: list[Key] = field(default_factory=list)
    surplus: list[int] = field(default_factory=list)


def reconcile(wanted: Mapping[Key, tuple[Key, date]], known: Iterable[Known]) -> Changes:
    """Match stops with visits: of the same day first, then the nearest other one.

    Done again with what it has made it finds everything in its place.

    :param wanted: by stop the customer and the date
    """
    changes = Changes()
    kept: dict[tuple, int] = {}
    free: dict[Key, list[Known]] = defaultdict(list)
    for visit in sorted(known, key=lambda each: (each.day, each.key)):
        if visit.is_kept:
            kept.setdefault((visit.customer, visit.day), visit.key)
        else:
            free[visit.customer].append(visit)
    left = []
    for stop, (customer, day) in sorted(wanted.items(), key=lambda item: (item[1][1], item[0])):
        same = next((each for each in free[customer] if each.day == day), None)
        if (customer, day) in kept:
            changes.kept[stop] = kept[customer, day]
        elif same is not None:
            free[customer].remove(same)
            changes.reused[stop] = same.key
        else:
            left.append((stop, customer, day))
    for stop, customer, day in left:
        near = min(
            free[customer], key=lambda each: (abs((each.day - day).days), each.key), default=None
        )
        if near is None:
            changes.missing.append(stop)
        else:
            free[customer].remove(near)
            changes.reused[stop] = near.key
    changes.surplus = sorted(each.key for visits in free.values() for each in visits)
    return changes

"""What became of the visits that a route planned, and how far the rep drove between them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from .instance import Matrix

Key = Hashable


@dataclass(frozen=True, slots=True)
class Planned:
    """A stop that was planned.

    :ivar customer: the customer as a whole, None for whoever is none yet
    :ivar place: the address that was to be visited
    :ivar visit: the visit in the agenda that was made of it, None where it is gone
    """

    key: Key
    customer: Key | None
    place: Key
    day: date
    visit: Key | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A visit that was made, by whomever."""

    key: Key
    customer: Key | None
    place: Key
    day: date
    at: datetime


def match(
    planned: Iterable[Planned], made: Iterable[Made], taken: Iterable[Key] = ()
) -> dict[Key, Key]:
    """By stop the visit that was made of it; each visit counts once.

    That is the stop's own visit, whenever and by whomever it was made; else a visit to the same
    customer on the same day that nobody planned, the same address first, then the earliest.

    :param taken: visits that are those of other stops
    """
    planned = sorted(planned, key=lambda stop: (stop.day, str(stop.key)))
    visits = {visit.key: visit for visit in sorted(made, key=lambda each: (each.at, each.key))}
    found = {stop.key: stop.visit for stop in planned if stop.visit in visits}
    owned = {stop.visit for stop in planned} | set(taken)
    free = _by_customer(visit for key, visit in visits.items() if key not in owned)
    for stop in planned:
        candidates = free.get((stop.customer, stop.day))
        if stop.key in found or not candidates:
            continue
        chosen = next((each for each in candidates if each.place == stop.place), candidates[0])
        candidates.remove(chosen)
        found[stop.key] = chosen.key
    return found


def _by_customer(visits: Iterable[Made]) -> dict[tuple[Key, date], list[Made]]:
    found: dict[tuple[Key, date], list[Made]] = {}
    for visit in visits:
        if visit.customer is None:
            continue
        found.setdefault((visit.customer, visit.day), []).append(visit)
    return found


def driven(keys: Sequence[Key], matrix: Matrix) -> Mapping[Key, int]:
    """Metres to each check-in of a day from the one before.

    :param keys: check-ins of one person in their order; to the first one nobody knows the way
    :param matrix: the ways between their places, in the same order
    """
    ways = pairwise(range(len(keys)))
    found = dict.fromkeys(keys[:1], 0)
    found.update({keys[end]: int(matrix.metres[start, end]) for start, end in ways})
    return found

"""In which zone a customer lies: by outline, postal code or town; the first zone in order wins."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from .polygon import Outline

OUTLINE = "outline"
ZIP = "zip"
TOWN = "town"

_SEPARATOR = re.compile(r"[,;\n]+")
_RANGE = re.compile(r"\s*(?:-|–|\.\.|:)\s*")


class ZipError(ValueError):
    """A range of postal codes that says nothing; its text is the argument."""


@dataclass(frozen=True, slots=True)
class Zone:
    """What a zone is made of; codes and towns are of its country, None is any."""

    key: Hashable
    zips: tuple[tuple[str, str], ...] = ()
    towns: frozenset[str] = frozenset()
    outline: Outline | None = None
    country: Hashable | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a customer is, as far as one knows."""

    zip: str = ""
    town: str = ""
    latitude: float | None = None
    longitude: float | None = None
    country: Hashable | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A zone with what put the customer into it, and the other zones that would have it too."""

    zone: Hashable
    why: str
    value: str = ""
    others: tuple[Hashable, ...] = ()


def parse_zips(text: str) -> tuple[tuple[str, str], ...]:
    """Ranges such as ``33000-33199, 24001, 39``: a short code is all codes that begin with it.

    :raise ZipError: a range without an end, backwards, or of codes of different lengths
    """
    ranges = []
    for part in filter(str.strip, _SEPARATOR.split(text or "")):
        ends = [normal_zip(end) for end in _RANGE.split(part.strip())]
        first, last = ends[0], ends[-1]
        if len(ends) > 2 or not first or len(first) != len(last) or last < first:
            raise ZipError(part.strip())
        ranges.append((first, last))
    return tuple(ranges)


def parse_towns(text: str) -> frozenset[str]:
    """Names of towns, one a line or with commas."""
    return frozenset(filter(None, map(normal_town, _SEPARATOR.split(text or ""))))


def normal_zip(text: str) -> str:
    """A postal code without what people write now so, now otherwise."""
    return "".join(filter(str.isalnum, text or "")).upper()


def normal_town(text: str) -> str:
    """A name without case, accents and gaps."""
    decomposed = unicodedata.normalize("NFKD", (text or "").casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(plain.split())


def assign(place: Place, zones: Sequence[Zone]) -> Match | None:
    """The zone of a place, None where no zone has it.

    :param zones: in the order in which they win
    """
    found = [(zone, why) for zone in zones if (why := _why(place, zone))]
    if not found:
        return None
    (zone, (why, value)), *others = found
    return Match(zone.key, why, value, tuple(other.key for other, _why in others))


def _why(place: Place, zone: Zone) -> tuple[str, str] | None:
    located = place.latitude is not None and place.longitude is not None
    if zone.outline and located and zone.outline.contains(place.latitude, place.longitude):
        return OUTLINE, ""
    if zone.country is not None and place.country not in (None, zone.country):
        return None
    code = normal_zip(place.zip)
    if any(is_between(code, *ends) for ends in zone.zips):
        return ZIP, place.zip
    if normal_town(place.town) in zone.towns:
        return TOWN, place.town
    return None


def is_between(code: str, first: str, last: str) -> bool:
    """Whether a postal code lies in a range; ends may be beginnings of codes."""
    return len(code) >= len(first) and first <= code[: len(first)] <= last

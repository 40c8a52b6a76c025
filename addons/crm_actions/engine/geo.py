"""Where a visit happened: distance between two points and the verdict on a check-in.

Angles are decimal degrees (WGS 84), distances and accuracies are metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import asin, cos, isfinite, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_000.0
"""Mean radius of the Earth; the haversine formula on a sphere errs by 0.5 % at most."""

MAX_USEFUL_ACCURACY_M = 1000.0
"""A fix coarser than this says nothing about the place: usually the mast, not the phone."""

GOOD_FIX_ACCURACY_M = 50.0
"""A fix at least this good may define where a customer is."""

PLAUSIBLE_SPEED_KMH = 180.0
"""Faster than this between two check-ins means that one of the positions is wrong."""

VERIFIED, FAR, UNKNOWN, UNLOCATED = "verified", "far", "unknown", "unlocated"
LOCATED_PRECISIONS = frozenset({"manual", "gps", "address"})
"""A city centre is not where the customer is, so it cannot prove or disprove a visit."""


@dataclass(frozen=True, slots=True)
class Point:
    """A position in decimal degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Fix:
    """What a phone reports: a position and the radius in metres within which it holds."""

    point: Point
    accuracy_m: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Outcome of a check-in; ``distance_m`` is None where there is nothing to measure."""

    code: str
    distance_m: float | None = None


def is_valid_position(latitude: float, longitude: float) -> bool:
    """Whether the numbers are a place on Earth; (0, 0) is Odoo's way to say "no place"."""
    return (
        isfinite(latitude)
        and isfinite(longitude)
        and -90 <= latitude <= 90
        and -180 <= longitude <= 180
    )


def is_set(point: Point) -> bool:
    """Whether a stored position means a place at all."""
    return bool(point.latitude or point.longitude)


def distance_m(one: Point, other: Point) -> float:
    """Great-circle distance in metres, by the haversine formula."""
    lat1, lat2 = radians(one.latitude), radians(other.latitude)
    half_lat = (lat2 - lat1) / 2
    half_lng = radians(other.longitude - one.longitude) / 2
    root = sin(half_lat) ** 2 + cos(lat1) * cos(lat2) * sin(half_lng) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, root)))


def judge(fix: Fix | None, customer: Point | None, precision: str, radius_m: float) -> Verdict:
    """Say whether a check-in happened at the customer's.

    The benefit of the doubt is the rep's: the accuracy is taken off the distance before it is
    compared with the radius.

    :param fix: what the phone reported, None without permission or signal
    :param customer: where the customer is, None or (0, 0) if nobody knows
    :param precision: how the customer was located: manual, gps, address, city or none
    :param radius_m: how far from the customer's point a visit still counts
    :return: verified, far, unknown (no usable fix) or unlocated (no usable customer)
    """
    located = customer is not None and is_set(customer) and precision in LOCATED_PRECISIONS
    distance = None
    if fix is not None and customer is not None and is_set(customer):
        distance = distance_m(fix.point, customer)
    if fix is None or fix.accuracy_m > MAX_USEFUL_ACCURACY_M:
        return Verdict(UNKNOWN, distance)
    if not located:
        return Verdict(UNLOCATED, distance)
    return Verdict(VERIFIED if distance - fix.accuracy_m <= radius_m else FAR, distance)


def is_implausible_move(
    previous: Fix | None, previous_at: datetime, current: Fix | None, current_at: datetime
) -> bool:
    """Whether nobody drives that fast: over 180 km/h between two check-ins.

    Both accuracies are taken off the distance, so that two coarse fixes raise no suspicion.
    """
    if previous is None or current is None:
        return False
    metres = distance_m(previous.point, current.point) - previous.accuracy_m - current.accuracy_m
    if metres <= 0:
        return False
    hours = abs((current_at - previous_at).total_seconds()) / 3600
    return metres / 1000 > PLAUSIBLE_SPEED_KMH * hours

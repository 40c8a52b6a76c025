"""A small picture of a route without a map: places in a box, north up, labels that do not overlap.

Lengths are points of the paper, y grows upwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, radians

Point = tuple[float, float]
_ROUNDS = 60
_NOTHING = 1e-9


def project(
    places: Sequence[Point], width: float, height: float, margin: float = 0.0
) -> list[Point]:
    """Places (latitude, longitude) in a box, as large as fits and in its middle.

    A degree of longitude is as long as it is at the middle of the places.
    """
    if not places:
        return []
    middle = sum(latitude for latitude, _longitude in places) / len(places)
    flat = [(longitude * cos(radians(middle)), latitude) for latitude, longitude in places]
    west, east = min(x for x, _y in flat), max(x for x, _y in flat)
    south, north = min(y for _x, y in flat), max(y for _x, y in flat)
    scale = min(
        (width - 2 * margin) / max(east - west, _NOTHING),
        (height - 2 * margin) / max(north - south, _NOTHING),
    )
    if east - west < _NOTHING and north - south < _NOTHING:
        scale = 0.0  # one place only
    return [
        (
            width / 2 + (x - (west + east) / 2) * scale,
            height / 2 + (y - (south + north) / 2) * scale,
        )
        for x, y in flat
    ]


def spread(
    points: Sequence[Point], gap: float, width: float, height: float, margin: float = 0.0
) -> list[Point]:
    """The points, those nearer than ``gap`` pushed apart within the box.

    The same points always give the same picture. In a box that is too small they come as far apart
    as the rounds allow.
    """
    found = [list(point) for point in points]
    for _round in range(_ROUNDS):
        if not _push_all(found, gap):
            break
        for point in found:
            point[0] = min(max(point[0], margin), width - margin)
            point[1] = min(max(point[1], margin), height - margin)
    return [(x, y) for x, y in found]


def _push_all(points: list[list[float]], gap: float) -> bool:
    """Move each pair that is too near apart; whether there was one."""
    moved = False
    for number, one in enumerate(points):
        for other_number in range(number + 1, len(points)):
            other = points[other_number]
            x, y = other[0] - one[0], other[1] - one[1]
            distance = hypot(x, y)
            if distance >= gap - 1e-6:
                continue
            if distance < _NOTHING:
                # of two at one place each pair leaves in a direction of its own
                angle = number * 2.399963 + other_number
                x, y, distance = cos(angle), cos(angle - 1.5707963), 1.0
                push = gap / 2
            else:
                push = (gap - distance) / 2
            one[0] -= x / distance * push
            one[1] -= y / distance * push
            other[0] += x / distance * push
            other[1] += y / distance * push
            moved = True
    return moved

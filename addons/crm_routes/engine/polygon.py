"""The outline of a zone: read from GeoJSON (RFC 7946), and whether a place lies within.

Points are (longitude, latitude), as GeoJSON has them. Whether a point is inside is told by counting
the edges that a ray crosses (Shimrat, "Algorithm 112: Position of point relative to polygon",
Communications of the ACM 5, 1962); a hole is left out by the same count. What lies on an edge is
inside. Zones of a sales force are small: edges are straight in degrees, and none crosses the date
line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
Ring = tuple[Point, ...]

MOST_POINTS = 20_000
DEEPEST = 5

NOT_JSON = "not_json"
NOT_GEOJSON = "not_geojson"
NO_POLYGON = "no_polygon"
FEW_POINTS = "few_points"
NOT_ON_EARTH = "not_on_earth"
TOO_MANY_POINTS = "too_many_points"


class PolygonError(ValueError):
    """Text that is no outline: why, and how many points where that matters."""

    def __init__(self, code: str, **args: object) -> None:
        super().__init__(code)
        self.code = code
        self.args_ = args


@dataclass(frozen=True, slots=True)
class Outline:
    """One or several polygons: each an outer ring and its holes, all closed."""

    polygons: tuple[tuple[Ring, ...], ...]
    west: float
    south: float
    east: float
    north: float

    def contains(self, latitude: float, longitude: float) -> bool:
        """Whether a place lies inside or on the edge."""
        if not (self.south <= latitude <= self.north and self.west <= longitude <= self.east):
            return False
        return any(_is_inside(rings, (longitude, latitude)) for rings in self.polygons)


def parse(text: str) -> Outline:
    """The outline that GeoJSON describes: Polygon, MultiPolygon, or features with them.

    Rings that were left open are closed.

    :raise PolygonError: it describes none
    """
    try:
        shape = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PolygonError(NOT_JSON) from error
    polygons = tuple(tuple(map(_ring, rings)) for rings in _find_polygons(shape, 0))
    if not polygons:
        raise PolygonError(NO_POLYGON)
    if not all(polygons):
        raise PolygonError(FEW_POINTS)
    points = [point for rings in polygons for ring in rings for point in ring]
    if len(points) > MOST_POINTS:
        raise PolygonError(TOO_MANY_POINTS, count=len(points), limit=MOST_POINTS)
    longitudes, latitudes = zip(*points, strict=True)
    return Outline(polygons, min(longitudes), min(latitudes), max(longitudes), max(latitudes))


def _find_polygons(shape: object, depth: int) -> Iterator[list]:
    """The rings of each polygon in a GeoJSON object."""
    if not isinstance(shape, dict) or depth > DEEPEST:
        raise PolygonError(NOT_GEOJSON)
    kind = shape.get("type")
    if kind == "Polygon":
        yield _list(shape.get("coordinates"))
    elif kind == "MultiPolygon":
        yield from map(_list, _list(shape.get("coordinates")))
    elif kind == "Feature":
        yield from _find_polygons(shape.get("geometry"), depth + 1)
    elif kind in ("FeatureCollection", "GeometryCollection"):
        name = "features" if kind == "FeatureCollection" else "geometries"
        for part in _list(shape.get(name)):
            yield from _find_polygons(part, depth + 1)
    elif kind not in ("Point", "MultiPoint", "LineString", "MultiLineString"):
        raise PolygonError(NOT_GEOJSON)


def _list(value: object) -> list:
    if not isinstance(value, list):
        raise PolygonError(NOT_GEOJSON)
    return value


def _ring(values: object) -> Ring:
    points = [_point(value) for value in _list(values)]
    if points and points[0] != points[-1]:
        points.append(points[0])
    if len(set(points)) < 3:
        raise PolygonError(FEW_POINTS)
    return tuple(points)


def _point(value: object) -> Point:
    numbers = _list(value)[:2]
    is_pair = len(numbers) == 2 and all(
        isinstance(number, (int, float)) and not isinstance(number, bool) for number in numbers
    )
    if not is_pair:
        raise PolygonError(NOT_GEOJSON)
    longitude, latitude = numbers
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise PolygonError(NOT_ON_EARTH)
    return float(longitude), float(latitude)


def _is_inside(rings: tuple[Ring, ...], point: Point) -> bool:
    inside = False
    for ring in rings:
        for one, other in pairwise(ring):
            if _is_on(one, other, point):
                return True
            inside ^= _crosses(one, other, point)
    return inside


def _is_on(one: Point, other: Point, point: Point) -> bool:
    (ax, ay), (bx, by), (x, y) = one, other, point
    if not (min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by)):
        return False
    return (bx - ax) * (y - ay) == (by - ay) * (x - ax)


def _crosses(one: Point, other: Point, point: Point) -> bool:
    """Whether a ray to the east meets the edge; of its two ends only the lower one counts."""
    (ax, ay), (bx, by), (x, y) = one, other, point
    if (ay > y) == (by > y):
        return False
    return x < ax + (y - ay) * (bx - ax) / (by - ay)

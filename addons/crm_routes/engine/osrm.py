"""Distances by road: what is asked of OSRM's table and route services, and what its answers say.

OSRM writes longitude before latitude. A table has at most as many cells as the square of the
server's `--max-table-size`, 100 if nobody said anything else, so that a matrix is asked for in
tiles. Places are whole hundred-thousandths of a degree, about a metre, as they are kept.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import numpy as np

from .geometry import DEFAULT_ROADS, Roads
from .instance import UNREACHABLE, Matrix

SOURCE = "osrm"
TILE = 100
OFF_ROAD, OUTSIDE = 500, 10_000
"""From so many metres beside a road on a place is reported; or is outside of the map."""
NO_ROAD, UNKNOWN = -1, -2
_STEPS = 100_000
_MOST = 2**31 - 1  # what a column of the database holds

Place = tuple[int, int]
Tile = tuple[list[int], list[int]]


class Malformed(ValueError):
    """The answer is not what OSRM gives."""


@dataclass(slots=True)
class Ways:
    """What is known of the ways between places: NO_ROAD or UNKNOWN where there is no figure.

    :param off_road: by place the metres to the next road, UNKNOWN before anybody asked
    """

    places: list[Place]
    seconds: np.ndarray
    metres: np.ndarray
    off_road: np.ndarray

    @classmethod
    def unknown(cls, places: Sequence[Place]) -> Ways:
        """Nothing is known but that nobody drives from a place to itself."""
        count = len(places)
        tables = [np.full((count, count), UNKNOWN, np.int64) for _table in range(2)]
        off_road = np.full(count, UNKNOWN, np.int64)
        if count == 1:
            off_road[:] = 0  # nobody drives at all
        for table in tables:
            np.fill_diagonal(table, 0)
        return cls(list(places), *tables, off_road)

    def learn(self, tile: Tile, table: Table) -> None:
        """Put in what was told of a tile."""
        block = np.ix_(*tile)
        self.seconds[block], self.metres[block] = table.seconds, table.metres
        self.off_road[tile[0]] = table.off_road
        np.fill_diagonal(self.seconds, 0)
        np.fill_diagonal(self.metres, 0)

    def is_known(self, hubs: Sequence[int] | None = None) -> np.ndarray:
        """By pair whether it need not be asked for.

        :param hubs: numbers of the places whose ways alone are wanted; None for all
        """
        known = self.seconds != UNKNOWN
        if hubs is not None:
            wanted = np.zeros_like(known)
            wanted[hubs, :] = wanted[:, hubs] = True
            known |= ~wanted
        return known


@dataclass(frozen=True, slots=True)
class Table:
    """What was told of a tile: from each source to each destination, and sources beside a road."""

    seconds: np.ndarray
    metres: np.ndarray
    off_road: np.ndarray


def place_of(point: Sequence[float]) -> Place:
    """A point (latitude, longitude) in degrees, as whole hundred-thousandths."""
    return round(point[0] * _STEPS), round(point[1] * _STEPS)


# -- what is asked ---------------------------------------------------------------------------------


def tiles(known: np.ndarray, most: int | None = None) -> Iterator[Tile]:
    """Blocks (sources, destinations) that cover what is not known.

    A place of which nothing is known is a row and a column, so that one more customer costs two
    questions and not the whole matrix.

    :param most: sources, and destinations, of a block; ``TILE`` without it
    """
    missing, most = ~known, most or TILE
    everybody = np.arange(len(missing))
    # All of its ways are missing, but for the one to itself.
    new = np.flatnonzero(missing.sum(axis=1) >= max(len(missing) - 1, 1))
    old = np.setdiff1d(everybody, new)
    blocks = [(new, everybody), (old, new)]
    rest = missing[np.ix_(old, old)]
    blocks.append((old[rest.any(axis=1)], old[rest.any(axis=0)]))
    for sources, destinations in blocks:
        for first in range(0, len(sources), most):
            for start in range(0, len(destinations), most):
                tile = sources[first : first + most], destinations[start : start + most]
                if missing[np.ix_(*tile)].any():
                    yield tile[0].tolist(), tile[1].tolist()


def parts(tile: Tile, most: int) -> list[Tile]:
    """The tile, or two of its halves if it has more than so many cells."""
    sources, destinations = tile
    if len(sources) * len(destinations) <= max(most, 1):
        return [tile]
    if len(sources) >= len(destinations):
        half = len(sources) // 2
        return [(sources[:half], destinations), (sources[half:], destinations)]
    half = len(destinations) // 2
    return [(sources, destinations[:half]), (sources, destinations[half:])]


def table_path(profile: str, places: Sequence[Place], tile: Tile) -> str:
    """The question for a tile."""
    used = sorted({*tile[0], *tile[1]})
    number = {each: position for position, each in enumerate(used)}
    sources, destinations = (";".join(str(number[each]) for each in part) for part in tile)
    chosen = _coordinates([places[each] for each in used])
    return (
        f"/table/v1/{quote(profile, safe='')}/{chosen}?annotations=duration,distance"
        f"&generate_hints=false&sources={sources}&destinations={destinations}"
    )


def route_path(profile: str, places: Sequence[Place]) -> str:
    """The question for the line of a route."""
    return (
        f"/route/v1/{quote(profile, safe='')}/{_coordinates(places)}?overview=simplified"
        "&geometries=geojson&generate_hints=false"
    )


def _coordinates(places: Sequence[Place]) -> str:
    return ";".join(f"{each[1] / _STEPS:.5f},{each[0] / _STEPS:.5f}" for each in places)


# -- what is answered ------------------------------------------------------------------------------


def read_table(answer: dict, tile: Tile) -> Table:
    """The figures of a tile.

    :raise Malformed: some are missing, or are none
    """
    shape = len(tile[0]), len(tile[1])
    try:
        off_road = [float(each["distance"]) for each in answer["sources"]]
        seconds = _figures(answer["durations"], shape)
        metres = _figures(answer["distances"], shape)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Malformed(str(error)) from error
    if len(off_road) != shape[0] or not all(0 <= each < _MOST for each in off_road):
        raise Malformed("sources")
    nowhere = (seconds == NO_ROAD) | (metres == NO_ROAD)
    seconds[nowhere] = metres[nowhere] = NO_ROAD
    return Table(seconds, metres, np.rint(off_road).astype(np.int64))


def _figures(rows: list, shape: tuple[int, int]) -> np.ndarray:
    if len(rows) != shape[0] or any(len(row) != shape[1] for row in rows):
        raise Malformed("rows")
    table = np.array([[NO_ROAD if each is None else each for each in row] for row in rows], float)
    known = table != NO_ROAD
    if not np.isfinite(table).all() or (table[known] < 0).any() or (table > _MOST).any():
        raise Malformed("figures")
    return np.where(known, np.ceil(table), NO_ROAD).astype(np.int64)


def read_shape(answer: dict) -> list[tuple[float, float]]:
    """The line of a route as (latitude, longitude).

    :raise Malformed: there is none
    """
    try:
        line = answer["routes"][0]["geometry"]["coordinates"]
        found = [(float(latitude), float(longitude)) for longitude, latitude in line]
    except (KeyError, IndexError, TypeError, ValueError, OverflowError) as error:
        raise Malformed(str(error)) from error
    if len(found) < 2 or not all(map(math.isfinite, sum(found, ()))):
        raise Malformed("geometry")
    return found


# -- the matrix ------------------------------------------------------------------------------------


def matrix(ways: Ways, numbers: Sequence[int], roads: Roads = DEFAULT_ROADS) -> Matrix:
    """The matrix of points, each the place of a number, and what one should know of it.

    Who is outside of the map can be reached by nobody: the road that the server takes instead is
    that of another region.
    """
    cells = np.ix_(numbers, numbers)
    seconds, metres = ways.seconds[cells], ways.metres[cells]
    off_road = ways.off_road[numbers]
    outside = off_road >= OUTSIDE
    same = np.equal.outer(numbers, numbers)
    nowhere = (seconds < 0) | (metres < 0) | ((outside[:, None] | outside[None, :]) & ~same)
    seconds = seconds + np.where(same, 0, roads.parking)
    seconds[nowhere] = metres[nowhere] = UNREACHABLE
    within = ~outside
    lost = int(nowhere[np.ix_(within, within)].sum())
    return Matrix(metres, seconds, SOURCE, tuple(_notes(off_road, lost)))


def is_mostly_outside(ways: Ways) -> bool:
    """Whether the server has the map of another region."""
    return 2 * int((ways.off_road >= OUTSIDE).sum()) > len(ways.places)


def _notes(off_road: np.ndarray, lost: int) -> Iterator[dict]:
    outside = np.flatnonzero(off_road >= OUTSIDE)
    beside = np.flatnonzero((off_road >= OFF_ROAD) & (off_road < OUTSIDE))
    if len(outside):
        yield {"code": "outside", "nodes": outside.tolist()}
    if len(beside):
        most = int(off_road[beside].max())
        yield {"code": "off_road", "nodes": beside.tolist(), "metres": most}
    if lost:
        yield {"code": "no_road", "pairs": lost}

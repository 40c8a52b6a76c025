"""A small map in OpenStreetMap's format, the same each time, whose distances anybody can count.

A town of square blocks in Asturias: streets from west to east in rows, from south to north in
columns. Odd rows are one-way, to the east and to the west in turns. A river runs between two rows;
only one column has a bridge. A motorway with a carriageway each way leads to a village in the
east, and on an island without a ferry there is one more street.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

SOUTH_WEST = (43.45, -5.95)
BLOCK = 500
COLUMNS, ROWS = 13, 11
RIVER_AFTER, BRIDGE = 4, 8
MOTORWAY_ROW, VILLAGE = 2, 55  # the village's column, as if the grid went on so far
ISLAND = (-20.0, 5.0)
_METRES_A_DEGREE = 111_195


@dataclass(frozen=True)
class _Way:
    nodes: list[tuple[float, float]]
    tags: dict[str, str]


def place(column: float, row: float) -> tuple[float, float]:
    """Latitude and longitude of a crossing, or of a point between crossings."""
    south, west = SOUTH_WEST
    shrunk = math.cos(math.radians(south))
    return (
        round(south + row * BLOCK / _METRES_A_DEGREE, 7),
        round(west + column * BLOCK / (_METRES_A_DEGREE * shrunk), 7),
    )


def write(path: Path) -> Path:
    """Write the map (`.osm`)."""
    ways = [*_rows(), *_columns(), *_motorway(), *_elsewhere()]
    numbers: dict[tuple[float, float], int] = {}
    for way in ways:
        for node in way.nodes:
            numbers.setdefault(node, len(numbers) + 1)
    lines = ["<?xml version='1.0' encoding='UTF-8'?>", '<osm version="0.6" generator="street_map">']
    for node, number in numbers.items():
        latitude, longitude = place(*node)
        lines.append(f'  <node id="{number}" version="1" lat="{latitude}" lon="{longitude}"/>')
    for number, way in enumerate(ways, 1):
        lines.append(f'  <way id="{number}" version="1">')
        lines += [f'    <nd ref="{numbers[node]}"/>' for node in way.nodes]
        lines += [f"    <tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in way.tags.items()]
        lines.append("  </way>")
    path.write_text("\n".join([*lines, "</osm>", ""]), encoding="utf-8")
    return path


def _street(name: str, **tags: str) -> dict[str, str]:
    return {"highway": "residential", "name": name, "maxspeed": "50", **tags}


def _rows() -> list[_Way]:
    found = []
    for row in range(ROWS):
        nodes = [(float(column), float(row)) for column in range(COLUMNS)]
        one_way = {"oneway": "yes"} if row % 2 else {}
        if row % 4 == 3:
            nodes.reverse()  # to the west
        found.append(_Way(nodes, _street(f"Row {row}", **one_way)))
    return found


def _columns() -> list[_Way]:
    """Those without the bridge end at the river, on both sides."""
    found = []
    for column in range(COLUMNS):
        rows = [range(ROWS)]
        if column != BRIDGE:
            rows = [range(RIVER_AFTER + 1), range(RIVER_AFTER + 1, ROWS)]
        for part in rows:
            nodes = [(float(column), float(row)) for row in part]
            found.append(_Way(nodes, _street(f"Column {column}")))
    return found


def _motorway() -> list[_Way]:
    """Two carriageways from the edge of the town to the village."""
    town, row = float(COLUMNS - 1), float(MOTORWAY_ROW)
    tags = {"highway": "motorway", "oneway": "yes", "maxspeed": "120", "ref": "A-1"}
    there = [(town, row), (town + 1, row - 0.05), (VILLAGE - 1, row - 0.05), (float(VILLAGE), row)]
    back = [(float(VILLAGE), row), (VILLAGE - 1, row + 0.05), (town + 1, row + 0.05), (town, row)]
    return [_Way(there, tags), _Way(back, tags)]


def _elsewhere() -> list[_Way]:
    village = [(float(VILLAGE), MOTORWAY_ROW + step) for step in (-1.0, 0.0, 1.0)]
    column, row = ISLAND
    river = [(-1.0, RIVER_AFTER + 0.5), (float(COLUMNS), RIVER_AFTER + 0.5)]
    return [
        _Way(village, _street("Village")),
        _Way([(column, row), (column + 1, row)], _street("Island")),
        _Way(river, {"waterway": "river", "name": "River"}),
    ]

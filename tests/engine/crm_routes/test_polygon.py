"""Outlines of zones: GeoJSON in, whether a place lies within out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_routes.engine import polygon
from odoo.addons.crm_routes.engine.polygon import PolygonError, parse

SQUARE = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]
HOLE = [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]]


def outline(*rings, kind="Polygon"):
    return parse(json.dumps({"type": kind, "coordinates": list(rings)}))


@pytest.mark.parametrize(
    ("latitude", "longitude", "inside"),
    [
        (5, 1, True),
        (5, 5, False),  # in the hole
        (4, 5, True),  # on the edge of the hole
        (0, 0, True),  # a corner
        (10, 5, True),  # an edge
        (10.0001, 5, False),
        (5, -0.0001, False),
    ],
)
def test_inside_edges_belong_and_holes_do_not(latitude, longitude, inside):
    assert outline(SQUARE, HOLE).contains(latitude, longitude) is inside


def test_a_ray_through_a_corner_counts_it_once():
    # a diamond: the ray to the east from its middle runs through a corner
    diamond = outline([[0, 5], [5, 0], [10, 5], [5, 10], [0, 5]])
    assert diamond.contains(5, 2)
    assert not diamond.contains(5, -1)
    assert not diamond.contains(1, 1)


def test_a_zone_of_two_islands():
    far = [[[20, 0], [30, 0], [30, 10], [20, 10], [20, 0]]]
    islands = outline([SQUARE], far, kind="MultiPolygon")
    assert islands.contains(5, 5)
    assert islands.contains(5, 25)
    assert not islands.contains(5, 15)


def test_what_map_tools_export_is_read_and_open_rings_are_closed():
    square = {"type": "Polygon", "coordinates": [SQUARE[:-1]]}
    point = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [0, 0]}}
    features = [{"type": "Feature", "properties": {"name": "North"}, "geometry": square}, point]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    assert parse(text).contains(5, 5)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", polygon.NOT_JSON),
        ("43.4, -5.0", polygon.NOT_JSON),
        ("[" * 100_000, polygon.NOT_JSON),
        ("[[0, 0]]", polygon.NOT_GEOJSON),
        ('{"type": "Circle"}', polygon.NOT_GEOJSON),
        ('{"type": "Feature", "geometry": null}', polygon.NOT_GEOJSON),
        ('{"type": "Polygon", "coordinates": [[[0, "a"], [1, 1], [2, 2]]]}', polygon.NOT_GEOJSON),
        ('{"type": "Polygon", "coordinates": [[[0, true], [1, 1], [2, 2]]]}', polygon.NOT_GEOJSON),
        ('{"type": "Point", "coordinates": [0, 0]}', polygon.NO_POLYGON),
        ('{"type": "Polygon", "coordinates": []}', polygon.FEW_POINTS),
        ('{"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}', polygon.FEW_POINTS),
        ('{"type": "Polygon", "coordinates": [[[0, 91], [1, 1], [2, 2]]]}', polygon.NOT_ON_EARTH),
        (
            f'{{"type": "Polygon", "coordinates": [[[0, 1{"0" * 400}], [1, 1], [2, 2]]]}}',
            polygon.NOT_ON_EARTH,
        ),
        ('{"type": "Polygon", "coordinates": [[[0, NaN], [1, 1], [2, 2]]]}', polygon.NOT_ON_EARTH),
    ],
)
def test_what_is_no_outline_says_why(text, code):
    with pytest.raises(PolygonError) as refusal:
        parse(text)
    assert refusal.value.code == code


def test_an_outline_of_endless_points_is_refused():
    ring = [[step / 1e6, (step % 7) / 10] for step in range(polygon.MOST_POINTS + 1)]
    with pytest.raises(PolygonError) as refusal:
        outline(ring)
    assert refusal.value.code == polygon.TOO_MANY_POINTS


degrees = st.floats(-80, 80, allow_nan=False, width=32)


@given(degrees, degrees, degrees, degrees, degrees, degrees)
def test_a_rectangle_holds_what_lies_between_its_sides(west, east, south, north, x, y):
    if west == east or south == north:
        return
    (west, east), (south, north) = sorted((west, east)), sorted((south, north))
    box = outline([[west, south], [east, south], [east, north], [west, north]])
    assert box.contains(y, x) == (west <= x <= east and south <= y <= north)


@given(st.lists(st.tuples(degrees, degrees), min_size=3, max_size=8, unique=True))
def test_every_corner_belongs_to_its_outline(corners):
    shape = outline([list(corner) for corner in corners])
    assert all(shape.contains(latitude, longitude) for longitude, latitude in corners)


@given(st.text())
def test_no_text_breaks_the_reader(text):
    try:
        parse(text)
    except PolygonError as error:
        assert error.code

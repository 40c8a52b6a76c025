"""What is asked of a route server, and what its answers say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_routes.engine import osrm, plannable
from odoo.addons.crm_routes.engine.instance import (
    UNREACHABLE,
    Customer,
    Instance,
    Matrix,
    Pattern,
    Shift,
)

OVIEDO, GIJON, AVILES = (43.36190, -5.84940), (43.53220, -5.66110), (43.55470, -5.92480)
PLACES = [osrm.place_of(each) for each in (OVIEDO, GIJON, AVILES)]


def answer(seconds, metres, off_road=None):
    sources = [{"distance": each} for each in off_road or [0] * len(seconds)]
    return {"code": "Ok", "durations": seconds, "distances": metres, "sources": sources}


def told(seconds, metres, off_road=None):
    ways = osrm.Ways.unknown(PLACES[: len(seconds)])
    everybody = list(range(len(seconds)))
    tile = (everybody, everybody)
    ways.learn(tile, osrm.read_table(answer(seconds, metres, off_road), tile))
    return ways


# -- questions -------------------------------------------------------------------------------------


def test_a_question_has_longitude_first_and_only_the_places_of_its_tile():
    path = osrm.table_path("driving", PLACES, ([0], [2]))
    assert path == (
        "/table/v1/driving/-5.84940,43.36190;-5.92480,43.55470"
        "?annotations=duration,distance&generate_hints=false&sources=0&destinations=1"
    )
    assert osrm.route_path("driving", PLACES[:2]) == (
        "/route/v1/driving/-5.84940,43.36190;-5.66110,43.53220"
        "?overview=simplified&geometries=geojson&generate_hints=false"
    )


def test_250_places_are_asked_for_in_nine_tiles_of_at_most_100_by_100():
    known = np.eye(250, dtype=bool)
    found = list(osrm.tiles(known))
    assert len(found) == 9
    assert max(len(part) for tile in found for part in tile) == 100


def test_one_more_customer_costs_its_row_and_its_column():
    known = np.ones((80, 80), bool)
    known[79, :79] = known[:79, 79] = False
    assert list(osrm.tiles(known)) == [([79], list(range(80))), (list(range(79)), [79])]


def test_nothing_is_asked_of_what_is_known_or_of_one_place():
    assert not list(osrm.tiles(np.ones((5, 5), bool)))
    assert not list(osrm.tiles(osrm.Ways.unknown(PLACES[:1]).is_known()))


@given(st.integers(1, 12), st.integers(1, 5), st.randoms(use_true_random=False))
def test_tiles_cover_what_is_missing(count, most, chance):
    known = np.array([[chance.random() < 0.5 for _col in range(count)] for _row in range(count)])
    np.fill_diagonal(known, True)
    covered = known.copy()
    for sources, destinations in osrm.tiles(known, most):
        assert 0 < len(sources) <= most
        assert 0 < len(destinations) <= most
        covered[np.ix_(sources, destinations)] = True
    assert covered.all()


@given(st.integers(1, 30), st.integers(1, 30), st.integers(1, 200))
def test_parts_of_a_tile_are_small_enough_in_the_end_and_lose_nothing(rows, columns, most):
    left, cells = [(list(range(rows)), list(range(columns)))], []
    while left:
        tile = left.pop()
        found = osrm.parts(tile, most)
        if len(found) > 1:
            left += found
            continue
        assert len(tile[0]) * len(tile[1]) <= most
        cells += [(row, column) for row in tile[0] for column in tile[1]]
    assert sorted(cells) == [(row, column) for row in range(rows) for column in range(columns)]


# -- answers ---------------------------------------------------------------------------------------


def test_a_table_is_in_whole_seconds_and_metres_and_where_there_is_no_road_it_says_so():
    table = osrm.read_table(
        answer([[0, 60.2], [None, 0]], [[0, 500.1], [None, 0]], [3.6, 0]), ([0, 1], [0, 1])
    )
    assert table.seconds.tolist() == [[0, 61], [osrm.NO_ROAD, 0]]
    assert table.metres.tolist() == [[0, 501], [osrm.NO_ROAD, 0]]
    assert table.off_road.tolist() == [4, 0]


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"code": "Ok"},
        answer([[0, 1]], [[0, 1]]),  # a row is missing
        answer([[0, 1], [1]], [[0, 1], [1, 0]]),  # a cell is missing
        answer([[0, "far"], [1, 0]], [[0, 1], [1, 0]]),
        answer([[0, -5], [1, 0]], [[0, 1], [1, 0]]),
        answer([[0, float("nan")], [1, 0]], [[0, 1], [1, 0]]),
        answer([[0, 1e12], [1, 0]], [[0, 1], [1, 0]]),
        answer([[0, 10**400], [1, 0]], [[0, 1], [1, 0]]),
        answer([[0, 1], [1, 0]], [[0, 1], [1, 0]], [0, 10**400]),
        answer([[0, 1], [1, 0]], [[0, 1], [1, 0]], [0]),
        answer([[0, 1], [1, 0]], [[0, 1], [1, 0]], [0, float("inf")]),
        {**answer([[0, 1], [1, 0]], [[0, 1], [1, 0]]), "durations": None},
        {**answer([[0, 1], [1, 0]], [[0, 1], [1, 0]]), "sources": "none"},
    ],
)
def test_an_answer_that_is_none_is_refused(wrong):
    with pytest.raises(osrm.Malformed):
        osrm.read_table(wrong, ([0, 1], [0, 1]))


def test_a_shape_is_turned_to_latitude_first():
    geometry = {"coordinates": [[-5.85, 43.36], [-5.7, 43.45], [-5.66, 43.53]]}
    shape = osrm.read_shape({"routes": [{"geometry": geometry}]})
    assert shape == [(43.36, -5.85), (43.45, -5.7), (43.53, -5.66)]
    for wrong in ({}, {"routes": []}, {"routes": [{"geometry": {"coordinates": [[1]]}}]}):
        with pytest.raises(osrm.Malformed):
            osrm.read_shape(wrong)


# -- the matrix ------------------------------------------------------------------------------------


def test_one_way_streets_make_two_ways_of_a_pair_and_each_ends_with_parking():
    ways = told([[0, 600], [900, 0]], [[0, 5_000], [8_000, 0]])
    matrix = osrm.matrix(ways, [0, 1])
    assert matrix.source == "osrm"
    assert matrix.metres.tolist() == [[0, 5_000], [8_000, 0]]
    assert matrix.seconds.tolist() == [[0, 780], [1_080, 0]]
    assert matrix.notes == ()


def test_two_points_of_one_place_are_one_place():
    ways = told([[0, 600], [900, 0]], [[0, 5_000], [8_000, 0]])
    matrix = osrm.matrix(ways, [0, 1, 0])
    assert matrix.seconds[0, 2] == matrix.metres[0, 2] == 0
    assert matrix.metres[2, 1] == 5_000


def test_where_there_is_no_road_nobody_arrives_in_a_day():
    ways = told([[0, None], [900, 0]], [[0, None], [8_000, 0]])
    matrix = osrm.matrix(ways, [0, 1])
    assert matrix.seconds[0, 1] == matrix.metres[0, 1] == UNREACHABLE
    assert matrix.notes == ({"code": "no_road", "pairs": 1},)


def test_places_far_from_a_road_are_told_and_those_outside_of_the_map_are_not_reached():
    """Gijon 800 m beside a road counts as at the road; Aviles 30 km from the next is elsewhere."""
    figures = [[0, 600, 10], [600, 0, 10], [10, 10, 0]]
    matrix = osrm.matrix(told(figures, figures, [0, 800, 30_000]), [0, 1, 2])
    assert matrix.metres.tolist() == [
        [0, 600, UNREACHABLE],
        [600, 0, UNREACHABLE],
        [UNREACHABLE, UNREACHABLE, 0],
    ]
    assert matrix.notes == (
        {"code": "outside", "nodes": [2]},
        {"code": "off_road", "nodes": [1], "metres": 800},
    )
    assert not osrm.is_mostly_outside(told(figures, figures, [0, 800, 30_000]))
    assert osrm.is_mostly_outside(told(figures, figures, [0, 40_000, 30_000]))


def test_a_customer_without_a_road_is_left_out_for_that_reason():
    # given a shift of ten hours, one customer ten minutes away and one on an island
    table = np.array([[0, 600, UNREACHABLE], [600, 0, UNREACHABLE], [UNREACHABLE] * 2 + [0]])
    customers = tuple(Customer(key, key, 1200, 9_000, (Pattern((0,)),)) for key in (1, 2))
    shift = Shift("nora", 0, 0, 0, 8 * 3600, 18 * 3600)
    instance = Instance(1, customers, (shift,), Matrix(table, table, "osrm"))
    kept, refusals = plannable.plannable(instance)
    assert [each.key for each in kept.customers] == [1]
    assert [(each.customer, each.reason) for each in refusals] == [(2, "no_road")]

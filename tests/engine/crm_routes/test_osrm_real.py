"""The real route server on a map whose distances anybody can count (`tools/street_map.py`)."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest

from odoo.addons.crm_routes.engine import checker, geometry, osrm, planner, search
from odoo.addons.crm_routes.engine.instance import Customer, Instance, Pattern, Shift
from odoo.addons.crm_routes.osrm_client import RouteServer

from tools import osrm as osrm_programs
from tools import street_map
from tools.errors import SetupError
from tools.server import free_port

pytestmark = pytest.mark.slow

# The same point west of the river's bridge on both sides; half a block from a crossing.
SOUTH_BANK, NORTH_BANK = (2, 3.5), (2, 5.5)
BRIDGE_LONGITUDE = street_map.place(street_map.BRIDGE, 0)[1]
RIVER_LATITUDE = street_map.place(0, street_map.RIVER_AFTER + 0.5)[0]


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    """A server with the default of 100 places a table."""
    try:
        osrm_programs.ensure()
    except SetupError as error:
        pytest.skip(f"osrm-routed cannot be had here: {error}")
    folder = tmp_path_factory.mktemp("osrm")
    base = osrm_programs.prepare(street_map.write(folder / "town.osm"))
    port = free_port()
    with osrm_programs.served(base, port):
        yield f"http://127.0.0.1:{port}"


def ways(address, points):
    places = [osrm.place_of(each) for each in points]
    found = osrm.Ways.unknown(places)
    with RouteServer(address, "driving", 30) as server:
        for tile, table in server.tables(places, osrm.tiles(found.is_known())):
            found.learn(tile, table)
    return found


def shape(address, points):
    with RouteServer(address, "driving", 30) as server:
        return server.shape([osrm.place_of(each) for each in points])


def test_a_one_way_street_is_short_there_and_long_back(address):
    """Row 1 goes to the east: three blocks there; a quarter round two rows back."""
    west, east = street_map.place(2.5, 1), street_map.place(5.5, 1)
    found = ways(address, [west, east])
    assert found.metres[0, 1] == pytest.approx(3 * 500, rel=0.01)
    assert found.metres[1, 0] == pytest.approx(250 + 500 + 4 * 500 + 500 + 250, rel=0.01)
    # at 50 km/h at most, and with some time for the corners not below 25
    assert 1500 / 50 * 3.6 <= found.seconds[0, 1] <= 1500 / 25 * 3.6
    assert found.off_road.tolist() == [0, 0]


def test_the_river_is_crossed_by_the_bridge(address):
    """A kilometre as the crow flies; six blocks to the bridge and six back, which takes row 6."""
    south, north = street_map.place(*SOUTH_BANK), street_map.place(*NORTH_BANK)
    found = ways(address, [south, north])
    assert found.metres[0, 1] == pytest.approx(250 + 3000 + 500 + 500 + 3000 + 250, rel=0.01)
    # back row 5, which goes to the east, is the shorter way
    assert found.metres[1, 0] == pytest.approx(250 + 3000 + 500 + 3000 + 250, rel=0.01)
    assert geometry.estimate([south, north]).metres[0, 1] == pytest.approx(1300, rel=0.01)
    crossings = [
        (one, other)
        for one, other in pairwise(shape(address, [south, north]))
        if (one[0] - RIVER_LATITUDE) * (other[0] - RIVER_LATITUDE) < 0
    ]
    assert len(crossings) == 1
    assert {round(place[1], 4) for place in crossings[0]} == {round(BRIDGE_LONGITUDE, 4)}


def test_the_motorway_is_fast(address):
    edge = street_map.place(street_map.COLUMNS - 1, street_map.MOTORWAY_ROW)
    village = street_map.place(street_map.VILLAGE, street_map.MOTORWAY_ROW)
    found = ways(address, [edge, village])
    blocks = street_map.VILLAGE - street_map.COLUMNS + 1
    assert found.metres[0, 1] == pytest.approx(blocks * 500, rel=0.01)
    assert found.metres[0, 1] / found.seconds[0, 1] * 3.6 > 80


def test_an_island_is_reached_by_nobody_and_a_field_is_far_from_the_road(address):
    town, field = street_map.place(3, 2), street_map.place(6, street_map.ROWS + 2)
    island = street_map.place(street_map.ISLAND[0] + 0.5, street_map.ISLAND[1])
    madrid = (40.4168, -3.7038)
    found = ways(address, [town, island, field, madrid])
    matrix = osrm.matrix(found, range(4))
    notes = {note["code"]: note for note in matrix.notes}
    # the island has a road, with no way to it; Madrid has none on this map
    assert found.seconds[0, 1] == osrm.NO_ROAD
    assert notes["outside"]["nodes"] == [3]
    assert notes["off_road"] == {
        "code": "off_road",
        "nodes": [2],
        "metres": pytest.approx(1500, rel=0.01),
    }
    assert notes["no_road"]["pairs"] == 4


def test_120_places_are_as_far_apart_in_tiles_as_one_by_one(address):
    points = [street_map.place(number % 12 + 0.3, number // 12) for number in range(120)]
    found = ways(address, points)
    assert found.is_known().all()
    assert not np.array_equal(found.metres, found.metres.T), "streets have directions"
    chance = np.random.default_rng(1)
    for one, other in chance.integers(0, 120, (20, 2)):
        if one != other:
            alone = ways(address, [points[one], points[other]])
            assert alone.metres[0, 1] == found.metres[one, other]


def test_a_week_planned_over_the_town_crosses_the_bridge_once_there_and_once_back(address):
    """Five customers on each bank, one day: the plan does a bank at a time, as the map is."""
    home = street_map.place(*SOUTH_BANK)
    south = [street_map.place(column, 3.5) for column in (1, 3, 5, 7, 9)]
    north = [street_map.place(column, 5.5) for column in (1, 3, 5, 7, 9)]
    points = [home, *south, *north]
    matrix = osrm.matrix(ways(address, points), range(len(points)))
    customers = tuple(
        Customer(key, key, 600, 100_000, (Pattern((0,)),)) for key in range(1, len(points))
    )
    shift = Shift("nora", 0, 0, 0, 8 * 3600, 18 * 3600)
    instance = Instance(1, customers, (shift,), matrix)
    plan = planner.plan(instance, search.Budget(rounds=2000), seed=1)
    assert not checker.check(instance, plan)
    assert plan.visits == 10
    route = plan.routes[0]
    way = [0, *(stop.customer for stop in route.stops), 0]
    assert route.metres == sum(int(matrix.metres[leg]) for leg in pairwise(way))
    crossed = [
        one
        for one, other in pairwise(shape(address, [points[node] for node in way]))
        if (one[0] - RIVER_LATITUDE) * (other[0] - RIVER_LATITUDE) < 0
    ]
    assert len(crossed) == 2
    assert {round(place[1], 4) for place in crossed} == {round(BRIDGE_LONGITUDE, 4)}
    # the estimator does not see the river, and goes over it where there is no bridge
    guess = planner.plan(
        Instance(1, customers, (shift,), geometry.estimate(points)), search.Budget(rounds=2000)
    )
    way = [0, *(stop.customer for stop in guess.routes[0].stops), 0]
    assert sum(int(matrix.metres[leg]) for leg in pairwise(way)) > route.metres

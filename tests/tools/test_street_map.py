from itertools import pairwise
from xml.etree import ElementTree

from tools import street_map


def read(folder):
    """Ways as (tags, places)."""
    root = ElementTree.parse(street_map.write(folder / "town.osm")).getroot()
    places = {
        node.get("id"): (float(node.get("lat")), float(node.get("lon")))
        for node in root.iter("node")
    }
    return [
        (
            {tag.get("k"): tag.get("v") for tag in way.iter("tag")},
            [places[each.get("ref")] for each in way.iter("nd")],
        )
        for way in root.iter("way")
    ]


def test_the_map_is_the_same_each_time(tmp_path):
    first = street_map.write(tmp_path / "one.osm").read_text()
    assert street_map.write(tmp_path / "two.osm").read_text() == first


def test_one_bridge_crosses_the_river(tmp_path):
    river = street_map.place(0, street_map.RIVER_AFTER + 0.5)[0]
    roads = [places for tags, places in read(tmp_path) if "highway" in tags]
    crossings = [
        one
        for places in roads
        for one, other in pairwise(places)
        if (one[0] - river) * (other[0] - river) < 0
    ]
    assert [each[1] for each in crossings] == [street_map.place(street_map.BRIDGE, 0)[1]]


def test_odd_rows_are_one_way_to_the_east_and_to_the_west_in_turns(tmp_path):
    directions = {
        tags["name"]: places[-1][1] > places[0][1]
        for tags, places in read(tmp_path)
        if tags.get("oneway") and "name" in tags
    }
    assert directions == {
        "Row 1": True,
        "Row 3": False,
        "Row 5": True,
        "Row 7": False,
        "Row 9": True,
    }

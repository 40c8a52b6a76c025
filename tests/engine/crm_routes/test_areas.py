"""In which zone a customer lies, and which others would have it too."""

import pytest

from odoo.addons.crm_routes.engine import areas
from odoo.addons.crm_routes.engine.areas import Match, Place, Zone, assign, parse_towns, parse_zips
from odoo.addons.crm_routes.engine.polygon import parse

ES, PT = "ES", "PT"
SQUARE = parse('{"type": "Polygon", "coordinates": [[[-6, 43], [-5, 43], [-5, 44], [-6, 44]]]}')


@pytest.mark.parametrize(
    ("code", "inside"),
    [
        ("33000", True),
        ("33199", True),
        ("33 100", True),
        ("33200", False),
        ("24001", True),
        ("24002", False),
        ("39123", True),  # 39 is all of Cantabria
        ("3912", True),
        ("3", False),
        ("", False),
    ],
)
def test_ranges_of_postal_codes(code, inside):
    ranges = parse_zips("33000-33199, 24001\n39")
    assert any(areas.is_between(areas.normal_zip(code), *each) for each in ranges) is inside


@pytest.mark.parametrize("text", ["33199-33000", "33000-331", "33-34-35", "-", "33000-"])
def test_a_range_that_says_nothing_is_refused_with_its_text(text):
    with pytest.raises(areas.ZipError) as refusal:
        parse_zips(f"24001, {text}")
    assert refusal.value.args == (text,)


def test_nothing_written_is_no_range():
    assert parse_zips("") == parse_zips(" ,\n") == ()
    assert parse_towns("") == frozenset()


def test_a_town_is_known_whatever_its_accents():
    zone = Zone("east", towns=parse_towns("Cangas de Onís, LLANES\nRibadesella"), country=ES)
    found = assign(Place(town="cangas  de onis", country=ES), [zone])
    assert found == Match("east", areas.TOWN, "cangas  de onis")


def test_the_first_of_two_zones_wins_and_the_other_is_named():
    # given a customer in the outline of one and in the postal codes of another
    place = Place(zip="33003", latitude=43.36, longitude=-5.84)
    drawn, coded = Zone("drawn", outline=SQUARE), Zone("coded", zips=parse_zips("33"))
    assert assign(place, [drawn, coded]) == Match("drawn", areas.OUTLINE, "", ("coded",))
    assert assign(place, [coded, drawn]) == Match("coded", areas.ZIP, "33003", ("drawn",))


def test_codes_are_of_their_country():
    zone = Zone("north", zips=parse_zips("33"), country=ES)
    assert assign(Place(zip="3300-001", country=PT), [zone]) is None
    # of whom one does not know the country it is the zone's
    assert assign(Place(zip="33001"), [zone])


def test_an_outline_needs_a_position():
    assert assign(Place(zip="33001"), [Zone("drawn", outline=SQUARE)]) is None
    assert assign(Place(), []) is None

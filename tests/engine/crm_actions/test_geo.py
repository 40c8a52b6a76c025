"""Distance and verdict, with the figures of the field study and the laws that they follow."""

from datetime import datetime, timedelta
from math import inf, nan, pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_actions.engine import geo
from odoo.addons.crm_actions.engine.geo import Fix, Point

CUSTOMER = Point(41.3870, 2.1700)
RADIUS_M = 300.0
HALF_ROUND_THE_EARTH_M = pi * geo.EARTH_RADIUS_M
TOLERANCE_M = 0.01
"""Rounding of doubles over half the Earth; a phone is never better than a metre."""

points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
located_points = points.filter(geo.is_set)
radii = st.floats(0, 5000)
useful_accuracies = st.floats(0, geo.MAX_USEFUL_ACCURACY_M)
located = st.sampled_from(sorted(geo.LOCATED_PRECISIONS))


@pytest.mark.parametrize(
    ("latitude", "longitude", "accuracy_m", "distance_m", "verdict"),
    [
        pytest.param(41.3879, 2.1699, 25, 100.4, geo.VERIFIED, id="A1 at the customer's"),
        pytest.param(41.3905, 2.1700, 60, 389.2, geo.FAR, id="A2 329.2 m after the accuracy"),
        pytest.param(41.3905, 2.1700, 120, 389.2, geo.VERIFIED, id="A2 269.2 m after the accuracy"),
        pytest.param(41.403925, 2.1700, 30, 1882.0, geo.FAR, id="A3 in another street"),
    ],
)
def test_verdict_of_the_study(latitude, longitude, accuracy_m, distance_m, verdict):
    found = geo.judge(Fix(Point(latitude, longitude), accuracy_m), CUSTOMER, "address", RADIUS_M)
    assert found.code == verdict
    assert found.distance_m == pytest.approx(distance_m, abs=0.05)


def test_without_permission_the_verdict_is_unknown_and_nothing_is_measured():
    assert geo.judge(None, CUSTOMER, "gps", RADIUS_M) == geo.Verdict(geo.UNKNOWN, None)


@pytest.mark.parametrize("precision", ["city", "none"])
def test_customer_in_the_centre_of_a_town_is_unlocated_with_distance(precision):
    found = geo.judge(Fix(CUSTOMER, 5), CUSTOMER, precision, RADIUS_M)
    assert found == geo.Verdict(geo.UNLOCATED, 0.0)


@pytest.mark.parametrize("customer", [None, Point(0.0, 0.0)])
def test_customer_without_position_is_unlocated_without_distance(customer):
    found = geo.judge(Fix(CUSTOMER, 5), customer, "address", RADIUS_M)
    assert found == geo.Verdict(geo.UNLOCATED, None)


@pytest.mark.parametrize(
    ("accuracy_m", "verdict"),
    [(1000.0, geo.VERIFIED), (1000.1, geo.UNKNOWN), (inf, geo.UNKNOWN)],
)
def test_fix_of_a_mast_proves_nothing(accuracy_m, verdict):
    assert geo.judge(Fix(CUSTOMER, accuracy_m), CUSTOMER, "gps", RADIUS_M).code == verdict


def test_phone_on_the_equator_at_greenwich_has_a_position():
    found = geo.judge(Fix(Point(0.0, 0.0), 10), Point(0.0, 0.001), "manual", RADIUS_M)
    assert found.code == geo.VERIFIED
    assert found.distance_m == pytest.approx(111.2, abs=0.05)


@pytest.mark.parametrize(
    ("one", "other", "distance_m"),
    [
        (Point(0, 0), Point(0, 180), HALF_ROUND_THE_EARTH_M),
        (Point(90, 0), Point(-90, 77), HALF_ROUND_THE_EARTH_M),
        (Point(0, 179.9995), Point(0, -179.9995), 111.195),
        (Point(90, -10), Point(90, 130), 0),
        (Point(40.4168, -3.7038), Point(43.3619, -5.8494), 372_800),
    ],
    ids=["antipodes", "pole to pole", "across the date line", "same pole", "Madrid to Oviedo"],
)
def test_distance(one, other, distance_m):
    assert geo.distance_m(one, other) == pytest.approx(distance_m, rel=1e-3, abs=0.01)


@given(points, points)
def test_distance_is_symmetric_and_fits_on_the_earth(one, other):
    distance = geo.distance_m(one, other)
    assert distance == pytest.approx(geo.distance_m(other, one), abs=TOLERANCE_M)
    assert 0 <= distance <= HALF_ROUND_THE_EARTH_M + TOLERANCE_M


@given(points)
def test_distance_to_oneself_is_nothing(point):
    assert geo.distance_m(point, point) == 0


@given(points, points, points)
def test_a_detour_is_never_shorter(start, via, end):
    direct = geo.distance_m(start, end)
    detour = geo.distance_m(start, via) + geo.distance_m(via, end)
    # Next to the antipode the sine is flat, so that a double holds centimetres and no less.
    assert direct <= detour + 0.5


@given(points, located_points, located, useful_accuracies, radii, st.floats(0, 5000))
def test_a_larger_radius_never_takes_a_verdict_away(
    place, customer, precision, accuracy, radius, more
):
    fix = Fix(place, accuracy)
    if geo.judge(fix, customer, precision, radius).code == geo.VERIFIED:
        assert geo.judge(fix, customer, precision, radius + more).code == geo.VERIFIED


@given(st.floats(-0.02, 0.02), located, useful_accuracies, useful_accuracies, radii)
def test_a_coarser_useful_fix_never_takes_a_verdict_away(north, precision, one, other, radius):
    place = Point(CUSTOMER.latitude + north, CUSTOMER.longitude)
    fine, coarse = sorted((one, other))
    if geo.judge(Fix(place, fine), CUSTOMER, precision, radius).code == geo.VERIFIED:
        assert geo.judge(Fix(place, coarse), CUSTOMER, precision, radius).code == geo.VERIFIED


@given(
    st.none() | st.builds(Fix, points, st.floats(0, 1e6)),
    st.none() | points,
    st.sampled_from(["manual", "gps", "address", "city", "none"]),
    radii,
)
def test_every_check_in_gets_a_verdict(fix, customer, precision, radius):
    verdict = geo.judge(fix, customer, precision, radius)
    assert verdict.code in {geo.VERIFIED, geo.FAR, geo.UNKNOWN, geo.UNLOCATED}
    if verdict.code in {geo.VERIFIED, geo.FAR}:
        assert verdict.distance_m is not None
        assert precision in geo.LOCATED_PRECISIONS


@pytest.mark.parametrize(
    ("latitude", "longitude", "valid"),
    [
        (90, 180, True),
        (-90, -180, True),
        (0, 0, True),
        (90.0001, 0, False),
        (0, -180.0001, False),
        (nan, 0, False),
        (0, inf, False),
    ],
)
def test_valid_position(latitude, longitude, valid):
    assert geo.is_valid_position(latitude, longitude) is valid


@pytest.mark.parametrize(
    ("point", "expected"),
    [(Point(0, 0), False), (Point(0, 2.17), True), (Point(41.387, 0), True)],
    ids=["never geocoded", "on the equator", "on the meridian of Greenwich"],
)
def test_position_counts_as_set(point, expected):
    assert geo.is_set(point) is expected


MORNING = datetime(2026, 10, 20, 9)
spans = st.floats(0, 2 * 86400)
NORTH_90_KM = Point(CUSTOMER.latitude + 90 / 111.195, CUSTOMER.longitude)


@pytest.mark.parametrize(
    ("minutes", "accuracy_m", "implausible"),
    [(29, 10, True), (31, 10, False), (29, 2000, False), (0, 10, True)],
    ids=["186 km/h", "174 km/h", "186 km/h of two coarse fixes", "at the same instant"],
)
def test_implausible_move(minutes, accuracy_m, implausible):
    before, after = Fix(CUSTOMER, accuracy_m), Fix(NORTH_90_KM, accuracy_m)
    later = MORNING + timedelta(minutes=minutes)
    assert geo.is_implausible_move(before, MORNING, after, later) is implausible


def test_no_move_without_two_positions():
    fix = Fix(CUSTOMER, 10)
    assert not geo.is_implausible_move(None, MORNING, fix, MORNING)
    assert not geo.is_implausible_move(fix, MORNING, None, MORNING)


@given(points, points, useful_accuracies, useful_accuracies, spans, spans)
def test_more_time_never_makes_a_move_implausible(one, other, fine, coarse, seconds, more):
    before, after = Fix(one, fine), Fix(other, coarse)
    soon = MORNING + timedelta(seconds=seconds)
    late = soon + timedelta(seconds=more)
    if geo.is_implausible_move(before, MORNING, after, late):
        assert geo.is_implausible_move(before, MORNING, after, soon)

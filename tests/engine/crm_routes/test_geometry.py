"""Distances without a map."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_routes.engine.geometry import Roads, estimate, is_located, line_metres

MADRID, TOLEDO, BARCELONA = (40.4168, -3.7038), (39.8628, -4.0273), (41.3874, 2.1686)
points = st.tuples(st.floats(28, 43), st.floats(-18, 4))


def test_madrid_and_barcelona_are_505_km_apart_on_the_globe():
    assert line_metres(np.array([MADRID, BARCELONA]))[0, 1] == pytest.approx(505_000, rel=0.002)


def test_a_drive_gets_faster_the_longer_it_is():
    """From Madrid to Toledo: 8 km at 28, 32 at 60, the rest at 85, and three minutes to park."""
    matrix = estimate([MADRID, TOLEDO])
    metres = matrix.metres[0, 1]
    assert metres == pytest.approx(67.4 * 1.3 * 1000, rel=0.005)
    hours = 8 / 28 + 32 / 60 + (metres / 1000 - 40) / 85
    assert matrix.seconds[0, 1] == pytest.approx(hours * 3600 + 180, abs=1)


def test_nobody_parks_twice_in_one_building():
    matrix = estimate([MADRID, MADRID, TOLEDO])
    assert matrix.metres[0, 1] == matrix.seconds[0, 1] == 0


def test_no_points_no_drives():
    assert estimate([]).metres.shape == (0, 0)


@given(st.lists(points, min_size=1, max_size=6))
def test_drives_are_whole_numbers_and_alike_both_ways(places):
    matrix = estimate(places)
    for table in (matrix.metres, matrix.seconds):
        assert table.dtype == np.int64
        assert (table == table.T).all()
        assert (table >= 0).all()
        assert (np.diag(table) == 0).all()


@pytest.mark.parametrize(
    ("place", "located"),
    [
        (MADRID, True),
        ((28.1, -15.4), True),  # Las Palmas
        ((0, 0), False),
        ((None, -3.7), False),
        ((-40.4, 3.7), False),  # signs swapped
        ((48.85, 2.35), False),  # Paris
    ],
)
def test_a_customer_without_a_place_is_not_planned(place, located):
    assert is_located(*place) is located


def test_elsewhere_is_somewhere_without_a_box():
    assert is_located(48.85, 2.35, box=None)


def test_drives_that_were_made_correct_the_roads():
    """Twenty drives of 15 km over lines of 10: half as long again. Three prove nothing."""
    assert Roads().calibrated([15_000] * 20, [10_000] * 20).factor == 1.5
    assert Roads().calibrated([15_000] * 3, [10_000] * 3).factor == 1.3

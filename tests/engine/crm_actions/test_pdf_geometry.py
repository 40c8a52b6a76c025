"""Sizes and colours on a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_actions.engine.pdf import geometry

COLOURS = st.tuples(*[st.floats(0, 1)] * 3)
LENGTHS = st.floats(1, 5000)


@given(LENGTHS, LENGTHS, LENGTHS, LENGTHS)
def test_what_is_fitted_touches_the_box_and_keeps_its_proportions(width, height, box, tall):
    fitted = geometry.fit(width, height, box, tall)
    assert fitted[0] <= box * 1.0001 and fitted[1] <= tall * 1.0001
    assert fitted[0] == pytest.approx(box) or fitted[1] == pytest.approx(tall)
    assert fitted[0] / fitted[1] == pytest.approx(width / height)


@given(LENGTHS, st.lists(st.floats(0.1, 20), min_size=1, max_size=12))
def test_parts_add_up_to_the_whole(total, weights):
    parts = geometry.share(total, weights)
    assert sum(parts) == pytest.approx(total)
    assert min(parts) > 0


@given(COLOURS)
def test_every_colour_becomes_readable_on_paper(colour):
    assert geometry.contrast(geometry.readable(colour), geometry.WHITE) >= geometry.READABLE


@given(COLOURS)
def test_ink_on_a_colour_can_be_read(colour):
    assert geometry.contrast(geometry.ink_on(colour), colour) >= 3.5


def test_a_dark_colour_stays_as_it_is():
    assert geometry.readable((0, 0, 0.4)) == (0, 0, 0.4)


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#ff0000", (1, 0, 0)),
        ("#0F0", (0, 1, 0)),
        ("0000ff", (0, 0, 1)),
        (" #ffffff ", (1, 1, 1)),
        (None, geometry.GREY),
        ("", geometry.GREY),
        ("red", geometry.GREY),
        ("#12345", geometry.GREY),
    ],
)
def test_colours_as_a_layout_writes_them(text, colour):
    assert geometry.parse_colour(text, geometry.GREY) == colour


def test_pictures_stand_in_one_two_or_three_columns():
    assert [geometry.grid_columns(count) for count in (0, 1, 2, 6, 7)] == [1, 1, 2, 2, 3]

"""Numbers with decimals in files, as people write them."""

import pytest

from odoo.addons.crm_actions.engine.import_cells import DECIMAL, BadValueError, Column, parse_cell

PRICE = Column("price", kind=DECIMAL, minimum=0)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("8,40", 8.4), ("8.4", 8.4), (8.405, 8.405), (8, 8.0), ("1.234,50", 1234.5),
        ("1,234.50", 1234.5), ("8.4050", 8.405), ("0,125", 0.125), ("1234", 1234.0),
    ],
)  # fmt: skip
def test_a_number_is_read(cell, number):
    assert parse_cell(cell, PRICE) == number


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        # a thousand or a bit more than one: nobody knows
        ("1.234", "bad_decimal"), ("8,405", "bad_decimal"), ("8.4.0", "bad_decimal"),
        ("cheap", "bad_decimal"), (True, "bad_decimal"), ("-1", "out_of_range"),
    ],
)  # fmt: skip
def test_what_is_none_is_refused(cell, code):
    with pytest.raises(BadValueError) as error:
        parse_cell(cell, PRICE)
    assert error.value.code == code

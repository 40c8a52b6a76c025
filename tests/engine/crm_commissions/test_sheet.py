"""Statements as spreadsheets, read as people's programs read them."""

from datetime import date, datetime
from io import BytesIO

import openpyxl

from odoo.addons.crm_commissions.engine.sheet import Sheet, write

from .cases import D

COLUMNS = [("Date", 12), ("Customer", 20), ("Amount", 12)]


def load(*sheets, **options):
    output = BytesIO()
    write(output, sheets, **options)
    return openpyxl.load_workbook(BytesIO(output.getvalue()))


def test_cells_are_days_texts_and_exact_numbers():
    [page] = load(Sheet("May", COLUMNS, [(date(2026, 5, 10), "Hotel Ría", D("49.382800"))]))
    assert [cell.value for cell in page[1]] == ["Date", "Customer", "Amount"]
    assert [cell.value for cell in page[2]] == [datetime(2026, 5, 10), "Hotel Ría", 49.3828]
    assert page.cell(2, 3).number_format == "#,##0.000000"


def test_what_people_typed_is_no_formula_and_no_link():
    rows = [(date(2026, 5, 10), text, D(1)) for text in ("=1+1", "http://x.example", "\x00", "+1")]
    [page] = load(Sheet("May", COLUMNS, rows))
    assert [page.cell(row, 2).data_type for row in (2, 3, 5)] == ["s", "s", "s"]
    assert page.cell(2, 2).value == "=1+1"
    assert page.cell(3, 2).hyperlink is None


def test_totals_stand_below_a_free_row():
    totals = [("Exact sum", D("49.3828"), True), ("To pay", D("49.38"), False)]
    rows = [(date(2026, 5, 10), "Hotel Ría", D("49.3828"))]
    [page] = load(Sheet("May", COLUMNS, rows, totals))
    assert [cell.value for cell in page[3]] == [None, None, None]
    assert [page.cell(row, 2).value for row in (4, 5)] == ["Exact sum", "To pay"]
    assert [page.cell(row, 3).value for row in (4, 5)] == [49.3828, 49.38]
    assert page.cell(5, 3).number_format == "#,##0.00"


def test_a_currency_without_cents_has_none():
    [page] = load(Sheet("May", COLUMNS, [], [("To pay", D(49), False)]), digits=0)
    assert page.cell(3, 3).number_format == "#,##0"


def test_rows_are_taken_as_they_come():
    """Given rows that are made one at a time, then none is asked for before it is written."""
    rows = ((date(2026, 5, 10), str(number), D(number)) for number in range(2000))
    [page] = load(Sheet("May", COLUMNS, rows))
    assert page.max_row == 2001
    assert page.cell(2001, 3).value == 1999

"""A statement as a spreadsheet, written while its lines are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO, NamedTuple

import xlsxwriter

EXACT, DAY = "#,##0.000000", "yyyy-mm-dd"
_LONGEST = 32_000
_CREATED = datetime(2000, 1, 1)


class Sheet(NamedTuple):
    """A sheet: titles of its columns with their widths, rows, and what stands below them.

    Cells are texts, days and Decimals. ``totals`` are rows of a label, a Decimal and whether it is
    exact or rounded to cents.
    """

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence]
    totals: Sequence[tuple[str, Decimal, bool]] = ()


def write(output: BinaryIO, sheets: Sequence[Sheet], digits: int = 2) -> None:
    """Write the workbook; rows go to disk as they come, so that a long one needs no memory.

    :param digits: of the currency
    """
    book = xlsxwriter.Workbook(output, {"constant_memory": True})
    # the same statement gives the same file
    book.set_properties({"created": _CREATED})
    rounded = "#,##0." + "0" * digits if digits else "#,##0"
    looks = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
        "exact": book.add_format({"num_format": EXACT}),
        "rounded": book.add_format({"num_format": rounded, "bold": True}),
        "day": book.add_format({"num_format": DAY}),
        "label": book.add_format({"bold": True}),
    }
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.name[:31]), sheet, looks)
    book.close()


def _write_sheet(page, sheet: Sheet, looks: dict) -> None:
    for column, (title, width) in enumerate(sheet.columns):
        page.set_column(column, column, width)
        page.write_string(0, column, title, looks["head"])
    page.freeze_panes(1, 0)
    number = 0
    for number, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row):
            _write_cell(page, number, column, value, looks)
    for offset, (label, amount, is_exact) in enumerate(sheet.totals, 2):
        last = len(sheet.columns) - 1
        page.write_string(number + offset, last - 1, label, looks["label"])
        look = looks["exact" if is_exact else "rounded"]
        page.write_number(number + offset, last, float(amount), look)


def _write_cell(page, row: int, column: int, value, looks: dict) -> None:
    if isinstance(value, Decimal):
        page.write_number(row, column, float(value), looks["exact"])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, looks["day"])
    elif value:
        page.write_string(row, column, str(value)[:_LONGEST])

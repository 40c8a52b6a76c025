"""XLSX files for people: a template to fill in, and lines to correct."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

_HEAD = PatternFill("solid", fgColor="E9ECEF")
_NEEDED = PatternFill("solid", fgColor="FFF3CD")
_ERROR = PatternFill("solid", fgColor="F8D7DA")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_TITLE_LENGTH = 31
"""What Excel takes as the name of a sheet."""


@dataclass(frozen=True)
class HelpLine:
    """What the page of help says of a column."""

    column: str
    needed: str
    accepts: str
    means: str


def write_template(columns: Sequence, title: str, help_title: str, titles: HelpLine,
                   help_lines: Iterable[HelpLine]) -> bytes:  # fmt: skip
    """A sheet with the headers and one example, and a page that explains each column.

    :param columns: columns of a template, see ``engine/import_cells.py``
    """
    book = Workbook()
    sheet = book.active
    sheet.title = _sheet_name(title)
    for place, column in enumerate(columns, 1):
        fill = _NEEDED if column.required else _HEAD
        _put(sheet.cell(1, place), column.words[0], fill, bold=True)
        _put(sheet.cell(2, place), column.example)
        sheet.column_dimensions[get_column_letter(place)].width = max(14, len(column.words[0]) + 4)
    sheet.freeze_panes = "A2"
    page = book.create_sheet(_sheet_name(help_title))
    for row, line in enumerate([titles, *help_lines], 1):
        for place, text in enumerate(astuple(line), 1):
            fill = _HEAD if row == 1 else None
            _put(page.cell(row, place), text, fill, bold=row == 1 or place == 1, wrapped=True)
    for letter, width in zip("ABCD", (26, 10, 44, 80), strict=True):
        page.column_dimensions[letter].width = width
    return _save(book)


def write_rejected(
    header: Sequence[object], lines: Iterable[tuple[Sequence[object], str]], error_header: str
) -> bytes:
    """The header and some lines of a file, with a first column that says what is wrong."""
    book = Workbook()
    sheet = book.active
    # a file that was rejected once may have that column already
    kept = [place for place, cell in enumerate(header) if cell != error_header]
    for row, (cells, told) in enumerate([(header, error_header), *lines], 1):
        _put(sheet.cell(row, 1), told, _HEAD if row == 1 else _ERROR, bold=row == 1, wrapped=True)
        for place, source in enumerate(kept, 2):
            value = cells[source] if source < len(cells) else None
            _put(sheet.cell(row, place), value, _HEAD if row == 1 else None, bold=row == 1)
    for place in range(1, len(kept) + 2):
        sheet.column_dimensions[get_column_letter(place)].width = 60 if place == 1 else 20
    sheet.freeze_panes = "B2"
    return _save(book)


def _put(cell: Cell, value: object, fill=None, *, bold=False, wrapped=False) -> None:
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # what begins with = is text here, never a formula
    if fill:
        cell.fill = fill
    if bold:
        cell.font = Font(bold=True)
    if wrapped:
        cell.alignment = _WRAPPED


def _sheet_name(title: str) -> str:
    return "".join(char for char in title if char not in r"[]:*?/\\")[:_TITLE_LENGTH]


def _save(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()

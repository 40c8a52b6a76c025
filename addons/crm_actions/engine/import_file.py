"""Reading the table in a CSV, XLSX or ODS file, row by row as a person counts them.

Rows keep their place, blank ones too, so that "line 7" is line 7 on the screen of whoever mends the
file. Cells come as text, numbers, booleans, dates or hours, as the file has them.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time

import openpyxl
from lxml import etree

MAX_BYTES = 20_000_000
MAX_UNPACKED = 100_000_000
MAX_SHEET = 1_100_000
"""A sheet has 1,048,576 rows; a file that says more wants to keep us busy."""
MAX_ROWS = 20_000
MAX_COLUMNS = 200
"""Beyond these somebody has sent another file than he meant."""

_DELIMITERS = ";,\t|"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ODS_MIME = b"application/vnd.oasis.opendocument.spreadsheet"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


class UnreadableFileError(Exception):
    """The file cannot be read; ``code`` and ``args_`` say why, for a sentence to be made."""

    def __init__(self, code: str, **args: object) -> None:
        super().__init__(code)
        self.code = code
        self.args_ = args


def read(content: bytes) -> list[list[object]]:
    """The rows of the first sheet, without blank ones at the end; the kind is told by the content.

    :raise UnreadableFileError: codes ``empty``, ``too_big``, ``too_long``, ``old_excel``,
        ``not_a_table``
    """
    if len(content) > MAX_BYTES:
        raise UnreadableFileError("too_big", megabytes=MAX_BYTES // 1_000_000)
    rows = _collect(_open(content))
    if not rows:
        raise UnreadableFileError("empty")
    return rows


def is_blank(cell: object) -> bool:
    """Whether nothing is written in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _open(content: bytes) -> Iterator[list[object]]:
    if content.startswith(b"PK"):
        return _read_archive(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFileError("old_excel")
    return _read_csv(content)


def _collect(rows: Iterator[list[object]]) -> list[list[object]]:
    """Rows up to the last one with something in it; a sheet may be a million blank rows long."""
    collected: list[list[object]] = []
    blank = 0
    for row in rows:
        if all(map(is_blank, row)):
            blank += 1
            if len(collected) + blank > MAX_SHEET:
                raise UnreadableFileError("too_long", rows=MAX_ROWS)
            continue
        if len(collected) + blank > MAX_ROWS:  # the header is not counted
            raise UnreadableFileError("too_long", rows=MAX_ROWS)
        collected += [[] for _row in range(blank)]
        collected.append(row[:MAX_COLUMNS])
        blank = 0
    return collected


# -- text ------------------------------------------------------------------------------------


def _read_csv(content: bytes) -> Iterator[list[object]]:
    text = _decode(content)
    if "\0" in text:
        raise UnreadableFileError("not_a_table")
    # line ends are left to the reader: a quoted cell may hold some
    lines = io.StringIO(text, newline="")
    try:
        yield from csv.reader(lines, delimiter=_find_delimiter(text))
    except csv.Error as error:
        raise UnreadableFileError("not_a_table") from error


def _decode(content: bytes) -> str:
    """UTF-8 if it is valid as such, else what Excel writes in western Europe."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _find_delimiter(text: str) -> str:
    """The sign that parts most headers; a comma in a title parts fewer."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=header.count) if header else ";"


# -- sheets ----------------------------------------------------------------------------------


def _read_archive(content: bytes) -> Iterator[list[object]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED:
                raise UnreadableFileError("too_big", megabytes=MAX_BYTES // 1_000_000)
            if "mimetype" in archive.namelist() and archive.read("mimetype").startswith(_ODS_MIME):
                yield from _read_ods(archive.read("content.xml"))
            else:
                yield from _read_xlsx(content)
    except UnreadableFileError:
        raise
    # a damaged file makes these libraries raise nearly anything
    except Exception as error:
        raise UnreadableFileError("not_a_table") from error


def _read_xlsx(content: bytes) -> Iterator[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some programs write a size that is not the sheet's
        for row in sheet.iter_rows(values_only=True):
            yield list(row)
    finally:
        book.close()


def _read_ods(content: bytes) -> Iterator[list[object]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    sheet = next(etree.fromstring(content, parser).iter(f"{_TABLE}table"))
    for element in sheet.iter(f"{_TABLE}table-row"):
        cells = _read_ods_row(element)
        repeated = int(element.get(f"{_TABLE}number-rows-repeated") or 1)
        # the last row of a sheet is often said to repeat a million times
        yield from [cells] * min(repeated, MAX_ROWS + 2)


def _read_ods_row(element: etree._Element) -> list[object]:
    cells: list[object] = []
    for cell in element.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        repeated = int(cell.get(f"{_TABLE}number-columns-repeated") or 1)
        cells += [_read_ods_cell(cell)] * min(repeated, MAX_COLUMNS - len(cells))
    return cells


def _read_ods_cell(cell: etree._Element) -> object:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind in ("float", "percentage", "currency"):
        return float(cell.get(f"{_OFFICE}value"))
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    if kind == "date":
        return datetime.fromisoformat(cell.get(f"{_OFFICE}date-value"))
    if kind == "time":
        hours, rest = cell.get(f"{_OFFICE}time-value").removeprefix("PT").split("H")
        return time(int(hours), int(rest.split("M")[0]))
    return "\n".join("".join(line.itertext()) for line in cell.iterchildren(f"{_TEXT}p"))


def show(cell: object) -> str:
    """A cell as text, as a person would have written it."""
    if is_blank(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()

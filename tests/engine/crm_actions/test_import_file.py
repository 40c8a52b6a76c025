"""Files as people have them: separators, encodings, sheets, and what is no table at all."""

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_actions.engine import import_file
from odoo.addons.crm_actions.engine.import_file import UnreadableFileError, read, show

ROWS = [["Customer", "From"], [], ["Peñón, S.L.", "15/10/2026"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_text_with_any_separator_and_encoding(sign, end, encoding):
    lines = [f"Customer{sign}From", "", f'"Peñón, S.L."{sign}15/10/2026', ""]
    assert read(end.join(lines).encode(encoding)) == ROWS


def test_a_quoted_cell_may_have_lines():
    assert read(b'a;b\n"one\ntwo";3\n4;5') == [["a", "b"], ["one\ntwo", "3"], ["4", "5"]]


def _xlsx(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_sheet_of_excel():
    moment = datetime(2026, 10, 15)
    rows = read(_xlsx([["Key", "From", "Hour", "Ok"], [], [7, moment, time(9, 30), True]]))
    assert rows[0] == ["Key", "From", "Hour", "Ok"]
    assert all(map(import_file.is_blank, rows[1]))
    assert rows[2] == [7, moment, time(9, 30), True]


def test_blank_rows_at_the_end_do_not_count():
    assert len(read(_xlsx([["a"], ["b"], [None], [" "]]))) == 2


def _ods(body):
    names = ["table", "office", "text"]
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document {spaces}><office:body><office:spreadsheet><table:table>{body}"
            "</table:table></office:spreadsheet></office:body></office:document>",
        )
    return file.getvalue()


def test_a_sheet_of_libreoffice():
    rows = read(
        _ods(
            """
            <table:table-row><table:table-cell><text:p>Key</text:p></table:table-cell>
              <table:table-cell><text:p>From</text:p></table:table-cell></table:table-row>
            <table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>
            <table:table-row>
              <table:table-cell office:value-type="float" office:value="7"/>
              <table:table-cell office:value-type="date" office:date-value="2026-10-15"/>
              <table:table-cell office:value-type="time" office:time-value="PT09H30M00S"/>
              <table:table-cell table:number-columns-repeated="16000"/></table:table-row>
            <table:table-row table:number-rows-repeated="1048570"><table:table-cell/>
            </table:table-row>
            """
        )
    )
    assert rows[0] == ["Key", "From"]
    assert len(rows) == 4
    assert rows[3][:3] == [7.0, datetime(2026, 10, 15), time(9, 30)]
    assert len(rows[3]) == import_file.MAX_COLUMNS


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n \n;;\n", "empty"),
        (b"PK\x03\x04 torn", "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "not_a_table"),
        (b"x" * (import_file.MAX_BYTES + 1), "too_big"),
        (b"a\n" * (import_file.MAX_ROWS + 2), "too_long"),
        (_xlsx([["a"]])[:900], "not_a_table"),
        (_ods("<torn>"), "not_a_table"),
        # a few kilobytes that say to be millions of rows
        (_ods('<table:table-row table:number-rows-repeated="10000"/>' * 200), "too_long"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(content, code):
    with pytest.raises(UnreadableFileError) as raised:
        read(content)
    assert raised.value.code == code


def test_a_file_as_long_as_allowed():
    assert len(read(b"a\n" * (import_file.MAX_ROWS + 1))) == import_file.MAX_ROWS + 1


@given(st.binary(max_size=300))
def test_whatever_comes_is_a_table_or_refused(content):
    for prefix in (b"", b"PK\x03\x04"):
        try:
            rows = read(prefix + content)
        except UnreadableFileError:
            continue
        assert rows


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, ""),
        (7.0, "7"),
        (7.5, "7.5"),
        (" x ", "x"),
        (date(2026, 10, 15), "2026-10-15"),
        (datetime(2026, 10, 15), "2026-10-15"),
        (time(9, 5), "09:05"),
    ],
)
def test_cells_as_text(cell, expected):
    assert show(cell) == expected

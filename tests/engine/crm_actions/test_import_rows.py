"""Cells to values: worked examples, and the laws for thousands of random tables."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_actions.engine.import_cells import (
    BOOLEAN,
    CHOICE,
    CHOICES,
    DATE,
    HOUR,
    INTEGER,
    BadValueError,
    Column,
    parse_cell,
)
from odoo.addons.crm_actions.engine.import_rows import (
    IGNORED,
    Change,
    Problem,
    Row,
    find_repeated,
    letter,
    match_header,
    parse,
)

DAYS = {"mon": ("Monday", "lunes"), "tue": ("Tuesday", "martes"), "wed": ("miércoles",)}
KEY = Column("key", ("External key", "Clave externa"))
FROM = Column("date_from", ("From", "Desde"), DATE, required=True)
EVERY = Column("every", ("Every", "Cada"), INTEGER, default=1, minimum=1, maximum=52)
ERROR = Column(IGNORED, ("Error",))
COLUMNS = (KEY, FROM, EVERY, ERROR)


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        (FROM, "2026-10-15", date(2026, 10, 15)),
        (FROM, "15/10/2026", date(2026, 10, 15)),
        (FROM, "5.1.2026", date(2026, 1, 5)),
        (FROM, "15-10-2026", date(2026, 10, 15)),
        (FROM, " 2026-10-15 00:00:00 ", date(2026, 10, 15)),
        (FROM, date(2026, 10, 15), date(2026, 10, 15)),
        (FROM, datetime(2026, 10, 15), date(2026, 10, 15)),
        (EVERY, "2", 2),
        (EVERY, "2,0", 2),
        (EVERY, 2.0, 2),
        (EVERY, "", 1),
        (EVERY, None, 1),
        (Column("n", kind=INTEGER), "1.234,00", 1234),
        (Column("n", kind=INTEGER), "1,234.00", 1234),
        (Column("n", kind=INTEGER), "−7", -7),
        (Column("h", kind=HOUR), "10:30", 10.5),
        (Column("h", kind=HOUR), "9h", 9),
        (Column("h", kind=HOUR), time(16, 15), 16.25),
        (Column("h", kind=HOUR), 8, 8),
        (Column("d", kind=CHOICE, choices=DAYS), "MIERCOLES", "wed"),
        (Column("d", kind=CHOICE, choices=DAYS), "mon", "mon"),
        (Column("d", kind=CHOICES, choices=DAYS), "miércoles, Monday", ("mon", "wed")),
        (Column("b", kind=BOOLEAN), "Sí", True),
        (Column("b", kind=BOOLEAN), "no", False),
        (KEY, 1001.0, "1001"),
        (KEY, " A-7 ", "A-7"),
    ],
)
def test_what_a_cell_says(column, cell, expected):
    assert parse_cell(cell, column) == expected


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        (FROM, "", "required"),
        (FROM, "15/10/26", "bad_date"),  # which century, and which of them is the year?
        (FROM, "31/02/2026", "bad_date"),
        (FROM, "0026-10-15", "bad_date"),
        (FROM, datetime(2026, 10, 15, 9), "bad_date"),
        (FROM, 46310, "bad_date"),
        (EVERY, "two", "bad_integer"),
        (EVERY, "1,5", "bad_integer"),
        (EVERY, "1.234", "bad_integer"),  # a thousand or a bit more than one: nobody knows
        (EVERY, "1.2.3", "bad_integer"),
        (EVERY, True, "bad_integer"),
        (EVERY, "53", "out_of_range"),
        (EVERY, 0, "out_of_range"),
        (Column("h", kind=HOUR), "24:00", "bad_hour"),
        (Column("h", kind=HOUR), "soon", "bad_hour"),
        (Column("d", kind=CHOICE, choices=DAYS), "Sunday", "bad_choice"),
        (Column("d", kind=CHOICES, choices=DAYS), "mon, Sunday", "bad_choice"),
        (Column("d", kind=CHOICES, choices=DAYS), ",", "bad_choice"),
        (Column("b", kind=BOOLEAN), "perhaps", "bad_boolean"),
        (KEY, "x" * 501, "too_long_text"),
    ],
)
def test_what_no_cell_may_say(column, cell, code):
    with pytest.raises(BadValueError) as raised:
        parse_cell(cell, column)
    assert raised.value.code == code


def test_headers_are_found_in_any_language_case_and_order():
    places, problems = match_header(["DESDE *", None, "clave  éxterna", "Error"], COLUMNS, 1)
    assert (places, problems) == ({"date_from": 0, "key": 2}, [])


def test_each_problem_of_a_header_is_told():
    _places, problems = match_header(["key", "Clave externa", "Price"], COLUMNS, 3)
    assert problems == [
        Problem(3, None, "column_twice", "Clave externa", {"letter": "B", "first": "A"}),
        Problem(3, None, "unknown_column", "Price", {"letter": "C"}),
        Problem(3, None, "missing_column", "", {"name": "date_from"}),
    ]


def test_lines_are_counted_as_on_the_screen():
    table = parse(
        [[], ["key", "from"], [], ["A", "2026-10-15"], ["B", "soon"], ["", None], ["C"]],
        (KEY, Column("date_from", ("From",), DATE, required=True)),
    )
    assert [(row.line, row.values["key"]) for row in table.rows] == [(4, "A")]
    assert [(each.line, each.column, each.code) for each in table.problems] == [
        (5, "date_from", "bad_date"),
        (7, "date_from", "required"),
    ]
    assert table.lines == (4, 5, 7)


def test_a_wrong_header_is_told_once_and_not_in_each_line():
    table = parse([["key", "Price"], ["A", "1"], ["B", "2"]], COLUMNS)
    assert [problem.code for problem in table.problems] == ["unknown_column", "missing_column"]
    assert not table.rows


def test_a_header_alone_is_no_table():
    assert [each.code for each in parse([["from"]], COLUMNS).problems] == ["no_rows"]


def test_a_column_that_the_file_does_not_have_says_nothing():
    row = parse([["from"], ["2026-10-15"]], COLUMNS).rows[0]
    assert set(row.values) == {"date_from"}


@pytest.mark.parametrize(("place", "expected"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_letters_of_columns(place, expected):
    assert letter(place) == expected


def test_what_comes_twice_is_told_with_the_line_of_the_first():
    rows = parse([["key", "from"], *[[key, "2026-10-15"] for key in "ABA"]], COLUMNS).rows
    found = find_repeated(rows, lambda row: row.values["key"], "key")
    assert found == [Problem(4, "key", "repeated", "A", {"first": 2})]


cells = st.one_of(
    st.none(), st.text(max_size=12), st.integers(), st.floats(), st.booleans(), st.dates(),
    st.datetimes(), st.times(),
)  # fmt: skip


@given(st.lists(st.lists(cells, max_size=5), max_size=8))
def test_whatever_is_in_a_file_gets_an_answer_and_each_line_one(body):
    every_kind = [
        Column(kind, kind=kind, choices=DAYS) for kind in ("text", INTEGER, DATE, HOUR, CHOICES)
    ]
    table = parse([[column.name for column in every_kind], *body], every_kind)
    good = {row.line for row in table.rows}
    bad = {problem.line for problem in table.problems if problem.column}
    assert not good & bad
    assert good | bad == set(table.lines)


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_a_date_is_read_as_it_was_written(day):
    for written in (day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}"):
        assert parse_cell(written, FROM) == day


@given(st.integers(-(10**9), 10**9))
def test_a_number_is_read_as_it_was_written(number):
    column = Column("n", kind=INTEGER)
    for written in (str(number), f"{number},00", f"{number:,}.00"):
        assert parse_cell(written, column) == number


def test_what_else_a_wrong_line_says_is_known():
    table = parse([["key", "from", "every"], ["A", "soon", "2"], ["B", "2026-10-15", ""]], COLUMNS)
    assert [row.line for row in table.rows] == [3]
    assert [(row.line, dict(row.values)) for row in table.unread] == [(2, {"key": "A", "every": 2})]


def test_a_change_has_all_lines_that_say_it():
    row = Row(4, {}, {})
    assert Change(row, None, {}).lines == (4,)
    assert Change(row, None, {}, others=(6, 7)).lines == (4, 6, 7)

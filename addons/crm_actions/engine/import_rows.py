"""From the cells of a table to rows of values, with every problem told by line and column.

Nothing here knows any table: a template says its columns. Problems are codes and figures, worded
for each reader elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .import_cells import MAX_TEXT, BadValueError, Column, normal, parse_cell
from .import_file import is_blank, show

IGNORED = "import_error"
"""Name of the column that a file of rejected lines has on top: it is not read."""


@dataclass(frozen=True)
class Problem:
    """What is wrong where; a problem of the header has the line of the header."""

    line: int
    column: str | None
    code: str
    value: str = ""
    args: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """The values of a line, by column; columns that the file does not have are missing."""

    line: int
    values: Mapping[str, object]
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """What a file says: its good rows, its problems, and where its columns are.

    ``unread`` are the rows with a cell that says nothing its column takes; their other cells tell
    to what they belong.
    """

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    places: Mapping[str, int]
    header_line: int = 1
    lines: tuple[int, ...] = ()  # those with something in them, without the header
    unread: tuple[Row, ...] = ()


def letter(place: int) -> str:
    """The letters of a column in a spreadsheet, 0 being A."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def parse(rows: Sequence[Sequence[object]], columns: Sequence[Column]) -> Table:
    """Read a table whose first line with something in it is the header.

    Where the header is wrong no line is read: its cells would be told as wrong in thousands of
    lines. A line with a problem is not among the rows.
    """
    start = find_header(rows)
    header = list(rows[start]) if rows else []
    places, problems = match_header(header, columns, start + 1)
    body = [
        (line, cells)
        for line, cells in enumerate(rows[start + 1 :], start + 2)
        if not all(map(is_blank, cells))
    ]
    lines = tuple(line for line, _cells in body)
    if problems:
        return Table((), tuple(problems), places, start + 1, lines)
    known = [column for column in columns if column.name in places]
    read: list[Row] = []
    unread: list[Row] = []
    for line, cells in body:
        row, wrong = _parse_row(line, cells, known, places)
        problems += wrong
        (unread if wrong else read).append(row)
    if not body:
        problems.append(Problem(start + 1, None, "no_rows"))
    return Table(tuple(read), tuple(problems), places, start + 1, lines, tuple(unread))


def find_header(rows: Sequence[Sequence[object]]) -> int:
    """The place of the first row with something in it."""
    return next((place for place, row in enumerate(rows) if not all(map(is_blank, row))), 0)


def match_header(
    cells: Sequence[object], columns: Sequence[Column], line: int
) -> tuple[dict[str, int], list[Problem]]:
    """Where each column is, and what is wrong with the header."""
    known = {
        normal(word): column.name for column in columns for word in (*column.words, column.name)
    }
    places: dict[str, int] = {}
    problems = []
    for place, cell in enumerate(cells):
        if is_blank(cell):
            continue
        name = known.get(normal(cell))
        if name is None:
            problems.append(
                Problem(line, None, "unknown_column", show(cell), {"letter": letter(place)})
            )
        elif name in places:
            args = {"letter": letter(place), "first": letter(places[name])}
            problems.append(Problem(line, None, "column_twice", show(cell), args))
        else:
            places[name] = place
    problems += [
        Problem(line, None, "missing_column", "", {"name": column.name})
        for column in columns
        if column.required and column.name not in places
    ]
    places.pop(IGNORED, None)
    return places, problems


def _parse_row(line, cells, columns, places) -> tuple[Row, list[Problem]]:
    values, texts, problems = {}, {}, []
    for column in columns:
        place = places[column.name]
        cell = cells[place] if place < len(cells) else None
        texts[column.name] = show(cell)
        try:
            values[column.name] = parse_cell(cell, column)
        except BadValueError as error:
            problems.append(
                Problem(line, column.name, error.code, show(cell)[:MAX_TEXT], error.args_)
            )
    return Row(line, values, texts), problems


def find_repeated(
    rows: Iterable[Row], identity: Callable[[Row], Hashable | None], column: str
) -> list[Problem]:
    """Rows that mean the same as an earlier one of the file; None as identity means nothing."""
    first: dict[Hashable, int] = {}
    problems = []
    for row in rows:
        meant = identity(row)
        if meant is None:
            continue
        if first.setdefault(meant, row.line) != row.line:
            value = row.texts.get(column, "")
            problems.append(Problem(row.line, column, "repeated", value, {"first": first[meant]}))
    return problems


@dataclass
class Work:
    """The rows of a file on their way into the database, and what stops some of them.

    ``found`` has what references of a line point at, by line and column; ``records`` the record
    that a line means, by line; what has neither is new. ``unread`` are rows that could not be read
    whole and are refused already.
    """

    rows: list[Row]
    problems: list[Problem] = field(default_factory=list)
    found: dict[tuple[int, str], int] = field(default_factory=dict)
    records: dict[int, int] = field(default_factory=dict)
    unread: list[Row] = field(default_factory=list)
    _refused: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._refused = {problem.line for problem in self.problems}

    def refuse(self, row: Row, column: str | None, code: str, **args: object) -> None:
        """Take a row out, because of what stands in that column."""
        value = row.texts.get(column, "") if column else ""
        self.refuse_all([Problem(row.line, column, code, value, args)])

    def refuse_all(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.problems.append(problem)
            self._refused.add(problem.line)

    def good(self) -> list[Row]:
        """The rows that nothing stops so far."""
        return [row for row in self.rows if row.line not in self._refused]


@dataclass(frozen=True)
class Change:
    """What a row changes: ``record`` is None for a new one, ``values`` empty if nothing.

    Several lines may say one record together, which is written whole or not at all: ``others`` are
    those that come beside the row.
    """

    row: Row
    record: int | None
    values: Mapping[str, object]
    key: str | None = None
    """The external key, where it is not yet that record's."""
    others: tuple[int, ...] = ()

    @property
    def lines(self) -> tuple[int, ...]:
        """All lines of the file that say it."""
        return (self.row.line, *self.others)

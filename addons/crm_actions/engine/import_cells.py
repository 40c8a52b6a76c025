"""What a cell of a file says: text, numbers, dates, hours and choices as people write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from .import_file import is_blank, show

TEXT, REFERENCE, INTEGER, DECIMAL, DATE, HOUR, CHOICE, CHOICES, BOOLEAN = (
    "text", "reference", "integer", "decimal", "date", "hour", "choice", "choices", "boolean",
)  # fmt: skip
MAX_TEXT = 500

_YES = {"1", "yes", "y", "true", "si", "s", "verdadero", "x"}
_NO = {"0", "no", "n", "false", "falso"}
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_HOUR = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::00)?\s*h?")
_UNCLEAR = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_SEPARATOR = re.compile(r"[,;/+\s]+")


@dataclass(frozen=True)
class Column:
    """A column of a template.

    ``words`` are the headers by which it is found beside its name; ``choices`` maps each code to
    the words that mean it; ``default`` is what an empty cell means; a number lies within
    ``minimum`` and ``maximum``.
    """

    name: str
    words: tuple[str, ...] = ()
    kind: str = TEXT
    required: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    default: object = None
    minimum: int | None = None
    maximum: int | None = None
    help: str = ""
    example: str = ""


class BadValueError(ValueError):
    """A cell that does not say what its column needs."""

    def __init__(self, code: str, **args: object) -> None:
        super().__init__(code)
        self.code = code
        self.args_ = args


def normal(text: object) -> str:
    """Text without what people write now so, now otherwise: case, accents, stars, gaps."""
    decomposed = unicodedata.normalize("NFKD", str(text).casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.sub(r"[\s_*:]+", " ", plain).strip()


def parse_cell(cell: object, column: Column) -> object:
    """What a cell says in that column; ``column.default`` where it is empty.

    :raise BadValueError: it says nothing that the column can take
    """
    if is_blank(cell):
        if column.required:
            raise BadValueError("required")
        return column.default
    return _PARSERS[column.kind](cell, column)


def _parse_text(cell, _column):
    text = show(cell)
    if len(text) > MAX_TEXT:
        raise BadValueError("too_long_text", limit=MAX_TEXT)
    return text


def _parse_integer(cell, column):
    number = _to_number(cell)
    if number is None or not number.is_integer():
        raise BadValueError("bad_integer")
    return _within(int(number), column)


def _parse_decimal(cell, column):
    """A number with decimals. Text such as 1.234 may be a thousand: nobody knows, so it is none."""
    number = _to_number(cell)
    unclear = isinstance(cell, str) and _UNCLEAR.fullmatch(show(cell).strip())
    if number is None or unclear:
        raise BadValueError("bad_decimal")
    return _within(number, column)


def _within(number, column):
    if (column.minimum is not None and number < column.minimum) or (
        column.maximum is not None and number > column.maximum
    ):
        raise BadValueError("out_of_range", minimum=column.minimum, maximum=column.maximum)
    return number


def _to_number(cell):
    """A number of a cell, with point or comma; None for anything else."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(cell)
    text = re.sub(r"[\s ']", "", show(cell)).replace("−", "-")
    if not re.fullmatch(r"[+-]?\d[\d.,]{0,30}", text):
        return None
    if "," in text and "." in text:
        # the one that comes last parts the decimals
        group = "," if text.rfind(".") > text.rfind(",") else "."
        text = text.replace(group, "")
    text = text.replace(",", ".")
    return float(text) if text.count(".") < 2 else None


def _parse_date(cell, _column):
    if isinstance(cell, datetime):
        if cell.time() != time():
            raise BadValueError("bad_date")
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = show(cell)
    if match := _ISO.fullmatch(text):
        year, month, day = map(int, match.groups())
    elif match := _DATE.fullmatch(text):
        day, month, year = map(int, match.groups())
    else:
        raise BadValueError("bad_date")
    if not 1900 <= year <= 2200:
        raise BadValueError("bad_date")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadValueError("bad_date") from error


def _parse_hour(cell, _column):
    """Hours as a fraction; a whole number is an hour, too."""
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, time):
        return cell.hour + cell.minute / 60
    match = _HOUR.fullmatch(show(cell).lower())
    hour, minute = (int(part or 0) for part in match.groups()) if match else (24, 0)
    if hour > 23 or minute > 59:
        raise BadValueError("bad_hour")
    return hour + minute / 60


def _parse_choice(cell, column):
    meant = normal(show(cell))
    for code, words in column.choices.items():
        if meant == normal(code) or meant in map(normal, words):
            return code
    raise BadValueError("bad_choice")


def _parse_choices(cell, column):
    """Several choices, parted by commas or gaps, in the order of the column."""
    chosen = {
        _parse_choice(word, column) for word in _SEPARATOR.split(show(cell)) if not is_blank(word)
    }
    if not chosen:
        raise BadValueError("bad_choice")
    return tuple(code for code in column.choices if code in chosen)


def _parse_boolean(cell, _column):
    if isinstance(cell, bool):
        return cell
    word = normal(show(cell))
    if word not in _YES | _NO:
        raise BadValueError("bad_boolean")
    return word in _YES


_PARSERS: dict[str, Callable] = {
    TEXT: _parse_text,
    REFERENCE: _parse_text,
    INTEGER: _parse_integer,
    DECIMAL: _parse_decimal,
    DATE: _parse_date,
    HOUR: _parse_hour,
    CHOICE: _parse_choice,
    CHOICES: _parse_choices,
    BOOLEAN: _parse_boolean,
}

"""Routes as an XLSX file: one sheet with the days, and one a rep with the stops.

Dates, hours and numbers are real ones, so that people can sort and add up. Whatever a customer is
called stays text: nothing that was typed somewhere becomes a formula or a link.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter

from .route_sheet import SheetDay, in_order

_TITLE_LENGTH = 31
"""What Excel takes as the name of a sheet."""
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_000
_RESERVED = "history"
_FORMATS = {
    "head": {"bold": True, "bg_color": "#E9ECEF", "text_wrap": True, "valign": "top", "bottom": 1},
    "text": {"valign": "top", "text_wrap": True},
    "date": {"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"},
    "time": {"valign": "top", "num_format": "hh:mm", "align": "left"},
    "whole": {"valign": "top", "num_format": "0"},
    "km": {"valign": "top", "num_format": "#,##0.0"},
    "duration": {"valign": "top", "num_format": "[h]:mm", "align": "left"},
}


@dataclass(frozen=True, slots=True)
class Field:
    """A column: the key of its title, how its values look, how wide it is."""

    key: str
    kind: str = "text"
    width: float = 10


_DAYS = (
    Field("rep", width=24), Field("date", "date", 12), Field("departure", "time", 10),
    Field("back", "time", 10), Field("visits", "whole", 8), Field("km", "km", 11),
    Field("driving", "duration", 12), Field("at_customers", "duration", 14),
    Field("away", "duration", 12),
)  # fmt: skip
_STOPS = (
    Field("date", "date", 12), Field("number", "whole", 6), Field("start", "time", 9),
    Field("stop", "time", 9), Field("customer", width=32), Field("address", width=40),
    Field("phone", width=18), Field("objective", width=30), Field("last_visit", "date", 12),
    Field("last_note", width=40), Field("minutes", "whole", 10), Field("travel_km", "km", 10),
    Field("travel_minutes", "whole", 10), Field("slack", "whole", 10),
    Field("opening", width=24), Field("remark", width=24),
)  # fmt: skip
TITLES = frozenset(field.key for field in (*_DAYS, *_STOPS)) | {"days"}
"""What the caller has to put into words."""


def write(days: Sequence[SheetDay], titles: Mapping[str, str]) -> bytes:
    """The file.

    :param titles: the words of the columns, and of the first sheet (``days``); see ``TITLES``
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    # the same routes give the same file
    book.set_properties({"created": datetime(2000, 1, 1)})
    formats = {name: book.add_format(values) for name, values in _FORMATS.items()}
    taken: set[str] = set()
    _write_sheet(
        book, _name(titles["days"], taken), _DAYS, [_day_row(day) for day in days], titles, formats
    )
    for rep, own in _by_rep(days):
        lines = [_stop_row(day, stop) for day in own for stop in in_order(day.stops)]
        _write_sheet(book, _name(rep, taken), _STOPS, lines, titles, formats)
    book.close()
    return buffer.getvalue()


def _by_rep(days: Sequence[SheetDay]) -> list[tuple[str, list[SheetDay]]]:
    found: dict[str, list[SheetDay]] = {}
    for day in days:
        found.setdefault(day.rep, []).append(day)
    return sorted(found.items())


def _day_row(day: SheetDay) -> dict:
    return {
        "rep": day.rep,
        "date": day.day,
        "departure": day.departure and day.departure.time(),
        "back": day.back and day.back.time(),
        "visits": len(day.visited),
        "km": round(day.km, 1),
        "driving": day.driving_minutes,
        "at_customers": day.minutes_at_customers,
        "away": day.minutes_away,
    }


def _stop_row(day: SheetDay, stop) -> dict:
    return {
        "date": day.day,
        "number": stop.number or None,
        "start": stop.start.time(),
        "stop": stop.stop.time(),
        "customer": stop.customer,
        "address": ", ".join(stop.address),
        "phone": stop.phone,
        "objective": stop.objective,
        "last_visit": stop.last_visit,
        "last_note": stop.last_note,
        "minutes": stop.minutes,
        "travel_km": round(stop.travel_km, 1),
        "travel_minutes": stop.travel_minutes,
        "slack": stop.slack_minutes,
        "opening": stop.opening,
        "remark": stop.remark,
    }


def _write_sheet(book, name, columns, lines, titles, formats) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, _clean(titles[column.key]), formats["head"])
    for row, line in enumerate(lines, 1):
        for place, column in enumerate(columns):
            _write_cell(sheet, row, place, line[column.key], column.kind, formats[column.kind])
    if lines:
        sheet.autofilter(0, 0, len(lines), len(columns) - 1)


def _write_cell(sheet, row, place, value, kind, form) -> None:
    if value is None or value == "":
        sheet.write_blank(row, place, None, form)
    elif kind in ("date", "time"):
        sheet.write_datetime(row, place, value, form)
    elif kind == "text":
        sheet.write_string(row, place, _clean(value), form)
    else:
        number = value / (24 * 60) if kind == "duration" else value
        sheet.write_number(row, place, number, form)


def _clean(text: str) -> str:
    """Text that a workbook can hold; longer than a cell takes it is cut."""
    return _CONTROL.sub("", str(text))[:_LONGEST]


def _name(title: str, taken: set[str]) -> str:
    """A name for a sheet that Excel takes and no other sheet has."""
    plain = _NOT_IN_TITLES.sub(" ", _clean(title)).strip().strip("'").strip() or "-"
    if plain.lower() == _RESERVED:
        plain += "-"
    name, number = plain[:_TITLE_LENGTH].rstrip(" '"), 1
    while name.lower() in taken:
        number += 1
        ending = f" ({number})"
        name = plain[: _TITLE_LENGTH - len(ending)].rstrip(" '") + ending
    taken.add(name.lower())
    return name

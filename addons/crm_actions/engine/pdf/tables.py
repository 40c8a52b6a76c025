"""Tables that go on over pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportlab.platypus import Paragraph, Table
from reportlab.platypus.flowables import Flowable

from . import flowables, geometry
from .geometry import MM
from .parts import Column, Lines, Muted, Picture, Rich, Strong
from .styles import ALIGNMENTS
from .text import clip

if TYPE_CHECKING:
    from .kit import Kit

PAD = 5
_CELL = 3000
_TITLE = 40
# How much of a page a row may take before it is cut; with the head below that it always fits.
_TALLEST = 0.45


def table(kit: Kit, columns: Sequence[Column], rows: Sequence[Sequence]) -> Table:
    """A table with a head that is repeated on each page."""
    widths = geometry.share(kit.width, [column.width for column in columns])
    body, spans = [], []
    for row in rows:
        cells = [
            _cell(kit, value, column, width - 2 * PAD)
            for value, column, width in zip(row, columns, widths, strict=True)
        ]
        pieces = _cut_row(cells, widths, kit.height * _TALLEST)
        spans.append((len(body) + 1, len(body) + len(pieces)))
        body += pieces
    head = [_head(kit, column) for column in columns]
    made = Table([head, *body], widths, repeatRows=1)
    made.setStyle([*kit.plain(), *padding(), *_looks(kit, spans)])
    return made


def height_of_rows(made: Table, width: float, height: float, count: int) -> float:
    """Points that the first rows of a table take."""
    made.wrap(width, height)
    return sum(made._rowHeights[:count])


def padding() -> list[tuple]:
    """White space around the cells of a table."""
    return [
        ("LEFTPADDING", (0, 0), (-1, -1), PAD),
        ("RIGHTPADDING", (0, 0), (-1, -1), PAD),
        ("TOPPADDING", (0, 0), (-1, -1), 5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
    ]


# -- rows that are higher than a page ----------------------------------------------------------


def _cut_row(
    cells: list[list[Flowable]], widths: list[float], limit: float
) -> list[list[list[Flowable]]]:
    """The row as one or more rows, none higher than ``limit``: reportlab moves rows as a whole."""
    cut = [
        _cut_cell(cell, width - 2 * PAD, limit) for cell, width in zip(cells, widths, strict=True)
    ]
    return [
        [pieces[index] if index < len(pieces) else [] for pieces in cut]
        for index in range(max(map(len, cut)))
    ]


def _cut_cell(cell: list[Flowable], width: float, limit: float) -> list[list[Flowable]]:
    pieces: list[list[Flowable]] = [[]]
    room, waiting = limit, list(cell)
    while waiting:
        each = waiting.pop(0)
        height = each.wrap(width, limit)[1] + each.getSpaceAfter()
        if height <= room:
            pieces[-1].append(each)
            room -= height
            continue
        first, *rest = each.split(width, room) or [None]
        if first is not None and rest:
            pieces[-1].append(first)
            waiting[:0] = rest
        elif pieces[-1]:
            waiting.insert(0, each)
        else:
            pieces[-1].append(each)  # it cannot be cut, and no other page has more room
        if waiting:
            pieces.append([])
            room = limit
    return pieces


# -- cells and looks ---------------------------------------------------------------------------


def _head(kit: Kit, column: Column) -> list[Flowable]:
    changes = {"alignment": ALIGNMENTS[column.align]}
    if kit.letterhead.tables == "bold":
        changes["textColor"] = kit.colours.on_primary
    style = kit.styles.get("head", **changes)
    return [Paragraph(kit.typeface.mark_up(clip(column.title, _TITLE)), style)]


def _looks(kit: Kit, spans: list[tuple[int, int]]) -> list[tuple]:
    """Lines and fills of the company's layout; a row that was cut looks like one."""
    colours, kind = kit.colours, kit.letterhead.tables
    looks = [("LINEBELOW", (0, 0), (-1, 0), 1, colours.secondary)]
    if kind == "bold":
        looks.append(("BACKGROUND", (0, 0), (-1, 0), colours.primary))
    elif kind == "boxed":
        looks += [
            ("BACKGROUND", (0, 0), (-1, 0), colours.tint),
            ("BOX", (0, 0), (-1, -1), 0.5, colours.line),
            ("LINEBEFORE", (1, 0), (-1, -1), 0.5, colours.line),
        ]
    for number, (first, last) in enumerate(spans):
        if kind != "striped":
            looks.append(("LINEBELOW", (0, last), (-1, last), 0.5, colours.line))
        elif number % 2 == 0:
            looks.append(("BACKGROUND", (0, first), (-1, last), colours.zebra))
        if first < last:
            looks.append(("BOTTOMPADDING", (0, first), (-1, last - 1), 0))
            looks.append(("TOPPADDING", (0, first + 1), (-1, last), 0))
    return looks


def _cell(kit: Kit, value, column: Column, width: float) -> list[Flowable]:
    """The pieces of a cell, one below the other."""
    if isinstance(value, (list, tuple)):
        return [piece for each in value for piece in _cell(kit, each, column, width)]
    if isinstance(value, Picture):
        height = min(value.height * MM, kit.height * _TALLEST * 0.7)
        return flowables.captioned(kit, value, width, height)
    if isinstance(value, Lines):
        return [flowables.BlankLines(value.count, kit.colours.grey)]
    if isinstance(value, Rich):
        return kit.set_rich(value.html, "cell")
    name = "cell"
    if isinstance(value, (Strong, Muted)):
        name, value = ("strong" if isinstance(value, Strong) else "muted"), value.text
    text = clip(value, _CELL)
    if not text:
        return []
    if column.align == "right":
        style = kit.styles.figures(name)
    else:
        style = kit.styles.get(name, alignment=ALIGNMENTS[column.align])
    return [Paragraph(kit.typeface.mark_up(text), style)]

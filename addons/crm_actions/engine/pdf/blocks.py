"""The larger pieces that a document is put together from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportlab.platypus import CondPageBreak, Paragraph, Spacer, Table
from reportlab.platypus.flowables import Flowable

from . import flowables, geometry, html
from .geometry import MM
from .parts import (
    Clause,
    Column,
    Lines,
    Muted,
    Picture,
    Rich,
    Signature,
    Strong,
    Total,
)
from .styles import ALIGNMENTS
from .text import clip

if TYPE_CHECKING:
    from .kit import Kit

_CELL = 3000
_LABEL = 200
_PAD = 5
_HALF_PAGE = 100 * MM


def recipient(kit: Kit, lines: Sequence[str], label: str) -> Flowable:
    """Name and address beside a bar in the company's colour."""
    content = [kit._line(label, "label", _LABEL)] if label else []
    content.append(kit._line(lines[0], "strong", _LABEL))
    content += [kit._line(line, "cell", 400) for line in lines[1:]]
    box = Table([[content]], [kit.width])
    box.setStyle(
        [
            *kit._plain(),
            ("BACKGROUND", (0, 0), (-1, -1), kit.colours.tint),
            ("LINEBEFORE", (0, 0), (0, -1), 2.5, kit.colours.primary),
            ("LEFTPADDING", (0, 0), (-1, -1), 10),
            ("TOPPADDING", (0, 0), (-1, -1), 7),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
        ]
    )
    return box


def information(kit: Kit, pairs: Sequence[tuple[str, str]]) -> Flowable:
    """Three or four pairs a row, each label above its value."""
    columns = 3 if len(pairs) in (5, 6) else min(4, len(pairs))
    cells = [
        [kit._line(label, "label", _LABEL), kit._line(value, "strong", 400)]
        for label, value in pairs
    ]
    cells += [[]] * (-len(cells) % columns)
    rows = [cells[index : index + columns] for index in range(0, len(cells), columns)]
    box = Table(rows, geometry.share(kit.width, [1] * columns))
    box.setStyle(
        [
            *kit._plain(),
            ("LINEABOVE", (0, 0), (-1, 0), 0.5, kit.colours.line),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, kit.colours.line),
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
            ("RIGHTPADDING", (0, 0), (-1, -1), 8),
        ]
    )
    return box


# -- tables --


def table(kit: Kit, columns: Sequence[Column], rows: Sequence[Sequence]) -> Flowable:
    """A table with a head that is repeated on each page."""
    widths = geometry.share(kit.width, [column.width for column in columns])
    head = [_head(kit, column) for column in columns]
    body = [
        [
            _cell(kit, value, column, width - 2 * _PAD)
            for value, column, width in zip(row, columns, widths, strict=True)
        ]
        for row in rows
    ]
    made = flowables.BreakingTable([head, *body], widths, repeatRows=1)
    made.setStyle([*kit._plain(), *_padding(), *_looks(kit, len(body))])
    return made


def height_of_start(made: Table, width: float) -> float:
    """Points that the head of a table and its first row take; no more than half a page."""
    made.wrap(width, _HALF_PAGE)
    return min(sum(made._rowHeights[:2]), _HALF_PAGE)


def _head(kit: Kit, column: Column) -> list[Flowable]:
    style = kit.styles.get("head", alignment=ALIGNMENTS[column.align])
    if kit.letterhead.tables == "bold":
        style = kit.styles.get(
            "head", alignment=ALIGNMENTS[column.align], textColor=kit.colours.on_primary
        )
    return [Paragraph(kit.typeface.mark_up(clip(column.title, 80)), style)]


def _padding() -> list[tuple]:
    return [
        ("LEFTPADDING", (0, 0), (-1, -1), _PAD),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PAD),
        ("TOPPADDING", (0, 0), (-1, -1), 5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
    ]


def _looks(kit: Kit, count: int) -> list[tuple]:
    """Lines and fills of the company's layout."""
    colours, kind = kit.colours, kit.letterhead.tables
    looks = [("LINEBELOW", (0, 0), (-1, 0), 1, colours.secondary)]
    if kind == "boxed":
        looks += [
            ("GRID", (0, 0), (-1, -1), 0.5, colours.line),
            ("BACKGROUND", (0, 0), (-1, 0), colours.tint),
        ]
    elif kind == "striped":
        looks.append(("ROWBACKGROUNDS", (0, 1), (-1, -1), [colours.zebra, None]))
    elif kind == "bold":
        looks.append(("BACKGROUND", (0, 0), (-1, 0), colours.primary))
    if kind in ("lines", "bold") and count:
        looks.append(("LINEBELOW", (0, 1), (-1, -1), 0.5, colours.line))
    return looks


def _cell(kit: Kit, value, column: Column, width: float) -> list[Flowable]:
    """The pieces of a cell, one below the other."""
    if isinstance(value, (list, tuple)):
        return [piece for each in value for piece in _cell(kit, each, column, width)]
    if isinstance(value, Picture):
        return _framed(kit, value, width, value.height * MM)
    if isinstance(value, Lines):
        return [flowables.BlankLines(value.count, kit.colours.grey)]
    if isinstance(value, Rich):
        return kit._rich(value.html, "cell")
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


# -- pictures --


def pictures(kit: Kit, shown: Sequence[Picture]) -> Flowable:
    """Pictures in rows of equal width; a row stays on one page."""
    columns = geometry.grid_columns(len(shown))
    gap = 5 * MM
    width = (kit.width - gap * (columns - 1)) / columns
    height = {1: 105 * MM, 2: 68 * MM}.get(columns, 48 * MM)
    cells = [_framed(kit, picture, width, height) for picture in shown]
    cells += [[]] * (-len(cells) % columns)
    rows = [cells[index : index + columns] for index in range(0, len(cells), columns)]
    grid = Table(rows, [width + gap] * (columns - 1) + [width])
    grid.setStyle(
        [
            *kit._plain(),
            ("RIGHTPADDING", (0, 0), (-2, -1), gap),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4 * MM),
        ]
    )
    return grid


def _framed(kit: Kit, picture: Picture, width: float, height: float) -> list[Flowable]:
    shown = flowables.picture(picture.data, width, height, kit.styles, kit.colours, kit.words)
    if not clip(picture.caption, _LABEL):
        return [shown]
    return [shown, Spacer(1, 2), kit._line(picture.caption, "muted", _LABEL)]


# -- totals, clauses, signatures --


def totals(kit: Kit, steps: Sequence[Total]) -> Flowable:
    """Amounts at the right half of the page, the last one in the company's colour."""
    rows, looks = [], []
    for index, step in enumerate(steps):
        style = {"line": "cell", "subtotal": "strong", "total": "total"}[step.level]
        label = [kit._line(step.label, style, _LABEL)]
        if step.hint:
            label.append(kit._line(step.hint, "muted", _LABEL))
        value = kit.typeface.mark_up(clip(step.value, 60))
        rows.append([[], label, [Paragraph(value, kit.styles.figures(style))]])
        if step.level == "subtotal":
            looks.append(("LINEABOVE", (1, index), (-1, index), 0.5, kit.colours.line))
        elif step.level == "total":
            looks.append(("BACKGROUND", (1, index), (-1, index), kit.colours.primary))
    box = Table(rows, geometry.share(kit.width, [0.45, 0.33, 0.22]))
    box.setStyle([*kit._plain(), *_padding(), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *looks])
    return box


def clause(kit: Kit, number: int, text: Clause) -> list[Flowable]:
    """A clause under its number; number and first paragraph stay together."""
    head = kit.typeface.mark_up(f"{number}. {clip(text.title, _LABEL)}".strip())
    style = kit.styles.get("strong", spaceBefore=4, spaceAfter=2)
    body = html.to_blocks(text.html, kit.typeface.mark_up)
    if not clip(text.title, _LABEL) and body:
        # nothing but a number is no line of its own
        head, style = f"{head} {body[0].markup}", kit.styles.get("body", spaceBefore=4)
        body = body[1:]
    paragraphs = [kit._block(block, "body") for block in body]
    return [CondPageBreak(14 * MM), Paragraph(head, style), *paragraphs]


def signatures(kit: Kit, people: Sequence[Signature]) -> Flowable:
    """Boxes to sign in, two a row."""
    gap = 8 * MM
    width = (kit.width - gap) / 2
    cells = [_signature(kit, person, width) for person in people]
    cells += [[]] * (-len(cells) % 2)
    rows = [[cells[index], [], cells[index + 1]] for index in range(0, len(cells), 2)]
    box = Table(rows, [width, gap, width])
    box.setStyle([*kit._plain(), ("BOTTOMPADDING", (0, 0), (-1, -1), 8)])
    return box


def _signature(kit: Kit, person: Signature, width: float) -> Flowable:
    words, height = kit.words, 22 * MM
    inner = width - 16
    signed = []
    if person.image:
        signed = [
            flowables.picture(person.image, inner, height - 4, kit.styles, kit.colours, words)
        ]
    pairs = ((words.name, person.name), (words.place, person.place), (words.date, person.date))
    fields = [
        [kit._line(label, "label", 40), kit._line(value, "cell", _LABEL) if value else []]
        for label, value in pairs
    ]
    lines = Table(fields, [20 * MM, inner - 20 * MM], 7 * MM)
    lines.setStyle(
        [
            *kit._plain(),
            ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ("LINEBELOW", (1, 0), (1, -1), 0.5, kit.colours.grey),
        ]
    )
    role = kit._line(person.role, "strong", _LABEL)
    sign = kit._line(words.signature, "label", 40)
    box = Table([[role], [[sign, *signed]], [lines]], [width], [None, height + 10, None])
    box.setStyle(
        [
            *kit._plain(),
            ("BOX", (0, 0), (-1, -1), 0.6, kit.colours.line),
            ("LEFTPADDING", (0, 0), (-1, -1), 8),
            ("RIGHTPADDING", (0, 0), (-1, -1), 8),
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ("LINEBELOW", (0, 1), (-1, 1), 0.5, kit.colours.line),
        ]
    )
    return box

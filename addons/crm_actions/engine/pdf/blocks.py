"""The larger pieces that a document is put together from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportlab.platypus import CondPageBreak, KeepInFrame, Paragraph, Table
from reportlab.platypus.flowables import Flowable

from . import flowables, geometry, html
from .geometry import MM
from .parts import Clause, Picture, Signature, Total
from .tables import padding
from .text import clip, shorten

if TYPE_CHECKING:
    from .kit import Kit

_LABEL = 120
_MOST_LINES = 12
_ROLE = 80


def recipient(kit: Kit, lines: Sequence[str], label: str) -> Flowable:
    """Name and address beside a bar in the company's colour."""
    content = [kit.set_line(label, "label", _LABEL)] if label else []
    content.append(kit.set_line(lines[0], "strong", _LABEL))
    content += [kit.set_line(line, "cell", _LABEL) for line in lines[1:_MOST_LINES]]
    content = KeepInFrame(kit.width - 20, kit.height / 2, content, mode="shrink")
    box = Table([[content]], [kit.width])
    box.setStyle(
        [
            *kit.plain(),
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
        [kit.set_line(label, "label", _LABEL), kit.set_line(value, "strong", _LABEL)]
        for label, value in pairs
    ]
    cells += [[]] * (-len(cells) % columns)
    rows = [cells[index : index + columns] for index in range(0, len(cells), columns)]
    box = Table(rows, geometry.share(kit.width, [1] * columns))
    box.setStyle(
        [
            *kit.plain(),
            ("LINEABOVE", (0, 0), (-1, 0), 0.5, kit.colours.line),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, kit.colours.line),
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
            ("RIGHTPADDING", (0, 0), (-1, -1), 8),
        ]
    )
    return box


# -- pictures --


def pictures(kit: Kit, shown: Sequence[Picture]) -> Flowable:
    """Pictures in rows of equal width; a row stays on one page."""
    columns = geometry.grid_columns(len(shown))
    gap = 5 * MM
    width = (kit.width - gap * (columns - 1)) / columns
    height = min({1: 105 * MM, 2: 68 * MM}.get(columns, 48 * MM), kit.height * 0.6)
    cells = [flowables.captioned(kit, picture, width, height) for picture in shown]
    cells += [[]] * (-len(cells) % columns)
    rows = [cells[index : index + columns] for index in range(0, len(cells), columns)]
    grid = Table(rows, [width + gap] * (columns - 1) + [width])
    grid.setStyle(
        [
            *kit.plain(),
            ("RIGHTPADDING", (0, 0), (-2, -1), gap),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4 * MM),
        ]
    )
    return grid


# -- totals, clauses, signatures --


def totals(kit: Kit, steps: Sequence[Total]) -> Flowable:
    """Amounts at the right half of the page, the last one in the company's colour."""
    rows, looks = [], []
    for index, step in enumerate(steps):
        style = {"line": "cell", "subtotal": "strong", "total": "total"}[step.level]
        label = [kit.set_line(step.label, style, _LABEL)]
        if step.hint:
            label.append(kit.set_line(step.hint, "muted", _LABEL))
        value = kit.typeface.mark_up(clip(step.value, 60))
        rows.append([[], label, [Paragraph(value, kit.styles.figures(style))]])
        if step.level == "subtotal":
            looks.append(("LINEABOVE", (1, index), (-1, index), 0.5, kit.colours.line))
        elif step.level == "total":
            looks.append(("BACKGROUND", (1, index), (-1, index), kit.colours.primary))
    box = Table(rows, geometry.share(kit.width, [0.45, 0.33, 0.22]))
    box.setStyle([*kit.plain(), *padding(), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *looks])
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
    paragraphs = [kit.set_block(block, "body") for block in body]
    return [CondPageBreak(14 * MM), Paragraph(head, style), *paragraphs]


def signatures(kit: Kit, people: Sequence[Signature]) -> Flowable:
    """Boxes to sign in, two a row."""
    gap = 8 * MM
    width = (kit.width - gap) / 2
    cells = [_signature(kit, person, width) for person in people]
    cells += [[]] * (-len(cells) % 2)
    rows = [[cells[index], [], cells[index + 1]] for index in range(0, len(cells), 2)]
    box = Table(rows, [width, gap, width])
    box.setStyle([*kit.plain(), ("BOTTOMPADDING", (0, 0), (-1, -1), 8)])
    return box


def _signature(kit: Kit, person: Signature, width: float) -> Flowable:
    words, height = kit.words, 22 * MM
    inner = width - 16
    signed = []
    if person.image:
        signed = [flowables.picture(kit, person.image, inner, height - 12)]
    pairs = ((words.name, person.name), (words.place, person.place), (words.date, person.date))
    fields = [
        [kit.set_line(label, "label", 40), _fitting(kit, value, inner - 22 * MM)]
        for label, value in pairs
    ]
    lines = Table(fields, [20 * MM, inner - 20 * MM], 7 * MM)
    lines.setStyle(
        [
            *kit.plain(),
            ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ("LINEBELOW", (1, 0), (1, -1), 0.5, kit.colours.grey),
        ]
    )
    role = kit.set_line(person.role, "strong", _ROLE)
    sign = kit.set_line(words.signature, "label", 40)
    box = Table([[role], [[sign, *signed]], [lines]], [width], [None, height + 10, None])
    box.setStyle(
        [
            *kit.plain(),
            ("BOX", (0, 0), (-1, -1), 0.6, kit.colours.line),
            ("LEFTPADDING", (0, 0), (-1, -1), 8),
            ("RIGHTPADDING", (0, 0), (-1, -1), 8),
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ("LINEBELOW", (0, 1), (-1, 1), 0.5, kit.colours.line),
        ]
    )
    return box


def _fitting(kit: Kit, value: str, width: float) -> Flowable:
    """What stands on a line of a signature: no more than fits on it."""
    size = kit.styles["cell"].fontSize
    text = shorten(value, width, lambda each: kit.typeface.width(each, size))
    return kit.set_line(text, "cell", _LABEL)

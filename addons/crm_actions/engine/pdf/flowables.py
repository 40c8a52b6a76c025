"""Pieces of a page that reportlab does not bring."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from reportlab.lib.colors import Color
from reportlab.platypus import Image, KeepInFrame, Paragraph, Spacer, Table
from reportlab.platypus.flowables import Flowable

from . import geometry
from .geometry import MM
from .parts import Picture
from .pictures import PictureError, prepare, prepare_logo
from .text import clip

if TYPE_CHECKING:
    from .kit import Kit

_CAPTION = 120


class BlankLines(Flowable):
    """Lines to write on by hand."""

    def __init__(self, count: int, colour: Color, gap: float = 6.2 * MM) -> None:
        super().__init__()
        self._count, self._colour, self._gap = count, colour, gap

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, self._count * self._gap
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setStrokeColor(self._colour)
        self.canv.setLineWidth(0.6)
        self.canv.setDash(0.6, 1.8)
        for index in range(self._count):
            y = index * self._gap + 0.5
            self.canv.line(0, y, self.width, y)


def captioned(kit: Kit, shown: Picture, width: float, height: float) -> list[Flowable]:
    """A picture and what is written below it."""
    piece = picture(kit, shown.data, width, height)
    if not clip(shown.caption, _CAPTION):
        return [piece]
    return [piece, Spacer(1, 2), kit.set_line(shown.caption, "muted", _CAPTION)]


def picture(kit: Kit, data: bytes | None, width: float, height: float) -> Flowable:
    """A picture within a box, or a sentence in its place where it cannot be shown."""
    try:
        ready = prepare(data)
    except PictureError:
        return missing_picture(kit, width)
    size = geometry.fit(ready.width, ready.height, width, height)
    # not larger than its pixels allow at 96 to the inch
    scale = min(1.0, ready.width * 0.75 / size[0])
    return Image(BytesIO(ready.content), size[0] * scale, size[1] * scale, hAlign="LEFT", lazy=0)


def missing_picture(kit: Kit, width: float) -> Flowable:
    """The sentence in the place of a picture."""
    words = Paragraph(
        kit.typeface.mark_up(kit.words.no_picture), kit.styles.get("muted", alignment=1)
    )
    box = Table([[[words]]], [width])
    box.setStyle(
        [
            ("BACKGROUND", (0, 0), (-1, -1), kit.colours.zebra),
            ("BOX", (0, 0), (-1, -1), 0.5, kit.colours.line),
            ("TOPPADDING", (0, 0), (-1, -1), 14),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 14),
            ("FONTNAME", (0, 0), (-1, -1), kit.styles["body"].fontName),
        ]
    )
    return box


def logo(kit: Kit, data: bytes | None, name: str) -> Flowable:
    """The company's logo, or its name where there is none that can be printed."""
    try:
        ready = prepare_logo(data)
    except PictureError:
        words = kit.set_line(name, "company", 120)
        return KeepInFrame(80 * MM, 22 * MM, [words], mode="shrink")
    width, height = geometry.fit(ready.width, ready.height, 62 * MM, 20 * MM)
    return Image(BytesIO(ready.content), width, height, hAlign="LEFT", lazy=0)

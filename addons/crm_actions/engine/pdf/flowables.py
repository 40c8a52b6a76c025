"""Pieces of a page that reportlab does not bring."""

from __future__ import annotations

from io import BytesIO

from reportlab.lib.colors import Color
from reportlab.platypus import Image, KeepInFrame, Paragraph, Table
from reportlab.platypus.flowables import Flowable

from . import geometry
from .geometry import MM
from .pictures import PictureError, prepare, prepare_logo
from .styles import Palette, Styles
from .text import clip

# A row that is higher is cut in two; a lower one moves to the next page as a whole.
_TALL = 120 * MM


class BreakingTable(Table):
    """A table whose rows stay whole, except those that no page would hold."""

    def split(self, availWidth, availHeight):
        self._calc(availWidth, availHeight)
        self.splitInRow = int(max(self._rowHeights, default=0) > _TALL)
        return super().split(availWidth, availHeight)


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


def picture(
    data: bytes | None, width: float, height: float, styles: Styles, colours: Palette, words
) -> Flowable:
    """A picture within a box, or a sentence in its place where it cannot be shown."""
    try:
        ready = prepare(data)
    except PictureError:
        return missing_picture(width, styles, colours, words)
    size = geometry.fit(ready.width, ready.height, width, height)
    # not larger than its pixels allow at 96 to the inch
    scale = min(1.0, ready.width * 0.75 / size[0])
    return Image(BytesIO(ready.content), size[0] * scale, size[1] * scale, hAlign="LEFT", lazy=0)


def missing_picture(width: float, styles: Styles, colours: Palette, words) -> Flowable:
    """The sentence in the place of a picture."""
    box = Table([[[Paragraph(words.no_picture, styles.get("muted", alignment=1))]]], [width])
    box.setStyle(
        [
            ("BACKGROUND", (0, 0), (-1, -1), colours.zebra),
            ("BOX", (0, 0), (-1, -1), 0.5, colours.line),
            ("TOPPADDING", (0, 0), (-1, -1), 14),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 14),
            ("FONTNAME", (0, 0), (-1, -1), styles["body"].fontName),
        ]
    )
    return box


def logo(data: bytes | None, name: str, styles: Styles, mark_up) -> Flowable:
    """The company's logo, or its name where there is none that can be printed."""
    try:
        ready = prepare_logo(data)
    except PictureError:
        name = Paragraph(mark_up(clip(name, 120)), styles["company"])
        return KeepInFrame(80 * MM, 22 * MM, [name], mode="shrink")
    width, height = geometry.fit(ready.width, ready.height, 62 * MM, 20 * MM)
    return Image(BytesIO(ready.content), width, height, hAlign="LEFT", lazy=0)

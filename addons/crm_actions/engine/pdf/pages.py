"""Pages: their frames, the head of the later ones, the foot with "page x of y"."""

from __future__ import annotations

from functools import partial
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, KeepInFrame, PageTemplate
from reportlab.platypus.flowables import Flowable

from .geometry import MM
from .parts import Letterhead, Words
from .styles import Palette, Styles
from .text import clip, shorten

SIDE = 18 * MM
TOP = 15 * MM
BOTTOM = 12 * MM
_HEAD = 11 * MM
_NUMBER_WIDTH = 34 * MM
_HIGHEST_FOOT = 24 * MM


class CountingCanvas(Canvas):
    """Keeps its pages until all are there, so that each can tell how many there are."""

    def __init__(self, *args, number_page, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._kept: list[dict] = []
        self._number_page = number_page

    def showPage(self) -> None:
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self):
        for page in self._kept:
            self.__dict__.update(page)
            self._number_page(self, len(self._kept))
            Canvas.showPage(self)
        return super().save()


class Pages:
    """Lays a story out on the pages of a company."""

    def __init__(
        self, letterhead: Letterhead, words: Words, styles: Styles, colours: Palette,
        foot: list[Flowable],
    ) -> None:  # fmt: skip
        self._letterhead, self._words = letterhead, words
        self._styles, self._colours = styles, colours
        self._foot = KeepInFrame(self._foot_width, _HIGHEST_FOOT, foot, mode="shrink")
        self._has_foot = bool(foot)
        # measured on paper that nobody keeps
        height = self._wrap_foot(Canvas(BytesIO())) if foot else 0
        self._foot_height = max(height, 4 * MM)

    @property
    def width(self) -> float:
        """Width of the text in points."""
        return self._letterhead.page[0] - 2 * SIDE

    @property
    def height(self) -> float:
        """Height of the text on a later page in points."""
        return self._letterhead.page[1] - TOP - _HEAD - self._bottom

    @property
    def _bottom(self) -> float:
        return BOTTOM + self._foot_height + 4 * MM

    @property
    def _foot_width(self) -> float:
        return self.width - _NUMBER_WIDTH

    def _wrap_foot(self, canvas: Canvas) -> float:
        return self._foot.wrapOn(canvas, self._foot_width, _HIGHEST_FOOT)[1]

    def lay_out(self, story: list[Flowable], title: str, language: str) -> bytes:
        """The file; the same story always gives the same bytes."""
        buffer = BytesIO()
        template = BaseDocTemplate(
            buffer, pagesize=self._letterhead.page, invariant=1, title=clip(title, 300),
            author=clip(self._letterhead.name, 300), creator="Pilares", producer="Pilares",
            subject="", lang=language, displayDocTitle=1,
            initialFontName=self._styles["body"].fontName,
        )  # fmt: skip
        template.addPageTemplates(
            [
                PageTemplate("first", [self._frame(TOP)], autoNextPageTemplate="later"),
                PageTemplate(
                    "later",
                    [self._frame(TOP + _HEAD)],
                    onPage=lambda canvas, _template: self._draw_head(canvas, title),
                ),
            ]
        )
        canvas = partial(CountingCanvas, number_page=self._draw_foot)
        template.build(story, canvasmaker=canvas)
        return buffer.getvalue()

    def _frame(self, top: float) -> Frame:
        height = self._letterhead.page[1] - top - self._bottom
        return Frame(SIDE, self._bottom, self.width, height, 0, 0, 0, 0)

    def _draw_head(self, canvas: Canvas, title: str) -> None:
        style = self._styles["label"]
        top = self._letterhead.page[1] - TOP
        half = self.width / 2 - 6
        canvas.saveState()
        canvas.setFillColor(style.textColor)
        canvas.setFont(style.fontName, style.fontSize)
        for text, draw, x in (
            (self._letterhead.name, canvas.drawString, SIDE),
            (title, canvas.drawRightString, SIDE + self.width),
        ):
            draw(x, top, shorten(text, half, lambda each: self._measure(canvas, each)))
        self._rule(canvas, top - 2 * MM)
        canvas.restoreState()

    def _draw_foot(self, canvas: Canvas, pages: int) -> None:
        style = self._styles["footer"]
        top = BOTTOM + self._foot_height
        canvas.saveState()
        self._rule(canvas, top + 1.5 * MM)
        if self._has_foot:
            self._wrap_foot(canvas)
            self._foot.drawOn(canvas, SIDE, top - self._foot_height)
        canvas.setFillColor(style.textColor)
        canvas.setFont(style.fontName, style.fontSize)
        text = self._words.page % {"page": canvas.getPageNumber(), "pages": pages}
        canvas.drawRightString(SIDE + self.width, top - style.leading + 2, text)
        canvas.restoreState()

    def _measure(self, canvas: Canvas, text: str) -> float:
        style = self._styles["label"]
        return canvas.stringWidth(text, style.fontName, style.fontSize)

    def _rule(self, canvas: Canvas, y: float) -> None:
        canvas.setStrokeColor(self._colours.line)
        canvas.setLineWidth(0.5)
        canvas.line(SIDE, y, SIDE + self.width, y)

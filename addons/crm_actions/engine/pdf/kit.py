"""The builder of a document: call its methods in the order of the page, then :meth:`render`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from reportlab.platypus import (
    CondPageBreak,
    HRFlowable,
    KeepInFrame,
    KeepTogether,
    NullDraw,
    PageBreak,
    Paragraph,
    Spacer,
    Table,
)
from reportlab.platypus.flowables import Flowable

from . import blocks, flowables, geometry, html, tables
from .fonts import typeface
from .geometry import MM
from .pages import Pages
from .parts import Clause, Column, Letterhead, Picture, Signature, Total, Words
from .styles import Styles, palette
from .text import clip

_LABEL = 200
_LINE = 400
_HEADING = 10 * MM
_ROOM_BELOW_HEADING = 32 * MM


class Kit:
    """One document on the paper of one company.

    :param letterhead: how the company presents itself
    :param title: of the file, and of the head of the later pages
    :param language: as in BCP 47, for readers that speak
    :param fonts: Odoo's folder of fonts; without it the font that comes with reportlab is taken
    """

    def __init__(
        self, letterhead: Letterhead, title: str, *, words: Words | None = None,
        language: str = "en", fonts: Path | None = None,
    ) -> None:  # fmt: skip
        self.letterhead, self.words = letterhead, words or Words()
        self.typeface = typeface(fonts, letterhead.font)
        self.colours = palette(letterhead)
        self.styles = Styles(self.typeface, self.colours)
        self._title, self._language = title, language
        self._story: list[Flowable] = []
        foot = self.set_rich(letterhead.footer, "footer")
        self._pages = Pages(letterhead, self.words, self.styles, self.colours, foot)
        self._set_letterhead()

    @property
    def width(self) -> float:
        """Width of the text in points."""
        return self._pages.width

    @property
    def height(self) -> float:
        """Height of the text on a later page in points."""
        return self._pages.height

    def add(self, *pieces: Flowable) -> None:
        """Put pieces of reportlab on the page, for what the kit has no word for."""
        self._story.extend(pieces)

    def render(self) -> bytes:
        """The finished file; the same content always gives the same bytes."""
        return self._pages.lay_out(self._story or [NullDraw()], self._title, self._language)

    # -- the head of a document -----------------------------------------------------------------

    def _set_letterhead(self) -> None:
        paper = self.letterhead
        mark = flowables.logo(self, paper.logo, paper.name)
        left = [mark, Spacer(1, 3), *self.set_rich(paper.tagline, "tagline")]
        right = self.set_rich(paper.details, "details")
        widths = geometry.share(self.width, [0.52, 0.48])
        cells = [
            KeepInFrame(width, 42 * MM, cell, mode="shrink") if cell else []
            for width, cell in zip(widths, (left, right), strict=True)
        ]
        head = Table([cells], widths)
        head.setStyle([*self.plain(), ("BOTTOMPADDING", (0, 0), (-1, -1), 8)])
        rule = HRFlowable("100%", 1.6, color=self.colours.primary, spaceBefore=0, spaceAfter=14)
        self.add(head, rule)

    def title(self, text: str, subtitle: str = "") -> None:
        """The name of the document, and what it is about."""
        self.add(self.set_line(text, "title", _LABEL))
        if subtitle:
            self.add(self.set_line(subtitle, "subtitle", _LINE))
        self.space(5)

    def recipient(self, lines: Sequence[str], label: str = "") -> None:
        """Whom the document is for: the name and, below, the lines of the address."""
        lines = [line for line in lines if clip(line, _LINE)]
        if lines:
            self.add(blocks.recipient(self, lines, label))
            self.space(4)

    def information(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Labels and their values, side by side; empty ones are left out."""
        pairs = [(label, value) for label, value in pairs if clip(value, _LINE)]
        if pairs:
            self.add(blocks.information(self, pairs))
            self.space(4)

    # -- text -----------------------------------------------------------------------------------

    def heading(self, text: str) -> None:
        """A heading; it never stands alone at the foot of a page."""
        self.add(CondPageBreak(_ROOM_BELOW_HEADING), self.set_line(text, "heading", _LABEL))

    def paragraph(self, text: str, style: str = "body") -> None:
        """Plain text; its lines stay lines."""
        self.add(Paragraph(self.typeface.mark_up(text), self.styles[style]))

    def rich(self, source: str | None) -> bool:
        """HTML that a person wrote, reduced to paragraphs, lists, emphasis and links.

        :return: whether there was anything in it
        """
        paragraphs = self.set_rich(source, "body")
        self._story += paragraphs
        return bool(paragraphs)

    def clauses(self, clauses: Sequence[Clause]) -> None:
        """Numbered clauses; a number never stands alone at the foot of a page."""
        for number, clause in enumerate(clauses, 1):
            self._story += blocks.clause(self, number, clause)

    # -- tables and pictures --------------------------------------------------------------------

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence], heading: str = "") -> None:
        """A table that goes on over pages under a repeated head.

        :param rows: a cell is text, one of :mod:`parts`, or a list of these, one below the other
        :param heading: stands above it, on the same page as its first row
        """
        made = tables.table(self, columns, rows)
        if heading:
            # its head and the first row
            room = tables.height_of_rows(made, self.width, self.height, 2)
            self._set_heading_of(heading, room)
        self.add(made)
        self.space(4)

    def _set_heading_of(self, heading: str, room: float) -> None:
        """A heading on the page that has room for the points below it too."""
        self.add(CondPageBreak(room + _HEADING), self.set_line(heading, "heading", _LABEL))

    def totals(self, totals: Sequence[Total]) -> None:
        """From the first amount to the last, one line for each step between them."""
        if totals:
            self.add(KeepTogether([blocks.totals(self, totals)]))
            self.space(4)

    def pictures(self, pictures: Sequence[Picture], heading: str = "") -> None:
        """Pictures in a grid, each with its caption.

        :param heading: stands above them, on the same page as the first row
        """
        if pictures:
            made = blocks.pictures(self, pictures)
            if heading:
                room = tables.height_of_rows(made, self.width, self.height, 1)
                self._set_heading_of(heading, room)
            self.add(made)
            self.space(2)

    def signatures(self, signatures: Sequence[Signature]) -> None:
        """Boxes to sign in, two side by side; what is already signed is shown in them."""
        if signatures:
            self.add(KeepTogether([Spacer(1, 6 * MM), blocks.signatures(self, signatures)]))

    def lines(self, count: int) -> None:
        """Empty lines to write on by hand."""
        self.add(flowables.BlankLines(count, self.colours.grey, 8 * MM))

    # -- white space ----------------------------------------------------------------------------

    def space(self, millimetres: float) -> None:
        """White space, which does not open a page."""
        self.add(Spacer(1, millimetres * MM))

    def page_break(self) -> None:
        """Go on on a new page."""
        self.add(PageBreak())

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is set inside ``with`` stays on one page, if a page can hold it."""
        outer, self._story = self._story, []
        try:
            yield
        finally:
            inner, self._story = self._story, outer
            self.add(KeepTogether(inner))

    # -- pieces by themselves, for who puts them elsewhere --

    def set_line(self, text: str, style: str, limit: int) -> Paragraph:
        """A paragraph of at most ``limit`` characters of plain text."""
        return Paragraph(self.typeface.mark_up(clip(text, limit)), self.styles[style])

    def set_rich(self, source: str | None, style: str) -> list[Flowable]:
        """The paragraphs of an HTML text."""
        return [
            self.set_block(block, style) for block in html.to_blocks(source, self.typeface.mark_up)
        ]

    def set_block(self, block: html.Block, style: str) -> Paragraph:
        """One paragraph of rich text."""
        changes = {}
        if block.depth:
            indent = block.depth * 12
            changes = {"leftIndent": indent, "bulletIndent": indent - 10, "spaceAfter": 2}
        if block.heading:
            changes["fontName"] = self.typeface.main.bold
        return Paragraph(
            block.markup,
            self.styles.get(style, **changes) if changes else self.styles[style],
            bulletText=block.bullet or None,
        )

    def plain(self) -> list[tuple]:
        """Style of a table that only places things."""
        return [
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            # tables name a font even where they set no text of their own
            ("FONTNAME", (0, 0), (-1, -1), self.styles["body"].fontName),
        ]

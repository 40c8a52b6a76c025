"""Colours and paragraph styles that follow from a letterhead."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.colors import Color
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle

from . import geometry
from .fonts import Typeface
from .parts import Letterhead

ALIGNMENTS = {"left": TA_LEFT, "right": TA_RIGHT, "center": TA_CENTER}


@dataclass(frozen=True)
class Palette:
    """The colours of a document, each readable where it is used."""

    primary: Color
    secondary: Color
    ink: Color
    grey: Color
    line: Color
    tint: Color
    zebra: Color
    on_primary: Color


def palette(letterhead: Letterhead) -> Palette:
    """Colours of a company; without any, ink on paper."""
    primary = geometry.parse_colour(letterhead.primary, geometry.INK)
    secondary = geometry.parse_colour(letterhead.secondary, primary)
    colours = {
        "primary": geometry.readable(primary),
        "secondary": geometry.readable(secondary),
        "ink": geometry.INK,
        "grey": geometry.GREY,
        "line": (0.82, 0.84, 0.86),
        "tint": geometry.mix(geometry.readable(primary), geometry.WHITE, 0.93),
        "zebra": geometry.mix(geometry.GREY, geometry.WHITE, 0.94),
        "on_primary": geometry.ink_on(geometry.readable(primary)),
    }
    return Palette(**{name: Color(*colour) for name, colour in colours.items()})


class Styles:
    """Paragraph styles by name, made when they are first asked for."""

    def __init__(self, typeface: Typeface, colours: Palette) -> None:
        self._typeface, self._colours = typeface, colours
        main, ink, grey = typeface.main, colours.ink, colours.grey
        self._known = {
            "body": self._make("body", 9.5, ink, spaceAfter=4),
            "cell": self._make("cell", 9, ink),
            "strong": self._make("strong", 9.5, ink, fontName=main.bold),
            "muted": self._make("muted", 8, grey),
            "label": self._make("label", 7.5, grey),
            "head": self._make("head", 8, colours.secondary, fontName=main.bold),
            "title": self._make("title", 20, colours.primary, fontName=main.bold, leading=24),
            "subtitle": self._make("subtitle", 11, grey, leading=14.5),
            "heading": self._make(
                "heading",
                11.5,
                colours.secondary,
                fontName=main.bold,
                leading=15,
                spaceBefore=4,
                spaceAfter=4,
            ),
            "company": self._make("company", 15, colours.primary, fontName=main.bold),
            "details": self._make("details", 8, grey, leading=10.8, alignment=TA_RIGHT),
            "tagline": self._make("tagline", 8, grey),
            "footer": self._make("footer", 7.5, grey),
            "total": self._make("total", 11, colours.on_primary, fontName=main.bold),
        }

    def __getitem__(self, name: str) -> ParagraphStyle:
        return self._known[name]

    def get(self, name: str, **changes) -> ParagraphStyle:
        """A style with other values in it."""
        key = f"{name} {sorted(changes.items())}"
        if key not in self._known:
            self._known[key] = ParagraphStyle(key, self._known[name], **changes)
        return self._known[key]

    def figures(self, name: str) -> ParagraphStyle:
        """A style for numbers: at the right, in digits of one width."""
        family = self._typeface.figures
        bold = self._known[name].fontName.endswith("-Bold")
        font = family.bold if bold else family.name
        return self.get(name, alignment=TA_RIGHT, fontName=font)

    def _make(self, name: str, size: float, colour: Color, **changes) -> ParagraphStyle:
        family = self._typeface.main
        values = {
            "fontName": family.name,
            "fontSize": size,
            "leading": round(size * 1.38, 2),
            "textColor": colour,
            # else reportlab asks for Helvetica, which is in no file of ours
            "bulletFontName": family.name,
            "bulletFontSize": size,
            "splitLongWords": 1,
            "allowWidows": 0,
            "allowOrphans": 0,
            **changes,
        }
        return ParagraphStyle(name, **values)

"""TrueType fonts for pages: found, registered with reportlab once, and asked what they cover."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from .text import clean, escaped, runs

_FACES = ("Regular", "Bold", "Italic", "BoldItalic")
_LATO = {"Regular": "Reg", "Bold": "Bol", "Italic": "RegIta", "BoldItalic": "BolIta"}
_VERA = {"Regular": "Vera", "Bold": "VeraBd", "Italic": "VeraIt", "BoldItalic": "VeraBI"}
# Comes with reportlab itself, so there is always one.
LAST_RESORT = "Vera"
# What the others lack is taken from it: Latin of all Europe, Greek, Cyrillic.
_BROADEST = "Open_Sans"
_registering = Lock()


@dataclass(frozen=True)
class Family:
    """Four faces under one name; a face that does not exist is the regular or the bold one."""

    name: str
    glyphs: frozenset[int]
    tabular: bool

    @property
    def bold(self) -> str:
        return f"{self.name}-Bold"

    @property
    def italic(self) -> str:
        return f"{self.name}-Italic"


@dataclass(frozen=True)
class Typeface:
    """The fonts of a document: the company's first, then those that lend what it lacks."""

    families: tuple[Family, ...]

    @property
    def main(self) -> Family:
        return self.families[0]

    @property
    def figures(self) -> Family:
        """The family for columns of numbers: one whose digits are equally wide."""
        return next((family for family in self.families if family.tabular), self.main)

    def mark_up(self, text: object) -> str:
        """Markup of plain text: escaped, and in the next font where one lacks a character."""
        covers = [family.glyphs.__contains__ for family in self.families]
        return "".join(
            escaped(part)
            if index == 0
            else f'<font face="{self.families[index].name}">{escaped(part)}</font>'
            for index, part in runs(clean(text), covers)
        )

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Width in points of one line in the main font."""
        return stringWidth(text, self.main.bold if bold else self.main.name, size)


@lru_cache
def typeface(folder: Path | None, wanted: str | None) -> Typeface:
    """The fonts for documents.

    :param folder: Odoo's folder of fonts, with ``lato`` and ``google``
    :param wanted: a font as a company's document layout names it; another one stands in for what
        is not there or cannot be read
    """
    names = dict.fromkeys(name for name in (wanted, "Lato", _BROADEST) if name and folder)
    with _registering:
        found = [_load(folder, name) for name in names if folder]
        return Typeface((*filter(None, found), _load(None, LAST_RESORT)))


@lru_cache
def _load(folder: Path | None, name: str) -> Family | None:
    family = f"Pilares {name.replace('_', ' ')}"
    fonts: dict[str, TTFont] = {}
    for face in _FACES:
        registered = family if face == "Regular" else f"{family}-{face}"
        stand_ins = ("Bold", "Regular") if face == "BoldItalic" else ("Regular",)
        for tried in (face, *stand_ins):
            font = _open(registered, _file(folder, name, tried))
            if font:
                fonts[face] = font
                break
        else:
            return None
    for index, font in enumerate(fonts.values()):
        registerFont(font)
        addMapping(family, index % 2, index // 2, font.fontName)
    glyphs = frozenset.intersection(*(frozenset(f.face.charToGlyph) for f in fonts.values()))
    return Family(family, glyphs, _has_tabular_figures(fonts["Regular"]))


def _file(folder: Path | None, name: str, face: str) -> str:
    if not folder:
        return f"{_VERA[face]}.ttf"  # reportlab knows where its own are
    if name == "Lato":
        return str(folder / "lato" / f"Lato-{_LATO[face]}-webfont.ttf")
    return str(folder / "google" / name / f"{name}-{face}.ttf")


def _open(registered: str, path: str) -> TTFont | None:
    try:
        return TTFont(registered, path)
    except (TTFError, OSError):
        return None


def _has_tabular_figures(font: TTFont) -> bool:
    return len({font.face.getCharWidth(ord(digit)) for digit in "0123456789"}) == 1

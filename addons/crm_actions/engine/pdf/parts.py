"""What documents are made of: plain values that a caller fills in and :class:`kit.Kit` sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reportlab.lib.pagesizes import A4

Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """How a company presents itself.

    :ivar name: the company, also the author of the file
    :ivar details: address block as HTML
    :ivar tagline: line under the logo as HTML
    :ivar footer: foot of each page as HTML
    :ivar logo: bytes of a picture; without one, or with one that cannot be read, the name stands
        in its place
    :ivar primary: colour of titles, ``#rrggbb``; neutral ink if empty
    :ivar secondary: colour of headings and of the heads of tables
    :ivar tables: ``lines``, ``striped``, ``boxed`` or ``bold``
    :ivar font: see :func:`fonts.typeface`
    :ivar page: width and height in points
    """

    name: str
    details: str = ""
    tagline: str = ""
    footer: str = ""
    logo: bytes | None = None
    primary: str | None = None
    secondary: str | None = None
    tables: Literal["lines", "striped", "boxed", "bold"] = "lines"
    font: str | None = None
    page: tuple[float, float] = A4


@dataclass(frozen=True, slots=True)
class Words:
    """The few words that the kit says by itself, in the language of the reader."""

    page: str = "Page %(page)s of %(pages)s"
    no_picture: str = "This picture cannot be shown."
    signature: str = "Signature"
    name: str = "Name"
    place: str = "Place"
    date: str = "Date"


@dataclass(frozen=True, slots=True)
class Strong:
    """Text of a cell in bold."""

    text: str


@dataclass(frozen=True, slots=True)
class Muted:
    """Text of a cell, small and grey."""

    text: str


@dataclass(frozen=True, slots=True)
class Rich:
    """HTML that a person wrote."""

    html: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Bytes of a picture and what is written below; ``height`` limits it, in millimetres."""

    data: bytes | None
    caption: str = ""
    height: float = 40


@dataclass(frozen=True, slots=True)
class Lines:
    """Empty lines to write on by hand."""

    count: int = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``width`` is its share of the page."""

    title: str
    width: float = 1
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Total:
    """A line of the totals: what it is and what it comes to, both in words.

    ``level`` tells an amount that is added or taken off (``line``), what it leaves (``subtotal``)
    and the end of all (``total``).
    """

    label: str
    value: str
    level: Literal["line", "subtotal", "total"] = "line"
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause; the kit numbers them."""

    html: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs; what is empty stays a line to fill in by hand."""

    role: str
    name: str = ""
    place: str = ""
    date: str = ""
    image: bytes | None = None

"""Text as people type it, made fit for a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from unicodedata import normalize

# Control characters mean nothing on paper, surrogates and non-characters cannot be written, and
# marks that turn the direction could make a signed line read otherwise than it is stored.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff9-\uffff]"
)
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def clean(text: object) -> str:
    """Text that every font and reader can take: composed accents, lines ended by ``\\n``."""
    if text is None or text is False:
        return ""
    text = _LINE_END.sub("\n", str(text)).replace("\t", " ").replace("\u202f", "\xa0")
    text = normalize("NFC", _UNPRINTABLE.sub("", text))
    return "".join(char for char in text if ord(char) & 0xFFFE != 0xFFFE)


def clip(text: object, limit: int) -> str:
    """Clean text of at most ``limit`` characters; what was cut ends in an ellipsis."""
    text = clean(text).strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def shorten(text: object, width: float, measure: Callable[[str], float]) -> str:
    """One line of text that is no wider than ``width`` as ``measure`` tells it."""
    text = " ".join(clean(text).split())
    if measure(text) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle].rstrip() + "…") <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…" if low else ""


def runs(text: str, covers: list[Callable[[int], bool]]) -> Iterator[tuple[int, str]]:
    """Cut text where the font has to change: pairs of a font's index and its characters.

    :param covers: for each font, best first, whether it has a code point; the last one takes what
        none has, to show that something is there
    """
    start, current = 0, 0
    for position, char in enumerate(text):
        index = current if char.isspace() else _first(covers, ord(char))
        if index != current:
            if position > start:
                yield current, text[start:position]
            start, current = position, index
    if start < len(text):
        yield current, text[start:]


def _first(covers: list[Callable[[int], bool]], code: int) -> int:
    found = (index for index, covered in enumerate(covers) if covered(code))
    return next(found, len(covers) - 1)


def escaped(text: str) -> str:
    """Text in which nothing is markup any more; its lines stay lines."""
    return escape(text).replace("\n", "<br/>")

"""Rich text of a note, turned into paragraphs whose markup is ours alone.

Nothing of the source passes as it is: known inline tags are written anew, text is escaped, and
everything else (scripts, pictures, styles, unknown tags) is left out or reduced to its text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from .text import clean

_INLINE = {
    "b": "b", "strong": "b", "i": "i", "em": "i", "u": "u", "ins": "u",
    "s": "strike", "del": "strike", "strike": "strike", "sub": "sub", "sup": "super",
}  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {
    "p", "div", "ul", "ol", "li", "blockquote", "pre", "table", "tr", "section", "article",
    "header", "footer", "address", "dl", "dt", "dd", "figure", "hr", *_HEADINGS,
}  # fmt: skip
_SILENT = {"script", "style", "template", "head", "title", "noscript", "svg", "math", "iframe"}
_CELLS = {"td", "th"}
_SAFE_LINKS = ("http://", "https://", "mailto:", "tel:")
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: its markup, its bullet or number, and how deep it is indented."""

    markup: str
    bullet: str = ""
    depth: int = 0
    heading: bool = False


def to_blocks(source: str | None, mark_up: Callable[[str], str]) -> list[Block]:
    """The paragraphs of an HTML text.

    :param mark_up: turns plain text into escaped markup
    """
    reader = _Reader(mark_up)
    reader.feed(clean(source))
    reader.close()
    reader.end_block()
    return reader.blocks


class _Reader(HTMLParser):
    def __init__(self, mark_up: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._mark_up = mark_up
        self._parts: list[str] = []
        self._open: list[tuple[str, str]] = []  # the source's tag and our opening markup
        self._lists: list[int] = []  # -1 for bullets, else the last number
        self._bullet = ""
        self._silent = 0
        self._heading = False
        self._filled = False

    # -- what the parser tells --------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self._parts.append("<br/>")
        elif tag in _CELLS:
            if self._filled:
                self._parts.append(" · ")
        elif tag in _BLOCKS:
            self._start_block(tag)
        elif tag == "a":
            self._open_inline(tag, _link(dict(attrs).get("href")))
        elif tag in _INLINE:
            self._open_inline(tag, f"<{_INLINE[tag]}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.end_block()
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()
        elif tag in _INLINE or tag == "a":
            self._close_inline(tag)

    def handle_data(self, data: str) -> None:
        text = clean(data)
        if self._silent or not text:
            return
        text = " ".join(text.split()).join(
            (" " if text[0].isspace() else "", " " if text[-1].isspace() else "")
        )
        if text.strip() or (text and self._filled):
            self._parts.append(self._mark_up(text or " "))
            self._filled = self._filled or bool(text.strip())

    # -- blocks and inline tags ---------------------------------------------------------------

    def _start_block(self, tag: str) -> None:
        self.end_block()
        if tag in ("ul", "ol"):
            self._lists.append(-1 if tag == "ul" else 0)
        elif tag == "li":
            self._bullet = self._next_bullet()
        self._heading = tag in _HEADINGS

    def _next_bullet(self) -> str:
        if not self._lists or self._lists[-1] < 0:
            return "•"
        self._lists[-1] += 1
        return f"{self._lists[-1]}."

    def end_block(self) -> None:
        """Close the paragraph; inline tags that are still open go on in the next one."""
        if self._filled:
            closing = "".join(_closing(markup) for _tag, markup in reversed(self._open))
            markup = "".join(self._parts).strip() + closing
            depth = min(len(self._lists), _DEEPEST)
            self.blocks.append(Block(markup, self._bullet, depth, self._heading))
            self._bullet = ""
        self._parts = [markup for _tag, markup in self._open]
        self._filled = self._heading = False

    def _open_inline(self, tag: str, markup: str) -> None:
        # one of a kind is enough, and links within links are none
        if markup and all(_closing(known) != _closing(markup) for _tag, known in self._open):
            self._open.append((tag, markup))
            self._parts.append(markup)

    def _close_inline(self, tag: str) -> None:
        """Close the tag; those that were opened in it close and open again, so that all nest."""
        for index in reversed(range(len(self._open))):
            if self._open[index][0] == tag:
                inner = self._open[index + 1 :]
                self._parts += [_closing(markup) for _tag, markup in reversed(inner)]
                self._parts.append(_closing(self._open[index][1]))
                self._parts += [markup for _tag, markup in inner]
                del self._open[index]
                return


def _link(target: str | None) -> str:
    target = clean(target).strip()
    if not target.lower().startswith(_SAFE_LINKS):
        return ""
    return f'<link href="{escape(target)}">'


def _closing(markup: str) -> str:
    return f"</{markup[1:-1].split(' ', 1)[0]}>"

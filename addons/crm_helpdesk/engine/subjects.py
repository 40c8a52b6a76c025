"""Subjects beneath what mail programs and desks add to them."""

from __future__ import annotations

import re
import unicodedata

from .mail_headers import as_text

# English, Spanish, German, French, Portuguese, Swedish, Dutch; some count: Re[2].
_WORDS = "re|fwd|fw|rv|aw|wg|tr|res|enc|sv|vs|antw|doorst"
_PREFIXES = re.compile(rf"(?: ?(?:{_WORDS}) ?(?:\[\d+\]|\(\d+\))? ?:)+")
_NUMBER = re.compile(r"\[([a-z]{2,5}-\d{4}-\d+)\]", re.IGNORECASE | re.ASCII)


def normalise_subject(subject: object) -> str:
    """Words in lower case, without prefixes, numbers of requests and punctuation.

    Twice is the same as once. An empty result is equal to no other.
    """
    plain = " ".join(_NUMBER.sub(" ", _fold(as_text(subject))).split())
    plain = plain[found.end() :] if (found := _PREFIXES.match(plain)) else plain
    kept = "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in plain)
    return " ".join(kept.split())


def _fold(text: str) -> str:
    """One way to write each letter: one round of folding can bring forth what folds again."""
    for _round in range(2):
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return text


def numbers_in(subject: object) -> tuple[str, ...]:
    """Numbers in brackets, to be shown: they never thread a mail, since anybody writes them."""
    return tuple(number.upper() for number in _NUMBER.findall(as_text(subject)))

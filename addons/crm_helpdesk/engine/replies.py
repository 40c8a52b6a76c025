"""What somebody writes himself above what his mail program quotes."""

from __future__ import annotations

import re

_MOST_WORDS = 5
_QUESTIONS = re.compile(r"[?¿؟？]")
# Above the quoted mail; each program and language has its own, and none has to be known: what
# follows a line that ends thus and stands before quoted lines is quoted as well.
_ATTRIBUTION = re.compile(
    r"^(?:on\b.*wrote|el\b.*escribi[oó]|le\b.*écrit|am\b.*schrieb|em\b.*escreveu|il\b.*scritto)"
    r".*:\s*$|^-{2,}\s*(?:original message|mensaje original|forwarded message)",
    re.IGNORECASE,
)
_HEADER = re.compile(r"^\W*(?:from|de|von|da)\W*:\s", re.IGNORECASE)
_SIGNATURE = re.compile(r"^--\s*$")


def own_words(text: str) -> list[str]:
    """The words above quotation and signature.

    :param text: plain text of the body
    """
    words: list[str] = []
    for line in text.splitlines():
        plain = line.strip()
        if _ATTRIBUTION.match(plain) or _HEADER.match(plain) or _SIGNATURE.match(plain):
            break
        if not plain.startswith(">"):
            words += plain.split()
    return words


def is_thanks(text: str) -> bool:
    """Whether a reply to what is solved says no more than thanks: few words and no question.

    Nothing at all is none: a mail may consist of a picture alone.
    """
    words = own_words(text)
    said = [word for word in words if any(char.isalnum() for char in word)]
    return 0 < len(said) <= _MOST_WORDS and not any(map(_QUESTIONS.search, words))

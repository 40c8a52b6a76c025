"""Whether a message after the end is no more than thanks."""

from __future__ import annotations

import re

MOST_WORDS = 5
_WORD = re.compile(r"\w+")


def is_thanks(text: str) -> bool:
    """A few words that ask nothing: "Muchas gracias, un saludo".

    An empty message is none: there may be a picture in it.

    :param text: what the customer wrote, without what he quoted
    """
    words = _WORD.findall(text)
    asks = "?" in text or "？" in text
    return 0 < len(words) <= MOST_WORDS and not asks

"""Five whys: from what happened to what it comes from, which is not the same said twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal
from unicodedata import combining, normalize

MOST = 5
Fault = Literal["", "none", "too_many", "symptom", "repeated"]


def plain(text: str) -> str:
    """A sentence without accents, case, marks and white space that differ by chance."""
    bare = "".join(each for each in normalize("NFKD", text or "") if not combining(each))
    return " ".join(re.findall(r"\w+", bare.casefold()))


def find_fault(symptom: str, whys: Sequence[str]) -> Fault:
    """What is wrong with a chain of answers to "why?", the last of which is the root cause.

    :return: "" for a chain that leads somewhere; ``none`` without an answer, ``too_many`` beyond
        five, ``symptom`` where an answer only says again what happened, ``repeated`` where two say
        the same
    """
    answers = [words for words in map(plain, whys) if words]
    if not answers:
        return "none"
    if len(answers) > MOST:
        return "too_many"
    if plain(symptom) in answers:
        return "symptom"
    return "repeated" if len(set(answers)) < len(answers) else ""

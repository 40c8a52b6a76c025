"""Days from one to another, the last of them perhaps open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

Span = tuple[date, date | None]  # first and last day; None: no end

_DAY = timedelta(days=1)


def free_spans(first: date, last: date | None, taken: Iterable[Span]) -> list[Span]:
    """What is left of the days from `first` to `last` beside those that are taken.

    :param last: None: no end
    :param taken: may overlap one another, and what is asked about, in any order
    :return: spans by date; none where all is taken
    """
    free: list[Span] = []
    for begins, ends in sorted(taken, key=lambda span: span[0]):
        if last and first > last:
            break
        if ends and ends < first:
            continue
        if begins > first:
            before = begins - _DAY
            free.append((first, min(before, last) if last else before))
        if ends is None:
            return free
        first = max(first, ends + _DAY)
    if not last or first <= last:
        free.append((first, last))
    return free

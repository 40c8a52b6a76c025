"""Who owns a customer from when to when: spans of days that never overlap.

All functions take and give the spans of *one* customer. A span that comes back with the ``key`` of
one that went in is that row, possibly shortened; one without a key is new; a key that does not
come back is a row to delete. Dates are the company's; a ``last`` of None means open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """``owner`` has the customer from ``first`` to ``last``, both included."""

    owner: int
    first: date
    last: date | None = None
    key: int | None = None

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def owner_at(spans: Iterable[Span], day: date) -> int | None:
    """Who has the customer on that day; None if nobody was said to."""
    return next((span.owner for span in spans if span.covers(day)), None)


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a day."""
    return (one.last is None or other.first <= one.last) and (
        other.last is None or one.first <= other.last
    )


def part_before(span: Span, day: date) -> Span | None:
    """What of a span lies before a day; None if it begins on that day or later."""
    return _until(span, day - ONE_DAY) if span.first < day else None


def assign(spans: Iterable[Span], owner: int | None, day: date) -> list[Span]:
    """From ``day`` on the customer is ``owner``'s; None: nobody's.

    What was before stays, shortened to the day before. What is already arranged for a later day
    stays too, so the new span ends where it begins. A change on the day on which the last one was
    made replaces it, and one that gives the customer back to who had it until the day before
    leaves no trace: there is no span of zero days.
    """
    spans = sorted(spans, key=lambda span: span.first)
    past = [_until(span, day - ONE_DAY) for span in spans if span.first < day]
    replaced = [span for span in spans if span.first == day]
    future = [span for span in spans if span.first > day]
    if owner is None:
        return past + future
    last = future[0].first - ONE_DAY if future else None
    if past and past[-1].owner == owner and past[-1].last == day - ONE_DAY:
        return [*past[:-1], replace(past[-1], last=last), *future]
    key = replaced[0].key if replaced else None
    return [*past, Span(owner, day, last, key), *future]


def hand_over(spans: Iterable[Span], former: int, owner: int, day: date) -> list[Span]:
    """Every day from ``day`` on that was ``former``'s is ``owner``'s; all else stays as it is."""
    result = []
    for span in sorted(spans, key=lambda span: span.first):
        if span.owner != former or (span.last is not None and span.last < day):
            result.append(span)
        elif span.first >= day:
            result.append(replace(span, owner=owner))
        else:
            result += [replace(span, last=day - ONE_DAY), Span(owner, day, span.last)]
    return result


def with_former(spans: Iterable[Span], owner: int | None, since: date, day: date) -> list[Span]:
    """The spans, and if there is none the one that was never written down.

    Most customers have a salesperson and no span: nobody wrote down since when. On the day of the
    first change that has to be said, or the past would pass to the new owner.

    :param owner: who has the customer without a span
    :param since: since when there is such a customer
    :param day: the day of the change
    """
    spans = list(spans)
    if spans or owner is None or since >= day:
        return spans
    return [Span(owner, since, day - ONE_DAY)]


def fold(kept: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """Two customers that turn out to be one: all of ``kept``, and of the others what is free.

    A span of the others that meets one of ``kept`` loses the days they share; with a piece left on
    both sides, the first piece stays the row.
    """
    result = list(kept)
    for other in sorted(others, key=lambda span: span.first):
        result += _free_pieces(other, result)
    return sorted(result, key=lambda span: span.first)


def _free_pieces(span: Span, taken: list[Span]) -> list[Span]:
    pieces = [span]
    for busy in taken:
        pieces = [rest for piece in pieces for rest in _without(piece, busy)]
    return [piece if n == 0 else replace(piece, key=None) for n, piece in enumerate(pieces)]


def _without(piece: Span, busy: Span) -> list[Span]:
    """What is left of a piece beside a busy span, in order."""
    if not overlap(piece, busy):
        return [piece]
    rest = []
    if piece.first < busy.first:
        rest.append(replace(piece, last=busy.first - ONE_DAY))
    if busy.last is not None and (piece.last is None or piece.last > busy.last):
        rest.append(replace(piece, first=busy.last + ONE_DAY))
    return rest


def _until(span: Span, day: date) -> Span:
    return span if span.last is not None and span.last <= day else replace(span, last=day)


def settle(asked: Iterable[Span], others: Iterable[Span]) -> tuple[list[Span], list[Clash]]:
    """Spans that somebody asks for, beside those that are there and stay.

    An open end gives way: one that was asked for to whatever begins later, one that was there to
    what is asked for after it. Two that clash all the same cannot both be.

    :return: the spans that were asked for, with their ends and in the same order, and the clashes
    """
    asked, others = list(asked), list(others)
    starts = sorted({span.first for span in (*asked, *others)})
    settled = []
    for span in asked:
        later = next((start for start in starts if start > span.first), None)
        settled.append(replace(span, last=later - ONE_DAY) if later and not span.last else span)
    clashes = []
    for place, span in enumerate(settled):
        before = [Clash(span, other, True) for other in settled[:place] if overlap(span, other)]
        there = [
            Clash(span, other, False)
            for other in others
            if overlap(span, other) and not (other.last is None and other.first < span.first)
        ]
        clashes += (before + there)[:1]
    return settled, clashes


@dataclass(frozen=True)
class Clash:
    """``span`` shares a day with ``other``, which is asked for as well or was there."""

    span: Span
    other: Span
    asked: bool

"""When a rep can be on the road: the hours of a calendar as one shift a day with a lunch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from .instance import Span

DAY = 24 * 3600
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RepDay:
    """A working day in seconds of the rep's own clock."""

    day: date
    opens: int
    closes: int
    lunch: Span | None = None

    @property
    def worked(self) -> int:
        """Seconds without lunch."""
        pause = self.lunch
        return self.closes - self.opens - (pause.closes - pause.opens if pause else 0)


def by_date(
    intervals: Iterable[tuple[datetime, datetime]], zone: tzinfo
) -> dict[date, list[tuple[int, int]]]:
    """Spans of aware moments by date, in seconds of the wall clock of a zone.

    What goes past midnight is of both dates.
    """
    days: dict[date, list[tuple[int, int]]] = {}
    for start, stop in intervals:
        first, last = (
            moment.astimezone(zone).replace(tzinfo=None, microsecond=0) for moment in (start, stop)
        )
        while first < last:
            midnight = datetime.combine(first.date() + ONE_DAY, time())
            end = min(last, midnight)
            opens = _seconds(first.time())
            closes = DAY if end == midnight else _seconds(end.time())
            days.setdefault(first.date(), []).append((opens, closes))
            first = end
    return days


def rep_days(
    days: Mapping[date, Sequence[tuple[int, int]]],
    lunch: Span | None = None,
    absent: Iterable[tuple[date, date]] = (),
) -> list[RepDay]:
    """One shift a date, from the first hour of work to the last.

    The longest break of the calendar is lunch. A lunch that was said stands in its place: that is
    when the rep eats, whatever the calendar has.

    :param absent: first and last dates on which the rep is away
    """
    away = list(absent)
    found = []
    for day, spans in sorted(days.items()):
        if any(first <= day <= last for first, last in away):
            continue
        joined = _joined(spans)
        if joined:
            opens, closes = joined[0][0], joined[-1][1]
            pause = _lunch(opens, closes, lunch) if lunch else _longest_break(joined)
            found.append(RepDay(day, opens, closes, pause))
    return found


def typical_week(days: Iterable[RepDay]) -> list[RepDay]:
    """Of each weekday the longest day, Monday first: what fits none of them never fits."""
    best: dict[int, RepDay] = {}
    for each in days:
        known = best.get(each.day.weekday())
        if known is None or each.worked > known.worked:
            best[each.day.weekday()] = each
    return [best[weekday] for weekday in sorted(best)]


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for opens, closes in sorted(span for span in spans if span[0] < span[1]):
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], closes))
        else:
            joined.append((opens, closes))
    return joined


def _longest_break(joined: list[tuple[int, int]]) -> Span | None:
    breaks = [(one[1], other[0]) for one, other in pairwise(joined)]
    if not breaks:
        return None
    return Span(*max(breaks, key=lambda each: each[1] - each[0]))


def _lunch(opens: int, closes: int, lunch: Span) -> Span | None:
    first, last = max(opens, lunch.opens), min(closes, lunch.closes)
    return Span(first, last) if first < last else None


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second

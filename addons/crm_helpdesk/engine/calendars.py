"""Calendars: the hours of a week in a time zone, and the closures taken out of them.

A moment is worked if a clock on the wall of that zone then shows an hour of a shift, and no
closure holds it. So an hour that daylight saving repeats is worked twice, and one that it skips is
not worked; a day of a calendar around the clock has 23, 24 or 25 hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .instants import DAY, EPOCH, instant_of, seconds_of, to_utc, zone

Spans = list[tuple[int, int]]
"""From a second since 1970 to another, the second not included; in order and apart."""

_FIRST_WEEKDAY = EPOCH.weekday()
_FIRST_ORDINAL = EPOCH.toordinal()


@dataclass(frozen=True, slots=True)
class Shift:
    """Worked hours of one day of the week.

    :param weekday: 0 is Monday
    :param opens: seconds of the wall day, included; 0 is midnight
    :param closes: seconds of the wall day, not included; at most 86,400
    :param week: 0 or 1 for a shift of each second week, by Odoo's parity; None for every week
    """

    weekday: int
    opens: int
    closes: int
    week: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise ValueError(f"no weekday: {self.weekday}")
        if self.opens < 0 or self.closes > DAY:
            raise ValueError("a shift has to lie within its day")
        if self.closes <= self.opens:
            raise ValueError("a shift ends before it begins")
        if self.week not in (None, 0, 1):
            raise ValueError(f"no week of two: {self.week}")


@dataclass(frozen=True, slots=True)
class Closure:
    """From a naive UTC instant to another, not included: a holiday, a leave.

    :param label: what an explanation calls it; not part of any figure
    """

    start: datetime
    stop: datetime
    label: str = ""

    def __post_init__(self) -> None:
        if self.stop <= self.start:
            raise ValueError("a closure ends before it begins")


@dataclass(frozen=True, slots=True)
class WeekCalendar:
    """A week of shifts in a time zone, less the closures; shifts may overlap and then count once.

    :raise ValueError: the time zone is unknown
    """

    tz: str
    shifts: tuple[Shift, ...]
    closures: tuple[Closure, ...] = ()

    def __post_init__(self) -> None:
        zone(self.tz)


def seconds_of_hour(hour: float) -> int:
    """Seconds of the wall day of an hour as people type it: 13.5 is half past one.

    Rounded to the second: a day that ends a microsecond early would lose a second each night.
    """
    return round(hour * 3600)


def whole_days(first: date, last: date, tz: str, label: str = "") -> Closure:
    """The closure of all days from ``first`` to ``last``, both included, in that zone."""
    midnight = datetime.combine(last + timedelta(days=1), time.min)
    return Closure(to_utc(datetime.combine(first, time.min), tz), to_utc(midnight, tz), label)


def closures_for(
    leaves: Iterable[tuple[int | None, int | None, Closure]], *, company: int, calendar: int
) -> tuple[Closure, ...]:
    """The closures that a company's calendar has.

    Whoever computes, a leave of another company never counts, even if it names no calendar.

    :param leaves: company, calendar and closure of each; None stands for all of them
    """
    return tuple(
        closure
        for of_company, of_calendar, closure in leaves
        if of_company in (None, company) and of_calendar in (None, calendar)
    )


def working_spans(calendar: WeekCalendar, first: int, last: int) -> Spans:
    """The worked spans of a calendar from a second since 1970 to another, in order and apart."""
    closed = merged((seconds_of(each.start), seconds_of(each.stop)) for each in calendar.closures)
    return list(_without(merged(_open_spans(calendar, first, last)), closed))


def merged(spans: Iterable[tuple[int, int]]) -> Spans:
    """Spans in order, those that overlap or touch made one."""
    found: Spans = []
    for start, stop in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(stop, found[-1][1]))
        else:
            found.append((start, stop))
    return found


def _open_spans(calendar: WeekCalendar, first: int, last: int) -> Iterator[tuple[int, int]]:
    fortnight = [_shifts_of(calendar.shifts, day) for day in range(14)]
    for start, stop, offset in _constant_offsets(zone(calendar.tz), first, last):
        # on the wall of these hours; no shift is torn by a change of the clock in between
        low, high = start + offset, stop + offset
        for day in range(low // DAY, (high - 1) // DAY + 1):
            for shift in fortnight[day % 14]:
                opens = max(low, day * DAY + shift.opens)
                closes = min(high, day * DAY + shift.closes)
                if opens < closes:
                    yield opens - offset, closes - offset


def _shifts_of(shifts: Sequence[Shift], day: int) -> list[Shift]:
    """The shifts of a day, counted from that of the epoch; they come back each second week."""
    weekday = (day + _FIRST_WEEKDAY) % 7
    # Odoo counts weeks from the first day of the calendar, so that odd and even always alternate.
    week = (day + _FIRST_ORDINAL - 1) // 7 % 2
    return [each for each in shifts if each.weekday == weekday and each.week in (None, week)]


def _constant_offsets(tz: ZoneInfo, first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """Parts of the time from ``first`` to ``last`` in which the zone keeps one offset to UTC."""
    start, offset = first, _offset(tz, first)
    before = first
    while before < last:
        after = min(before + DAY, last)
        changed = _offset(tz, after)
        if changed != offset:
            change = _change(tz, before, after, offset)
            yield start, change, offset
            start, offset = change, changed
        before = after
    if start < last:
        yield start, last, offset


def _change(tz: ZoneInfo, before: int, after: int, offset: int) -> int:
    """The first second after ``before`` at which the offset is another one, by halving."""
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(tz, middle) == offset:
            before = middle
        else:
            after = middle
    return after


def _offset(tz: ZoneInfo, second: int) -> int:
    utc = instant_of(second).replace(tzinfo=tz)
    return int((tz.fromutc(utc).replace(tzinfo=None) - utc.replace(tzinfo=None)).total_seconds())


def _without(spans: Spans, closed: Spans) -> Iterator[tuple[int, int]]:
    """The parts of the spans that lie in none of the closed ones; both in order and apart."""
    position = 0
    for start, stop in spans:
        while position < len(closed) and closed[position][1] <= start:
            position += 1
        following = position
        while following < len(closed) and closed[following][0] < stop:
            if start < closed[following][0]:
                yield start, closed[following][0]
            start = closed[following][1]
            following += 1
        if start < stop:
            yield start, stop

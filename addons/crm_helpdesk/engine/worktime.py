"""Working time: measuring it and adding it, by a calendar that is laid out once.

Instants are naive UTC; durations are whole seconds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import datetime
from itertools import accumulate

from .calendars import Closure, WeekCalendar, working_spans
from .instants import DAY, instant_of, seconds_of

_YEAR = 366 * DAY
_MARGIN = _YEAR // 2
LONGEST_SEARCH = 10 * _YEAR
"""Seconds after which adding working time gives up: the calendar has too little of it."""
_WIDEST = 200 * _YEAR


class NoWorkingTimeError(ValueError):
    """A calendar has not as much working time within ten years."""


class Timetable:
    """A calendar laid out as spans of working time, so that each question is a search by halving.

    It lays out what is asked for and half a year around it, and keeps that: one timetable serves
    all tickets. What it answers depends on the calendar alone.
    """

    __slots__ = ("_closes", "_first", "_last", "_opens", "_worked", "calendar")

    def __init__(self, calendar: WeekCalendar) -> None:
        self.calendar = calendar
        self._first = self._last = 0
        self._opens: list[int] = []
        self._closes: list[int] = []
        self._worked: list[int] = [0]  # before each span, and at the end of the last one

    def seconds(self, start: datetime, stop: datetime) -> int:
        """Working seconds from one instant to another.

        :raise ValueError: ``stop`` is before ``start``
        """
        first, last = self._covered(start, stop)
        return self._worked_at(last) - self._worked_at(first)

    def after(self, start: datetime, seconds: int) -> datetime:
        """The first instant by which that many working seconds have passed.

        So it is at the end of a span rather than at the beginning of the next one; with no
        seconds it is ``start`` itself, worked or not.

        :raise ValueError: seconds below zero
        :raise NoWorkingTimeError: there are not as many within ten years
        """
        if seconds < 0:
            raise ValueError("cannot go back by working seconds")
        first, _same = self._covered(start, start)
        if not seconds:
            return instant_of(first)
        wanted = self._worked_at(first) + seconds
        while self._worked[-1] < wanted:
            if self._last >= first + LONGEST_SEARCH:
                raise NoWorkingTimeError(f"no {seconds} working seconds in ten years from {start}")
            self._lay_out(self._first, self._last + max(_YEAR, self._last - first))
        span = bisect_left(self._worked, wanted) - 1
        return instant_of(self._opens[span] + wanted - self._worked[span])

    def intervals(self, start: datetime, stop: datetime) -> list[tuple[datetime, datetime]]:
        """The worked spans between two instants, in order and apart, cut at both ends.

        :raise ValueError: ``stop`` is before ``start``
        """
        first, last = self._covered(start, stop)
        if first == last:
            return []
        found = []
        for number in range(bisect_right(self._closes, first), bisect_left(self._opens, last)):
            opens = max(first, self._opens[number])
            closes = min(last, self._closes[number])
            found.append((instant_of(opens), instant_of(closes)))
        return found

    def is_open(self, instant: datetime) -> bool:
        """Whether the second that begins then is worked."""
        second, _same = self._covered(instant, instant)
        span = bisect_right(self._opens, second) - 1
        return span >= 0 and second < self._closes[span]

    def closures(self, start: datetime, stop: datetime) -> list[Closure]:
        """The closures that hold some of the time between two instants."""
        return [each for each in self.calendar.closures if each.start < stop and start < each.stop]

    def _worked_at(self, second: int) -> int:
        span = bisect_right(self._opens, second) - 1
        if span < 0:
            return 0
        return self._worked[span] + min(second, self._closes[span]) - self._opens[span]

    def _covered(self, start: datetime, stop: datetime) -> tuple[int, int]:
        """Both instants as seconds since 1970, which are laid out from now on."""
        first, last = seconds_of(start), seconds_of(stop)
        if last < first:
            raise ValueError(f"{stop} is before {start}")
        if self._first == self._last:
            self._lay_out(first - _MARGIN, last + _MARGIN)
        elif first < self._first or last > self._last:
            self._lay_out(min(self._first, first - _MARGIN), max(self._last, last + _MARGIN))
        return first, last

    def _lay_out(self, first: int, last: int) -> None:
        if last - first > _WIDEST:
            raise ValueError("instants more than two centuries apart have no working time")
        spans = working_spans(self.calendar, first, last)
        self._first, self._last = first, last
        self._opens = [opens for opens, _closes in spans]
        self._closes = [closes for _opens, closes in spans]
        self._worked = list(accumulate((b - a for a, b in spans), initial=0))

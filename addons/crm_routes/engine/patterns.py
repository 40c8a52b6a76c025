"""From a frequency to the patterns of days that keep it.

Each pattern repeats weekdays in its weeks: twice a week is a pair of weekdays two or more days
apart, a fortnight the same weekday in alternate weeks. What a holiday or a closed day takes is
made up for within two working days, or said to be missed; no visit is lost in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from .instance import Pattern

MOST_PATTERNS = 64
SUBSTITUTE_DAYS = 2

MISSED_CLOSED = "missed_closed"
FREQUENCY_CLAMPED = "frequency_clamped"
NOT_DUE = "not_due"
NO_DAY = "no_day"


@dataclass(frozen=True, slots=True)
class Demand:
    """How often a customer is visited: so many visits in so many weeks.

    :param weekdays: on which it may be visited, Monday is 0: its open ones less the forbidden
    :param spacing: least days between two visits of a week, None for an even spread
    :param preferred: weekdays that are better, none for no wish
    :param closed: dates on which it is shut
    :param last_visit: the cycle counts from it, not from the start of the horizon
    :param value: what one visit is worth in metres
    """

    visits: int = 1
    weeks: int = 1
    weekdays: frozenset[int] = frozenset(range(5))
    spacing: int | None = None
    preferred: frozenset[int] = frozenset()
    closed: frozenset[date] = frozenset()
    last_visit: date | None = None
    value: int = 0

    def __post_init__(self):
        if self.visits < 1 or self.weeks < 1:
            raise ValueError("at least one visit in at least one week")


@dataclass(frozen=True, slots=True)
class Costs:
    """What is given up for a choice of days, in metres a visit."""

    moved: int = 3_000
    not_preferred: int = 2_000
    other_week: int = 5_000


@dataclass(frozen=True, slots=True)
class Note:
    """Why a customer gets less than it should: kind, asked and planned visits, dates missed."""

    kind: str
    asked: int = 0
    planned: int = 0
    dates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """The patterns of a customer, cheapest first, and what is to be said about them."""

    patterns: tuple[Pattern, ...]
    notes: tuple[Note, ...] = ()


DEFAULT_COSTS = Costs()


def choose(demand: Demand, days: Sequence[date], costs: Costs = DEFAULT_COSTS) -> Choice:
    """The patterns over a horizon.

    :param days: the working days of the rep or the pool, sorted; a pattern's day is its place here
    """
    if not days:
        return Choice((), (Note(NO_DAY, demand.visits),))
    worked = frozenset(day.weekday() for day in days)
    weekdays = sorted(demand.weekdays & worked)
    if not weekdays:
        return Choice((), (Note(NO_DAY, demand.visits),))
    notes, sets, weekly = _weekday_sets(demand, weekdays)
    # Several a week come each week, and so does who was never seen: no week is before the first.
    turning = weekly or demand.last_visit is None
    phases = dict.fromkeys(range(demand.weeks), 0) if turning else _due(demand, days[0])
    if min(phases) * 7 + _monday(days[0]).toordinal() > days[-1].toordinal():
        return Choice((), (*notes, Note(NOT_DUE, demand.visits)))
    calendar = _Calendar(demand, days, costs)
    found: dict[tuple[int, ...], int] = {}
    missed: dict[tuple[int, ...], tuple[date, ...]] = {}
    for phase, delay in phases.items():
        for chosen in sets:
            wanted = _dates(demand, weekly, chosen, phase, 0 if turning else phase, days)
            taken, bias, lost = calendar.placed(wanted, delay)
            if taken and bias < found.get(taken, bias + 1):
                found[taken], missed[taken] = bias, lost
    if not found:
        return Choice((), (*notes, Note(NO_DAY, demand.visits)))
    # What even the best pattern misses is missed, and no reason to leave out the rest of its
    # visits; another one may miss more.
    lost = min(missed.values(), key=len)
    unavoidable = len(lost) * calendar.price_of_a_miss()
    patterns = _capped([Pattern(each, bias - unavoidable) for each, bias in found.items()])
    if lost:
        notes.append(Note(MISSED_CLOSED, dates=lost))
    return Choice(tuple(patterns), tuple(notes))


def overdue_factor(missed_cycles: int) -> float:
    """How much more a visit is worth after cycles without one."""
    return 1 + 0.25 * max(0, missed_cycles)


def missed_cycles(demand: Demand, today: date) -> int:
    """Whole cycles since the visit that was due."""
    if demand.last_visit is None:
        return 0
    cycle = demand.weeks * 7 / demand.visits
    return max(0, int((today - demand.last_visit).days / cycle) - 1)


def _weekday_sets(
    demand: Demand, weekdays: list[int]
) -> tuple[list[Note], list[tuple[int, ...]], bool]:
    """Weekdays of one week that go together; False for those of a cycle of weeks."""
    if demand.weeks > 1 and demand.visits <= demand.weeks:
        return [], [(weekday,) for weekday in weekdays], False
    # Three visits in two weeks are two in one and one in the other: asked is the fuller week.
    asked = -(-demand.visits // demand.weeks)
    count, notes = min(asked, len(weekdays)), []
    gap = demand.spacing if demand.spacing is not None else max(1, 5 // asked)
    while True:
        sets = [each for each in combinations(weekdays, count) if _apart(each, gap)]
        if sets or count == 1:
            break
        # An even spread is a wish, a spacing that was asked for is not.
        if demand.spacing is None and gap > 1:
            gap -= 1
        else:
            count -= 1
    if count < asked:
        notes.append(Note(FREQUENCY_CLAMPED, asked, count))
    return notes, sets, True


def _apart(weekdays: tuple[int, ...], gap: int) -> bool:
    after = [*weekdays[1:], weekdays[0] + 7]
    return len(weekdays) == 1 or all(b - a >= gap for a, b in zip(weekdays, after, strict=True))


def _due(demand: Demand, first: date) -> dict[int, int]:
    """Weeks in which the next visit may be, with the weeks that each is off the one it is due."""
    weeks = (_monday(first) - _monday(demand.last_visit)).days // 7
    due = max(0, max(1, demand.weeks // min(demand.visits, demand.weeks)) - weeks)
    tolerance = demand.weeks // 4
    return {week: abs(week - due) for week in range(max(0, due - tolerance), due + tolerance + 1)}


def _dates(
    demand: Demand,
    weekly: bool,
    weekdays: tuple[int, ...],
    phase: int,
    week: int,
    days: Sequence[date],
) -> list[date]:
    """When the visits would be without holidays, from a week on."""
    monday, last, found = _monday(days[0]), days[-1], []
    is_due = demand.last_visit is not None and not weekly
    if is_due and monday + timedelta(weeks=week, days=weekdays[0]) < days[0]:
        # Its day of the first week is past: who is due comes a week later, not a cycle.
        week, phase = week + 1, phase + 1
    while monday + timedelta(weeks=week) <= last:
        for weekday in _in_week(demand, weekly, weekdays, week - phase):
            day = monday + timedelta(weeks=week, days=weekday)
            if days[0] <= day <= last:
                found.append(day)
        week += 1
    return found


def _in_week(demand: Demand, weekly: bool, weekdays: tuple[int, ...], week: int) -> tuple[int, ...]:
    place = week % demand.weeks
    if weekly and demand.weeks > 1:
        before = place * demand.visits // demand.weeks
        count = (place + 1) * demand.visits // demand.weeks - before
        return weekdays[:count]
    if weekly:
        return weekdays
    # n visits in m weeks: the weeks in which the n-th part of the cycle begins.
    starts = {number * demand.weeks // demand.visits for number in range(demand.visits)}
    return weekdays if place in starts else ()


@dataclass(frozen=True, slots=True)
class _Calendar:
    demand: Demand
    days: Sequence[date]
    costs: Costs

    def placed(
        self, wanted: Sequence[date], delay: int
    ) -> tuple[tuple[int, ...], int, tuple[date, ...]]:
        """(days instead of the wanted ones, what they cost, the wanted ones that are missed)."""
        places = {day: place for place, day in enumerate(self.days)}
        taken, lost, bias = set(), [], delay * self.costs.other_week * len(wanted)
        open_days = {day for day in self.days if self._is_open(day)}
        for day in wanted:
            if day in open_days:
                taken.add(day)
        for day in wanted:
            if day in open_days:
                continue
            other = self._substitute(day, open_days - taken, taken)
            if other is None:
                lost.append(day)
                bias += self.price_of_a_miss()
            else:
                taken.add(other)
                bias += self.costs.moved
        if self.demand.preferred:
            others = sum(day.weekday() not in self.demand.preferred for day in taken)
            bias += others * self.costs.not_preferred
        return tuple(sorted(places[day] for day in taken)), bias, tuple(lost)

    def price_of_a_miss(self) -> int:
        """What a visit is worth that nothing makes up for."""
        return max(self.demand.value, self.costs.moved)

    def _is_open(self, day: date) -> bool:
        return day.weekday() in self.demand.weekdays and day not in self.demand.closed

    def _substitute(self, day: date, free: set[date], taken: set[date]) -> date | None:
        """The nearest free day within two working days, apart from the other visits."""
        gap = self.demand.spacing or 1
        before = [each for each in self.days if each < day][-SUBSTITUTE_DAYS:]
        after = [each for each in self.days if each > day][:SUBSTITUTE_DAYS]
        near = [
            each
            for each in (*before, *after)
            if each in free and all(abs((each - other).days) >= gap for other in taken)
        ]
        return min(near, key=lambda each: (abs((each - day).days), each), default=None)


def _capped(patterns: list[Pattern]) -> list[Pattern]:
    """The cheapest ones, and of those that cost the same as many as there is room, evenly."""
    patterns.sort(key=lambda each: (each.bias, each.days))
    if len(patterns) <= MOST_PATTERNS:
        return patterns
    step = len(patterns) / MOST_PATTERNS
    kept = {int(number * step) for number in range(MOST_PATTERNS)}
    return [pattern for place, pattern in enumerate(patterns) if place in kept]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())

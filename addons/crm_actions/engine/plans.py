"""When a plan wants visits: every second Tuesday at ten, or fourteen days after the last one.

Dates are those of the plan's own clock; instants are naive UTC datetimes. A visit is known by its
nominal date, the one before a holiday or a preferred weekday moved it, so that a plan which is
worked out again finds the visits that it already made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil import rrule

from . import days

FIXED, CYCLE = "fixed", "cycle"
WEEK, MONTH_DAY, MONTH_WEEKDAY = "week", "month_day", "month_weekday"
SKIP, NEXT, PREVIOUS, KEEP = "skip", "next", "previous", "keep"
LAST = -1
"""As a week of the month: the last one."""

FARTHEST_MOVE = 31
"""Days by which a holiday moves a visit at most; a longer break drops it."""

_ONE_DAY = timedelta(days=1)
_NEAREST_FIRST = (0, -1, 1, -2, 2, -3, 3, 4, 5, 6)
"""How far from a due date a preferred weekday is looked for; the last three only help where the
nearer ones are not after the last visit."""
_MARGIN = timedelta(days=FARTHEST_MOVE + max(_NEAREST_FIRST))


@dataclass(frozen=True, slots=True)
class Plan:
    """What repeats, and how.

    :ivar interval: weeks or months between two visits of a fixed plan, days of a cycle
    :ivar weekdays: 0 is Monday; of a cycle those that are preferred, empty for any
    :ivar month_day: 1 to 31; where a month is shorter, its last day
    :ivar month_week: 1 to 4, or ``LAST``
    :ivar minute: wall-clock minute of the day; None for a visit without an hour
    :ivar minutes: how long a visit takes
    """

    mode: str
    interval: int
    date_from: date
    tz: str
    date_to: date | None = None
    repeat: str = WEEK
    weekdays: AbstractSet[int] = frozenset()
    month_day: int = 1
    month_week: int = 1
    holidays: str = NEXT
    minute: int | None = 0
    minutes: int = 30


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One visit: ``plan_date`` names it, ``day`` is when it takes place; start and stop in UTC."""

    plan_date: date
    day: date
    start: datetime
    stop: datetime


def days_off_span(first: date, last: date) -> tuple[date, date]:
    """First and last date whose being worked or not matters to ``occurrences(first, last)``."""
    return first - _MARGIN, last + _MARGIN


def occurrences(
    plan: Plan,
    first: date,
    last: date,
    days_off: AbstractSet[date] = frozenset(),
    last_done: date | None = None,
) -> list[Occurrence]:
    """The visits of a plan that take place from ``first`` to ``last``, both included, in order.

    Two nominal dates that come to the same day give one visit: that of the date which did not
    have to move, else that of the earlier one.

    :param days_off: dates without work within :func:`days_off_span`
    :param last_done: of a cycle, the date of the last done visit; without one the cycle begins
        on ``plan.date_from``
    """
    chosen: dict[date, date] = {}
    for nominal in _nominal_dates(plan, first - _MARGIN, last + _MARGIN, last_done):
        day = _real_date(plan, nominal, days_off, last_done)
        if day is None or not (first <= day <= last and _in_force(plan, day)):
            continue
        if day not in chosen or nominal == day:
            chosen[day] = nominal
    return [_occurrence(plan, nominal, day) for day, nominal in sorted(chosen.items())]


def without_replaced(
    wanted: Iterable[Occurrence], replacing: Collection[date], reach: int
) -> list[Occurrence]:
    """Leave out the visits in whose stead a person has put another one.

    Whoever moves a visit by hand takes it out of the plan's rhythm. When the rhythm changes, it
    stands for the visit next to it, or the customer would get two.

    :param replacing: dates of planned visits that were changed by hand
    :param reach: days up to which a visit stands for another one
    """
    left = list(wanted)
    for day in sorted(replacing):
        # between two at the same distance the later: nobody should wait longer than necessary
        nearest = min(left, key=lambda one: (abs(one.day - day), day - one.day), default=None)
        if nearest and abs((nearest.day - day).days) <= reach:
            left.remove(nearest)
    return left


@dataclass(frozen=True, slots=True)
class Changes:
    """What has to be done with the visits of one customer of a plan; keys are the caller's."""

    kept: dict[int, Occurrence]
    moved: dict[int, Occurrence]
    surplus: list[int]
    missing: list[Occurrence]


def reconcile(
    wanted: Iterable[Occurrence], free: Mapping[int, date], taken: Collection[date], last: date
) -> Changes:
    """Bring the visits that there are to those that are wanted, moving rather than replacing.

    :param free: plan date by key of the visits that the plan may still change
    :param taken: plan dates that are settled: done, called off, deleted or changed by hand
    :param last: nothing is made after this date
    """
    by_date = {one.plan_date: one for one in wanted if one.plan_date not in taken}
    kept = {key: by_date[day] for key, day in free.items() if day in by_date}
    loose = sorted((day, key) for key, day in free.items() if day not in by_date)
    used = {one.plan_date for one in kept.values()}
    open_dates = [one for one in by_date.values() if one.plan_date not in used]
    moved = {key: one for (_day, key), one in zip(loose, open_dates, strict=False)}
    return Changes(
        kept=kept,
        moved=moved,
        surplus=[key for _day, key in loose[len(moved) :]],
        missing=[one for one in open_dates[len(moved) :] if one.day <= last],
    )


def outlived(overdue: Iterable[tuple[date, int]], last_done: date | None) -> list[int]:
    """Keys of overdue visits that nobody will make any more, so that they do not pile up.

    The last overdue one of a customer waits; what is older than it is outlived, and all are once
    the customer was visited.

    :param overdue: day and key of visits whose day is past and which are still planned
    :param last_done: of a cycle, the date of the last done visit
    """
    waiting = sorted(overdue)
    return [
        key
        for number, (day, key) in enumerate(waiting, start=1)
        if number < len(waiting) or (last_done is not None and day <= last_done)
    ]


def spread_start(plan: Plan, number: int) -> date:
    """Where the cycle of a customer who was never visited begins.

    Customers of one plan begin on different days of the first cycle, or all of them would be due
    on one morning.

    :param number: any number that belongs to the customer for good
    """
    return plan.date_from + number % plan.interval * _ONE_DAY


def _in_force(plan: Plan, day: date) -> bool:
    return plan.date_from <= day and (plan.date_to is None or day <= plan.date_to)


def _nominal_dates(
    plan: Plan, first: date, last: date, last_done: date | None
) -> Iterator[date] | list[date]:
    """Dates of the plan from first to last, before anything moves them, in order."""
    if plan.mode == CYCLE:
        return _cycle_dates(plan, first, last, last_done)
    return [day for day in _repeated_dates(plan, first, last) if _in_force(plan, day)]


def _cycle_dates(plan: Plan, first: date, last: date, last_done: date | None) -> Iterator[date]:
    # the cycle keeps its phase while a visit is overdue: a date never depends on today
    due = last_done + plan.interval * _ONE_DAY if last_done else plan.date_from
    if due < first:
        due += -(-(first - due).days // plan.interval) * plan.interval * _ONE_DAY
    while due <= last:
        yield due
        due += plan.interval * _ONE_DAY


def _repeated_dates(plan: Plan, first: date, last: date) -> list[date]:
    weekly = plan.repeat == WEEK
    rule = rrule.rrule(
        rrule.WEEKLY if weekly else rrule.MONTHLY,
        dtstart=_midnight(_anchor(plan, first)),
        interval=plan.interval,
        wkst=rrule.MO,
        **_by(plan),
    )
    return [moment.date() for moment in rule.between(_midnight(first), _midnight(last), inc=True)]


def _anchor(plan: Plan, first: date) -> date:
    """A date in the rhythm of the plan shortly before ``first``, so that old plans cost no more."""
    if plan.repeat == WEEK:
        monday = plan.date_from - plan.date_from.weekday() * _ONE_DAY
        step = plan.interval * 7
        return monday + max(0, (first - monday).days) // step * step * _ONE_DAY
    months = (first.year - plan.date_from.year) * 12 + first.month - plan.date_from.month
    past = max(0, months) // plan.interval * plan.interval
    year, month = divmod(plan.date_from.month - 1 + past, 12)
    return date(plan.date_from.year + year, month + 1, 1)


def _by(plan: Plan) -> dict:
    weekdays = [rrule.weekdays[number] for number in sorted(plan.weekdays)]
    if plan.repeat == WEEK:
        return {"byweekday": weekdays}
    if plan.repeat == MONTH_WEEKDAY:
        return {"byweekday": [weekday(plan.month_week) for weekday in weekdays]}
    # the 31st of a month of thirty days is its last: the latest of these that it has
    candidates = range(min(plan.month_day, 28), plan.month_day + 1)
    return {"bymonthday": list(candidates), "bysetpos": -1}


def _real_date(
    plan: Plan, nominal: date, days_off: AbstractSet[date], last_done: date | None
) -> date | None:
    """When a visit takes place that is due on ``nominal``; None if it does not."""
    day = nominal
    if plan.mode == CYCLE and plan.weekdays:
        day = _preferred_day(plan, nominal, last_done)
    if day in days_off and plan.holidays != KEEP:
        day = _working_day(plan.holidays, day, days_off)
    return day if day is None or last_done is None or day > last_done else None


def _preferred_day(plan: Plan, due: date, last_done: date | None) -> date:
    for distance in _NEAREST_FIRST:
        day = due + distance * _ONE_DAY
        if day.weekday() in plan.weekdays and (last_done is None or day > last_done):
            return day
    return due


def _working_day(policy: str, day: date, days_off: AbstractSet[date]) -> date | None:
    if policy == SKIP:
        return None
    step = _ONE_DAY if policy == NEXT else -_ONE_DAY
    for distance in range(1, FARTHEST_MOVE + 1):
        if day + distance * step not in days_off:
            return day + distance * step
    return None


def _occurrence(plan: Plan, nominal: date, day: date) -> Occurrence:
    if plan.minute is None:
        return Occurrence(nominal, day, *days.all_day_span(day, day))
    wall = _midnight(day) + timedelta(minutes=plan.minute)
    start = days.to_utc(wall, plan.tz)
    return Occurrence(nominal, day, start, start + timedelta(minutes=plan.minutes))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)

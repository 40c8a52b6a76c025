"""Whom a policy reaches, how urgent a visit is, and why a customer cannot be planned.

What a policy asks for becomes a :class:`patterns.Demand`; what is wrong with a customer is told
before any plan is made, by the same rules that the planner keeps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from . import geometry, patterns, plannable
from .instance import MAX_WINDOWS, Customer, Instance, Matrix, Pattern, Shift, Span
from .patterns import Demand
from .rep_days import RepDay, typical_week

WEEK, WEEKS, MONTH = "week", "weeks", "month"
WEEKS_A_MONTH = 4

NO_POLICY = "no_policy"
NO_OWNER = "no_owner"
OWNER_GONE = "owner_gone"
NO_GEO = "no_geo"
APPROXIMATE = "approximate"
NO_START = "no_start"
NO_SHIFT = "no_shift"
NO_HOURS = "no_hours"
NO_DAY = patterns.NO_DAY
TOO_LONG = plannable.TOO_LONG
TOO_FAR = plannable.TOO_FAR
NO_ROAD = plannable.NO_ROAD
SPACING = "spacing"
CLAMPED = patterns.FREQUENCY_CLAMPED

REASONS = (
    NO_POLICY, NO_OWNER, OWNER_GONE, NO_GEO, APPROXIMATE, NO_START, NO_SHIFT, NO_HOURS, NO_DAY,
    TOO_LONG, TOO_FAR, NO_ROAD, SPACING, CLAMPED,
)  # fmt: skip
"""In the order in which they are told: what is to be mended first comes first."""
WARNINGS = frozenset({SPACING, CLAMPED})
"""Those that cost visits; all others keep the customer out of every plan."""

CROWDED = "crowded"
OVERLAP = "overlap"
BACKWARDS = "backwards"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a customer gets no visits, or fewer than asked; figures for the sentence."""

    code: str
    asked: int = 0
    planned: int = 0
    minutes: int = 0

    @property
    def blocks(self) -> bool:
        """Whether it is left out of every plan."""
        return self.code not in WARNINGS


@dataclass(frozen=True, slots=True)
class Rep:
    """Who would go: days to come, and where they begin and end."""

    days: tuple[RepDay, ...] = ()
    start: tuple[float, float] | None = None
    end: tuple[float, float] | None = None
    max_metres: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What is known of a customer under a policy.

    :param hours: opening hours by weekday, None where nobody has written any down
    :param place: latitude and longitude, None if it is not located
    """

    demand: Demand
    service: int
    hours: Mapping[int, tuple[Span, ...]] | None = None
    needs_hours: bool = False
    place: tuple[float, float] | None = None
    is_approximate: bool = False
    takes_approximate: bool = False


# -- policies ------------------------------------------------------------------------------------


def precedence(is_own: bool, conditions: int, sequence: int, key: int) -> tuple:
    """What policies are sorted by, the strongest first.

    The customer's own policy, then whoever has more conditions, then the order of the list.
    """
    return not is_own, -conditions, sequence, key


def rhythm(frequency: str, number: int) -> tuple[int, int]:
    """(visits, weeks) of a frequency; a month is four weeks, so that weekdays come again."""
    number = max(1, number)
    if frequency == WEEKS:
        return 1, number
    return number, WEEKS_A_MONTH if frequency == MONTH else 1


def due_on(demand: Demand) -> date | None:
    """When the next visit should be at the latest, None for whoever was never visited."""
    if demand.last_visit is None:
        return None
    return demand.last_visit + timedelta(days=round(demand.weeks * 7 / demand.visits))


def worth(value: float, growth: float, missed: int) -> float:
    """What a visit is worth after cycles without one.

    :param growth: percent more for each missed cycle
    """
    return value * (1 + growth / 100 * max(0, missed))


# -- opening hours -------------------------------------------------------------------------------


def hours_problem(windows: Sequence[tuple[float, float]]) -> str | None:
    """What is wrong with the windows (hours) of one weekday, None if nothing is."""
    if any(not 0 <= opens < closes <= 24 for opens, closes in windows):
        return BACKWARDS
    if len(windows) > MAX_WINDOWS:
        return CROWDED
    ranked = sorted(windows)
    if any(one[1] > other[0] for one, other in pairwise(ranked)):
        return OVERLAP
    return None


def spans(windows: Sequence[tuple[float, float]]) -> tuple[Span, ...]:
    """Windows in hours as spans in seconds, in order."""
    return tuple(Span(round(a * 3600), round(b * 3600)) for a, b in sorted(windows))


# -- what cannot be planned ----------------------------------------------------------------------


def obstacles(terms: Terms, rep: Rep, ways: Matrix | None = None) -> list[Obstacle]:
    """All that is wrong with a customer that has a policy and a rep, in the order of REASONS.

    :param ways: between where the rep begins, where the rep ends, and the customer; None: as they
        are estimated
    """
    found = [*_where(terms, rep), *_when(terms, rep)]
    if not found:
        found = [*_fit(terms, rep, ways)] or [*_often(terms, rep)]
    return sorted(found, key=lambda each: REASONS.index(each.code))


def _where(terms: Terms, rep: Rep) -> list[Obstacle]:
    found = []
    if terms.place is None:
        found.append(Obstacle(NO_GEO))
    elif terms.is_approximate and not terms.takes_approximate:
        found.append(Obstacle(APPROXIMATE))
    if rep.start is None:
        found.append(Obstacle(NO_START))
    return found


def _when(terms: Terms, rep: Rep) -> list[Obstacle]:
    found = []
    if not rep.days:
        found.append(Obstacle(NO_SHIFT))
    if terms.needs_hours and not terms.hours:
        found.append(Obstacle(NO_HOURS))
    elif rep.days and not weekdays(terms) & {each.day.weekday() for each in rep.days}:
        found.append(Obstacle(NO_DAY))
    return found


def weekdays(terms: Terms) -> frozenset[int]:
    """On which the customer may be visited: those allowed on which it is open."""
    allowed = terms.demand.weekdays
    return allowed if not terms.hours else allowed & frozenset(terms.hours)


def _fit(terms: Terms, rep: Rep, ways: Matrix | None) -> list[Obstacle]:
    """Whether a visit fits into any day alone, as the planner itself sees it."""
    days = [each for each in typical_week(rep.days) if each.day.weekday() in weekdays(terms)]
    if ways is None:
        ways = geometry.estimate([rep.start, rep.end or rep.start, terms.place])
    shifts = tuple(
        Shift("rep", number, 0, 1, each.opens, each.closes, each.lunch, max_metres=rep.max_metres)
        for number, each in enumerate(days)
    )
    hours = None
    if terms.hours:
        hours = tuple(terms.hours[each.day.weekday()] for each in days)
    single = tuple(Pattern((number,)) for number in range(len(days)))
    shop = Customer("customer", 2, terms.service, 1, single, hours)
    instance = Instance(len(days), (shop,), shifts, ways)
    _left, refusals = plannable.plannable(instance)
    return [Obstacle(each.reason, minutes=-(-(each.needed or 0) // 60)) for each in refusals]


def _often(terms: Terms, rep: Rep) -> list[Obstacle]:
    """Whether the weekdays that are left bear the frequency, and with the spacing asked for."""
    if terms.demand.visits <= terms.demand.weeks and terms.demand.weeks > 1:
        return []  # one a week at most, which any open weekday bears
    days = sorted({each.day for each in rep.days})
    demand = replace(terms.demand, weekdays=weekdays(terms), last_visit=None)
    clamped = _clamped(demand, days)
    if clamped is None:
        return []
    if demand.spacing is not None and _clamped(replace(demand, spacing=None), days) is None:
        return [Obstacle(SPACING, clamped.asked, clamped.planned)]
    return [Obstacle(CLAMPED, clamped.asked, clamped.planned)]


def _clamped(demand: Demand, days: Sequence[date]) -> patterns.Note | None:
    notes = patterns.choose(demand, days).notes
    return next((note for note in notes if note.kind == patterns.FREQUENCY_CLAMPED), None)

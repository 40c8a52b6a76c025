"""Causes that come back: when to propose a nonconformity, and whether an action has worked.

All days are dates where the company is.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

LOW_SCORE = 2


@dataclass(frozen=True, slots=True)
class Case:
    """A request, as far as it tells of a cause.

    :param csat: the customer's score of 1 to 5, None without an answer
    :param is_flagged: whoever read that answer wants it looked into
    :param is_handled: a nonconformity has it already
    """

    key: Hashable
    day: date
    category: Hashable | None = None
    cause: Hashable | None = None
    product: Hashable | None = None
    customer: Hashable | None = None
    is_complaint: bool = False
    is_severe: bool = False
    csat: int | None = None
    is_flagged: bool = False
    is_handled: bool = False


@dataclass(frozen=True, slots=True)
class Trigger:
    """So many cases of a family within so many days before today, and today.

    :raise ValueError: no case, or days below zero
    """

    count: int = 3
    days: int = 90

    def __post_init__(self) -> None:
        if self.count < 1 or self.days < 0:
            raise ValueError("a trigger needs at least one case and at least today")


class Proposal(NamedTuple):
    """Cases for one nonconformity, by day.

    :param why: recurrence, severe_complaint or low_score
    :param by: what they have in common beside the category: cause, product, category or case
    :param value: that cause, product, category or case
    """

    why: str
    keys: tuple[Hashable, ...]
    category: Hashable | None
    by: str
    value: Hashable
    since: date
    until: date


_DEFAULT = Trigger()


def propose(cases: Iterable[Case], today: date, trigger: Trigger = _DEFAULT) -> list[Proposal]:
    """What calls for a nonconformity today: families of cases, then cases that are enough alone."""
    since = today - timedelta(days=trigger.days)
    recent = [case for case in cases if since <= case.day <= today and not case.is_handled]
    recent.sort(key=lambda case: case.day)
    families: dict[tuple[Hashable, str, Hashable], list[Hashable]] = {}
    for case in recent:
        for by, value in _families(case):
            families.setdefault((case.category, by, value), []).append(case.key)
    found = [
        Proposal("recurrence", tuple(keys), *family, since, today)
        for family, keys in families.items()
        if len(keys) >= trigger.count
    ]
    alone = [(case, why) for case in recent if (why := _enough_alone(case))]
    return found + [
        Proposal(why, (case.key,), case.category, "case", case.key, since, today)
        for case, why in alone
    ]


def _families(case: Case) -> Iterator[tuple[str, Hashable]]:
    if case.cause is not None:
        yield "cause", case.cause
    if case.product is not None:
        yield "product", case.product
    if case.cause is None and case.product is None and case.category is not None:
        yield "category", case.category


def _enough_alone(case: Case) -> str:
    if case.is_complaint and case.is_severe:
        return "severe_complaint"
    low = case.csat is not None and case.csat <= LOW_SCORE
    return "low_score" if low and case.is_flagged else ""


@dataclass(frozen=True, slots=True)
class Scope:
    """What counts as a recurrence: the cause, and where given the product and the customer.

    :param category: of the nonconformity; as long as nobody has said what a case of the same
        category comes from, it counts too: no action is found effective for want of a word
    """

    cause: Hashable
    product: Hashable | None = None
    customer: Hashable | None = None
    category: Hashable | None = None

    def holds(self, case: Case) -> bool:
        """Whether the case is one."""
        unexplained = case.cause is None and self.category is not None
        return (
            (case.cause == self.cause or (unexplained and case.category == self.category))
            and self.product in (None, case.product)
            and self.customer in (None, case.customer)
        )


@dataclass(frozen=True, slots=True)
class Check:
    """How an action is judged, once it is done.

    :param window_days: days after that of the action in which recurrences are counted
    :param allowed: recurrences that do not speak against it
    :param cycle: 1 for the first attempt
    :raise ValueError: no window, no cycle, or less than none allowed
    """

    scope: Scope
    done_on: date
    window_days: int
    allowed: int = 0
    cycle: int = 1

    def __post_init__(self) -> None:
        if self.window_days < 1 or self.allowed < 0 or self.cycle < 1:
            raise ValueError("a check needs a window, a cycle and an allowance of 0 or more")

    @property
    def verify_on(self) -> date:
        """The last day of the window, from which on there is a verdict."""
        return self.done_on + timedelta(days=self.window_days)


class Verdict(NamedTuple):
    """What the data say of an action.

    :param keys: recurrences known so far, by day
    :param exceeded_on: the day of the first that was too many, also while the verdict is pending
    :param cycle: that of the work to come: ineffective opens a new one
    """

    state: Literal["pending", "effective", "ineffective"]
    verify_on: date
    keys: tuple[Hashable, ...]
    exceeded_on: date | None
    cycle: int


def verdict(check: Check, cases: Iterable[Case], today: date) -> Verdict:
    """Whether the cause has come back more often than allowed in the days after the action."""
    until = min(today, check.verify_on)
    recurred = sorted(
        (case for case in cases if check.done_on < case.day <= until and check.scope.holds(case)),
        key=lambda case: case.day,
    )
    keys = tuple(case.key for case in recurred)
    exceeded_on = recurred[check.allowed].day if len(recurred) > check.allowed else None
    if today < check.verify_on:
        return Verdict("pending", check.verify_on, keys, exceeded_on, check.cycle)
    if exceeded_on is None:
        return Verdict("effective", check.verify_on, keys, None, check.cycle)
    return Verdict("ineffective", check.verify_on, keys, exceeded_on, check.cycle + 1)

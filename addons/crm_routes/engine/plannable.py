"""Before the search: who cannot be planned and why, promises that fight, how full the shifts are.

Nobody is left out in silence. A customer that fits no day alone would only slow the search down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .clock import windows_of, worked
from .instance import UNREACHABLE, Customer, Instance, Key, Pattern, Shift
from .planner import shift_line
from .timing import is_possible, next_start

NO_PATTERN = "no_pattern"
CLOSED = "closed"
TOO_LONG = "too_long"
TOO_FAR = "too_far"
NO_ROAD = "no_road"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A customer that is not planned: the reason, and the shift in seconds that it would need."""

    customer: Key
    reason: str
    needed: int | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two promises of one rep and day that cannot both be kept."""

    day: int
    customers: tuple[Key, Key]


def plannable(instance: Instance) -> tuple[Instance, tuple[Refusal, ...]]:
    """The instance with whom it can serve, each with the days on which it fits alone."""
    shifts = {
        day: [each for each in instance.shifts if each.day == day] for day in range(instance.days)
    }
    kept, refusals = [], []
    for customer in instance.customers:
        days = {
            day: min((_obstacle(instance, customer, each) for each in found), key=_severity)
            for day, found in shifts.items()
            if found and any(day in pattern.days for pattern in customer.patterns)
        }
        patterns = _within(customer.patterns, {day for day, each in days.items() if each is None})
        if patterns:
            kept.append(replace(customer, patterns=patterns))
        else:
            refusals.append(_refusal(instance, customer, list(days.values())))
    return replace(instance, customers=tuple(kept)), tuple(refusals)


def _within(patterns: Sequence[Pattern], days: set[int]) -> tuple[Pattern, ...]:
    """Patterns all of whose days are possible; without one, what is left of the others."""
    whole = tuple(each for each in patterns if set(each.days) <= days)
    if whole:
        return whole
    parts: dict[tuple[int, ...], int] = {}
    for each in sorted(patterns, key=lambda each: each.bias):
        parts.setdefault(tuple(day for day in each.days if day in days), each.bias)
    # Few visits are better than none, and as many as can be better than few.
    most = max(map(len, parts), default=0)
    return tuple(Pattern(each, bias) for each, bias in parts.items() if len(each) == most and most)


def _obstacle(instance: Instance, customer: Customer, shift: Shift) -> str | None:
    """Why a shift cannot hold the customer even alone."""
    windows = windows_of(customer, shift)
    if not windows:
        return CLOSED if _is_shut(customer, shift) else TOO_LONG
    seconds, metres = instance.matrix.seconds, instance.matrix.metres
    there, node = int(seconds[shift.start, customer.node]), customer.node
    pause = shift.pause()
    opens, closes = worked(shift.opens, pause), worked(shift.closes, pause)
    start = next_start(windows, opens + there)
    back = int(seconds[node, shift.end])
    way = int(metres[shift.start, node] + metres[node, shift.end])
    if shift.max_metres is not None and way > shift.max_metres:
        return TOO_FAR
    if start is not None and start + customer.service + back <= closes:
        return None
    return TOO_LONG if customer.service > closes - opens else TOO_FAR


def _is_shut(customer: Customer, shift: Shift) -> bool:
    if customer.reps is not None and shift.rep not in customer.reps:
        return True
    return customer.hours is not None and not customer.hours[shift.day]


def _severity(obstacle: str | None) -> int:
    return [None, TOO_FAR, TOO_LONG, CLOSED].index(obstacle)


def _refusal(instance: Instance, customer: Customer, obstacles: list[str | None]) -> Refusal:
    if not customer.patterns or not obstacles:
        return Refusal(customer.key, NO_PATTERN)
    reason = min(obstacles, key=_severity)
    if reason == CLOSED:
        return Refusal(customer.key, CLOSED)
    seconds = instance.matrix.seconds
    needed = min(
        int(seconds[each.start, customer.node] + seconds[customer.node, each.end])
        for each in instance.shifts
    )
    if needed >= UNREACHABLE:
        return Refusal(customer.key, NO_ROAD)
    return Refusal(customer.key, reason, needed + customer.service)


def conflicts(instance: Instance) -> list[Conflict]:
    """Pairs of promises that one rep cannot keep in either order."""
    found = []
    for shift in instance.shifts:
        promised = [each for each in instance.customers if _is_bound(instance, each, shift)]
        for number, one in enumerate(promised):
            for other in promised[number + 1 :]:
                orders = ([one.key, other.key], [other.key, one.key])
                if not any(is_possible(shift_line(instance, shift, each)) for each in orders):
                    found.append(Conflict(shift.day, (one.key, other.key)))
    return found


def _is_bound(instance: Instance, customer: Customer, shift: Shift) -> bool:
    """Whether this shift alone has to keep the customer's promise of the day."""
    promise = customer.promise(shift.day)
    if promise is None:
        return False
    if promise.rep is not None:
        return promise.rep == shift.rep
    return sum(each.day == shift.day for each in instance.shifts) == 1


def load(instance: Instance) -> float:
    """Work over working time: all visits at their mean distance, against all shifts.

    Above 1 somebody will be left out. A drive is a customer's mean to its four nearest others.
    """
    nodes = [each.node for each in instance.customers]
    work = 0.0
    for customer in instance.customers:
        ways = sorted(int(instance.matrix.seconds[customer.node, node]) for node in nodes)[1:5]
        drive = sum(ways) / len(ways) if ways else 0
        visits = max((len(each.days) for each in customer.patterns), default=0)
        work += visits * (customer.service + drive)
    time = 0
    for shift in instance.shifts:
        time += worked(shift.closes, shift.pause()) - worked(shift.opens, shift.pause())
    return work / time if time else float("inf") if work else 0.0

"""Whether a plan may be published: every rule anew, on the wall clock, from the inputs alone.

Shares nothing with the search or its arithmetic, so that a mistake there is found here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .instance import Customer, Instance, Key, Plan, Route, Shift

UNKNOWN = "unknown"
SHIFT = "shift"
BOOKED_TWICE = "booked_twice"
TRAVEL = "travel"
HOURS = "hours"
LUNCH = "lunch"
LIMIT = "limit"
METRES = "metres"
PATTERN = "pattern"
PROMISE = "promise"
REP = "rep"
LEFT_OUT = "left_out"
KINDS = (
    UNKNOWN, SHIFT, BOOKED_TWICE, TRAVEL, HOURS, LUNCH, LIMIT, METRES, PATTERN, PROMISE, REP,
    LEFT_OUT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks: what kind, whose customer, on which day.

    :ivar text: told for a log
    :ivar figures: for the sentence that a person reads: seconds of the day, or an amount
    """

    kind: str
    customer: Key | None
    day: int | None
    text: str
    figures: Mapping[str, int | str] = field(default_factory=dict, hash=False)


def check(instance: Instance, plan: Plan) -> list[Violation]:
    """All that is wrong with a plan; nothing, if it may be published."""
    customers = {each.key: each for each in instance.customers}
    strangers = [
        Violation(UNKNOWN, stop.customer, route.day, "not of this territory")
        for route, stop in plan.each_stop()
        if stop.customer not in customers
    ]
    if strangers:
        return strangers
    found = list(_of_shifts(instance, plan))
    shifts = {(shift.rep, shift.day): shift for shift in instance.shifts}
    for route in plan.routes:
        shift = shifts.get((route.rep, route.day))
        if shift is not None:
            found += _of_route(instance, customers, shift, route)
    return found + list(_of_customers(customers, plan))


def _of_shifts(instance: Instance, plan: Plan) -> Iterator[Violation]:
    there = Counter((shift.rep, shift.day) for shift in instance.shifts)
    planned = Counter((route.rep, route.day) for route in plan.routes)
    for (rep, day), count in planned.items():
        if count > there[rep, day]:
            yield Violation(SHIFT, None, day, f"{rep}: {count} routes, {there[rep, day]} shifts")


def _of_customers(customers: dict[Key, Customer], plan: Plan) -> Iterator[Violation]:
    days = defaultdict(list)
    for route, stop in plan.each_stop():
        days[stop.customer].append(route.day)
    for key, customer in customers.items():
        visited = sorted(days[key])
        if len(set(visited)) < len(visited):
            yield Violation(BOOKED_TWICE, key, visited[0], f"visited on {visited}")
        allowed = [sorted(pattern.days) for pattern in customer.patterns]
        if visited and visited not in allowed:
            yield Violation(
                PATTERN, key, visited[0], f"visited on {visited}, not one of its patterns"
            )
        if bool(visited) == (key in plan.unserved):
            yield Violation(LEFT_OUT, key, None, "left out and visited, or neither")
        for promise in customer.promises:
            if promise.day not in visited:
                yield Violation(PROMISE, key, promise.day, "promised and not visited")


def _of_route(
    instance: Instance, customers: dict[Key, Customer], shift: Shift, route: Route
) -> Iterator[Violation]:
    metres, seconds = instance.matrix.metres, instance.matrix.seconds
    node, free, driven = shift.start, route.departure, 0
    if route.departure < shift.opens or route.back > shift.closes:
        yield Violation(SHIFT, None, route.day, "begins before the shift or ends after it")
    for stop in route.stops:
        customer = customers[stop.customer]
        driven += int(metres[node, customer.node])
        if _at_work(shift, free, stop.arrival) < seconds[node, customer.node]:
            yield Violation(TRAVEL, stop.customer, route.day, "arrives sooner than one can drive")
        if stop.start < stop.arrival:
            yield Violation(TRAVEL, stop.customer, route.day, "begins before the arrival")
        yield from _of_visit(customer, shift, route.day, stop.start)
        node, free = customer.node, stop.start + customer.service
    driven += int(metres[node, shift.end])
    if _at_work(shift, free, route.back) < seconds[node, shift.end]:
        yield Violation(TRAVEL, None, route.day, "is back sooner than one can drive")
    if driven != route.metres:
        yield Violation(METRES, None, route.day, f"drives {driven} m and says {route.metres}")
    yield from _of_limits(
        shift, route, driven, sum(customers[s.customer].size for s in route.stops)
    )


def _at_work(shift: Shift, begin: int, end: int) -> int:
    """Seconds between two times of the wall clock without those of lunch."""
    lunch = 0
    if shift.lunch is not None:
        opens, closes = max(shift.lunch.opens, shift.opens), min(shift.lunch.closes, shift.closes)
        lunch = max(0, min(end, closes) - max(begin, opens))
    return end - begin - lunch


def _of_visit(customer: Customer, shift: Shift, day: int, start: int) -> Iterator[Violation]:
    end = start + customer.service
    lunch = shift.lunch
    if lunch is not None and start < lunch.closes and end > lunch.opens:
        yield Violation(LUNCH, customer.key, day, "a visit over lunch")
    if customer.reps is not None and shift.rep not in customer.reps:
        yield Violation(REP, customer.key, day, f"{shift.rep} may not go there")
    promises = [each for each in customer.promises if each.day == day]
    if promises:
        promise = promises[0]
        if promise.rep is not None and promise.rep != shift.rep:
            yield Violation(PROMISE, customer.key, day, f"promised that {promise.rep} comes")
        if abs(start - promise.start) > promise.tolerance:
            hours = {"promised": promise.start, "begin": start}
            yield Violation(
                PROMISE, customer.key, day, f"promised {promise.start}, begins {start}", hours
            )
    elif customer.hours is not None and not any(
        span.opens <= start and end <= span.closes for span in customer.hours[day]
    ):
        hours = {"begin": start, "end": end}
        yield Violation(HOURS, customer.key, day, f"from {start} to {end} it is not open", hours)


def _of_limits(shift: Shift, route: Route, driven: int, load: int) -> Iterator[Violation]:
    used = ("stops", len(route.stops)), ("metres", driven), ("capacity", load)
    limits = shift.max_stops, shift.max_metres, shift.capacity
    for (name, amount), limit in zip(used, limits, strict=True):
        if limit is not None and amount > limit:
            figures = {"of": name, "amount": amount, "most": limit}
            yield Violation(LIMIT, None, route.day, f"{amount} {name}, at most {limit}", figures)

"""What a new plan may change of the published one, and at what price.

A customer that gets used to a day is worth a detour: each published day that a pattern leaves
costs some metres. The next days do not change at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .instance import Customer, Instance, Pattern, Plan, Promise

METRES_A_DAY = 5_000


def stable(
    instance: Instance,
    published: Plan,
    *,
    frozen_days: int = 0,
    metres: int = METRES_A_DAY,
) -> Instance:
    """The instance with the published plan in the biases of its patterns.

    :param frozen_days: the first days of the horizon, on which nobody comes or goes
    :param metres: for each day on which a customer was to be visited and is not
    """
    days = published.days_of()
    customers = []
    for each in instance.customers:
        # What was promised for one of these days goes before what was published for it.
        frozen = 0 if any(told.day < frozen_days for told in each.promises) else frozen_days
        if each.key in days:
            patterns = _weighed(each, days[each.key], frozen, metres)
        else:
            patterns = tuple(it for it in each.patterns if it.days[0] >= frozen)
        customers.append(replace(each, patterns=patterns))
    return replace(instance, customers=tuple(customers))


def with_promises(customer: Customer, promises: Sequence[Promise]) -> Customer:
    """The customer with what it was promised: patterns without a promised day fall away.

    Where none is left, each gives its nearest other day for the promised one.
    """
    wanted = frozenset(promise.day for promise in promises)
    kept = tuple(each for each in customer.patterns if wanted <= set(each.days))
    if not kept:
        bent = [_bent(each, wanted) for each in customer.patterns]
        kept = tuple(
            {each.days: each for each in bent or [Pattern(tuple(sorted(wanted)))]}.values()
        )
    return replace(customer, promises=tuple(promises), patterns=kept)


def _weighed(
    customer: Customer, days: Sequence[int], frozen_days: int, metres: int
) -> tuple[Pattern, ...]:
    before, soon = set(days), {day for day in days if day < frozen_days}
    kept = [
        each
        for each in customer.patterns
        if {day for day in each.days if day < frozen_days} == soon
    ]
    if not kept and soon:
        # The published days are no pattern any more, but the next ones stay as they were told.
        kept = [Pattern(tuple(sorted(days)))]
    return tuple(replace(each, bias=each.bias + metres * _left(each, before)) for each in kept)


def _left(pattern: Pattern, before: set[int]) -> int:
    return len(before - set(pattern.days))


def _bent(pattern: Pattern, wanted: frozenset[int]) -> Pattern:
    days = set(pattern.days) - wanted
    for day in sorted(wanted - set(pattern.days)):
        if days:
            days.discard(min(days, key=lambda each: (abs(each - day), each)))
    return Pattern(tuple(sorted(days | wanted)), pattern.bias)

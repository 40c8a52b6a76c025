"""What a plan comes to: kilometres, hours, visits, who is served, how full each rep's days are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import replace
from itertools import pairwise

from .clock import worked
from .instance import Instance, Key, Plan, Shift


def figures(instance: Instance, plan: Plan, groups: Mapping[Key, Hashable]) -> dict:
    """Plain values; visits and coverage count customers that have a group.

    :param groups: by customer its segment; without one it is an appointment and no visit
    """
    service = {each.key: each.service for each in instance.customers}
    shifts = {(each.rep, each.day): each for each in instance.shifts}
    load = {rep: _empty_load() for rep in {each.rep for each in instance.shifts}}
    for shift in instance.shifts:
        load[shift.rep]["available"] += worked(shift.closes, shift.pause()) - worked(
            shift.opens, shift.pause()
        )
    for route in plan.routes:
        own = load.setdefault(route.rep, _empty_load())
        drive = _drive(instance, shifts.get((route.rep, route.day)), route)
        own["metres"] += drive[0]
        own["driving"] += drive[1]
        own["visits"] += sum(stop.customer in groups for stop in route.stops)
        own["worked"] += drive[1] + sum(service.get(stop.customer, 0) for stop in route.stops)
    totals = ("metres", "driving", "worked", "available", "visits")
    return {
        **{name: sum(each[name] for each in load.values()) for name in totals},
        "coverage": _coverage(instance, plan, groups),
        "load": {str(rep): own for rep, own in load.items()},
    }


def _empty_load() -> dict:
    return dict.fromkeys(("metres", "driving", "worked", "available", "visits"), 0)


def _drive(instance: Instance, shift: Shift | None, route) -> tuple[int, int]:
    node = {each.key: each.node for each in instance.customers}
    way = [node[stop.customer] for stop in route.stops if stop.customer in node]
    if shift is not None:
        way = [shift.start, *way, shift.end]
    legs = list(pairwise(way))
    metres = sum(int(instance.matrix.metres[leg]) for leg in legs)
    return metres, sum(int(instance.matrix.seconds[leg]) for leg in legs)


def _coverage(instance: Instance, plan: Plan, groups: Mapping[Key, Hashable]) -> dict:
    """By segment the visits planned and those asked for: of each customer its fullest pattern."""
    days = plan.days_of()
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for customer in instance.customers:
        if customer.key in groups:
            own = found[str(groups[customer.key])]
            own[0] += len(days.get(customer.key, ()))
            own[1] += max((len(each.days) for each in customer.patterns), default=0)
    return dict(found)


def added(parts: list[dict]) -> dict:
    """The figures of several territories together."""
    totals = ("metres", "driving", "worked", "available", "visits")
    coverage: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    load: dict[str, dict] = {}
    for part in parts:
        load.update(part["load"])
        for group, (served, asked) in part["coverage"].items():
            coverage[group][0] += served
            coverage[group][1] += asked
    return {
        **{name: sum(part[name] for part in parts) for name in totals},
        "coverage": dict(coverage),
        "load": load,
    }


def of_known(instance: Instance, plan: Plan) -> Plan:
    """The plan without visits of customers that the instance does not know."""
    known = {each.key for each in instance.customers}
    routes = (
        replace(route, stops=tuple(stop for stop in route.stops if stop.customer in known))
        for route in plan.routes
    )
    return replace(plan, routes=tuple(route for route in routes if route.stops))

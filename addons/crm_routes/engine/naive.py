"""What a planner without a machine does: days in turns down the list, then the nearest next.

The plans of the search are measured on it. Each customer gets the next pattern of those with the
same choice; each day goes to whoever can be reached first, until the shift is over.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from .clock import windows_of, worked
from .instance import Customer, Instance, Key, Plan, Shift
from .planner import shift_line, timed_route
from .timing import next_start


def naive_plan(instance: Instance) -> Plan:
    """Round robin and nearest neighbour; a customer may get some of its visits only."""
    by_day = _in_turns(instance)
    routes, driven = [], defaultdict(int)
    for shift in sorted(instance.shifts, key=lambda each: (each.day, repr(each.rep))):
        drive = _Drive(instance, shift)
        keys = drive.through(by_day[shift.day])
        if keys:
            routes.append(timed_route(shift, shift_line(instance, shift, keys)))
        for key in keys:
            driven[key] += 1
    left_out = tuple(each.key for each in instance.customers if not driven[each.key])
    return Plan(tuple(routes), left_out)


def _in_turns(instance: Instance) -> dict[int, list[Customer]]:
    turns: Counter = Counter()
    by_day = defaultdict(list)
    for customer in instance.customers:
        if not customer.patterns:
            continue
        choice = tuple(each.days for each in customer.patterns)
        for day in choice[turns[choice] % len(choice)]:
            by_day[day].append(customer)
        turns[choice] += 1
    return by_day


@dataclass
class _Drive:
    """A shift as far as it is driven."""

    instance: Instance
    shift: Shift
    keys: list[Key] = field(default_factory=list)
    load: int = 0
    metres: int = 0

    def through(self, waiting: list[Customer]) -> list[Key]:
        """Visit whom one can; they leave the list."""
        pause = self.shift.pause()
        node, time = self.shift.start, worked(self.shift.opens, pause)
        while True:
            reachable = [
                (start, place, each)
                for place, each in enumerate(waiting)
                if (start := self._start(each, node, time)) is not None
            ]
            if not reachable:
                return self.keys
            start, _place, customer = min(reachable, key=lambda each: each[:2])
            waiting.remove(customer)
            self.keys.append(customer.key)
            self.load += customer.size
            self.metres += int(self.instance.matrix.metres[node, customer.node])
            node, time = customer.node, start + customer.service

    def _start(self, customer: Customer, node: int, time: int) -> int | None:
        shift, matrix = self.shift, self.instance.matrix
        if shift.max_stops is not None and len(self.keys) >= shift.max_stops:
            return None
        if shift.capacity is not None and self.load + customer.size > shift.capacity:
            return None
        way = int(matrix.metres[node, customer.node] + matrix.metres[customer.node, shift.end])
        if shift.max_metres is not None and self.metres + way > shift.max_metres:
            return None
        arrival = time + int(matrix.seconds[node, customer.node])
        start = next_start(windows_of(customer, shift), arrival)
        if start is None:
            return None
        back = start + customer.service + int(matrix.seconds[customer.node, shift.end])
        return start if back <= worked(shift.closes, shift.pause()) else None

"""The search without a compiler: the same rounds as `kernel_numba.py`, in Python and numpy.

One vectorised evaluation gives what a customer costs in every place of every route at once, from
rows that are kept for each route: who is before and after a place, when one can leave the one and
must be at the other. Only rows of touched routes are written anew.
"""

from __future__ import annotations

import math
import random
from itertools import pairwise

import numpy as np

from . import tuning
from .arrays import Problem, State
from .numpy_places import LATE, NEVER, Places, tables_of


def run(
    p: Problem, s: State, rounds: int, hot: float, cold: float, seed: int, strict: bool
) -> None:
    """Some rounds from the state that is there, with temperatures from hot to cold in metres."""
    plan = _Plan(p, s, seed, strict)
    cooling = (cold / hot) ** (1.0 / rounds)
    for number in range(1, rounds + 1):
        plan.round(hot * cooling**number)
    plan.store(s)


def refresh_all(p: Problem, s: State) -> None:
    """Times and metres of all routes, after a plan was written into the state."""
    plan = _Plan(p, s, 0, False)
    plan.store(s)


class _Plan:
    """The state as lists, which Python reads faster, with a row of places for each route."""

    def __init__(self, p: Problem, s: State, seed: int, strict: bool):
        self.p, self.strict = p, strict
        self.random, self.blinks = random.Random(seed), np.random.default_rng(seed)
        self.tables = tables_of(p)
        self.stops = [s.stops[r, : s.count[r]].tolist() for r in range(p.routes)]
        self.load = s.load.tolist()
        self.length = s.length.tolist()
        self.route_of = s.route_of.tolist()
        self.pattern = s.pattern.tolist()
        self.absent = s.absent.tolist()
        self.cost, self.best_cost = s.cost.tolist()
        best = [s.best_stops[r, : s.best_count[r]].tolist() for r in range(p.routes)]
        self.best = best, s.best_pattern.tolist()
        self.places = Places(p, max(map(len, self.stops), default=0) + 6)
        for route in range(p.routes):
            self.refresh(route)

    def store(self, s: State) -> None:
        """Back into the arrays."""
        for route, stops in enumerate(self.stops):
            s.count[route] = len(stops)
            s.stops[route, : len(stops)] = stops
            s.earliest[route, : len(stops)], s.latest[route, : len(stops)] = self.times(route)
        s.load[:], s.length[:] = self.load, self.length
        s.route_of[:], s.pattern[:], s.absent[:] = self.route_of, self.pattern, self.absent
        s.cost[:] = self.cost, self.best_cost
        for route, stops in enumerate(self.best[0]):
            s.best_count[route] = len(stops)
            s.best_stops[route, : len(stops)] = stops
        s.best_pattern[:] = self.best[1]

    def times(self, route: int) -> tuple[list[int], list[int]]:
        """Earliest and latest starts of a route."""
        t, stops = self.tables, self.stops[route]
        windows, seconds, service = t.windows[t.clock[route]], t.seconds, t.service
        nodes = [t.node[customer] for customer in stops]
        firsts, lasts = [], []
        before, time = t.start[route], t.starts_at[route]
        for customer, node in zip(stops, nodes, strict=True):
            time += seconds[before][node]
            for opens, closes in windows[customer]:
                if time <= closes:
                    time = max(time, opens)
                    break
            firsts.append(time)
            before, time = node, time + service[customer]
        after, time = t.end[route], t.ends_at[route]
        for customer, node in zip(reversed(stops), reversed(nodes), strict=True):
            time -= seconds[node][after] + service[customer]
            for opens, closes in reversed(windows[customer]):
                if time >= opens:
                    time = min(time, closes)
                    break
            lasts.append(time)
            after = node
        return firsts, lasts[::-1]

    def refresh(self, route: int) -> None:
        """The places of a route whose stops have changed."""
        stops, t = self.stops[route], self.tables
        if len(stops) >= self.places.width:
            self.places = Places(self.p, len(stops) + 8)
            for each in range(self.p.routes):
                self.refresh(each)
            return
        firsts, lasts = self.times(route)
        nodes = [t.start[route], *(t.node[each] for each in stops), t.end[route]]
        legs = [t.metres[one][other] for one, other in pairwise(nodes)] if stops else [0]
        self.length[route] = sum(legs)
        leaves = [t.starts_at[route]]
        leaves += [first + t.service[each] for first, each in zip(firsts, stops, strict=True)]
        full = len(stops) >= t.max_stops[route]
        arrives = [-NEVER] * len(leaves) if full else [*lasts, t.ends_at[route]]
        self.places.fill(route, (nodes[:-1], nodes[1:], legs, leaves, arrives))
        self.set_room(route)

    def set_room(self, route: int) -> None:
        """What the rep's limits leave of a route."""
        t = self.tables
        self.places.room[route] = t.capacity[route] - self.load[route]
        self.places.metres_left[route] = t.max_metres[route] - self.length[route]

    def saved(self, route: int) -> tuple:
        """A route as it is, to come back to."""
        row = self.places.table[:, route].copy()
        return self.stops[route][:], self.load[route], self.length[route], row

    def restore(self, route: int, saved: tuple) -> None:
        """Back to what was saved."""
        self.stops[route], self.load[route], self.length[route], row = saved
        if row.shape[1] == self.places.width:
            self.places.table[:, route] = row
            self.set_room(route)
        else:
            self.refresh(route)

    def round(self, temperature: float) -> None:
        """Ruin, recreate, and keep it or go back."""
        removed, before = self.unserved()
        self.ruin(removed)
        saved_routes: dict[int, tuple] = {}
        kept = [(each, self.pattern[each], self.route_of[each][:]) for each in removed]
        gained = sum(self.take_out(each, saved_routes) for each in removed)
        for route in saved_routes:
            self.refresh(route)
        self.sort(removed, before)
        after = 0
        for customer in removed:
            cost, was_absent = self.put_in(customer, saved_routes)
            gained -= cost
            after += was_absent
        threshold = temperature * math.log(1.0 - self.random.random())
        if gained > threshold or (self.strict and after < before):
            self.cost -= gained
            if self.cost < self.best_cost:
                self.best_cost = self.cost
                self.best = [stops[:] for stops in self.stops], self.pattern[:]
            return
        for route, saved in saved_routes.items():
            self.restore(route, saved)
        for customer, pattern, routes in kept:
            self.pattern[customer], self.route_of[customer] = pattern, routes

    def unserved(self) -> tuple[list[int], int]:
        """Those who are left out and are tried again, and how often they were left out."""
        out = [each for each in range(1, self.p.customers + 1) if self.pattern[each] < 0]
        chance = 1.0 if self.strict or not out else tuning.RETRIED / len(out)
        if chance < 1:
            out = [each for each in out if self.random.random() < chance]
        return out, sum(self.absent[each] for each in out)

    def ruin(self, removed: list[int]) -> None:
        """Add the customers of some strings near a customer to the removed."""
        chance = self.random
        seed = chance.randint(1, self.p.customers)
        if self.strict and removed and chance.random() < 0.5:
            seed = chance.choice(removed)
        counts = [len(stops) for stops in self.stops if stops]
        stops = sum(counts) / max(len(counts), 1)
        longest = max(1.0, min(float(tuning.LONGEST_STRING), stops))
        mean = tuning.REMOVED_STRICT if self.strict else tuning.REMOVED
        most = max(1.0, 4 * mean / (1 + longest) - 1)
        strings = int(chance.random() * most + 1)
        split = chance.random() < tuning.SPLIT
        gone, hit = set(removed), set()
        for customer in self.tables.near[seed]:
            if len(hit) >= strings:
                break
            if customer in gone or self.pattern[customer] < 0:
                continue
            days = self.tables.days[self.pattern[customer]]
            routes = [self.route_of[customer][day] for day in days]
            routes = [route for route in routes if route not in hit]
            if routes:
                route = chance.choice(routes)
                hit.add(route)
                for each in self.string(customer, self.stops[route], longest, split):
                    if each not in gone:
                        gone.add(each)
                        removed.append(each)

    def string(self, customer: int, stops: list[int], longest: float, split: bool) -> list[int]:
        """Adjacent stops with the customer, sometimes less a block in their middle."""
        chance, count = self.random, len(stops)
        size = min(count, int(chance.random() * min(float(count), longest) + 1.0))
        kept = 0
        if split and 1 < size < count:
            while size + kept < count and kept < size and chance.random() < tuning.SPLIT_GROWS:
                kept += 1
        first = stops.index(customer) - chance.randrange(size)
        first = max(0, min(first, count - size - kept))
        block = first + 1 + chance.randrange(size - 1) if kept else 0
        return (
            stops[first:block] + stops[block + kept : first + size + kept]
            if kept
            else (stops[first : first + size])
        )

    def take_out(self, customer: int, saved: dict[int, tuple]) -> int:
        """A customer leaves all its days: the metres that this saves, less what it is worth."""
        t, pattern = self.tables, self.pattern[customer]
        if pattern < 0:
            return t.value[customer]
        gained, node = t.bias[pattern], t.node[customer]
        for day in t.days[pattern]:
            route = self.route_of[customer][day]
            stops = self.stops[route]
            if route not in saved:
                saved[route] = self.saved(route)
            place = stops.index(customer)
            before = t.node[stops[place - 1]] if place else t.start[route]
            after = t.node[stops[place + 1]] if place + 1 < len(stops) else t.end[route]
            gained += t.metres[before][node] + t.metres[node][after]
            del stops[place]
            gained -= t.metres[before][after] if stops else 0
            self.load[route] -= t.size[customer]
        self.route_of[customer] = [-1] * len(self.route_of[customer])
        self.pattern[customer] = -1
        return gained

    def sort(self, removed: list[int], absences: int) -> None:
        """Put the removed in the order in which they come back."""
        t, chance = self.tables, self.random.random
        way = chance() * tuning.ORDERS
        far = t.metres[t.start[0]]
        if self.strict and absences and way > tuning.NEAR:
            removed.sort(key=lambda each: -self.absent[each] - chance())
        elif way < tuning.BY_CHANCE:
            self.random.shuffle(removed)
        elif way < tuning.BIG:
            removed.sort(key=lambda each: -t.size[each] * t.visits[each])
        elif way < tuning.NEAR:
            removed.sort(key=lambda each: far[t.node[each]], reverse=way < tuning.FAR)
        elif way < tuning.OFTEN:
            removed.sort(key=lambda each: -t.visits[each] + 0.5 * chance())
        elif way < tuning.NARROW:
            removed.sort(key=lambda each: t.slack[each])
        else:
            removed.sort(key=lambda each: -t.value[each] * (0.5 + chance()))

    def put_in(self, customer: int, saved: dict[int, tuple]) -> tuple[int, int]:
        """The cheapest pattern, if worth it: (metres, absences if it is left out)."""
        t = self.tables
        cost, pattern, where = self.cheapest(customer)
        if pattern < 0 or cost >= t.value[customer]:
            self.absent[customer] += 1
            return t.value[customer], self.absent[customer] - 1
        for day, route, place in where:
            if route not in saved:
                saved[route] = self.saved(route)
            self.stops[route].insert(place, customer)
            self.load[route] += t.size[customer]
            self.route_of[customer][day] = route
            self.refresh(route)
        self.pattern[customer] = pattern
        return cost, 0

    def cheapest(self, customer: int) -> tuple[int, int, list[tuple[int, int, int]]]:
        """(metres with the bias, pattern, its (day, route, place))."""
        t, p = self.tables, self.p
        first = t.first_pattern[customer]
        if first == t.first_pattern[customer + 1]:
            return 0, -1, []
        costs = self.places.costs(t, customer, self.blinks)
        place = costs.argmin(axis=1)
        by_route = costs[t.every_route, place]
        by_day = np.full(len(p.first_route) - 1, LATE)
        by_day[t.days_with_routes] = np.minimum.reduceat(by_route, t.first_of_days)
        sums = np.minimum((t.is_on[customer] * by_day).sum(axis=1), LATE) + t.biases[customer]
        best = int(sums.argmin())
        if sums[best] >= LATE:
            return 0, -1, []
        where = []
        for day in t.days[first + best]:
            begin, end = int(p.first_route[day]), int(p.first_route[day + 1])
            route = begin + int(by_route[begin:end].argmin())
            where.append((day, route, int(place[route])))
        return int(sums[best]), first + best, where

"""The search compiled: rounds of ruin and recreate over whole patterns.

A ruin takes strings of adjacent visits out of the routes, and with each visit the whole customer
from all its days; the recreate gives each back its cheapest pattern. Days do not know each other,
so that the sum of the cheapest places of its days is exact for one customer. Acceptance is
simulated annealing. `kernel_numpy.py` is the same without a compiler.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from . import tuning
from .arrays import Problem, State
from .compiled_places import cheapest_pattern, compiled, inner, put_in, refresh, take_out
from .compiled_ruin import ruin, unserved


class _Scratch(NamedTuple):
    """What a round has in its hands; the copies are the plan before it."""

    removed: np.ndarray
    gone: np.ndarray
    key: np.ndarray
    touched: np.ndarray
    is_touched: np.ndarray
    is_hit: np.ndarray
    stops: np.ndarray
    count: np.ndarray
    earliest: np.ndarray
    latest: np.ndarray
    load: np.ndarray
    length: np.ndarray
    route_of: np.ndarray
    pattern: np.ndarray
    known: np.ndarray
    day_cost: np.ndarray
    day_route: np.ndarray
    day_place: np.ndarray


@inner
def _key(p, s, customer, sort, by_absence):
    if by_absence:
        return -s.absent[customer] - np.random.random()
    if sort < tuning.BY_CHANCE:
        return np.random.random()
    first = p.first_pattern[customer]
    visits = 0
    if first < p.first_pattern[customer + 1]:
        visits = p.first_day[first + 1] - p.first_day[first]
    if sort < tuning.BIG:
        return float(-p.size[customer] * visits)
    if sort < tuning.FAR:
        return float(-p.metres[p.start[0], p.node[customer]])
    if sort < tuning.NEAR:
        return float(p.metres[p.start[0], p.node[customer]])
    if sort < tuning.OFTEN:
        return -visits + 0.5 * np.random.random()
    if sort < tuning.NARROW:
        return float(p.slack[customer])
    return -p.value[customer] * (0.5 + np.random.random())


@inner
def _sort(p, s, w, removed, by_absence):
    """Put the removed in the order in which they come back; few, so by insertion."""
    sort = np.random.random() * tuning.ORDERS
    by_absence = by_absence and sort > tuning.NEAR
    for at in range(removed):
        customer = w.removed[at]
        key = _key(p, s, customer, sort, by_absence)
        place = at
        while place > 0 and w.key[place - 1] > key:
            w.key[place], w.removed[place] = w.key[place - 1], w.removed[place - 1]
            place -= 1
        w.key[place], w.removed[place] = key, customer


@inner
def _copy_touched(p, source, target, w, touched, removed):
    """Bring the routes and customers of this round from one plan to the other."""
    for number in range(touched):
        route = w.touched[number]
        for place in range(source.count[route]):
            target.stops[route, place] = source.stops[route, place]
            target.earliest[route, place] = source.earliest[route, place]
            target.latest[route, place] = source.latest[route, place]
        target.count[route] = source.count[route]
        target.load[route] = source.load[route]
        target.length[route] = source.length[route]
    for number in range(removed):
        customer = w.removed[number]
        target.pattern[customer] = source.pattern[customer]
        for day in range(source.route_of.shape[1]):
            target.route_of[customer, day] = source.route_of[customer, day]


@inner
def _round(p, s, w, strict):
    """Ruin and recreate: (metres gained, touched, removed, absences before, after)."""
    removed, absences = unserved(p, s, w, strict)
    seed_customer = np.random.randint(1, len(p.node))
    if strict and removed and np.random.random() < 0.5:
        seed_customer = w.removed[np.random.randint(0, removed)]
    removed = ruin(p, s, w, removed, seed_customer, strict)
    gained, touched = 0, 0
    for number in range(removed):
        saved, touched = take_out(p, s, w, w.removed[number], touched)
        gained += saved
    for number in range(touched):
        refresh(p, s, w.touched[number])
    _sort(p, s, w, removed, strict and absences > 0)
    absences_after = 0
    for number in range(removed):
        customer = w.removed[number]
        w.gone[customer] = False
        cost, pattern = cheapest_pattern(p, s, w, customer)
        if pattern >= 0 and cost < p.value[customer]:
            touched = put_in(p, s, w, customer, pattern, touched)
            gained -= cost
        else:
            gained -= p.value[customer]
            absences_after += s.absent[customer]
            s.absent[customer] += 1
    return gained, touched, removed, absences, absences_after


@compiled
def _scratch(p, s):
    customers, routes, days = len(p.node), len(p.start), len(p.first_route) - 1
    return _Scratch(
        np.zeros(customers, np.int64),
        np.zeros(customers, np.bool_),
        np.zeros(customers, np.float64),
        np.zeros(routes, np.int64),
        np.zeros(routes, np.bool_),
        np.zeros(routes, np.bool_),
        s.stops.copy(),
        s.count.copy(),
        s.earliest.copy(),
        s.latest.copy(),
        s.load.copy(),
        s.length.copy(),
        s.route_of.copy(),
        s.pattern.copy(),
        np.zeros(days, np.bool_),
        np.zeros(days, np.int64),
        np.zeros(days, np.int64),
        np.zeros(days, np.int64),
    )


@compiled
def run(p: Problem, s: State, rounds: int, hot: float, cold: float, seed: int, strict: bool):
    """Some rounds from the state that is there, with temperatures from hot to cold in metres."""
    np.random.seed(seed)
    w = _scratch(p, s)
    temperature, cooling = hot, (cold / hot) ** (1.0 / rounds)
    for _ in range(rounds):
        temperature *= cooling
        gained, touched, removed, before, after = _round(p, s, w, strict)
        threshold = temperature * math.log(1.0 - np.random.random())
        if gained > threshold or (strict and after < before):
            s.cost[0] -= gained
            _copy_touched(p, s, w, w, touched, removed)
            if s.cost[0] < s.cost[1]:
                s.cost[1] = s.cost[0]
                s.best_stops[:] = s.stops
                s.best_count[:] = s.count
                s.best_pattern[:] = s.pattern
        else:
            _copy_touched(p, w, s, w, touched, removed)
        for number in range(touched):
            w.is_touched[w.touched[number]] = False


@inner
def refresh_all(p: Problem, s: State):
    """Times and metres of all routes, after a plan was written into the state."""
    for route in range(len(p.start)):
        refresh(p, s, route)

"""Compiled: where a customer costs least, and putting it in and taking it out.

`p` is the problem, `s` the state, `w` what a round has in its hands.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from . import tuning

NEVER = 1 << 60
compiled = njit(cache=True, nogil=True)
# What makes no arrays need not count who holds them: counting would take most of the time.
inner = njit(cache=True, nogil=True, _nrt=False)


@inner
def _first_start(p, customer, clock, time):
    for window in range(p.opens.shape[2]):
        if time <= p.closes[customer, clock, window]:
            return max(time, p.opens[customer, clock, window])
    return NEVER


@inner
def _last_start(p, customer, clock, time):
    for window in range(p.opens.shape[2] - 1, -1, -1):
        if time >= p.opens[customer, clock, window]:
            return min(time, p.closes[customer, clock, window])
    return -NEVER


@inner
def refresh(p, s, route):
    """Earliest and latest starts and the metres of a route whose stops have changed."""
    count, clock = s.count[route], p.clock[route]
    before, time, metres = p.start[route], p.starts_at[route], 0
    for place in range(count):
        customer = s.stops[route, place]
        node = p.node[customer]
        time = _first_start(p, customer, clock, time + p.seconds[before, node])
        s.earliest[route, place] = time
        metres += p.metres[before, node]
        time += p.service[customer]
        before = node
    s.length[route] = metres + p.metres[before, p.end[route]] if count else 0
    after, time = p.end[route], p.ends_at[route]
    for place in range(count - 1, -1, -1):
        customer = s.stops[route, place]
        node = p.node[customer]
        limit = time - p.seconds[node, after] - p.service[customer]
        time = _last_start(p, customer, clock, limit)
        s.latest[route, place] = time
        after = node


@inner
def _last_close(p, customer, clock):
    last = -1
    for window in range(p.opens.shape[2]):
        last = max(last, p.closes[customer, clock, window])
    return last


@inner
def _in_route(p, s, customer, route, best):
    """The cheapest place in a route that is below `best`: (metres, place)."""
    node, clock, count = p.node[customer], p.clock[route], s.count[route]
    last_close = _last_close(p, customer, clock)
    room = p.max_metres[route] - s.length[route]
    before, time, found = p.start[route], p.starts_at[route], -1
    for place in range(count + 1):
        if place < count:
            follower = s.stops[route, place]
            after, limit = p.node[follower], s.latest[route, place]
        else:
            follower, after, limit = 0, p.end[route], p.ends_at[route]
        detour = p.metres[before, node] + p.metres[node, after]
        if count > 0:
            detour -= p.metres[before, after]
        if detour < best and detour <= room:
            start = _first_start(p, customer, clock, time + p.seconds[before, node])
            leaves = start + p.service[customer]
            if leaves + p.seconds[node, after] <= limit and np.random.random() >= tuning.BLINK:
                best, found = detour, place
        if place < count:
            before, time = after, s.earliest[route, place] + p.service[follower]
            if time > last_close:
                break
    return best, found


@inner
def _in_day(p, s, customer, day):
    """The cheapest place on a day: (metres, route, place)."""
    best, best_route, best_place, empty_kind = NEVER, -1, -1, -1
    for route in range(p.first_route[day], p.first_route[day + 1]):
        if s.count[route] == 0:
            if p.kind[route] == empty_kind:
                continue
            empty_kind = p.kind[route]
        if s.count[route] >= p.max_stops[route]:
            continue
        if s.load[route] + p.size[customer] > p.capacity[route]:
            continue
        cost, place = _in_route(p, s, customer, route, best)
        if place >= 0:
            best, best_route, best_place = cost, route, place
    return best, best_route, best_place


@inner
def cheapest_pattern(p, s, w, customer):
    """(metres with the bias, pattern); the places of its days are in the scratch."""
    w.known[:] = False
    best, found = NEVER, -1
    for pattern in range(p.first_pattern[customer], p.first_pattern[customer + 1]):
        total = p.bias[pattern]
        for at in range(p.first_day[pattern], p.first_day[pattern + 1]):
            if total >= best:
                break
            day = p.pattern_days[at]
            if not w.known[day]:
                w.known[day] = True
                w.day_cost[day], w.day_route[day], w.day_place[day] = _in_day(p, s, customer, day)
            total = min(total + w.day_cost[day], NEVER)
        if total < best:
            best, found = total, pattern
    return best, found


@inner
def touch(w, route, touched):
    if w.is_touched[route]:
        return touched
    w.is_touched[route] = True
    w.touched[touched] = route
    return touched + 1


@inner
def put_in(p, s, w, customer, pattern, touched):
    for at in range(p.first_day[pattern], p.first_day[pattern + 1]):
        day = p.pattern_days[at]
        route, place = w.day_route[day], w.day_place[day]
        touched = touch(w, route, touched)
        for each in range(s.count[route], place, -1):
            s.stops[route, each] = s.stops[route, each - 1]
        s.stops[route, place] = customer
        s.count[route] += 1
        s.load[route] += p.size[customer]
        s.route_of[customer, day] = route
        refresh(p, s, route)
    s.pattern[customer] = pattern
    return touched


@inner
def take_out(p, s, w, customer, touched):
    """A customer leaves all its days: (metres saved less its value, routes touched)."""
    pattern, saved = s.pattern[customer], 0
    if pattern < 0:
        return p.value[customer], touched
    for at in range(p.first_day[pattern], p.first_day[pattern + 1]):
        day = p.pattern_days[at]
        route = s.route_of[customer, day]
        touched = touch(w, route, touched)
        count, place = s.count[route], 0
        while s.stops[route, place] != customer:
            place += 1
        node = p.node[customer]
        before = p.node[s.stops[route, place - 1]] if place else p.start[route]
        after = p.node[s.stops[route, place + 1]] if place + 1 < count else p.end[route]
        saved += p.metres[before, node] + p.metres[node, after]
        if count > 1:
            saved -= p.metres[before, after]
        for each in range(place, count - 1):
            s.stops[route, each] = s.stops[route, each + 1]
        s.count[route] = count - 1
        s.load[route] -= p.size[customer]
        s.route_of[customer, day] = -1
    s.pattern[customer] = -1
    return saved + p.bias[pattern], touched

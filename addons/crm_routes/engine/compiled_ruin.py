"""Compiled: which customers a round takes out, by strings of adjacent stops.

`p` is the problem, `s` the state, `w` what a round has in its hands.
"""

from __future__ import annotations

import numpy as np

from . import tuning
from .compiled_places import inner


@inner
def mark(w, customer, removed):
    if w.gone[customer]:
        return removed
    w.gone[customer] = True
    w.removed[removed] = customer
    return removed + 1


@inner
def unserved(p, s, w, strict):
    """Those who are left out and are tried again: (how many, their absences)."""
    removed, absences, left_out = 0, 0, 0
    for customer in range(1, len(p.node)):
        left_out += s.pattern[customer] < 0
    if left_out == 0:
        return 0, 0
    chance = 1.0 if strict else tuning.RETRIED / left_out
    for customer in range(1, len(p.node)):
        if s.pattern[customer] < 0 and (chance >= 1 or np.random.random() < chance):
            removed = mark(w, customer, removed)
            absences += s.absent[customer]
    return removed, absences


@inner
def _route_to_hit(p, s, w, customer):
    """A route of the customer, of a day by chance, that was not hit in this round."""
    pattern = s.pattern[customer]
    first, size = p.first_day[pattern], p.first_day[pattern + 1] - p.first_day[pattern]
    offset = np.random.randint(0, size)
    for step in range(size):
        route = s.route_of[customer, p.pattern_days[first + (offset + step) % size]]
        if not w.is_hit[route]:
            return route
    return -1


@inner
def _take_string(s, w, customer, route, longest, split, removed):
    """A string with the customer in it, sometimes with a block in its middle that stays."""
    count, place = s.count[route], 0
    while s.stops[route, place] != customer:
        place += 1
    size = min(count, int(np.random.random() * min(float(count), longest) + 1.0))
    kept = 0
    if split and 1 < size < count:
        while size + kept < count and kept < size and np.random.random() < tuning.SPLIT_GROWS:
            kept += 1
    first = place - np.random.randint(0, size)
    first = max(0, min(first, count - size - kept))
    block = first + 1 + np.random.randint(0, size - 1) if kept else 0
    for at in range(first, first + size + kept):
        if not (kept and block <= at < block + kept):
            removed = mark(w, s.stops[route, at], removed)
    return removed


@inner
def ruin(p, s, w, removed, seed_customer, strict):
    """Mark the customers of some strings near the seed."""
    stops, used = 0, 0
    for route in range(len(p.start)):
        stops += s.count[route]
        used += s.count[route] > 0
    longest = max(1.0, min(float(tuning.LONGEST_STRING), stops / max(used, 1)))
    mean = tuning.REMOVED_STRICT if strict else tuning.REMOVED
    strings = int(np.random.random() * max(1.0, 4 * mean / (1 + longest) - 1) + 1)
    split = np.random.random() < tuning.SPLIT
    hit = 0
    w.is_hit[:] = False
    for rank in range(p.near.shape[1]):
        if hit >= strings:
            break
        customer = p.near[seed_customer, rank]
        if w.gone[customer] or s.pattern[customer] < 0:
            continue
        route = _route_to_hit(p, s, w, customer)
        if route < 0:
            continue
        w.is_hit[route] = True
        hit += 1
        removed = _take_string(s, w, customer, route, longest, split, removed)
    return removed

"""For numpy: what an insertion needs to know of every place of every route, side by side."""

from __future__ import annotations

from collections import deque
from itertools import pairwise

import numpy as np

from . import tuning
from .arrays import Problem

NEVER = 1 << 60
# Numbers that are added to and must stay below NEVER after.
LATE = 1 << 56


class Places:
    """For each place of each route what an insertion there needs; a row is one wider than stops."""

    def __init__(self, p: Problem, width: int):
        self.width = width
        self.table = np.zeros((5, p.routes, width), np.int64)
        self.before, self.after, self.leg, self.leaves, self.arrives = self.table
        self.arrives[:] = -NEVER
        self.room = np.zeros(p.routes, np.int64)
        self.metres_left = np.zeros(p.routes, np.int64)

    def fill(self, route: int, rows: tuple[list[int], ...]) -> None:
        """The row of a route."""
        used = len(rows[0])
        self.table[:, route, :used] = rows
        self.arrives[route, used:] = -NEVER

    def costs(self, t: Tables, customer: int, blinks: np.random.Generator) -> np.ndarray:
        """Metres of the customer in each place, `LATE` where it cannot be."""
        node = t.node[customer]
        costs = t.to_node[node][self.before] + t.from_node[node][self.after] - self.leg
        arrival = self.leaves + t.time_to[node][self.before]
        start = t.starts(customer, arrival)
        ready = start + t.time_from[node][self.after] + t.service[customer]
        bad = (ready > self.arrives) | (costs > self.metres_left[:, None])
        bad |= (self.room < t.size[customer])[:, None]
        bad |= blinks.random(bad.shape) < tuning.BLINK
        costs[bad] = LATE
        return costs


class Tables:
    """The problem as lists and views."""

    def __init__(self, p: Problem):
        self.metres, self.seconds = p.metres.tolist(), p.seconds.tolist()
        self.from_node, self.to_node = p.metres, np.ascontiguousarray(p.metres.T)
        self.time_from, self.time_to = p.seconds, np.ascontiguousarray(p.seconds.T)
        names = "node service value size slack near bias start end starts_at ends_at"
        for name in [*names.split(), "capacity", "max_stops", "max_metres", "clock"]:
            setattr(self, name, getattr(p, name).tolist())
        self.first_pattern = p.first_pattern.tolist()
        self.days = [p.days_of(pattern).tolist() for pattern in range(len(p.bias))]
        self.every_route = np.arange(p.routes)
        day_count = len(p.first_route) - 1
        self.days_with_routes = np.flatnonzero(np.diff(p.first_route))
        self.first_of_days = p.first_route[self.days_with_routes]
        self.is_on, self.biases, self.visits = [], [], []
        for first, last in pairwise(self.first_pattern):
            days = self.days[first:last]
            on = np.zeros((len(days), day_count), np.int64)
            for row, each in enumerate(days):
                on[row, each] = 1
            self.is_on.append(on)
            self.biases.append(p.bias[first:last])
            self.visits.append(len(days[0]) if days else 0)
        self._set_windows(p)

    def _set_windows(self, p: Problem) -> None:
        # [clock][customer], less the places that hold no window
        windows = np.stack((p.opens, p.closes), axis=-1).swapaxes(0, 1).tolist()
        self.windows = [
            [[(opens, closes) for opens, closes in each if closes >= opens] for each in clock]
            for clock in windows
        ]
        # [customer][window] as a column by route
        self.route_opens = np.moveaxis(p.opens[:, p.clock, :], 2, 1)[..., None]
        self.route_closes = np.moveaxis(p.closes[:, p.clock, :], 2, 1)[..., None]

    def starts(self, customer: int, arrival: np.ndarray) -> np.ndarray:
        """When a visit begins in each place whose rep is there at a time, `LATE` for never."""
        windows = list(zip(self.route_opens[customer], self.route_closes[customer], strict=True))
        opens, closes = windows[-1]
        start = np.where(arrival <= closes, np.maximum(arrival, opens), LATE)
        for opens, closes in reversed(windows[:-1]):
            start = np.where(arrival <= closes, np.maximum(arrival, opens), start)
        return start


# The chunks of a search have the same problem: its lists are made once.
_recent: deque[tuple[Problem, Tables]] = deque(maxlen=1)


def tables_of(p: Problem) -> Tables:
    for problem, tables in tuple(_recent):
        if problem is p:
            return tables
    tables = Tables(p)
    _recent.append((p, tables))
    return tables

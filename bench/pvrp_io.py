"""The periodic instances of Cordeau, Gendreau and Laporte (1997): reader, and a checker of its own.

First line: type (1 = periodic), vehicles, customers, days. A line a day: longest route, capacity, 0
for none. Then a line a node: number, x, y, service, demand, visits, number of patterns, patterns
as bit masks with the first day as the highest bit. The value of a plan is the Euclidean distance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path


@dataclass(frozen=True)
class Periodic:
    """An instance as it is in the file; the depot is the first point."""

    name: str
    vehicles: int
    days: int
    duration: float | None
    capacity: float | None
    points: tuple[tuple[float, float], ...]
    service: tuple[float, ...]
    demand: tuple[float, ...]
    patterns: tuple[tuple[tuple[int, ...], ...], ...]
    best: float | None

    @property
    def customers(self) -> int:
        """How many; numbered from 1."""
        return len(self.points) - 1


def read(folder: Path, name: str) -> Periodic:
    """An instance with the best known value of `best/NAME.res` beside it, if it is there."""
    rows = [line.split() for line in (folder / name).read_text().splitlines() if line.strip()]
    kind, vehicles, _customers, days = map(int, rows[0][:4])
    if kind != 1:
        raise ValueError(f"{name} is of type {kind}, not a periodic one")
    duration, capacity = (float(text) or None for text in rows[1][:2])
    nodes = rows[1 + days :]
    # p01 has a 51st customer on the depot that no solution visits.
    if name == "p01":
        nodes = nodes[:51]
    result = folder / "best" / f"{name}.res"
    best = float(result.read_text().split()[0]) if result.exists() else None
    return Periodic(
        name,
        vehicles,
        days,
        duration,
        capacity,
        tuple((float(row[1]), float(row[2])) for row in nodes),
        (0.0, *(float(row[3]) for row in nodes[1:])),
        (0.0, *(float(row[4]) for row in nodes[1:])),
        ((), *(_patterns(row, days) for row in nodes[1:])),
        best,
    )


def _patterns(row: list[str], days: int) -> tuple[tuple[int, ...], ...]:
    masks = [int(text) for text in row[7 : 7 + int(row[6])]]
    return tuple(
        tuple(day for day in range(days) if mask >> (days - 1 - day) & 1) for mask in masks
    )


def check(instance: Periodic, routes: list[tuple[int, list[int]]]) -> tuple[float, list[str]]:
    """Distance of routes (day, customers) and what is wrong with them, from the file alone."""
    wrong, total = [], 0.0
    used = [0] * instance.days
    visited: dict[int, list[int]] = {each: [] for each in range(1, instance.customers + 1)}
    for day, stops in routes:
        used[day] += 1
        way = [0, *stops, 0]
        legs = pairwise(way)
        driven = sum(math.dist(instance.points[a], instance.points[b]) for a, b in legs)
        total += driven
        lasts = driven + sum(instance.service[each] for each in stops)
        if instance.duration and lasts > instance.duration + 1e-6:
            wrong.append(f"day {day + 1} lasts {lasts:.2f}")
        load = sum(instance.demand[each] for each in stops)
        if instance.capacity and load > instance.capacity + 1e-6:
            wrong.append(f"day {day + 1} loads {load:g}")
        for each in stops:
            visited[each].append(day)
    wrong += [f"day {day + 1}: {n} vehicles" for day, n in enumerate(used) if n > instance.vehicles]
    for each, days in visited.items():
        if tuple(sorted(days)) not in instance.patterns[each]:
            wrong.append(f"customer {each} on {days}")
    return total, wrong

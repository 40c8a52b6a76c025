"""Periodic instances from the literature: how far the planner stays from the best known values.

`bench/pvrp.py FOLDER NAME... --seconds S --kernel numba|numpy` prints a line an instance. With one
core each; what is compiled is compiled before the first one. Without a folder it is the one that
PVRP_DATA names, as in `make bench`.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import sys
from importlib import import_module
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import processor_clock, pvrp_io
from tools import settings

_SCALE = 1_000_000
_SEEDS = (1, 2, 3)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=os.environ.get("PVRP_DATA"))
    parser.add_argument("names", nargs="*", default=[f"p{number:02}" for number in range(1, 11)])
    parser.add_argument("--seconds", type=float, default=10.0, help="default %(default)s")
    parser.add_argument("--kernel", choices=("numba", "numpy"), help="the fastest without it")
    parser.add_argument("--seeds", type=int, nargs="+", default=_SEEDS, help="default 1 2 3")
    parser.add_argument("--processor", action="store_true", help=processor_clock.HELP)
    options = parser.parse_args()
    if options.folder is None or not options.folder.is_dir():
        print("No instances: name their folder, or set PVRP_DATA to it.\n")
        return
    engine = _engine()
    if options.processor:
        processor_clock.use_in(engine["search"])
    kernel = engine["kernels"].kernel(options.kernel)
    solve(engine, pvrp_io.read(options.folder, options.names[0]), kernel, 0.1, 1)
    print(f"{'name':<6}{'best known':>12}{'value':>12}{'gap %':>8}{'violations':>12}{'seconds':>9}")
    gaps = []
    for name in options.names:
        instance = pvrp_io.read(options.folder, name)
        line = _median(engine, instance, kernel, options)
        gap = 100 * (line[0] / instance.best - 1) if instance.best else math.nan
        gaps.append(gap)
        best = instance.best or math.nan
        print(
            f"{name:<6}{best:>12.2f}{line[0]:>12.2f}{gap:>8.2f}{line[1]:>12}{line[2]:>9.1f}",
            flush=True,
        )
    print(f"\nMean gap {statistics.mean(gaps):.2f} %, largest {max(gaps):.2f} %.\n")


def _engine() -> dict:
    # the engine is a package by itself: what is measured needs neither Odoo nor a database
    sys.path.insert(0, str(settings.ADDONS / "crm_routes"))
    names = "instance", "kernels", "planner", "search"
    return {name: import_module(f"engine.{name}") for name in names}


def _median(engine: dict, instance, kernel, options) -> tuple[float, int, float]:
    """(value, violations of all runs, seconds of the longest), the value of the median seed."""
    values, violations, longest = [], 0, 0.0
    for seed in options.seeds:
        clock = engine["search"].time.perf_counter
        began = clock()
        routes = solve(engine, instance, kernel, options.seconds, seed)
        longest = max(longest, clock() - began)
        value, wrong = pvrp_io.check(instance, routes)
        values.append(value)
        violations += len(wrong)
    return statistics.median_low(values), violations, longest


def solve(engine: dict, instance, kernel, seconds: float, seed: int) -> list:
    """Routes (day, customers) that the planner finds in some seconds."""
    budget = engine["search"].Budget(seconds=seconds)
    found = engine["planner"].plan(
        territory(engine["instance"], instance), budget, seed=seed, strict=True, chosen=kernel
    )
    return [(route.day, [stop.customer for stop in route.stops]) for route in found.routes]


def territory(kinds, instance):
    """The instance for the engine, in millionths; drives are rounded up, so that no day is long."""
    points = np.array(instance.points)
    lines = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    metres = np.rint(lines * _SCALE).astype(np.int64)
    matrix = kinds.Matrix(metres, np.ceil(lines * _SCALE).astype(np.int64))
    farthest = int(metres[0].max())
    customers = tuple(
        kinds.Customer(
            each,
            each,
            math.ceil(instance.service[each] * _SCALE),
            4 * farthest * max(len(instance.patterns[each][0]), 1),
            tuple(kinds.Pattern(days) for days in instance.patterns[each]),
            size=round(instance.demand[each] * 1000),
        )
        for each in range(1, instance.customers + 1)
    )
    closes = math.floor(instance.duration * _SCALE) if instance.duration else 1 << 48
    capacity = round(instance.capacity * 1000) if instance.capacity else None
    shifts = tuple(
        kinds.Shift("fleet", day, 0, 0, 0, closes, capacity=capacity)
        for day in range(instance.days)
        for _vehicle in range(instance.vehicles)
    )
    return kinds.Instance(instance.days, customers, shifts, matrix)


if __name__ == "__main__":
    main()

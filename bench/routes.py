"""Weeks of twenty reps: metres, visits, seconds and memory of the planner, beside a list by hand.

Each rep has 150 customers round one of thirteen cities, with weekly, fortnightly and monthly
visits, closed weekdays and hours; four weeks of five days from 8:30 to 19:00 with at most 24 stops.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
from importlib import import_module
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import processor_clock
from tools import settings

_CITIES = (
    (40.42, -3.70, 4), (41.39, 2.17, 3), (39.47, -0.38, 2), (37.39, -5.98, 2), (41.65, -0.88, 1),
    (36.72, -4.42, 1), (37.99, -1.13, 1), (43.26, -2.93, 1), (42.23, -8.72, 1), (41.65, -4.72, 1),
    (37.89, -4.78, 1), (43.36, -5.85, 1), (38.35, -0.48, 1),
)  # fmt: skip
_WEEKS = 4
_DEGREE_KM = 111.0
_OPENS, _CLOSES = 510 * 60, 1140 * 60
# Visits in four weeks: (share of customers, minutes, worth in km a visit).
_SEGMENTS = {4: (0.27, 20, 400), 2: (0.46, 15, 250), 1: (0.27, 15, 150)}
_MOST_SECONDS, _MOST_MB = 90, 400


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reps", type=int, default=20, help="default %(default)s")
    parser.add_argument("--seconds", type=float, default=4.0, help="a rep, default %(default)s")
    parser.add_argument("--kernel", choices=("numba", "numpy"), help="the fastest without it")
    parser.add_argument("--seeds", type=int, nargs="+", default=(1, 2, 3), help="default 1 2 3")
    parser.add_argument("--processor", action="store_true", help=processor_clock.HELP)
    options = parser.parse_args()
    engine = engine_parts()
    if options.processor:
        processor_clock.use_in(engine["search"])
    kernel = engine["kernels"].kernel(options.kernel)
    _plan(engine, territory(engine, 99), kernel, 0.1, 1)
    naive = [0, 0]
    for variant in ("plain", "siesta, lunch and stability"):
        cases = [territory(engine, rep, variant != "plain") for rep in range(options.reps)]
        naive = _by_hand(engine, cases)
        heads = f"{'km':>9}{'visits':>9}{'violations':>12}{'seconds':>9}"
        print(f"{options.reps} reps, {variant}\n{'':<16}{heads}")
        print(f"{'by hand':<16}{naive[0] / 1000:>9.0f}{naive[1]:>9}")
        rows = [_planned(engine, cases, kernel, options, seed, variant) for seed in options.seeds]
        for seed, row in zip(options.seeds, rows, strict=True):
            print(f"{f'seed {seed}':<16}{row[0] / 1000:>9.0f}{row[1]:>9}{row[2]:>12}{row[3]:>9.1f}")
        _sum_up(naive, rows)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Memory {most:.0f} MB, at most {_MOST_MB}; {_MOST_SECONDS} s for 20 reps.\n")


def _sum_up(naive: tuple, rows: list[tuple]) -> None:
    fewer = statistics.median(100 * (1 - row[0] / naive[0]) for row in rows)
    more = statistics.median(row[1] - naive[1] for row in rows)
    print(f"Median: {fewer:.1f} % fewer km, {more:.0f} more visits.\n", flush=True)


def engine_parts() -> dict:
    """The modules of the engine by name."""
    # the engine is a package by itself: what is measured needs neither Odoo nor a database
    sys.path.insert(0, str(settings.ADDONS / "crm_routes"))
    names = "checker", "geometry", "instance", "kernels", "naive", "planner", "search", "stability"
    return {name: import_module(f"engine.{name}") for name in names}


def _by_hand(engine: dict, cases: list) -> tuple[int, int]:
    plans = [engine["naive"].naive_plan(case) for case in cases]
    return sum(plan.metres for plan in plans), sum(plan.visits for plan in plans)


def _planned(engine: dict, cases: list, kernel, options, seed: int, variant: str) -> tuple:
    metres = visits = violations = 0
    clock = engine["search"].time.perf_counter
    began = clock()
    for case in cases:
        if variant == "plain":
            plan = _plan(engine, case, kernel, options.seconds, seed)
        else:
            # a third of the time goes into the plan that is published, the rest bends to it
            published = _plan(engine, case, kernel, options.seconds / 3, seed)
            case = engine["stability"].stable(case, published, frozen_days=1)
            plan = _plan(engine, case, kernel, options.seconds * 2 / 3, seed, published)
        metres, visits = metres + plan.metres, visits + plan.visits
        violations += len(engine["checker"].check(case, plan))
    return metres, visits, violations, clock() - began


def _plan(engine: dict, case, kernel, seconds: float, seed: int, published=None):
    budget = engine["search"].Budget(seconds=seconds)
    return engine["planner"].plan(case, budget, seed=seed, chosen=kernel, published=published)


def territory(engine: dict, rep: int, siesta: bool = False, customers: int = 150):
    """A rep's customers and shifts, the same for the same number."""
    kinds, rng = engine["instance"], np.random.default_rng(700 + rep)
    matrix = engine["geometry"].estimate(_points(rng, customers))
    visits = rng.choice(list(_SEGMENTS), customers, p=[each[0] for each in _SEGMENTS.values()])
    found = [_customer(kinds, rng, key, int(count), siesta) for key, count in enumerate(visits, 1)]
    lunch = kinds.Span(13 * 3600 + 1800, 14 * 3600 + 1800) if siesta else None
    shifts = tuple(
        kinds.Shift("rep", day, 0, 0, _OPENS, _CLOSES, lunch, max_stops=24)
        for day in range(_WEEKS * 5)
    )
    return kinds.Instance(_WEEKS * 5, tuple(found), shifts, matrix)


def _points(rng, customers: int) -> list[tuple[float, float]]:
    weights = np.array([each[2] for each in _CITIES], float)
    city = _CITIES[rng.choice(len(_CITIES), p=weights / weights.sum())]
    towns = [(city[0], city[1], 5.0)]
    towns += [
        (city[0] + rng.normal(0, 28 / _DEGREE_KM), city[1] + rng.normal(0, 36 / _DEGREE_KM), 1.5)
        for _town in range(9)
    ]
    shares = [0.45] + [0.55 / 9] * 9
    places = rng.choice(len(towns), customers, p=shares)
    points = [(city[0] + rng.normal(0, 4 / _DEGREE_KM), city[1] + rng.normal(0, 5 / _DEGREE_KM))]
    for place in places:
        latitude, longitude, spread = towns[place]
        north = rng.normal(0, spread / _DEGREE_KM)
        points.append((latitude + north, longitude + rng.normal(0, spread * 1.3 / _DEGREE_KM)))
    return points


def _customer(kinds, rng, key: int, visits: int, siesta: bool):
    weekdays = list(range(5))
    if rng.random() < 0.35:
        weekdays = sorted(rng.choice(5, rng.integers(2, 5), replace=False).tolist())
    step = {4: 1, 2: 2, 1: _WEEKS}[visits]
    patterns = tuple(
        kinds.Pattern(tuple(week * 5 + day for week in range(first, _WEEKS, step)))
        for day in weekdays
        for first in range(step)
    )
    _share, minutes, worth = _SEGMENTS[visits]
    chance = rng.random()
    # from when to when a visit may begin, in minutes
    first, last = (540, 1110) if chance < 0.5 else (570, 800) if chance < 0.8 else (960, 1110)
    spans = [(first, last)]
    if siesta and (first, last) == (540, 1110):
        spans = [(540, 810), (1020, 1110)]
    hours = tuple(kinds.Span(a * 60, (b + minutes) * 60) for a, b in spans)
    value = visits * worth * 1000
    return kinds.Customer(key, key, minutes * 60, value, patterns, hours=(hours,) * (_WEEKS * 5))


if __name__ == "__main__":
    main()

"""Other solvers on the periodic instances of `pvrp.py`, with the same seconds on one core.

PyVRP knows no patterns: customers of one visit choose their day, the others have the pattern that
evens out the load of the days. OR-Tools has a copy of each customer a day, and a table of patterns
says which copies go together; it begins with the evened-out patterns, as it finds no plan without.
Both are of requirements-bench.txt, and only they need it. Seconds of PyVRP are of its processor,
those of OR-Tools, which takes no others, of the clock.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import sys
import time
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import pvrp_io

_SCALE = 1000
_FAR = 1_000_000_000
_NAMES = [f"p{number:02}" for number in range(1, 11)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=os.environ.get("PVRP_DATA"))
    parser.add_argument("names", nargs="*", default=_NAMES)
    parser.add_argument("--seconds", type=float, default=10.0, help="default %(default)s")
    options = parser.parse_args()
    if options.folder is None or not options.folder.is_dir():
        print("No instances: name their folder, or set PVRP_DATA to it.\n")
        return
    solvers = {"pyvrp": ("PyVRP", solve_pyvrp), "ortools": ("OR-Tools", solve_ortools)}
    for package, (label, solve) in solvers.items():
        if find_spec(package) is None:
            print(f"{label} is not installed: pip install -r requirements-bench.txt\n")
            continue
        print(f"{label}\n{'name':<6}{'best known':>12}{'value':>12}{'gap %':>8}{'seconds':>9}")
        gaps = [_line(options, name, solve) for name in options.names]
        found = [gap for gap in gaps if not math.isnan(gap)]
        print(f"\nMean gap {statistics.mean(found or [math.nan]):.2f} %.\n")


def _line(options, name: str, solve) -> float:
    instance = pvrp_io.read(options.folder, name)
    began = time.process_time()
    routes = solve(instance, options.seconds)
    seconds = time.process_time() - began
    value, wrong = pvrp_io.check(instance, routes or [])
    best = instance.best or math.nan
    if wrong:
        print(f"{name:<6}{best:>12.2f}{'no plan':>12}{'':>8}{seconds:>9.1f}", flush=True)
        return math.nan
    gap = 100 * (value / best - 1)
    print(f"{name:<6}{best:>12.2f}{value:>12.2f}{gap:>8.2f}{seconds:>9.1f}", flush=True)
    return gap


def evened_out(instance) -> dict[int, tuple[int, ...]]:
    """A pattern for each customer: those with the fewest and then the big ones choose first."""
    load = [0.0] * instance.days
    chosen = {}
    order = sorted(
        range(1, instance.customers + 1),
        key=lambda each: (len(instance.patterns[each]), -instance.demand[each]),
    )
    for each in order:
        days = min(
            instance.patterns[each],
            key=lambda days: (max(load[day] for day in days), sum(load[day] for day in days)),
        )
        chosen[each] = days
        for day in days:
            load[day] += instance.demand[each]
    return chosen


def _legs(instance) -> list[list[int]]:
    points = instance.points
    return [[round(math.dist(one, other) * _SCALE) for other in points] for one in points]


def solve_pyvrp(instance, seconds: float) -> list:
    """All days in one model, each with its own vehicles and its own stretch of time."""
    import numpy as np
    import pyvrp

    long = int((instance.duration or 1_000_000) * _SCALE)
    visits, clients, groups = [], [], []
    for each, days in evened_out(instance).items():
        alone = len(days) == 1 and len(instance.patterns[each]) > 1
        if alone:
            groups.append([])
        choice = [pattern[0] for pattern in instance.patterns[each]] if alone else days
        for day in choice:
            begin = day * 2 * long
            terms = {"required": False, "group": len(groups) - 1} if alone else {}
            if alone:
                groups[-1].append(len(clients))
            clients.append(
                pyvrp.Client(
                    each,
                    delivery=[round(instance.demand[each])],
                    service_duration=round(instance.service[each] * _SCALE),
                    tw_early=begin,
                    tw_late=begin + 2 * long - 2,
                    **terms,
                )
            )
            visits.append((each, day))
    capacity = round(instance.capacity or _FAR)
    vehicles = [
        pyvrp.VehicleType(
            instance.vehicles,
            [capacity],
            tw_early=day * 2 * long,
            tw_late=day * 2 * long + 2 * long - 1,
            shift_duration=long,
        )
        for day in range(instance.days)
    ]
    matrix = np.array(_legs(instance), np.int64)
    places = [pyvrp.Location(round(x * _SCALE), round(y * _SCALE)) for x, y in instance.points]
    data = pyvrp.ProblemData(
        places,
        clients,
        [pyvrp.Depot(0)],
        vehicles,
        [matrix],
        [matrix],
        groups=[pyvrp.ClientGroup(each, required=True) for each in groups],
    )
    stop = _Worked(seconds)
    best = pyvrp.solve(data, stop, seed=1, collect_stats=False, display=False).best
    return [
        (route.vehicle_type(), [visits[each.idx][0] for each in route if each.is_client()])
        for route in best.routes()
    ]


class _Worked:
    """Stops PyVRP by seconds of its processor: others may use the machine too."""

    def __init__(self, seconds: float) -> None:
        self._until = time.process_time() + seconds

    def __call__(self, _cost: float) -> bool:
        return time.process_time() > self._until


def solve_ortools(instance, seconds: float) -> list | None:
    """First the days with their evened-out patterns, then all with the patterns free."""
    chosen = evened_out(instance)
    first = _routing(instance, [(c, day) for c, days in chosen.items() for day in days], None)
    start = first(seconds * 0.15)
    copies = [
        (each, day)
        for each in chosen
        for day in sorted({day for days in instance.patterns[each] for day in days})
    ]
    return _routing(instance, copies, start or None)(seconds * 0.85) or start


def _routing(instance, copies: list[tuple[int, int]], start: list | None):
    """A model of copies (customer, day); with a start they are optional and patterns free."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    manager = pywrapcp.RoutingIndexManager(len(copies) + 1, instance.vehicles * instance.days, 0)
    model = pywrapcp.RoutingModel(manager)
    legs, place = _legs(instance), [0, *(each for each, _day in copies)]
    matrix = [[legs[one][other] for other in place] for one in place]
    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitMatrix(matrix))
    loads = model.RegisterUnaryTransitVector([round(instance.demand[each]) for each in place])
    model.AddDimension(loads, 0, round(instance.capacity or _FAR), True, "load")
    if instance.duration:
        times = [
            [legs[one][other] + round(instance.service[one] * _SCALE) for other in place]
            for one in place
        ]
        longest = int(instance.duration * _SCALE)
        model.AddDimension(model.RegisterTransitMatrix(times), 0, longest, True, "time")
    _tie_days(instance, manager, model, copies, free=start is not None)
    terms = pywrapcp.DefaultRoutingSearchParameters()
    strategies = routing_enums_pb2.FirstSolutionStrategy
    terms.first_solution_strategy = strategies.PARALLEL_CHEAPEST_INSERTION
    searches = routing_enums_pb2.LocalSearchMetaheuristic
    terms.local_search_metaheuristic = searches.GUIDED_LOCAL_SEARCH

    def solved(budget: float) -> list | None:
        terms.time_limit.FromMilliseconds(int(budget * 1000))
        found = _solution(instance, model, terms, copies, start)
        return _read(instance, manager, model, found, copies) if found else None

    return solved


def _tie_days(instance, manager, model, copies: list, *, free: bool) -> None:
    by_customer: dict[int, dict[int, int]] = {}
    for number, (each, day) in enumerate(copies, 1):
        index = manager.NodeToIndex(number)
        by_customer.setdefault(each, {})[day] = index
        first = day * instance.vehicles
        vehicles = range(first, first + instance.vehicles)
        model.VehicleVar(index).SetValues([-1] * free + list(vehicles))
    solver = model.solver()
    for each, days in by_customer.items():
        if not free or len(instance.patterns[each]) == 1:
            continue
        size = len(instance.patterns[each][0])
        model.AddDisjunction(list(days.values()), _FAR, size)
        if size > 1:
            table = [tuple(int(day in p) for day in days) for p in instance.patterns[each]]
            active = [model.ActiveVar(index) for index in days.values()]
            solver.Add(solver.AllowedAssignments(active, [*table, (0,) * len(days)]))


def _solution(instance, model, terms, copies: list, start: list | None):
    if start is None:
        return model.SolveWithParameters(terms)
    number = {copy: place for place, copy in enumerate(copies, 1)}
    rows: list[list[int]] = [[] for _vehicle in range(instance.vehicles * instance.days)]
    used = [0] * instance.days
    for day, stops in start:
        rows[day * instance.vehicles + used[day]] = [number[each, day] for each in stops]
        used[day] += 1
    model.CloseModelWithParameters(terms)
    assignment = model.ReadAssignmentFromRoutes(rows, True)
    return model.SolveFromAssignmentWithParameters(assignment, terms) if assignment else None


def _read(instance, manager, model, found, copies: list) -> list:
    routes = []
    for vehicle in range(instance.vehicles * instance.days):
        index, stops = model.Start(vehicle), []
        while not model.IsEnd(index):
            node = manager.IndexToNode(index)
            if node:
                stops.append(copies[node - 1][0])
            index = found.Value(model.NextVar(index))
        if stops:
            routes.append((vehicle // instance.vehicles, stops))
    return routes


if __name__ == "__main__":
    main()

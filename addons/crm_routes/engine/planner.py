"""Plan a territory: from nothing, or from the published plan, until the budget is spent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from .arrays import Problem, State, empty_state, problem_of
from .clock import begins, ends, windows_of, worked
from .instance import Customer, Instance, Key, Plan, Route, Shift, Stop
from .kernels import Kernel, kernel
from .search import Budget, Search
from .timing import Line, Visit, earliest, is_possible, latest

# A promise outweighs all that is not promised.
_PROMISED = 1_000_000_000


def plan(
    instance: Instance,
    budget: Budget,
    *,
    seed: int = 1,
    strict: bool = False,
    published: Plan | None = None,
    chosen: Kernel | None = None,
    progress: Callable[[float, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """The best plan found.

    :param strict: for visits that are all mandatory and shifts that hardly hold them; where visits
        are weighed by their worth it would fight what they are worth
    :param published: the search begins with it; where nothing has changed since, it is the result
    """
    print_of_inputs = instance.fingerprint()
    if published is not None and published.fingerprint == print_of_inputs:
        return published
    if not instance.customers or not instance.shifts:
        left_out = tuple(customer.key for customer in instance.customers)
        return Plan(unserved=left_out, fingerprint=print_of_inputs)
    problem, shifts = problem_of(instance)
    problem = problem._replace(value=_weights(instance.customers))
    search = Search(problem, chosen or kernel(), budget, seed, strict, progress, cancelled)
    warm = written(instance, problem, shifts, published) if published else None
    state = search.run(warm)
    found = read_plan(instance, problem, shifts, state)
    return replace(found, fingerprint=print_of_inputs, iterations=search.rounds)


def _weights(customers: Sequence[Customer]) -> np.ndarray:
    values = [each.value + _PROMISED * bool(each.promises) for each in customers]
    return np.array([0, *values], np.int64)


def shift_line(instance: Instance, shift: Shift, keys: Sequence[Key]) -> Line:
    """A shift with these customers in this order, for the arithmetic of `timing.py`."""
    customers = {each.key: each for each in instance.customers}
    return _line(instance, shift, [customers[key] for key in keys])


def _line(
    instance: Instance,
    shift: Shift,
    customers: Sequence[Customer],
    tables: tuple[list, list] | None = None,
) -> Line:
    metres, seconds = tables or _tables(instance)
    pause = shift.pause()
    return Line(
        tuple(
            Visit(
                each.key,
                each.node,
                each.service,
                windows_of(each, shift),
                each.value,
                promised=each.promise(shift.day) is not None,
            )
            for each in customers
        ),
        shift.start,
        shift.end,
        worked(shift.opens, pause),
        worked(shift.closes, pause),
        seconds,
        metres,
        shift.max_stops,
        shift.max_metres,
    )


def _tables(instance: Instance) -> tuple[list, list]:
    return instance.matrix.metres.tolist(), instance.matrix.seconds.tolist()


def timed_route(shift: Shift, line: Line) -> Route:
    """The times of a line that is possible, on the wall clock.

    The rep leaves as late as no visit moves: waiting before the first visit is at home.
    """
    pause = shift.pause()
    firsts, lasts = earliest(line), latest(line)
    if firsts is None or lasts is None:
        raise ValueError(f"{shift.rep}, day {shift.day}: not in time")
    stops, before, leaves = (
        [],
        line.start,
        firsts[0] - line.seconds[line.start][line.visits[0].node],
    )
    departure = leaves
    for visit, first, last in zip(line.visits, firsts, lasts, strict=True):
        arrival = leaves + line.seconds[before][visit.node]
        stops.append(
            Stop(visit.key, ends(arrival, pause), begins(first, pause), begins(last, pause))
        )
        leaves, before = first + visit.service, visit.node
    back = leaves + line.seconds[before][line.end]
    # A customer next door is reached before lunch and seen after it.
    departs = min(begins(departure, pause), stops[0].arrival)
    times = departs, tuple(stops), ends(back, pause)
    return Route(shift.rep, shift.day, *times, line.length())


def read_plan(instance: Instance, problem: Problem, shifts: Sequence[Shift], state: State) -> Plan:
    """The best half of a state as routes with times."""
    tables, routes = _tables(instance), []
    for number, shift in enumerate(shifts):
        rows = state.best_stops[number, : state.best_count[number]]
        if len(rows):
            stops = [instance.customers[row - 1] for row in rows]
            routes.append(timed_route(shift, _line(instance, shift, stops, tables)))
    left_out = np.flatnonzero(state.best_pattern[1:] < 0)
    return Plan(tuple(routes), tuple(instance.customers[row].key for row in left_out))


def written(
    instance: Instance, problem: Problem, shifts: Sequence[Shift], published: Plan
) -> State:
    """The published plan as a state, less what is no longer possible.

    A customer keeps its place where its days still are one of its patterns and its shifts are
    still there; where a day has become too long, what is worth least leaves it.
    """
    rows = {customer.key: row for row, customer in enumerate(instance.customers, 1)}
    patterns = _still_patterns(problem, rows, published)
    routes = _still_routes(shifts, published)
    placed = {key for stops in routes.values() for key in stops if key in patterns}
    lost = {key for key, days in published.days_of().items() if key in placed}
    lost = {key for key in lost if _times(routes, key) != len(problem.days_of(patterns[key]))}
    placed -= lost
    placed -= _squeezed_out(instance, shifts, routes, placed)
    state = empty_state(problem)
    for number, keys in routes.items():
        _write_route(problem, state, number, [rows[key] for key in keys if key in placed])
    for key in placed:
        state.pattern[rows[key]] = patterns[key]
    _write_cost(problem, state)
    return state


def _still_patterns(problem: Problem, rows: dict, published: Plan) -> dict[Key, int]:
    found = {}
    for key, days in published.days_of().items():
        row = rows.get(key)
        if row is None:
            continue
        alike = [
            pattern
            for pattern in range(problem.first_pattern[row], problem.first_pattern[row + 1])
            if tuple(problem.days_of(pattern)) == days
        ]
        if alike:
            found[key] = min(alike, key=lambda pattern: problem.bias[pattern])
    return found


def _still_routes(shifts: Sequence[Shift], published: Plan) -> dict[int, list[Key]]:
    free = defaultdict(list)
    for number, shift in enumerate(shifts):
        free[shift.rep, shift.day].append(number)
    routes = {}
    for route in published.routes:
        numbers = free[route.rep, route.day]
        if numbers:
            routes[numbers.pop(0)] = [stop.customer for stop in route.stops]
    return routes


def _times(routes: dict[int, list[Key]], key: Key) -> int:
    return sum(stops.count(key) for stops in routes.values())


def _squeezed_out(
    instance: Instance, shifts: Sequence[Shift], routes: dict, placed: set
) -> set[Key]:
    customers = {each.key: each for each in instance.customers}
    tables, out = _tables(instance), set()
    for number, keys in routes.items():
        shift = shifts[number]
        stops = [customers[key] for key in keys if key in placed - out]
        never = {each.key for each in stops if not windows_of(each, shift)}
        out |= never
        stops = [each for each in stops if each.key not in never]
        while stops and not _fits(instance, shift, stops, tables):
            least = min(stops, key=lambda each: (bool(each.promises), each.value))
            stops.remove(least)
            out.add(least.key)
    return out


def _fits(instance: Instance, shift: Shift, stops: list[Customer], tables: tuple) -> bool:
    if shift.capacity is not None and sum(each.size for each in stops) > shift.capacity:
        return False
    return is_possible(_line(instance, shift, stops, tables))


def _write_route(problem: Problem, state: State, number: int, rows: list[int]) -> None:
    day = int(np.searchsorted(problem.first_route, number, side="right")) - 1
    state.stops[number, : len(rows)] = rows
    state.count[number] = len(rows)
    state.load[number] = problem.size[rows].sum()
    state.route_of[rows, day] = number


def _write_cost(problem: Problem, state: State) -> None:
    unserved = state.pattern[1:] < 0
    cost = problem.value[1:][unserved].sum() + problem.bias[state.pattern[1:][~unserved]].sum()
    for number, count in enumerate(state.count):
        if count:
            nodes = problem.node[state.stops[number, :count]]
            way = [problem.start[number], *nodes, problem.end[number]]
            cost += problem.metres[way[:-1], way[1:]].sum()
    state.cost[:] = cost
    state.best_stops[:] = state.stops
    state.best_count[:] = state.count
    state.best_pattern[:] = state.pattern

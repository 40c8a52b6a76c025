"""The search from start to end: some short ones, then the best warmed up again and again.

One long cooling gets stuck where routes are few and full: which days have how many routes is
settled early. Several short ones and the best of them differ by less from the best known than one
long one does, which is why a search with rounds to spare begins ten times.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from . import tuning
from .arrays import Problem, State, empty_state
from .kernels import Kernel

_LOOK = 0.02
_STARTS = 10
_ROUNDS_OF_A_START = 400  # of each customer
_SHARE_OF_STARTS = 0.5
_CYCLES = 5
_CHUNK_SECONDS = 0.05
_CHUNK_ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Budget:
    """How long to search: rounds, which give the same plan each time, or seconds."""

    rounds: int | None = None
    seconds: float | None = None

    def __post_init__(self):
        if (self.rounds is None) == (self.seconds is None):
            raise ValueError("a budget is of rounds or of seconds")


@dataclass
class Search:
    """One search over one problem.

    :param progress: is told the done share and the best cost in metres between chunks
    :param cancelled: is asked between chunks; with True the best so far is the result
    """

    problem: Problem
    kernel: Kernel
    budget: Budget
    seed: int = 1
    strict: bool = False
    progress: Callable[[float, int], None] | None = None
    cancelled: Callable[[], bool] | None = None
    rounds: int = field(default=0, init=False)
    is_cancelled: bool = field(default=False, init=False)
    _began: float = field(default=0.0, init=False)
    _chunks: int = field(default=0, init=False)
    _least: int = field(default=1 << 62, init=False)

    def run(self, warm: State | None = None) -> State:
        """The state whose best half is the result, from a plan that is there or from nothing."""
        self._began = time.perf_counter()
        if warm is not None:
            self.kernel.refresh_all(self.problem, warm)
            return self._warmed_up(warm, 0.0, 1.0)
        best = empty_state(self.problem)
        # A first look shows how many rounds the budget has.
        self._anneal(best, 0.0, _LOOK, tuning.HOTTEST, tuning.HOTTEST)
        starts = self._starts()
        if starts == 1:
            self._anneal(best, _LOOK, 1.0, tuning.HOTTEST, tuning.COLD)
            return best
        best = self._best_of(starts, best)
        return self._warmed_up(best, _SHARE_OF_STARTS, 1.0)

    def _best_of(self, starts: int, best: State) -> State:
        share = (_SHARE_OF_STARTS - _LOOK) / starts
        for number in range(starts):
            state = empty_state(self.problem)
            begin = _LOOK + number * share
            self._anneal(state, begin, begin + share, tuning.HOT, tuning.COLD)
            if state.cost[1] < best.cost[1]:
                best = state
        return best

    def _warmed_up(self, state: State, begin: float, end: float) -> State:
        share = (end - begin) / _CYCLES
        for number in range(_CYCLES):
            if number:
                back_to_best(self.problem, state)
                self.kernel.refresh_all(self.problem, state)
            at = begin + number * share
            self._anneal(state, at, at + share, tuning.WARM, tuning.COLD)
        return state

    def _starts(self) -> int:
        expected = self.budget.rounds or self.rounds / max(self._done(), 1e-6)
        rounds = _ROUNDS_OF_A_START * max(self.problem.customers, 1)
        return int(np.clip(expected * _SHARE_OF_STARTS / rounds, 1, _STARTS))

    def _anneal(self, state: State, begin: float, end: float, hot: float, cold: float) -> None:
        """Cool from hot to cold, in typical legs, between two shares of the budget."""
        leg = self.problem.typical_leg()
        while True:
            done = self._done()
            if done >= end or self._stop():
                return
            rounds = self._chunk(begin, end)
            after = min(end, done + self._share_of(rounds))
            bounds = [
                leg * hot * (cold / hot) ** ((at - begin) / (end - begin))
                for at in (max(done, begin), max(after, begin))
            ]
            self._chunks += 1
            seed = (self.seed * 1_000_003 + self._chunks) % (1 << 31)
            self.kernel.run(self.problem, state, rounds, *bounds, seed, self.strict)
            self.rounds += rounds
            if self.progress:
                self._least = min(self._least, int(state.cost[1]))
                self.progress(min(1.0, self._done()), self._least)

    def _stop(self) -> bool:
        if not self.is_cancelled and self.cancelled and self.cancelled():
            self.is_cancelled = True
        return self.is_cancelled

    def _done(self) -> float:
        if self.budget.rounds is not None:
            return self.rounds / max(self.budget.rounds, 1)
        return (time.perf_counter() - self._began) / max(self.budget.seconds, 1e-9)

    def _share_of(self, rounds: int) -> float:
        if self.budget.rounds is not None:
            return rounds / max(self.budget.rounds, 1)
        return rounds * self._done() / max(self.rounds, 1)

    def _chunk(self, begin: float, end: float) -> int:
        if self.budget.rounds is not None:
            left = round(end * self.budget.rounds) - self.rounds
            return max(1, min(_CHUNK_ROUNDS, left))
        if not self.rounds:
            return 1
        seconds = min(_CHUNK_SECONDS, (end - begin) * self.budget.seconds / 20)
        speed = self.rounds / max(time.perf_counter() - self._began, 1e-6)
        return max(1, min(int(speed * seconds), 2 * self.rounds))


def back_to_best(problem: Problem, state: State) -> None:
    """The best plan becomes the one that is searched on; times are to be refreshed."""
    state.stops[:] = state.best_stops
    state.count[:] = state.best_count
    state.pattern[:] = state.best_pattern
    state.cost[0] = state.cost[1]
    state.absent[:] = 0
    state.load[:] = 0
    state.route_of[:] = -1
    days = np.searchsorted(problem.first_route, np.arange(problem.routes), side="right") - 1
    for route, count in enumerate(state.count):
        stops = state.stops[route, :count]
        state.load[route] = problem.size[stops].sum()
        state.route_of[stops, days[route]] = route

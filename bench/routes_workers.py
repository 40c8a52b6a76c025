"""Planners at once: two beside one, and forty reps beside twenty.

Each rep is searched by a process of its own, as the planners of the scheduler do it, with as many
rounds each time, so that what is measured is work and not patience. The reps are those of
`routes.py` with siesta, lunch and a published plan that is kept where it can be. Where others use
the machine too, seconds of the processor say what the clock would without them.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import routes

_FASTER, _LONGER, _MOST_MB = 1.7, 2.1, 400
_ROUNDS_OF_PUBLISHED = 2_000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reps", type=int, default=20, help="default %(default)s")
    parser.add_argument("--rounds", type=int, default=20_000, help="a rep, default %(default)s")
    parser.add_argument("--kernel", choices=("numba", "numpy"), help="the fastest without it")
    options = parser.parse_args()
    engine = routes.engine_parts()
    engine["transport"] = import_module("engine.transport")
    engine["process"] = import_module("search_process").SearchProcess
    questions = [_question(engine, rep, options) for rep in range(options.reps)]
    # the first child may have a kernel to compile
    _search(engine, {**questions[0], "rounds": 10})
    print(f"{options.rounds} rounds a rep; load of the machine before {os.getloadavg()[0]:.1f}\n")
    print(f"{'':<24}{'clock':>9}{'processor':>11}{'visits':>9}")
    clock, worked = {}, {}
    for workers, times in ((1, 1), (2, 1), (2, 2)):
        label = f"{options.reps * times} reps, {workers} planner{'s' * (workers > 1)}"
        key = workers, times
        clock[key], worked[key], visits = _run(engine, questions * times, workers)
        print(f"{label:<24}{clock[key]:>9.1f}{worked[key]:>11.1f}{visits:>9}", flush=True)
    alone = {key: seconds / key[0] for key, seconds in worked.items()}
    child, own = (
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)
    )
    print(f"\n{'':<44}{'clock':>9}{'processor':>11}")
    for label, of, to in (
        (f"two planners beside one, at least {_FASTER}", (1, 1), (2, 1)),
        (f"twice the reps beside once, at most {_LONGER}", (2, 2), (2, 1)),
    ):
        print(f"{label:<44}{clock[of] / clock[to]:>9.2f}{alone[of] / alone[to]:>11.2f}")
    print(f"\nA search takes {child:.0f} MB, at most {_MOST_MB}; whoever asks {own:.0f} MB.\n")


def _question(engine: dict, rep: int, options) -> dict:
    case = routes.territory(engine, rep, siesta=True)
    budget = engine["search"].Budget(rounds=_ROUNDS_OF_PUBLISHED)
    published = engine["planner"].plan(case, budget)
    case = engine["stability"].stable(case, published, frozen_days=1)
    transport = engine["transport"]
    return {
        "instance": transport.plain_instance(case),
        "published": transport.plain_plan(published),
        "rounds": options.rounds,
        "seed": 1,
        "kernel": options.kernel,
    }


def _run(engine: dict, questions: list[dict], workers: int) -> tuple[float, float, int]:
    began, used = time.perf_counter(), _used_by_children()
    with ThreadPoolExecutor(workers) as pool:
        visits = sum(pool.map(lambda question: _search(engine, question), questions))
    return time.perf_counter() - began, _used_by_children() - used, visits


def _used_by_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _search(engine: dict, question: dict) -> int:
    """Visits of the plan that a child process finds."""
    with engine["process"](question) as process:
        while not process.look(1.0):
            pass
        return engine["transport"].read_plan(process.result["plan"]).visits


if __name__ == "__main__":
    main()

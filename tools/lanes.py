"""Several jobs side by side, each as soon as what it needs is there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from . import children
from .errors import SetupError
from .suite_results import Result


@dataclass(frozen=True)
class Job:
    """A piece of work with a name; it starts when the jobs it needs have succeeded.

    One that is `alone` starts when no other is left, and has the machine for itself.
    """

    name: str
    run: Callable[[], Result]
    needs: frozenset[str] = frozenset()
    alone: bool = False


def run(jobs: list[Job], lanes: int = 2) -> Iterator[Result]:
    """Run all jobs, the earlier ones first, and give their results as they come.

    A job whose need has failed does not run: it fails as well.
    """
    board = _Board(jobs)
    with ThreadPoolExecutor(lanes) as pool:
        try:
            while board.waiting or board.running:
                yield from board.give_up()
                board.start(pool, lanes)
                yield from board.collect()
        except BaseException:
            # The pool waits for its jobs, and they for their programs.
            children.stop_all()
            raise


class _Board:
    """Which jobs wait, run, are done or have failed."""

    def __init__(self, jobs: list[Job]) -> None:
        self.waiting = list(jobs)
        self.running: dict[Future[Result], Job] = {}
        self._done: set[str] = set()
        self._failed: set[str] = set()

    def give_up(self) -> Iterator[Result]:
        """Fail the jobs whose needs have failed."""
        for job in [job for job in self.waiting if job.needs & self._failed]:
            self.waiting.remove(job)
            self._failed.add(job.name)
            result = Result(job.name)
            result.fail(f"not run, since {', '.join(sorted(job.needs & self._failed))} failed")
            yield result

    def start(self, pool: Executor, lanes: int) -> None:
        """Start the jobs that can, as far as there are lanes."""
        ready = [job for job in self.waiting if job.needs <= self._done and not job.alone]
        if not ready and not self.running:
            ready, lanes = [job for job in self.waiting if job.needs <= self._done], 1
        for job in ready[: lanes - len(self.running)]:
            self.waiting.remove(job)
            self.running[pool.submit(_timed, job)] = job
        stuck = [job for job in self.waiting if not job.needs & self._failed]
        if stuck and not self.running:
            names = ", ".join(job.name for job in stuck)
            raise ValueError(f"These jobs need something that no other job gives: {names}.")

    def collect(self) -> Iterator[Result]:
        """Wait for the next job that ends."""
        finished, _others = wait(self.running, return_when=FIRST_COMPLETED)
        for future in finished:
            job = self.running.pop(future)
            result = future.result()
            (self._failed if result.failed else self._done).add(job.name)
            yield result


def _timed(job: Job) -> Result:
    start = time.monotonic()
    try:
        result = job.run()
    except SetupError as error:
        result = Result(job.name)
        result.fail(str(error))
    result.seconds = time.monotonic() - start
    return result

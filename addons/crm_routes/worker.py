"""The search in a process of its own: one line of JSON in, lines of progress and a result out.

Run as a program, without Odoo. The input stays open as long as whoever asked is there; when it
closes, nobody waits for the result and the process ends.
"""

import json
import os
import resource
import sys
import threading
import time

from engine import kernels, naive, planner, search, transport

TOLD_EVERY = 0.25
NICENESS = 10


def main() -> None:
    """Answer one question."""
    os.nice(NICENESS)
    # The limits of whoever asked are meant for requests.
    for limit in (resource.RLIMIT_CPU, resource.RLIMIT_AS):
        _soft, hard = resource.getrlimit(limit)
        resource.setrlimit(limit, (hard, hard))
    question = json.loads(sys.stdin.readline())
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _tell({"progress": 0.0, "metres": None})
    _tell({"result": _answer(question)})


def _leave_with_parent() -> None:
    sys.stdin.read()
    os._exit(1)


def _answer(question: dict) -> dict:
    instance = transport.read_instance(question["instance"])
    published = question.get("published")
    found = planner.plan(
        instance,
        search.Budget(rounds=question.get("rounds"), seconds=question.get("seconds")),
        seed=question["seed"],
        published=transport.read_plan(published) if published else None,
        chosen=kernels.kernel(question.get("kernel")),
        progress=_Progress(),
    )
    return {
        "plan": transport.plain_plan(found),
        "naive": transport.plain_plan(naive.naive_plan(instance)),
    }


class _Progress:
    """Tells how far the search is, not more often than anybody looks."""

    def __init__(self):
        self.told = 0.0

    def __call__(self, share: float, metres: int) -> None:
        now = time.monotonic()
        if now - self.told >= TOLD_EVERY:
            self.told = now
            _tell({"progress": share, "metres": metres})


def _tell(message: dict) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

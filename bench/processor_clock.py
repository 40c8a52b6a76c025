"""Budgets of the search in seconds of its processor: for a machine that others use too."""

from __future__ import annotations

import time
from types import SimpleNamespace

HELP = "count seconds of the processor, not of the clock: for a machine that others use too"


def use_in(search) -> None:
    """Have the module of the search count what it works and not what it waits."""
    search.time = SimpleNamespace(perf_counter=time.process_time)

"""Programs started for a test run: their output is kept, and none outlives the run."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from . import settings

_STOP_WITHIN = 20
_lock = threading.Lock()
_running: set[subprocess.Popen[bytes]] = set()


def run(command: Sequence[str | Path], log: Path, env: Mapping[str, str] | None = None) -> int:
    """Run a program to its end, with all its output in a file, and return its exit code."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as file:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            cwd=settings.ROOT,
            # A group of its own: stop_all() reaches the browsers that it started as well.
            start_new_session=True,
        )
        with _lock:
            _running.add(process)
        try:
            return process.wait()
        finally:
            with _lock:
                _running.discard(process)


def stop_all() -> None:
    """Interrupt what still runs, so that it can clean up, and kill what does not listen."""
    with _lock:
        processes = list(_running)
    for process in processes:
        _signal(process, signal.SIGINT)
    for process in processes:
        try:
            process.wait(_STOP_WITHIN)
        except subprocess.TimeoutExpired:
            _signal(process, signal.SIGKILL)


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)

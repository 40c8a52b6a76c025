"""One set-up at a time: two commands at once would build the same things."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from . import settings
from .progress import say


@contextmanager
def exclusive() -> Iterator[None]:
    """Hold the lock of `.local`; another command that wants it waits, and says so.

    The system gives it back when the process ends, however it ends.
    """
    settings.LOCAL.mkdir(parents=True, exist_ok=True)
    with (settings.LOCAL / "lock").open("w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another command that is setting up")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield

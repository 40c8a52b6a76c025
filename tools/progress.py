"""Progress of what takes long, one line each: "[ 12 s] unpacking Odoo …"."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_START = time.monotonic()
_EVERY = 15


def say(message: str) -> None:
    """Print one line with the seconds since the command began.

    Progress goes to stderr: the output of `make -s shell < script.py` is the script's alone.
    """
    print(f"[{time.monotonic() - _START:3.0f} s] {message}", file=sys.stderr, flush=True)


@contextmanager
def step(message: str, status: Callable[[], str] | None = None) -> Iterator[None]:
    """Announce a step that may take long, and show now and then that it is alive.

    `status` says how far it is; without it, or while it says nothing, the message is repeated.
    """
    say(f"{message} …")
    done = threading.Event()
    watch = threading.Thread(target=_remind, args=(message, status, done), daemon=True)
    watch.start()
    try:
        yield
    finally:
        done.set()
        watch.join()


def _remind(message: str, status: Callable[[], str] | None, done: threading.Event) -> None:
    while not done.wait(_EVERY):
        say(f"… {(status and status()) or f'still {message}'}")

"""Which kernel searches: the compiled one where numba can be imported, the one of numpy always.

What numba compiles is kept in a folder of the user, as an addon's folder may be read-only. The
folder is named after the text of the kernel, as numba itself looks at one file's time only, and
after the name of this package, which is in what it keeps.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Protocol

import numpy as np

from .arrays import Problem, State, empty_state, problem_of
from .instance import Customer, Instance, Matrix, Pattern, Shift

_logger = logging.getLogger(__name__)
_SOURCES = ("arrays.py", "compiled_places.py", "compiled_ruin.py", "kernel_numba.py", "tuning.py")


class Kernel(Protocol):
    """What a kernel can do; both of ours are modules."""

    def run(
        self,
        p: Problem,
        s: State,
        rounds: int,
        hot: float,
        cold: float,
        seed: int,
        strict: bool,
    ) -> None:
        """Search in place; the best plan is in the best half of the state."""

    def refresh_all(self, p: Problem, s: State) -> None:
        """Times and metres anew, after a plan was written into the state."""


def kernel(name: str | None = None, cache: Path | None = None) -> Kernel:
    """The kernel of a name, the fastest there is without one.

    :param cache: a folder that can be written, for what is compiled
    """
    if name not in (None, "numba", "numpy"):
        raise ValueError(f"no kernel {name}")
    if name != "numpy":
        try:
            with _compiled_in(cache or _user_folder()):
                return _tried(import_module(".kernel_numba", __package__))
        # An optional package that does not fit this machine fails in many ways.
        except Exception as error:
            if name == "numba":
                raise
            _logger.info("Routes are planned without numba: %s", error)
    return import_module(".kernel_numpy", __package__)


def _tried(module: Kernel) -> Kernel:
    """The kernel after a round for one customer: what does not compile is found out here."""
    customer = Customer(1, 0, 0, 1, (Pattern((0,)),))
    table = np.zeros((1, 1), np.int64)
    shift = Shift(1, 0, 0, 0, 0, 1)
    problem, _shifts = problem_of(Instance(1, (customer,), (shift,), Matrix(table, table)))
    module.run(problem, empty_state(problem), 1, 1.0, 0.5, 1, False)
    return module


def has_numba() -> bool:
    """Whether the compiled kernel can be had."""
    try:
        import_module("numba")
    except Exception:  # noqa: BLE001 (as above)
        return False
    return True


@contextmanager
def _compiled_in(folder: Path) -> Iterator[None]:
    config = import_module("numba").config
    before = config.CACHE_DIR
    folder = folder / _version()
    folder.mkdir(parents=True, exist_ok=True)
    config.CACHE_DIR = str(folder)
    try:
        yield
    finally:
        config.CACHE_DIR = before


def _version() -> str:
    texts = [(Path(__file__).parent / name).read_bytes() for name in _SOURCES]
    texts.append(__package__.encode())
    return hashlib.sha256(b"".join(texts)).hexdigest()[:16]


def _user_folder() -> Path:
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        return Path(chosen)
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pilares" / "routes"
    with contextlib.suppress(OSError):
        home.mkdir(parents=True, exist_ok=True)
        if os.access(home, os.W_OK):
            return home
    return Path(tempfile.mkdtemp(prefix="pilares-routes-"))

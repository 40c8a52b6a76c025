"""`make bench`: every program in bench/, one after the other."""

from __future__ import annotations

import subprocess
from pathlib import Path

from . import python_env, settings, setup
from .errors import SetupError
from .progress import say

_FOLDER = settings.ROOT / "bench"


def bench(arguments: list[str]) -> int:
    """Run all benches, or those that are named; each prints a table of its own."""
    found = {path.stem: path for path in sorted(_FOLDER.glob("*.py")) if _is_program(path)}
    unknown = set(arguments) - found.keys()
    if unknown or not found:
        known = ", ".join(found) or "none yet"
        raise SetupError(f"No bench to run: bench/ has {known}.")
    setup.ensure(development=True)
    failed = 0
    for name in arguments or found:
        say(f"bench {name}")
        command = [str(python_env.PYTHON), "-m", f"bench.{name}"]
        failed += subprocess.call(command, cwd=settings.ROOT) != 0
    return 1 if failed else 0


def _is_program(path: Path) -> bool:
    """Whether it is a bench, not what benches share."""
    return "def main(" in path.read_text(encoding="utf-8")

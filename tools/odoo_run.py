"""Running Odoo to the end of a task, with its log kept in a file and checked."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from . import odoo_config, odoo_log, process, settings
from .errors import SetupError

_SHOWN = 5
_LOADING = re.compile(r"Loading module (\w+) \((\d+)/(\d+)\)")


def log_path(name: str) -> Path:
    """Where the log of a task of that name is kept."""
    return settings.LOCAL / "log" / f"{name}.log"


def loading_status(log_name: str) -> str:
    """How far the installation is that writes this log, as in "module 12 of 57: crm"."""
    try:
        text = log_path(log_name).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    found = _LOADING.findall(text)
    return "module {1} of {2}: {0}".format(*found[-1]) if found else ""


def run_checked(command: Sequence[str], purpose: str, log_name: str, script: str = "") -> None:
    """Run Odoo; an exit code, a warning or an error in its log ends in one sentence.

    `script` is fed to standard input, for `odoo shell`.
    """
    path = log_path(log_name)
    code = _run(command, path, script)
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    found = odoo_log.alarms(lines)
    if code == 0 and not found:
        return
    for record in found[:_SHOWN]:
        print(record.text, file=sys.stderr)
    if found:
        how_many = f"{len(found)} warning{'s' if len(found) > 1 else ''} or errors in Odoo's log"
        raise SetupError(f"{purpose} failed: {how_many}, see {path}.")
    reason = process.failure_sentence(purpose, "\n".join(_without_noise(lines)))
    raise SetupError(f"{reason.rstrip('.')} (see {path}).")


def _run(command: Sequence[str], log: Path, script: str) -> int:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as file:
        result = subprocess.run(
            list(command),
            check=False,
            input=script,
            text=True,
            stdout=file,
            stderr=subprocess.STDOUT,
            cwd=settings.ROOT,
        )
    return result.returncode


def _without_noise(lines: list[str]) -> list[str]:
    return [line for line in lines if not odoo_config.is_noise(line)]

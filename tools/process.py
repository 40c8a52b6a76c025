"""Running other programs: what fails becomes one sentence."""

from __future__ import annotations

import errno
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import settings
from .errors import SetupError

_NO_SPACE = ("No space left on device", "ENOSPC", "Disk quota exceeded")


def run(
    command: Sequence[str | Path],
    purpose: str,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> str:
    """Run to the end and return stdout; `purpose` completes the sentence "… failed"."""
    try:
        result = subprocess.run(
            [str(part) for part in command],
            check=False,
            capture_output=True,
            text=True,
            errors="replace",
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
        )
    except FileNotFoundError as error:
        raise SetupError(f"{purpose} failed: the program {command[0]} is missing.") from error
    if result.returncode:
        raise SetupError(failure_sentence(purpose, result.stderr or result.stdout))
    return result.stdout


def failure_sentence(purpose: str, output: str) -> str:
    """One sentence out of a program's output: its last line, or the full disk it met."""
    if any(sign in output for sign in _NO_SPACE):
        return no_space_sentence(settings.LOCAL)
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith(("e:", "error", "fatal"))]
    reason = (errors or lines or ["no reason given"])[-1].rstrip(".")
    return f"{purpose} failed: {reason}."


def no_space_sentence(folder: Path) -> str:
    """What a person reads when the disk is full."""
    return f"There is not enough disk space under {folder}: free some and run the command again."


def require_space(folder: Path, megabytes: int) -> None:
    """Stop before a big step for which the disk has no room."""
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free // 2**20
    if free < megabytes:
        raise SetupError(
            f"Only {free} MB are free under {folder} and this step needs {megabytes} MB: "
            "free some disk space and run the command again."
        )


def os_error_sentence(error: OSError) -> str | None:
    """What a person reads when the disk or an account forbids something; None for a bug."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return no_space_sentence(settings.LOCAL)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"{error.filename or settings.LOCAL} may not be written or read by this account: "
            f"run the command as the account that owns {settings.ROOT}, or remove "
            f"{settings.LOCAL} first."
        )
    return None

"""The virtual environment in `.local/venv` and the pinned packages in it."""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import sys
from pathlib import Path

from . import process, settings, system_packages
from .errors import SetupError
from .progress import step

PYTHON = settings.VENV / "bin" / "python"

_RUNTIME = settings.ROOT / "requirements.txt"
_DEVELOPMENT = settings.ROOT / "requirements-dev.txt"
_STAMP = settings.VENV / "pilares.json"
_OLDEST, _NEWEST = (3, 10), (3, 13)
_SPACE_MB = 900


def check_version(version: tuple[int, int] = sys.version_info[:2]) -> None:
    """Stop on a Python that Odoo 19 does not run on."""
    if not _OLDEST <= version <= _NEWEST:
        raise SetupError(
            f"Odoo 19 runs on Python 3.10 to 3.13 and this is {version[0]}.{version[1]}: "
            "name another one, as in `make run PYTHON=python3.12`."
        )


def install(*, development: bool) -> None:
    """Install what the requirements files say, if it is not there already."""
    for path in [_RUNTIME, *([_DEVELOPMENT] if development else [])]:
        _install(path)


def create() -> None:
    """Make the virtual environment, or make it anew where its Python has changed."""
    check_version()
    # Its programs hold the path that it was made under: it cannot be moved.
    identity = {"python": platform.python_version(), "folder": str(settings.VENV)}
    if PYTHON.exists() and identity.items() <= _stamp().items():
        return
    system_packages.require_venv()
    shutil.rmtree(settings.VENV, ignore_errors=True)
    settings.LOCAL.mkdir(exist_ok=True)
    with step(f"making a virtual environment for Python {platform.python_version()}"):
        command = [sys.executable, "-m", "venv", settings.VENV]
        process.run(command, "Making the virtual environment")
    _write_stamp(identity)


def pip(*arguments: str | Path) -> str:
    """Run the environment's pip."""
    command = [PYTHON, "-m", "pip", "--disable-pip-version-check", "-q", *arguments]
    return process.run(command, "Installing Python packages")


def packaged_addons() -> list[Path]:
    """The folder of addons that came as Python packages, if there are any."""
    found = settings.VENV.glob("lib/python*/site-packages/odoo/addons")
    return [folder for folder in found if any(folder.glob("*/__manifest__.py"))]


def _install(requirements: Path) -> None:
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if _stamp().get(requirements.name) == digest:
        return
    process.require_space(settings.LOCAL, _SPACE_MB)
    system_packages.require_compiler()
    with step(f"installing the Python packages of {requirements.name}"):
        pip("install", "-r", requirements)
    _write_stamp({**_stamp(), requirements.name: digest})


def _stamp() -> dict[str, str]:
    try:
        return json.loads(_STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _write_stamp(content: dict[str, str]) -> None:
    temporary = _STAMP.with_suffix(".new")
    temporary.write_text(json.dumps(content, indent=1), encoding="utf-8")
    temporary.replace(_STAMP)

"""What the rules look at: the files of the repository and the manifests of its addons."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

from tools.settings import ADDONS, ROOT, addon_names

ADDON_FOLDERS = [ADDONS / name for name in addon_names()]
_LEFT_BEHIND = {".git", ".local", ".hypothesis", ".ruff_cache", "node_modules"}
_BINARY = {".png", ".jpg", ".gif", ".ico", ".pdf", ".webp", ".woff2"}


@cache
def tracked_files() -> list[Path]:
    """All files that are or would be in the repository, without what .gitignore names."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    result = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if result.returncode == 0:
        paths = [ROOT / name for name in result.stdout.split("\0") if name]
    else:  # an unpacked archive has no git: all counts but what tools leave behind
        paths = [path for path in ROOT.rglob("*") if not _LEFT_BEHIND & set(path.parts)]
    return sorted(path for path in paths if path.is_file() and "__pycache__" not in path.parts)


def text_files() -> list[Path]:
    """Those of the tracked files that people read."""
    return [path for path in tracked_files() if path.suffix not in _BINARY]


def name_of(path: Path) -> str:
    """A path as people say it: from the root of the repository."""
    return str(path.relative_to(ROOT))


@cache
def manifest(addon: Path) -> dict:
    """The manifest of an addon."""
    return ast.literal_eval((addon / "__manifest__.py").read_text(encoding="utf-8"))


@cache
def odoo_addons() -> Path:
    """The folder of Odoo's own addons, found without importing Odoo."""
    for entry in sys.path:
        folder = Path(entry, "odoo", "addons")
        if (folder / "base" / "__manifest__.py").is_file():
            return folder
    raise LookupError("Odoo is not on the path: run this through `make lint`.")


def dependencies(addon: Path, folders: list[Path]) -> set[str]:
    """Names of all addons that an addon stands on, directly or not, itself included."""
    found: set[str] = set()
    waiting = [addon.name]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _depends(name, folders)
    return found


def _depends(name: str, folders: list[Path]) -> list[str]:
    for folder in folders:
        if (folder / name / "__manifest__.py").is_file():
            return manifest(folder / name).get("depends", ["base"])
    return []

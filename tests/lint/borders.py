"""The graph of the addons: who may know whom, read from source text."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from .repository import dependencies

_CODE = {".py", ".xml", ".csv", ".js", ".scss", ".css"}
_MODEL_NAME = re.compile(r"^    _name\s*=\s*[\"']([\w.]+)[\"']", re.MULTILINE)
_EXTENDED = re.compile(
    r"^    _name\s*=\s*[\"']([\w.]+)[\"']\s+_inherit\s*=\s*\[[\"']\1[\"']", re.MULTILINE
)
_IMPORT = re.compile(r"\bodoo\.addons\.(\w+)|from odoo\.addons import ([\w, ]+)")
_ASSET_IMPORT = re.compile(r"""from\s+["']@(?!odoo\b)(\w+)/""")


def sibling_mentions(addons: Path) -> list[str]:
    """Places where an addon names another of ours, or its models, beyond its dependencies."""
    folders = _addons(addons)
    models = {folder.name: _models(folder) for folder in folders}
    found = []
    for folder in folders:
        strangers = {each.name for each in folders} - dependencies(folder, [addons])
        for stranger in sorted(strangers):
            pattern = _mention(stranger, models[stranger])
            found += [
                f"{path.relative_to(addons)}: {match[0]}"
                for path in _code(folder)
                for match in pattern.finditer(path.read_text(encoding="utf-8"))
            ]
    return found


def foreign_imports(addons: Path, odoo_addons: Path) -> list[str]:
    """Imports from addons, of Odoo or ours, that the manifest does not bring."""
    found = []
    for folder in _addons(addons):
        allowed = dependencies(folder, [addons, odoo_addons])
        for path in _code(folder):
            names = _imported(path) - allowed
            found += [f"{path.relative_to(addons)}: {name}" for name in sorted(names)]
    return found


def odoo_imports_of_engines(addons: Path) -> list[str]:
    """Imports by which an engine would reach Odoo or the rest of its addon."""
    found = []
    for path in sorted(addons.glob("*/engine/**/*.py")):
        # From engine/x.py one dot is the engine; two leave it.
        inside = len(path.relative_to(addons).parts) - 2
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""] if not node.level else ["odoo"] * (node.level > inside)
            else:
                continue
            if any(name.split(".")[0] == "odoo" for name in names):
                found.append(f"{path.relative_to(addons)}:{node.lineno}")
    return found


def _addons(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob("*/__manifest__.py"))


def _code(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in _CODE)


def _models(folder: Path) -> set[str]:
    """The models that an addon makes; one that it names again in order to extend it is none."""
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*.py")]
    extended = {name for text in texts for name in _EXTENDED.findall(text)}
    return {name for text in texts for name in _MODEL_NAME.findall(text)} - extended


def _mention(addon: str, models: set[str]) -> re.Pattern[str]:
    quoted = [f"[\"']{re.escape(model)}[\"']" for model in sorted(models)]
    return re.compile("|".join([rf"\b{addon}\b", *quoted]))


def _imported(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".js":
        return set(_ASSET_IMPORT.findall(text))
    if path.suffix != ".py":
        return set()
    names = [one or other for one, other in _IMPORT.findall(text)]
    return {name.split(" as ")[0].strip() for listed in names for name in listed.split(",")}

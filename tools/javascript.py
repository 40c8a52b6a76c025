"""ESLint for the addons' JavaScript, installed under `.local/eslint` by npm."""

from __future__ import annotations

import shutil

from . import npm, process, settings
from .progress import step

_FOLDER = settings.LOCAL / "eslint"
_PACKAGE = "eslint@10.15.0"
_PROGRAM = _FOLDER / "node_modules" / "eslint" / "bin" / "eslint.js"
_STAMP = _FOLDER / "installed.txt"


def lint_command() -> tuple[list[str], dict[str, str]]:
    """The command that lints all addons, and its environment; ESLint is installed if need be."""
    _install()
    command, env = npm.node_command(_FOLDER)
    options = ["--no-error-on-unmatched-pattern", "--max-warnings=0"]
    return [*command, str(_PROGRAM), *options, "addons/*/static/**/*.js"], env


def _install() -> None:
    if _PROGRAM.exists() and _STAMP.exists() and _STAMP.read_text(encoding="utf-8") == _PACKAGE:
        return
    shutil.rmtree(_FOLDER, ignore_errors=True)
    _FOLDER.mkdir(parents=True)
    command, env = npm.npm_command(_FOLDER)
    options = [
        "--prefix",
        str(_FOLDER),
        "--no-save",
        "--no-package-lock",
        "--no-audit",
        "--no-fund",
    ]
    with step("installing ESLint"):
        process.run([*command, "install", *options, _PACKAGE], "Installing ESLint", env=env)
    _STAMP.write_text(_PACKAGE, encoding="utf-8")

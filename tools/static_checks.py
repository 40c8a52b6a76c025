"""The linters: programs that read the source and say nothing when all is well."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from . import children, javascript, python_env, settings
from .errors import SetupError
from .setup import Environment
from .suite_results import Result, tail

_ODOO_CHECKS = (
    "sql-injection,missing-gettext,gettext-variable,gettext-placeholders,gettext-repr,"
    "raise-unlink-override"
)
_ODOO_PLUGINS = "_odoo_checker_sql_injection,_odoo_checker_gettext,_odoo_checker_unlink_override"


def check(logs: Path) -> Result:
    """Run the fast linters; each counts as one test."""
    result = Result("linters")
    for name, command, env in _fast():
        _check_one(result, name, command, env, logs)
    return result


def check_with_odoo(env: Environment, logs: Path) -> Result:
    """Run the checks that Odoo holds against its own code; they take ten seconds."""
    result = Result("odoo-linters")
    tests = env.odoo.package / "addons" / "test_lint" / "tests"
    command = [
        *(python_env.PYTHON, "-m", "pylint", "--rcfile=/dev/null", "--score=n", "--disable=all"),
        *(f"--enable={_ODOO_CHECKS}", f"--load-plugins={_ODOO_PLUGINS}"),
        # comments that name a check of pylint-odoo, which is not loaded here
        *("--disable=unknown-option-value", *_addons()),
    ]
    _check_one(result, "pylint with Odoo's checks", command, {"PYTHONPATH": str(tests)}, logs)
    return result


def _fast() -> Iterator[tuple[str, list[str | Path], dict[str, str]]]:
    ruff = settings.VENV / "bin" / "ruff"
    yield "ruff", [ruff, "check", "--quiet", "."], {}
    yield "ruff's format", [ruff, "format", "--quiet", "--diff", "."], {}
    # A model in several files, each of one concern, is how we keep files readable.
    split_models = "--disable=consider-merging-classes-inherited"
    yield "pylint-odoo", [python_env.PYTHON, "-m", "pylint", split_models, *_addons()], {}
    try:
        yield "eslint", *javascript.lint_command()
    except SetupError as error:
        yield "eslint", [], {"reason": str(error)}


def _check_one(
    result: Result, name: str, command: list[str | Path], env: dict[str, str], logs: Path
) -> None:
    if not command:
        result.fail(f"{name}: {env['reason']}")
        return
    log = logs / f"{name.replace(' ', '-')}.log"
    start = time.monotonic()
    code = children.run(command, log, env)
    result.seconds += time.monotonic() - start
    if code:
        result.fail(f"{name}:\n{tail(log.read_text(encoding='utf-8', errors='replace'))}")
    else:
        result.passed += 1


def _addons() -> list[Path]:
    return [settings.ADDONS / name for name in settings.addon_names()]

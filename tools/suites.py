"""The suites of tests, each a pytest process of its own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from . import children, odoo_config, python_env, server, templates
from .setup import Environment
from .suite_results import Result, from_junit, tail


def template_variable(kind: str) -> str:
    """The environment variable that names a template for suites outside Odoo."""
    return f"PILARES_TEMPLATE_{kind.upper()}"


@dataclass(frozen=True)
class Run:
    """What is the same for all suites of a run."""

    env: Environment
    logs: Path
    templates: dict[str, str]
    slow: bool = False
    seed: str = ""

    def variables(self) -> dict[str, str]:
        """What the suites read from the environment."""
        return {
            "HYPOTHESIS_PROFILE": "slow" if self.slow else "fast",
            "PILARES_SEED": self.seed,
            **{template_variable(kind): name for kind, name in self.templates.items()},
        }

    def options(self) -> list[str]:
        """Options of pytest."""
        marks = [] if self.slow else ["-m", "not slow"]
        return [*marks, *([f"--hypothesis-seed={self.seed}"] if self.seed else [])]


def plain(run: Run, name: str, folders: Sequence[str]) -> Result:
    """Tests outside Odoo; they may make databases and start servers by themselves."""
    return _pytest(run, name, folders, {})


def in_odoo(run: Run, name: str, folders: Sequence[str], kind: str) -> Result:
    """Tests inside Odoo, on a copy of a template, with an HTTP server for browser tests."""
    with templates.copied(run.env, run.templates[kind], name) as database:
        extra = {"http_port": str(server.free_port())}
        config = odoo_config.write(database, run.env.odoo, run.env.connection, extra)
        options = ["-p", "odoo", "--odoo-http", "--odoo-log-level=warn", "-p", "tests.log_guard"]
        return _pytest(run, name, [*options, *folders], {"ODOO_RC": str(config)})


def _pytest(run: Run, name: str, arguments: Sequence[str], env: dict[str, str]) -> Result:
    report, log = run.logs / f"{name}.xml", run.logs / f"{name}.log"
    report.unlink(missing_ok=True)
    command = [python_env.PYTHON, "-m", "pytest", f"--junitxml={report}", *run.options()]
    code = children.run([*command, *arguments], log, {**run.variables(), **env})
    result = from_junit(name, report, code)
    if result.failed:
        output = log.read_text(encoding="utf-8", errors="replace")
        result.problems.append(f"{tail(output)}\n(all of it in {os.path.relpath(log)})")
    return result

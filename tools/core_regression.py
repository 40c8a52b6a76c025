"""`make test-core`: Odoo's own tests must pass with our addons as they pass without.

The run without is the baseline, measured once and kept in tests/core_baseline.json with its date:
Odoo has failures of its own. `make test-core ARGS="baseline crm"` measures it again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from datetime import datetime, timezone
from pathlib import Path

from . import (
    children,
    core_results,
    database,
    odoo_config,
    postgres,
    python_env,
    server,
    settings,
    setup,
    templates,
)
from .core_results import CoreResult
from .errors import SetupError
from .progress import say, step
from .setup import Environment

MODULES = ("crm", "calendar", "sale")

_BASELINE = settings.ROOT / "tests" / "core_baseline.json"
_FOLDER = settings.LOCAL / "test" / "core"
_RUNNER = Path(__file__).with_name("core_test_runner.py")
_MEASURE = "baseline"


def test_core(arguments: list[str]) -> int:
    """Compare the modules named (crm, calendar and sale by default) with their baseline."""
    measure = _MEASURE in arguments
    modules = [name for name in arguments if name != _MEASURE] or list(MODULES)
    with templates.reserved(), server.stopped_by_signals(), postgres.left_as_found():
        env = setup.ensure(development=True)
        _check_names(env, modules)
        try:
            failed = [name for name in modules if not _compare(env, name, measure=measure)]
        except BaseException:
            children.stop_all()
            raise
    print(f"\n{len(modules) - len(failed)} passed, {len(failed)} failed", flush=True)
    return 1 if failed else 0


def _check_names(env: Environment, modules: list[str]) -> None:
    for name in modules:
        if not any((folder / name / "tests").is_dir() for folder in env.odoo.addons):
            raise SetupError(f"Odoo has no tests of a module {name}: name others, as in crm sale.")


def _compare(env: Environment, module: str, *, measure: bool) -> bool:
    """Run one module's tests with our addons; say what differs from the baseline."""
    baseline = _load()
    template = templates.ensure_without_language(env, [module])
    if measure or not _is_current(baseline, env, module):
        baseline = _measure(env, baseline, module, template)
    known = baseline["modules"][module]
    ours = _run(env, module, template, ours=True)
    compare = core_results.differences
    rules = baseline["query_ceilings"], baseline["meant"]
    found = compare(known["not_passed"], known["tests"], ours, *rules)
    doubtful = [name for name in found if name in ours]
    if doubtful:
        found = _confirmed(env, module, template, found, doubtful)
    counts = f"{len(ours)} tests with our addons, {known['tests']} without"
    say(f"{module}: {counts}, {len(found)} differences")
    for name, reason in found.items():
        print(f"{module}: {name}\n    {reason}")
    return not found


def _confirmed(
    env: Environment, module: str, template: str, found: dict[str, str], doubtful: list[str]
) -> dict[str, str]:
    """Run what differs a second time, without us and with us: some tests of Odoo pass by luck."""
    say(f"{module}: running {len(doubtful)} tests again")
    theirs = core_results.not_passed(_run(env, module, template, ours=False, only=doubtful))
    again = _run(env, module, template, ours=True, only=doubtful)
    known = _load()
    rules = known["query_ceilings"], known["meant"]
    repeated = core_results.differences(theirs, 0, again, *rules)
    for name in sorted(set(doubtful) - set(repeated)):
        print(f"{module}: {name}\n    differed once and not again: {found[name]}")
    return {name: why for name, why in found.items() if name in repeated or name not in doubtful}


def _measure(env: Environment, baseline: dict, module: str, template: str) -> dict:
    results = _run(env, module, template, ours=False)
    baseline["modules"][module] = {
        "measured": datetime.now(timezone.utc).date().isoformat(),
        "odoo": templates.odoo_identity(env),
        "tests": len(results),
        "not_passed": core_results.not_passed(results),
    }
    baseline["modules"] = dict(sorted(baseline["modules"].items()))
    text = json.dumps(baseline, indent=2, ensure_ascii=False)
    _BASELINE.write_text(f"{text}\n", encoding="utf-8")
    return baseline


def _load() -> dict:
    if not _BASELINE.exists():
        return {"modules": {}, "query_ceilings": {}, "meant": {}}
    return json.loads(_BASELINE.read_text(encoding="utf-8"))


def _is_current(baseline: dict, env: Environment, module: str) -> bool:
    return baseline["modules"].get(module, {}).get("odoo") == templates.odoo_identity(env)


def _run(
    env: Environment, module: str, template: str, *, ours: bool, only: Iterable[str] = ()
) -> dict[str, CoreResult]:
    """Run a module's tests, or some of them, on a copy of the template."""
    whose = "with" if ours else "without"
    name = f"core_{module}_{whose}"
    _FOLDER.mkdir(parents=True, exist_ok=True)
    results, log = _FOLDER / f"{name}.jsonl", _FOLDER / f"{name}.log"
    results.unlink(missing_ok=True)
    start = time.monotonic()
    with (
        templates.copied(env, template, name) as copy,
        step(f"running the tests of {module} {whose} our addons"),
    ):
        if ours:
            database.install(env, copy, settings.addon_names(), demo=False)
        extra = {"http_port": str(server.free_port())}
        config = odoo_config.write(copy, env.odoo, env.connection, extra)
        command = [python_env.PYTHON, _RUNNER, results, "-c", config, "-d", copy]
        options = ["--test-tags", _tags(module, only), "--stop-after-init", "--max-cron-threads=0"]
        children.run([*command, *options], log)
    if not results.exists():
        raise SetupError(f"The tests of {module} did not start: see {log}.")
    with results.open(encoding="utf-8") as lines:
        found = core_results.read(lines)
    say(f"{module} {whose} our addons: {len(found)} tests in {time.monotonic() - start:.0f} s")
    return found


def _tags(module: str, only: Iterable[str]) -> str:
    """Odoo's test tags for a module, or for tests named by their ids."""
    names = (name.split(".")[-2:] for name in only if " " not in name)
    tags = [f"/{module}:{owner}.{method}" for owner, method in names]
    return ",".join(tags) or f"/{module}"

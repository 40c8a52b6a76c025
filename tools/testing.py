"""`make test`, `make test-slow` and `make lint`: all suites, one table, one last line."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from . import lanes, postgres, server, settings, setup, static_checks, suites, templates
from .errors import SetupError
from .lanes import Job
from .progress import say
from .suite_results import Result, last_line, table

_FOLDER = settings.LOCAL / "test"
_PLAIN = "installation"
_DEMO = "installation-with-demo-data"


def test(arguments: list[str]) -> int:
    """Everything that has to be green, or the suites of the names given."""
    return _run(_jobs, arguments, slow=False)


def test_slow(arguments: list[str]) -> int:
    """The same with all that takes longer: every screen, every order of installation, long fuzz."""
    return _run(_jobs, arguments, slow=True)


def lint(arguments: list[str]) -> int:
    """The linters and the rules of tests/lint."""
    return _run(_lint_jobs, arguments, slow=False)


def _run(make_jobs: Callable[[suites.Run], list[Job]], names: list[str], *, slow: bool) -> int:
    with templates.reserved(), server.stopped_by_signals(), postgres.left_as_found():
        env = setup.ensure(development=True)
        templates.remove_leftovers(env)
        run = suites.Run(env, _FOLDER, templates.names(env), slow, _seed() if slow else "")
        jobs = _chosen(make_jobs(run), names)
        results = []
        for result in lanes.run(jobs):
            results.append(result)
            _tell(result)
    order = [job.name for job in jobs]
    results.sort(key=lambda result: order.index(result.suite))
    _conclude(results)
    return 1 if any(result.failed for result in results) else 0


def _jobs(run: suites.Run) -> list[Job]:
    plain, demo = frozenset({_PLAIN}), frozenset({_DEMO})
    # The longest first: with two lanes the short ones fill what is left.
    return [
        *_lint_jobs(run),
        Job("engines", lambda: suites.plain(run, "engines", ["tests/engine", "tests/tools"])),
        Job(_PLAIN, lambda: _install(run, _PLAIN, "plain")),
        Job(_DEMO, lambda: _install(run, _DEMO, "demo")),
        Job("addons", lambda: suites.in_odoo(run, "addons", ["addons"], "plain"), plain),
        Job(
            "integration",
            lambda: suites.in_odoo(run, "integration", ["tests/integration"], "demo"),
            demo,
        ),
        Job("lifecycle", lambda: suites.plain(run, "lifecycle", ["tests/lifecycle"]), plain | demo),
        # A browser, a server and a database wait for each other: beside others they are too slow.
        Job(
            "journeys",
            lambda: suites.plain(run, "journeys", ["tests/journeys"]),
            plain | demo,
            alone=True,
        ),
    ]


def _lint_jobs(run: suites.Run) -> list[Job]:
    jobs = [
        Job("linters", lambda: static_checks.check(run.logs)),
        Job("rules", lambda: suites.plain(run, "rules", ["tests/lint"])),
    ]
    if run.slow:
        check = static_checks.check_with_odoo
        jobs.append(Job("odoo-linters", lambda: check(run.env, run.logs)))
    return jobs


def _install(run: suites.Run, name: str, kind: str) -> Result:
    # The installation is a test of its own: one warning in its log and it fails.
    if templates.ensure(run.env, kind) != run.templates[kind]:
        raise SetupError("An addon was changed while the tests were starting: run them again.")
    return Result(name, passed=1)


def _chosen(jobs: list[Job], names: list[str]) -> list[Job]:
    if not names:
        return jobs
    unknown = sorted(set(names) - {job.name for job in jobs})
    if unknown:
        known = ", ".join(job.name for job in jobs)
        raise SetupError(f"There is no suite {', '.join(unknown)}: choose from {known}.")
    needed = frozenset().union(*(job.needs for job in jobs if job.name in names))
    return [job for job in jobs if job.name in needed or job.name in names]


def _tell(result: Result) -> None:
    outcome = "ok" if not result.failed else f"{result.failed} FAILED"
    say(f"{result.suite}: {outcome}, {result.passed} passed in {result.seconds:.0f} s")


def _conclude(results: list[Result]) -> None:
    for result in results:
        for problem in result.problems:
            print(f"--- {result.suite}: {problem}\n")
    # Once more at the end, where a log that was cut off still has them.
    for result in results:
        for name in result.tests_that_failed:
            print(f"FAILED {result.suite}: {name}")
    print(table(results))
    print()
    print(last_line(results), flush=True)


def _seed() -> str:
    seed = str(secrets.randbelow(2**32))
    say(f"random tests run with --hypothesis-seed={seed}")
    return seed

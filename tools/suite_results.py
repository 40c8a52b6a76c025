"""What the suites of a test run gave, and the table that a person and a machine read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from . import settings

_ALLOWED_SKIPS = settings.ROOT / "tests" / "allowed_skips.txt"
_BAD = {"failure", "error"}


@dataclass
class Result:
    """One suite: how many tests passed, failed and were skipped, and what to read about it."""

    suite: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)
    tests_that_failed: list[str] = field(default_factory=list)

    def fail(self, problem: str) -> None:
        """Count one more failure."""
        self.failed += 1
        self.problems.append(problem)


def from_junit(suite: str, path: Path, exit_code: int) -> Result:
    """Read pytest's report; a run that broke off or ran nothing is a failure."""
    result = Result(suite)
    if not path.exists():
        result.fail(f"pytest ended with code {exit_code} and without a report")
        return result
    for name, kinds in _kinds_by_test(path).items():
        _count(result, name, kinds)
    if exit_code and not result.failed:
        result.fail(f"pytest ended with code {exit_code}")
    if not result.passed and not result.failed:
        result.fail("no test ran")
    return result


def _kinds_by_test(path: Path) -> dict[str, set[str]]:
    # A test that fails and then fails to clean up stands there twice and counts once.
    kinds: dict[str, set[str]] = {}
    for case in ElementTree.parse(path).iter("testcase"):
        name = f"{case.get('classname', '')}.{case.get('name', '')}".lstrip(".")
        kinds.setdefault(name, set()).update(child.tag for child in case)
    return kinds


def _count(result: Result, name: str, kinds: set[str]) -> None:
    if kinds & _BAD:
        result.fail(name)
        result.tests_that_failed.append(name)
    elif "skipped" in kinds and not _is_allowed(name):
        result.skipped += 1
        result.fail(f"{name} was skipped, and tests/allowed_skips.txt does not list it")
    elif "skipped" in kinds:
        result.skipped += 1
    else:
        result.passed += 1


def _is_allowed(name: str) -> bool:
    lines = _ALLOWED_SKIPS.read_text(encoding="utf-8").splitlines()
    return name in {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def table(results: Iterable[Result]) -> str:
    """All suites in one table."""
    rows = [("suite", "passed", "failed", "skipped", "seconds")]
    rows += [
        (each.suite, str(each.passed), str(each.failed), str(each.skipped), f"{each.seconds:.1f}")
        for each in results
    ]
    width = max(len(row[0]) for row in rows)
    return "\n".join(
        f"{name:<{width}}" + "".join(f"{cell:>9}" for cell in cells) for name, *cells in rows
    )


def last_line(results: Iterable[Result]) -> str:
    """The line that machines read; it stands alone at the end."""
    results = list(results)
    passed, failed = sum(each.passed for each in results), sum(each.failed for each in results)
    return f"{passed} passed, {failed} failed"


def tail(text: str, lines: int = 60) -> str:
    """The end of a program's output, without colours."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    return "\n".join(plain.splitlines()[-lines:])

"""What Odoo's own tests gave with our addons and without, compared."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

# From the mildest to the worst: a test that both failed and broke has broken.
_STATUSES = ("passed", "skipped", "failed", "error")
_QUERIES = re.compile(r"Query count more than expected for user \S+: (\d+) > (\d+)")


@dataclass
class CoreResult:
    """One test: its status, and by how many queries it exceeded each count that it asserts."""

    status: str = "passed"
    excess: list[int] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    def add(self, status: str, text: str) -> None:
        """Take one more thing that happened to the test."""
        self.status = max(self.status, status, key=_STATUSES.index)
        counted = _QUERIES.search(text)
        if counted:
            self.excess.append(int(counted[1]) - int(counted[2]))
        elif status != "passed":
            self.others.append(text.splitlines()[0][:200] if text else status)


def read(lines: Iterable[str]) -> dict[str, CoreResult]:
    """The results of all tests, out of what core_test_runner wrote."""
    results: dict[str, CoreResult] = {}
    for line in lines:
        entry = json.loads(line)
        results.setdefault(entry["test"], CoreResult()).add(entry["status"], entry["text"])
    return results


def not_passed(results: dict[str, CoreResult]) -> dict[str, str]:
    """The tests that did not pass, with their status."""
    return {
        name: result.status for name, result in sorted(results.items()) if result.status != "passed"
    }


def differences(
    baseline: dict[str, str],
    count: int,
    ours: dict[str, CoreResult],
    ceilings: dict[str, dict],
    meant: dict[str, dict] | None = None,
) -> dict[str, str]:
    """What is worse with our addons: test and reason.

    :param baseline: the tests that do not pass without us, with their status
    :param count: how many tests ran without us
    :param ours: the results with us
    :param ceilings: tests that may exceed their query counts: `most` queries, and the `reason`
    :param meant: tests that fail because ours is meant to differ: the `message`, and the `reason`
    """
    found = {}
    for name, result in sorted(ours.items()):
        if result.status == "passed" or name in baseline:
            continue
        if result.excess and not result.others:
            most = ceilings.get(name, {}).get("most", 0)
            if max(result.excess) > most:
                found[name] = f"{max(result.excess)} queries more than it asserts, {most} allowed"
        elif not _is_meant(result, (meant or {}).get(name)):
            found[name] = f"{result.status}: {'; '.join(result.others)}"
    if len(ours) < count:
        found["(number of tests)"] = f"{len(ours)} ran with our addons, {count} without"
    return found


def _is_meant(result: CoreResult, meant: dict | None) -> bool:
    """Whether a test fails in the one way that is meant, and in no other."""
    return bool(meant) and all(meant["message"] in other for other in result.others)

"""Runs inside Odoo's Python: Odoo's own tests on a loaded database, their results as JSON lines.

    python tools/core_test_runner.py <file of results> <options of odoo …>

Odoo runs the tests marked `at_install` right after it has loaded their module, when addons that
stand on the module are not loaded yet: they would never meet ours. Here they run together with
the others, after everything is loaded, with us and without us alike.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import odoo.cli
from odoo.tests import loader
from odoo.tests.result import OdooTestResult
from odoo.tests.suite import OdooSuite


def _record_results(path: Path) -> None:
    """Write one line for each test that starts, fails, breaks or is skipped."""
    file = path.open("a", encoding="utf-8", buffering=1)

    def note(method: str, status: str) -> None:
        original = getattr(OdooTestResult, method)

        def noting(self, test, *details):
            text = str(details[0][1] if method != "addSkip" else details[0]) if details else ""
            line = {"test": _test_id(test), "status": status, "text": text}
            file.write(json.dumps(line) + "\n")
            return original(self, test, *details)

        setattr(OdooTestResult, method, noting)

    note("startTest", "passed")
    note("addFailure", "failed")
    note("addError", "error")
    note("addSkip", "skipped")


def _test_id(test) -> str:
    # A part of a test counts as the test; what is no test at all is the set-up of a class.
    owner = getattr(test, "test_case", None) or test
    return owner.id() if hasattr(owner, "id") else str(owner)


def _run_all_after_loading() -> None:
    original = loader.make_suite

    def make_suite(module_names, position="at_install"):
        if position == "at_install":
            return OdooSuite([])
        names = list(module_names)
        return OdooSuite([*original(names, "at_install"), *original(names, "post_install")])

    loader.make_suite = make_suite


if __name__ == "__main__":
    _record_results(Path(sys.argv.pop(1)))
    _run_all_after_loading()
    odoo.cli.main()

"""A pytest plugin: a warning or an error in Odoo's log fails the test during which it came.

A test that provokes one on purpose says so with `mute_logger` or `assertLogs`.
"""

from __future__ import annotations

import logging

import pytest

from tools.settings import ADDONS


class _Guard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = self.format(record)
        if not _is_others_deprecation(record, message):
            self.messages.append(f"{record.levelname} {record.name}: {message}")

    def take(self) -> list[str]:
        taken, self.messages = self.messages, []
        return taken


def _is_others_deprecation(record: logging.LogRecord, message: str) -> bool:
    # What a library of Odoo's deprecates for the next Python is none of our business.
    return record.name == "py.warnings" and str(ADDONS) not in message


_guard = _Guard()


def pytest_sessionstart() -> None:
    """Listen to all loggers."""
    logging.getLogger().addHandler(_guard)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    """Turn a phase that logged something into a failure."""
    report = yield
    messages = _guard.take()
    if messages and report.passed:
        report.outcome = "failed"
        report.longrepr = "Unexpected in Odoo's log:\n" + "\n".join(messages)
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run for what was logged after the last test."""
    if _guard.messages and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was logged after the last test."""
    for message in _guard.take():
        terminalreporter.write_line(f"Unexpected in Odoo's log: {message}", red=True)

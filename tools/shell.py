"""`make shell`: Odoo's shell on the database, for a person or for a script on standard input."""

from __future__ import annotations

import signal
import subprocess
import sys

from . import database, odoo_config, postgres, settings, setup


def shell(_arguments: list[str]) -> int:
    """Open Odoo's shell; a script on standard input is run, with its output alone on stdout."""
    with postgres.left_as_found():
        env = setup.ensure(development=False)
        name = settings.database_name()
        database.ensure(env, name, demo=not settings.without_demo())
        config = odoo_config.write(name, env.odoo, env.connection)
        return _run(odoo_config.command_of("shell", config, "--no-http", "--log-level=warn"))


def _run(command: list[str]) -> int:
    # Ctrl-C belongs to Odoo's shell, which takes it back, not to this program.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return subprocess.call(command) if sys.stdin.isatty() else _run_script(command)
    finally:
        signal.signal(signal.SIGINT, before)


def _run_script(command: list[str]) -> int:
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, errors="replace") as process:
        for line in process.stderr:
            if not odoo_config.is_noise(line):
                sys.stderr.write(line)
        return process.wait()

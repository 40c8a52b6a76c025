"""What suites outside Odoo need: the environment, copies of the templates, and servers on them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from tools import database, odoo_config, odoo_log, odoo_run, setup, suites, templates
from tools.server import free_port, serving

# Two tabs of one person that close at once: core's websocket writes both into one row and gives up.
_PRESENCE = re.compile(
    r'UPDATE "mail_presence"|odoo\.addons\.bus\.websocket: could not serialize access'
)


@cache
def environment() -> setup.Environment:
    """Odoo and PostgreSQL, set up if need be."""
    return setup.ensure(development=True)


@cache
def template(kind: str) -> str:
    """The name of a template: `core`, `core_demo`, `plain` or `demo`.

    `make test` says it; whoever runs pytest by hand gets it made.
    """
    given = os.environ.get(suites.template_variable(kind))
    return given or templates.ensure(environment(), kind)


@contextmanager
def database_copy(kind: str, purpose: str) -> Iterator[str]:
    """The name of a database of one's own, a copy of a template."""
    with templates.copied(environment(), template(kind), purpose) as name:
        yield name


@contextmanager
def served(name: str) -> Iterator[str]:
    """The address of a server on a database; a warning or an error in its log is a failure."""
    env = environment()
    port = free_port()
    # Scheduled jobs would change what a journey looks at, and some ask services outside.
    extra = {"http_port": str(port), "max_cron_threads": "0"}
    config = odoo_config.write(name, env.odoo, env.connection, extra)
    log = odoo_run.log_path(name)
    with serving(config, port, log) as server:
        yield server.url
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    records = [record.text for record in odoo_log.alarms(lines)]
    alarms = [text for text in records if not _PRESENCE.search(text)]
    assert not alarms, "Unexpected in Odoo's log:\n" + "\n".join(alarms)


def run_in_shell(name: str, script: str, purpose: str, addons: Path | None = None) -> None:
    """Run a script in Odoo's shell on a database; a warning in the log is a failure.

    `addons` is one more folder of addons beside the usual ones.
    """
    env = environment()
    folders = [*odoo_config.addons_path(env.odoo), *([addons] if addons else [])]
    extra = {"addons_path": ",".join(map(str, folders))}
    database.run_script(env, name, script, purpose, extra)

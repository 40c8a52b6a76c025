"""Odoo's own scheduler, to be killed while it works."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests import support
from tools import odoo_config, odoo_run
from tools.server import OdooServer, free_port


def start(name: str, **options: str) -> OdooServer:
    """A server on that database, whose scheduler runs what is due.

    `options` are those of Odoo's configuration file.
    """
    env = support.environment()
    port = free_port()
    options = {"http_port": str(port), "gevent_port": str(free_port()), **options}
    config = odoo_config.write(name, env.odoo, env.connection, options)
    server = OdooServer(config, port, odoo_run.log_path(name), echo=False)
    server.start()
    server.wait_until_ready()
    return server


def wait_until(condition: Callable[[], bool], seconds: float = 240) -> None:
    """Ask again and again until it holds; fail when it takes too long."""
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "it took too long"
        time.sleep(0.05)

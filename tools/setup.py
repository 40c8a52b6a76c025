"""Everything that must be there before Odoo can run, in order; what is there is left alone."""

from __future__ import annotations

from dataclasses import dataclass

from . import lock, odoo_link, odoo_source, postgres, python_env, system_packages
from .connection import Connection
from .odoo_source import OdooSource


@dataclass(frozen=True)
class Environment:
    """What the commands work with."""

    odoo: OdooSource
    connection: Connection


def everything(_arguments: list[str]) -> None:
    """Set up all that `make run` and `make test` need, and leave PostgreSQL running."""
    ensure(development=True)


def ensure(*, development: bool) -> Environment:
    """Set up what is missing and start PostgreSQL."""
    python_env.check_version()
    with lock.exclusive():
        odoo = odoo_source.find_or_fetch()
        python_env.create()
        odoo_link.link(odoo)
        python_env.install(development=development)
        connection = postgres.start()
        if development:
            system_packages.require_browser()
            system_packages.require_pdf_tools()
        system_packages.offer_wkhtmltopdf()
    return Environment(odoo, connection)

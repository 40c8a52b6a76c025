"""Odoo's configuration files under `.local/`, made from the committed odoo.conf."""

from __future__ import annotations

import configparser
import io
import os
from collections.abc import Mapping
from pathlib import Path

from . import odoo_link, python_env, settings
from .connection import Connection
from .odoo_source import OdooSource

_TEMPLATE = settings.ROOT / "odoo.conf"
_HEADER = "# Written by tools/: change odoo.conf in the repository instead.\n"
_ROOT_WARNING = "Running as user 'root' is a security risk."


def path_of(name: str) -> Path:
    """The configuration file of that name, one a database or purpose."""
    return settings.LOCAL / f"odoo-{name}.conf"


def write(
    name: str,
    odoo: OdooSource,
    connection: Connection,
    extra: Mapping[str, str] | None = None,
) -> Path:
    """Write `.local/odoo-<name>.conf` for a database of that name and return its path.

    `extra` overrides single options, for example another port or another data folder.
    """
    parser = configparser.RawConfigParser()
    parser.read(_TEMPLATE, encoding="utf-8")
    if not parser.has_section("options"):
        parser.add_section("options")
    options = {
        **connection.odoo_options(),
        "db_name": name,
        "dbfilter": f"^{name}$",
        "addons_path": ",".join(str(path) for path in addons_path(odoo)),
        "data_dir": str(settings.DATA_DIR),
        **(extra or {}),
    }
    for key, value in options.items():
        parser.set("options", key, value)
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    return _save(parser, path_of(name))


def addons_path(odoo: OdooSource) -> list[Path]:
    """The folders of addons: Odoo's own, those that came as packages, ours."""
    return [*odoo.addons, *python_env.packaged_addons(), settings.ADDONS]


def command(config: Path, *options: str) -> list[str]:
    """The command line that runs the server with a configuration."""
    return [str(python_env.PYTHON), str(odoo_link.COMMAND), "-c", str(config), *options]


def command_of(name: str, config: Path, *options: str) -> list[str]:
    """The command line of one of Odoo's other commands: shell, i18n, module, …"""
    odoo = [str(python_env.PYTHON), str(odoo_link.COMMAND)]
    return [*odoo, *name.split(), "-c", str(config), *options]


def is_noise(line: str) -> bool:
    """Whether a line of Odoo's output says nothing to whoever runs it on an own machine."""
    return _ROOT_WARNING in line


def _save(parser: configparser.RawConfigParser, path: Path) -> Path:
    text = io.StringIO()
    parser.write(text)
    temporary = path.with_suffix(".new")
    # The file holds the password of the database.
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(_HEADER + text.getvalue())
    temporary.replace(path)
    return path

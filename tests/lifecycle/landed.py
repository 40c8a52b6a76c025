"""A database as the last landed version leaves it, with what people have done in it since."""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import support
from tools import odoo_config, odoo_run, settings

_COMMIT = Path(__file__).with_suffix(".txt")
_ONCE = ["--stop-after-init", "--max-cron-threads=0", "--no-http"]
# What Odoo keeps about its modules, and what each start of a server writes, is its own affair.
_NOT_DATA = ("ir_", "bus_", "base_registry", "orm_signaling")
_TABLES = """
SELECT table_name FROM information_schema.tables
 WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1
"""
_ROWS = 'SELECT to_jsonb(t)::text FROM :"name" t'


@contextmanager
def database(purpose: str, folder: Path, script: str) -> Iterator[str]:
    """A database with the addons of the last landed version, used by people as `script` says.

    :param folder: where that version is unpacked
    """
    unpack(folder)
    addons = [path.parent.name for path in sorted(folder.glob("addons/*/__manifest__.py"))]
    with support.database_copy("core", purpose) as name:
        config = _configure(name, folder / "addons")
        command = odoo_config.command(config, "-i", ",".join(addons), *_ONCE)
        odoo_run.run_checked(command, "Installing the landed version", f"landed-{name}")
        command = odoo_config.command_of("shell", config, "--no-http", "--log-level=warn")
        odoo_run.run_checked(command, "Using the landed version", f"landed-use-{name}", script)
        yield name


def unpack(folder: Path) -> None:
    """Put the addons of the last landed version into `folder/addons`.

    A shallow clone lacks that commit: then the last one that it has must do, which still proves
    that an update of a used database changes nothing. The same for an archive without history.
    """
    lines = _COMMIT.read_text(encoding="utf-8").splitlines()
    [commit] = [line for line in lines if not line.startswith("#")]
    for wanted in (commit, "HEAD"):
        archive = _git("archive", "--format=tar", wanted, "addons")
        if archive:
            with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
                tar.extractall(folder)
            return
    (folder / "addons").symlink_to(settings.ADDONS)


def _git(*arguments: str) -> bytes:
    command = ["git", *arguments]
    try:
        result = subprocess.run(command, cwd=settings.ROOT, check=False, capture_output=True)
    except FileNotFoundError:
        return b""
    return b"" if result.returncode else result.stdout


def _configure(name: str, addons: Path) -> Path:
    env = support.environment()
    folders = [path for path in odoo_config.addons_path(env.odoo) if path != settings.ADDONS]
    extra = {"addons_path": ",".join(map(str, [*folders, addons]))}
    return odoo_config.write(name, env.odoo, env.connection, extra)


def update(name: str) -> None:
    """Update the addons of a database to the present ones, and install those that are new.

    A warning in the log is a failure.
    """
    env = support.environment()
    config = odoo_config.write(name, env.odoo, env.connection)
    addons = ",".join(settings.addon_names())
    command = odoo_config.command(config, "-u", addons, "-i", addons, *_ONCE)
    odoo_run.run_checked(command, f"Updating {name}", f"landed-update-{name}")


def read_rows(name: str) -> dict[str, list[dict]]:
    """All that people put into a database: the rows of each table."""
    connection = support.environment().connection
    tables = [row[0] for row in connection.query(_TABLES, name)]
    return {
        table: [json.loads(row[0]) for row in connection.query(_ROWS, name, name=table)]
        for table in tables
        if not table.startswith(_NOT_DATA)
    }


def lost(before: dict[str, list[dict]], after: dict[str, list[dict]]) -> list[str]:
    """What is no longer as it was, in words: rows that are gone and values that changed.

    New tables, columns and rows are no loss; who wrote last, and when, may change.
    """
    found = [f"table {table}" for table in sorted(before.keys() - after.keys())]
    for table in sorted(before.keys() & after.keys()):
        rows = {_key(row): row for row in after[table]}
        for row in before[table]:
            now = rows.get(_key(row))
            if now is None:
                found.append(f"row of {table}: {row}")
                continue
            found += [
                f"{table} {_key(row)} {column}: {value!r} became {now.get(column)!r}"
                for column, value in row.items()
                if now.get(column) != value and column not in ("write_date", "write_uid")
            ]
    return found


def _key(row: dict) -> object:
    """What tells a row from the others: its id, or all of it in a table that joins two others."""
    return row["id"] if "id" in row else json.dumps(row, sort_keys=True)

"""How to reach a PostgreSQL server, and what to ask of it with PostgreSQL's own programs."""

from __future__ import annotations

import configparser
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from . import process, settings, system_packages
from .errors import SetupError

_CONFIGURATION = settings.ROOT / "odoo.conf"
_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Connection:
    """Host (or folder of the Unix socket), port, user and password of a server."""

    host: str
    port: int
    user: str
    password: str
    maintenance: str = "postgres"
    sslmode: str = ""

    def environment(self) -> dict[str, str]:
        """The environment with the PG* variables that libpq and its programs read."""
        own = {
            "PGHOST": self.host,
            "PGPORT": str(self.port),
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
            "PGSSLMODE": self.sslmode,
            "PGCONNECT_TIMEOUT": "10",
        }
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        return {**inherited, **{k: v for k, v in own.items() if v}}

    def odoo_options(self) -> dict[str, str]:
        """The db_* options of Odoo's configuration, those that are known."""
        options = {
            "db_host": self.host,
            "db_port": str(self.port),
            "db_user": self.user,
            "db_password": self.password,
            "db_sslmode": self.sslmode,
        }
        return {key: value for key, value in options.items() if value}

    def answers(self) -> bool:
        """Whether the server accepts a connection now."""
        return self._psql("SELECT 1", self.maintenance).returncode == 0

    def check(self) -> None:
        """Stop with one sentence if the server cannot be reached."""
        result = self._psql("SELECT 1", self.maintenance)
        if result.returncode:
            reason = " ".join(result.stderr.split()).removeprefix("psql: ").rstrip(".")
            raise SetupError(
                f"No connection to PostgreSQL at {self.host or 'the local socket'}, port "
                f"{self.port}, as {self.user or 'the current user'}: check DATABASE_URL or the "
                f"db_* settings of odoo.conf ({reason})."
            )

    def query(self, sql: str, database: str = "", **values: str) -> list[list[str]]:
        """Run SQL and return its rows as text.

        Values are psql's variables: `:'name'` stands for a text, `:"name"` for an identifier.
        """
        result = self._psql(sql, database or self.maintenance, values)
        if result.returncode:
            raise SetupError(process.failure_sentence("A query of PostgreSQL", result.stderr))
        return [line.split(_SEPARATOR) for line in result.stdout.splitlines() if line]

    def exists(self, database: str) -> bool:
        """Whether a database of that name exists."""
        return bool(self.query("SELECT 1 FROM pg_database WHERE datname = :'name'", name=database))

    def create(self, database: str, template: str = "template0") -> None:
        """Create a database, empty or as a copy of another one that nobody is using."""
        encoding = " ENCODING 'UTF8'" if template == "template0" else ""
        sql = f'CREATE DATABASE :"name" TEMPLATE :"template"{encoding}'
        self.query(sql, name=database, template=template)

    def drop(self, database: str) -> None:
        """Drop a database if it exists, ending the sessions on it."""
        self.query('DROP DATABASE IF EXISTS :"name" WITH (FORCE)', name=database)

    def rename(self, database: str, name: str) -> None:
        """Rename a database that nobody is using."""
        self.query('ALTER DATABASE :"old" RENAME TO :"new"', old=database, new=name)

    def create_extensions(self, database: str) -> None:
        """Add the extensions that Odoo makes use of, where the server has and allows them.

        They make searching faster (pg_trgm) and blind to accents (unaccent). Odoo only uses
        `unaccent` in indexes when it is declared immutable, which PostgreSQL itself does not do.
        """
        self._psql("CREATE EXTENSION IF NOT EXISTS pg_trgm;", database)
        self._psql(
            "BEGIN; CREATE EXTENSION IF NOT EXISTS unaccent; "
            "ALTER FUNCTION unaccent(text) IMMUTABLE; COMMIT;",
            database,
        )

    def _psql(
        self, sql: str, database: str, values: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        options = ["-X", "-q", "-t", "-A", "-F", _SEPARATOR, "-w", "-v", "ON_ERROR_STOP=1"]
        for name, value in (values or {}).items():
            options += ["-v", f"{name}={value}"]
        return subprocess.run(
            [system_packages.psql(), *options, "-d", database],
            check=False,
            capture_output=True,
            input=sql,
            text=True,
            env=self.environment(),
        )


def configured_connection() -> Connection | None:
    """The server that DATABASE_URL or odoo.conf names, if either does."""
    url = settings.database_url()
    return _from_url(url) if url else _from_file(_CONFIGURATION)


def _from_url(url: str) -> Connection:
    parts = urlsplit(url)
    try:
        port = parts.port or 5432
    except ValueError:
        port = 0
    if parts.scheme not in {"postgresql", "postgres"} or not port:
        raise SetupError(
            "DATABASE_URL is not understood: write it as "
            "postgresql://user:password@host:5432/postgres."
        )
    return Connection(
        unquote(parts.hostname or ""),
        port,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        maintenance=unquote(parts.path.strip("/")) or "postgres",
        sslmode=parse_qs(parts.query).get("sslmode", [""])[0],
    )


def _from_file(path: Path) -> Connection | None:
    parser = configparser.RawConfigParser()
    try:
        parser.read(path, encoding="utf-8")
    except configparser.Error as error:
        raise SetupError(f"{path.name} cannot be read: {error.message.splitlines()[0]}.") from error
    options = dict(parser["options"]) if parser.has_section("options") else {}
    given = {key: _value(options, key) for key in ("db_host", "db_port", "db_user", "db_password")}
    if not any(given.values()):
        return None
    port = given["db_port"] or "5432"
    if not port.isdigit():
        raise SetupError(f"db_port = {port} in {path.name} is not a port number.")
    return Connection(given["db_host"], int(port), given["db_user"], given["db_password"])


def _value(options: dict[str, str], key: str) -> str:
    value = options.get(key, "").strip()
    return "" if value in {"False", "None"} else value

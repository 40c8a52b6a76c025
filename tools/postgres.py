"""The private PostgreSQL cluster of the project, or the person's own server."""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import process, system_packages
from .accounts import Account, cluster_account
from .connection import Connection, configured_connection
from .errors import SetupError
from .progress import step

_OWNER = "pilares"
_PASSWORD_FILE = "pilares.password"
# A Unix socket's path has 107 bytes at most; PostgreSQL adds "/.s.PGSQL.5432".
_LONGEST_SOCKET_FOLDER = 90
_SOCKET_PORT = 5432
_WAIT = 60
_LAST_BREATH = 3
_SPACE_MB = 300

# A private cluster serves one small machine: a power cut may cost the last instant (no
# synchronous commit) but never the consistency of the data (fsync stays on).
_SETTINGS = {
    "max_connections": "200",
    "shared_buffers": "256MB",
    "synchronous_commit": "off",
    "checkpoint_timeout": "15min",
    "max_wal_size": "1GB",
    "log_min_messages": "warning",
    "timezone": "UTC",
}


def start() -> Connection:
    """Make sure that a server answers and return how to reach it; calling it again is free."""
    own = configured_connection()
    if own:
        own.check()
        return own
    cluster = Cluster(cluster_account())
    cluster.start()
    return cluster.connection()


def is_private_running() -> bool:
    """Whether the private cluster runs."""
    return not configured_connection() and Cluster(cluster_account()).is_running()


def stop() -> None:
    """Stop the private cluster if it runs."""
    if not configured_connection():
        Cluster(cluster_account()).stop()


@contextmanager
def left_as_found() -> Iterator[None]:
    """Stop the private cluster afterwards if it was started meanwhile and nobody else uses it."""
    was_running = is_private_running()
    try:
        yield
    finally:
        if not was_running and is_private_running() and not _others_connected():
            stop()


def _others_connected() -> bool:
    sql = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
    [[count]] = Cluster(cluster_account()).connection().query(sql)
    return int(count) > 1


class Cluster:
    """A PostgreSQL cluster in a folder of the project, run by a non-root account."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.folder = account.home / "pg"
        self.data = self.folder / "data"
        self.sockets = self.folder / "run"
        self.log = self.folder / "postgresql.log"
        self.uses_socket = len(os.fsencode(self.sockets)) <= _LONGEST_SOCKET_FOLDER

    def start(self) -> None:
        """Make the cluster if there is none, and start it if it does not run."""
        if not (self.data / "PG_VERSION").exists():
            self._create()
        if not self.is_running():
            self._launch()

    def stop(self) -> None:
        """Stop at once but cleanly; sessions still open are ended."""
        if self.is_running():
            self._control("stop", "-m", "fast")

    def is_running(self) -> bool:
        """Whether its server accepts connections (a pid file alone may be left from a crash)."""
        return bool(self._pid_file_lines()) and self.connection().answers()

    def connection(self) -> Connection:
        """How Odoo and PostgreSQL's own programs reach the cluster."""
        if self.uses_socket:
            return Connection(str(self.sockets), _SOCKET_PORT, _OWNER, "")
        password = (self.folder / _PASSWORD_FILE).read_text(encoding="utf-8").strip()
        lines = self._pid_file_lines()
        return Connection("127.0.0.1", int(lines[3]) if len(lines) > 3 else 0, _OWNER, password)

    def _create(self) -> None:
        binaries = system_packages.postgres_folder()
        process.require_space(self.folder.parent, _SPACE_MB)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.sockets.mkdir(mode=0o700)
        password_file = self.folder / _PASSWORD_FILE
        password_file.touch(mode=0o600)
        password_file.write_text(secrets.token_urlsafe(24), encoding="utf-8")
        self.account.own(self.folder)
        # Only a cluster that initdb has finished gets the name that start() looks for.
        unfinished = self.folder / "data.new"
        method = ["--auth-local=trust", "--auth-host=scram-sha-256"]
        with step("creating the PostgreSQL cluster"):
            self.account.run(
                [
                    binaries / "initdb",
                    *("-D", unfinished, "-U", _OWNER, "--pwfile", password_file),
                    *("-E", "UTF8", "--locale", "C.UTF-8", *method),
                ],
                "Creating the PostgreSQL cluster",
            )
        with (unfinished / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("".join(f"{key} = '{value}'\n" for key, value in _SETTINGS.items()))
        unfinished.rename(self.data)

    def _launch(self) -> None:
        if self._came_up():
            return
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        # Given at every start, not written down: the folder may have been moved.
        if self.uses_socket:
            folder = shlex.quote(str(self.sockets))
            options = f"-p {_SOCKET_PORT} -k {folder} -c listen_addresses="
        else:
            options = f"-p {_free_port()} -k '' -c listen_addresses=127.0.0.1"
        self._start_with(options)
        self._wait()

    def _start_with(self, options: str) -> None:
        command = ("start", "-l", self.log, "-o", options)
        try:
            self._control(*command)
        except SetupError:
            # The children of a server that was killed need a moment to notice and to end.
            time.sleep(_LAST_BREATH)
            self._control(*command)

    def _wait(self) -> None:
        for _attempt in range(_WAIT * 10):
            if self.is_running():
                return
            time.sleep(0.1)
        raise SetupError(f"PostgreSQL was started and does not answer: see {self.log}.")

    def _came_up(self) -> bool:
        """Whether a server that is just starting comes up; one that is stopping goes."""
        for _attempt in range(_WAIT * 10):
            if not self._is_alive():
                return False
            if self.is_running():
                return True
            time.sleep(0.1)
        raise SetupError(f"PostgreSQL neither starts nor stops: see {self.log}.")

    def _is_alive(self) -> bool:
        """Whether the process of the pid file exists and is this cluster's server.

        After a crash the number may belong to any other program.
        """
        lines = self._pid_file_lines()
        command = Path("/proc", lines[0] if lines else "none", "cmdline")
        return command.exists() and os.fsencode(self.data) in command.read_bytes()

    def _pid_file_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []

    def _control(self, *arguments: str | Path) -> None:
        version = (self.data / "PG_VERSION").read_text(encoding="utf-8").strip()
        control = system_packages.postgres_folder(int(version)) / "pg_ctl"
        command = [control, "-D", self.data, "-w", "-t", "60", "-s", *arguments]
        try:
            self.account.run(command, f"{arguments[0].capitalize()}ing PostgreSQL")
        except SetupError as error:
            raise SetupError(f"PostgreSQL did not {arguments[0]}: see {self.log}.") from error


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

"""`make run`: everything set up, the database up to date, Odoo serving."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from . import database, odoo_config, odoo_log, odoo_run, postgres, python_env, settings, setup
from .demo_users import ADMIN, DEMO_USERS
from .errors import SetupError
from .progress import say, step

_HOST = "127.0.0.1"
_LOGIN_PAGE = "/web/login"
_ANSWER_WITHIN = 180
_STOP_WITHIN = 20


def run(_arguments: list[str]) -> None:
    """Serve Odoo on http://localhost:8069 until Ctrl-C."""
    port = settings.port()
    require_free_port(port)
    if settings.https():
        require_free_port(settings.https_port())
    with postgres.left_as_found():
        env = setup.ensure(development=False)
        name = settings.database_name()
        database.ensure(env, name, demo=not settings.without_demo())
        options = {"http_port": str(port), "proxy_mode": str(settings.https())}
        config = odoo_config.write(name, env.odoo, env.connection, options)
        log = odoo_run.log_path("server")
        with stopped_by_signals(), serving(config, port, log, echo=True) as server, _secured(port):
            _welcome(port, log)
            with suppress(KeyboardInterrupt):
                server.wait()
                raise SetupError(f"Odoo ended by itself: see {log}.")
            say("stopping")


def require_free_port(port: int) -> None:
    """Stop if another program serves on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except PermissionError as error:
            raise SetupError(
                f"Port {port} is for root alone: choose another one, as in `make run PORT=8070`."
            ) from error
        except OSError as error:
            raise SetupError(
                f"Port {port} is in use by another program: stop it, or choose another port, "
                f"as in `make run PORT={port + 1}`."
            ) from error


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return probe.getsockname()[1]


class OdooServer:
    """An Odoo server as a child process.

    Its log goes to a file; warnings and errors are shown on stderr as well if `echo` is set.
    """

    def __init__(self, config: Path, port: int, log: Path, *, echo: bool) -> None:
        self.url = f"http://{_HOST}:{port}"
        self.log = log
        self._command = odoo_config.command(config, "--http-port", str(port))
        self._echo = echo
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None

    def start(self) -> None:
        """Start the process; `wait_until_ready` says when it serves."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        # A session of its own: Ctrl-C reaches this program alone, which then asks Odoo once;
        # a second interrupt would make Odoo break off its work.
        self._process = subprocess.Popen(
            self._command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
            cwd=settings.ROOT,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._keep_log, daemon=True)
        self._reader.start()

    def stop(self) -> None:
        """End the process, cleanly if it lets us."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(_STOP_WITHIN)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._reader:
            self._reader.join(5)

    def kill(self) -> None:
        """End the process, its workers too, as a power cut does: without a chance to tidy up."""
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def wait(self) -> int:
        """Wait until the server ends by itself."""
        return self._process.wait() if self._process else 0

    def wait_until_ready(self) -> None:
        """Wait until the login page answers."""
        limit = time.monotonic() + _ANSWER_WITHIN
        while time.monotonic() < limit:
            if self._process and self._process.poll() is not None:
                raise SetupError(f"Odoo ended while it was starting: see {self.log}.")
            if self._answers():
                return
            time.sleep(0.2)
        raise SetupError(f"Odoo did not answer within {_ANSWER_WITHIN} seconds: see {self.log}.")

    def _answers(self) -> bool:
        # Without proxies: the environment may name one, and this is the machine itself.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(self.url + _LOGIN_PAGE, timeout=60) as response:
                return response.status == 200
        except urllib.error.HTTPError as error:
            raise SetupError(
                f"Odoo's login page answers with {error.code} {error.reason}: see {self.log}."
            ) from error
        except (OSError, urllib.error.URLError):
            return False

    def _keep_log(self) -> None:
        with self.log.open("w", encoding="utf-8") as file:
            alarm = False
            for line in self._process.stdout:
                if odoo_config.is_noise(line):
                    continue
                file.write(line)
                file.flush()
                level = odoo_log.level_of(line)
                alarm = level in odoo_log.ALARMS if level else alarm
                if alarm and self._echo:
                    sys.stderr.write(line)


@contextmanager
def serving(config: Path, port: int, log: Path, *, echo: bool = False) -> Iterator[OdooServer]:
    """A server that answers, and that is stopped in every case."""
    server = OdooServer(config, port, log, echo=echo)
    try:
        server.start()
        with step("starting Odoo"):
            server.wait_until_ready()
        yield server
    finally:
        server.stop()


@contextmanager
def _secured(port: int) -> Iterator[None]:
    """HTTPS for the phones of the local network, if HTTPS=1 asks for it."""
    if not settings.https():
        yield
        return
    command = [str(python_env.PYTHON), "-m", "tools.https_proxy", "--target", str(port)]
    command += ["--port", str(settings.https_port()), "--folder", str(settings.LOCAL / "https")]
    command += ["--path", settings.HOME_PATH]
    # a session of its own, as Odoo's: Ctrl-C is for this program, which then ends the two
    proxy = subprocess.Popen(command, cwd=settings.ROOT, start_new_session=True)
    try:
        yield
    finally:
        proxy.terminate()
        proxy.wait()


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Treat a termination or a closed terminal like Ctrl-C, so that nothing is left running."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signals = (signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, interrupt) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _welcome(port: int, log: Path) -> None:
    users = [ADMIN] if settings.without_demo() else DEMO_USERS
    lines = [
        "",
        "  login      password   who",
        *(f"  {user.login:<10} {user.password:<10} {user.role}" for user in users),
        "",
        f"The log is in {log}. Ctrl-C stops the server.",
    ]
    say(f"Pilares is ready: http://localhost:{port}{settings.HOME_PATH}")
    print("\n".join(lines), flush=True)

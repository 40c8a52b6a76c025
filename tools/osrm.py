"""The route server OSRM, out of Debian's unstable suite, for tests: unpacked under `.local/osrm`.

Its libraries are newer than those of the machine, so that it brings its own, with the loader that
belongs to them; nothing is installed and no root is needed.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from . import process, settings
from .debian_archive import Suite, machine_mirror
from .errors import SetupError
from .progress import step

TREE = settings.LOCAL / "osrm"
_WORK = settings.LOCAL / "osrm.partial"
_PACKAGE = "osrm-backend"
_SPACE_MB = 250
_SECONDS_TO_START = 20


def ensure() -> None:
    """Fetch it once; SetupError where it cannot be had."""
    if (TREE / "usr/bin/osrm-routed").exists():
        return
    process.require_space(settings.LOCAL, _SPACE_MB)
    shutil.rmtree(_WORK, ignore_errors=True)
    try:
        with step(f"downloading {_PACKAGE} (about 13 MB) from the Debian mirror"):
            suite = Suite("sid", _WORK / "apt-sid", machine_mirror(_WORK / "apt-machine"))
            suite.update()
            for package in suite.download_with_libraries(_PACKAGE):
                process.run(["dpkg", "-x", package, _WORK / "tree"], f"Unpacking {package.name}")
        shutil.rmtree(TREE, ignore_errors=True)
        (_WORK / "tree").rename(TREE)
    finally:
        shutil.rmtree(_WORK, ignore_errors=True)
    process.run([*_command("osrm-routed"), "--version"], "Starting the unpacked osrm-routed")


def _command(program: str) -> list[str | Path]:
    """A program with its own loader and libraries."""
    loaders = sorted(TREE.glob("usr/lib*/**/ld-linux*.so*")) or sorted(TREE.glob("lib*/**/ld-*"))
    if not loaders:
        raise SetupError(f"{_PACKAGE} came without a loader: remove {TREE} and try again.")
    folders = sorted({str(path.parent) for path in TREE.glob("usr/lib/**/*.so*")})
    path = TREE / "usr/bin" / program
    return [loaders[0], "--library-path", ":".join(folders), path]


def prepare(map_file: Path) -> Path:
    """Make of an OpenStreetMap file what the server reads; returns its path."""
    base = map_file.with_name(f"{map_file.name.split('.')[0]}.osrm")
    profile = TREE / "usr/share/osrm/profiles/car.lua"
    extract = [*_command("osrm-extract"), "--threads", "1", "-p", profile, map_file]
    process.run(extract, "Reading the map", cwd=map_file.parent)
    for name in ("osrm-partition", "osrm-customize"):
        command = [*_command(name), "--threads", "1", base]
        process.run(command, f"Preparing the map with {name}", cwd=map_file.parent)
    return base


@contextmanager
def served(base: Path, port: int, *options: str) -> Iterator[subprocess.Popen]:
    """The server on a port of this machine, answering; the process may be killed meanwhile."""
    command = [*_command("osrm-routed"), "--algorithm", "mld", "--ip", "127.0.0.1"]
    command += ["--threads", "1", "--port", str(port), *options, base]
    log = base.with_suffix(".log")
    with log.open("wb") as output:
        server = subprocess.Popen([str(part) for part in command], stdout=output, stderr=output)
    try:
        _wait(server, port, log)
        yield server
    finally:
        server.kill()
        server.wait()


def _wait(server: subprocess.Popen, port: int, log: Path) -> None:
    limit = time.monotonic() + _SECONDS_TO_START
    while not _answers(port):
        if server.poll() is not None or time.monotonic() > limit:
            words = log.read_text(encoding="utf-8", errors="replace")
            raise SetupError(process.failure_sentence("Starting osrm-routed", words))
        time.sleep(0.05)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except OSError:
        return False
    else:
        return True
    finally:
        connection.close()

"""Programs of the system: found, installed by apt where we may, else named in one sentence."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from . import process
from .errors import SetupError
from .progress import step

_POSTGRES_BINARIES = Path("/usr/lib/postgresql")
_CREATE_CLUSTER = Path("/etc/postgresql-common/createcluster.d")
_OLDEST_POSTGRES = 13


@lru_cache
def postgres_folder(version: int | None = None) -> Path:
    """The folder of PostgreSQL's programs, 13 or newer, installing it where possible.

    A cluster that exists is bound to the version that made it.
    """
    folder = _find_postgres(version)
    if not folder and not version:
        with _no_cluster_of_debian():
            _install("PostgreSQL 13 or newer", ["postgresql"])
        folder = _find_postgres(version)
    if not folder:
        raise SetupError(
            f"PostgreSQL {version}, which made the cluster under .local, is no longer installed: "
            f"install postgresql-{version}, or start afresh with `make clean`."
            if version
            else f"PostgreSQL {_OLDEST_POSTGRES} or newer is needed: install it, or point at a "
            "server with DATABASE_URL=postgresql://user:password@host/postgres."
        )
    return folder


@lru_cache
def psql() -> str:
    """The path of PostgreSQL's client; enough where the server is the person's own."""
    folder = _find_postgres()
    if folder and (folder / "psql").exists():
        return str(folder / "psql")
    if not shutil.which("psql"):
        _install("PostgreSQL's client", ["postgresql-client"])
    return shutil.which("psql") or _still_missing("PostgreSQL's client")


def _find_postgres(version: int | None = None) -> Path | None:
    folders = list(_POSTGRES_BINARIES.glob("*/bin"))
    in_path = shutil.which("initdb")
    if in_path:
        folders.append(Path(in_path).resolve().parent)
    found = {_postgres_version(folder): folder for folder in folders}
    if version:
        return found.get(version)
    newest = max(found, default=0)
    return found[newest] if newest >= _OLDEST_POSTGRES else None


def _postgres_version(folder: Path) -> int:
    program = folder / "initdb"
    if not program.exists():
        return 0
    output = process.run([program, "--version"], "Asking PostgreSQL for its version")
    match = re.search(r"\(PostgreSQL\) (\d+)", output)
    return int(match[1]) if match else 0


@contextmanager
def _no_cluster_of_debian() -> Iterator[None]:
    """Keep Debian's package from making and starting a cluster of its own on port 5432."""
    own = _CREATE_CLUSTER / "pilares.conf"
    if _may_install():
        _CREATE_CLUSTER.mkdir(parents=True, exist_ok=True)
        own.write_text("create_main_cluster = false\n", encoding="utf-8")
    try:
        yield
    finally:
        own.unlink(missing_ok=True)


def require_browser() -> str:
    """The path of Chromium, which the browser tests drive."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path:
            return path
    _install("Chromium", ["chromium"])
    return shutil.which("chromium") or _still_missing("Chromium")


def require_pdf_tools() -> str:
    """The path of pdftoppm, which turns PDF pages into pictures in tests."""
    if not shutil.which("pdftoppm"):
        _install("pdftoppm", ["poppler-utils"])
    return shutil.which("pdftoppm") or _still_missing("pdftoppm")


def offer_wkhtmltopdf() -> None:
    """Install wkhtmltopdf where we may and the release still carries it; it is not required."""
    if shutil.which("wkhtmltopdf") or not _may_install():
        return
    if _has_candidate("wkhtmltopdf"):
        _install("wkhtmltopdf", ["wkhtmltopdf"])


def require_venv() -> None:
    """Python's own module for virtual environments, which Debian packages apart."""
    if find_spec("venv") and find_spec("ensurepip"):
        return
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    _install("Python's venv module", [f"python{version}-venv"])


def require_compiler() -> None:
    """A C++ compiler where libsass has no wheel (all but x86_64)."""
    if platform.machine() != "x86_64" and not shutil.which("g++"):
        _install("A C++ compiler", ["g++", "python3-dev"])


def _may_install() -> bool:
    return os.geteuid() == 0 and bool(shutil.which("apt-get"))


def _install(what: str, packages: list[str]) -> None:
    names = " ".join(packages)
    if not _may_install():
        raise SetupError(f"{what} is missing: run `sudo apt-get install {names}` and try again.")
    if not _has_candidate(packages[0]):
        _refresh_lists()
    with step(f"installing {names}"):
        try:
            _apt("install", "-y", "--no-install-recommends", *packages)
        except SetupError:
            # Lists that are some weeks old name versions that the mirror no longer has.
            _refresh_lists()
            _apt("install", "-y", "--no-install-recommends", *packages)


def _refresh_lists() -> None:
    with step("fetching apt's package lists"):
        _apt("update")


def _apt(*arguments: str) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    process.run(["apt-get", *arguments], f"`apt-get {' '.join(arguments)}`", env=env)


def _has_candidate(package: str) -> bool:
    env = {**os.environ, "LC_ALL": "C"}
    output = process.run(["apt-cache", "policy", package], f"Looking for {package}", env=env)
    return "Candidate:" in output and "Candidate: (none)" not in output


def _still_missing(what: str) -> str:
    raise SetupError(f"{what} is still missing after its installation: install it by hand.")

"""The account that owns the PostgreSQL cluster: PostgreSQL refuses to run as root."""

from __future__ import annotations

import getpass
import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import process, settings
from .errors import SetupError
from .progress import say

_SYSTEM_ACCOUNT = "pilares-pg"
_ELSEWHERE = Path("/var/lib")


@dataclass(frozen=True)
class Account:
    """Who runs the cluster and under which folder it lies."""

    name: str
    home: Path
    switch: bool

    def run(self, command: list[str | Path], purpose: str) -> str:
        """Run a command as this account."""
        if not self.switch:
            return process.run(command, purpose)
        # setpriv changes the account without a login session, which a container may not have.
        prefix = ["setpriv", f"--reuid={self.name}", f"--regid={self._group()}", "--init-groups"]
        return process.run([*prefix, *command], purpose, cwd=Path("/"))

    def own(self, folder: Path) -> None:
        """Give a folder and all in it to this account."""
        folder.chmod(0o700)
        if self.switch:
            record = pwd.getpwnam(self.name)
            for path in (folder, *folder.rglob("*")):
                os.chown(path, record.pw_uid, record.pw_gid)

    def _group(self) -> int:
        return pwd.getpwnam(self.name).pw_gid


def cluster_account() -> Account:
    """The person's own account, or, as root, the one of PostgreSQL."""
    if os.geteuid() != 0:
        return Account(getpass.getuser(), settings.LOCAL, switch=False)
    name = _owner_of_cluster() or _existing_account() or _new_account()
    settings.LOCAL.mkdir(parents=True, exist_ok=True)
    if _may_enter(name, settings.LOCAL):
        return Account(name, settings.LOCAL, switch=True)
    digest = hashlib.sha256(os.fsencode(settings.ROOT)).hexdigest()[:10]
    home = _ELSEWHERE / f"pilares-{digest}"
    if not home.exists():
        say(f"{name} may not enter {settings.LOCAL}: the PostgreSQL cluster goes to {home}")
        home.mkdir(mode=0o755, parents=True)
    return Account(name, home, switch=True)


def _owner_of_cluster() -> str | None:
    """Who made the cluster that is there: perhaps a person, before root came."""
    try:
        owner = (settings.LOCAL / "pg").stat().st_uid
        return pwd.getpwuid(owner).pw_name if owner else None
    except (FileNotFoundError, KeyError):
        return None


def _existing_account() -> str | None:
    for name in ("postgres", _SYSTEM_ACCOUNT):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    return None


def _new_account() -> str:
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if not useradd:
        raise SetupError(
            "PostgreSQL may not run as root and there is no `useradd` to make an account for it: "
            "run the command as a user, or give a server with DATABASE_URL=."
        )
    command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin"]
    process.run([*command, _SYSTEM_ACCOUNT], "Making an account for PostgreSQL")
    return _SYSTEM_ACCOUNT


def _may_enter(name: str, folder: Path) -> bool:
    record = pwd.getpwnam(name)
    command = ["setpriv", f"--reuid={name}", f"--regid={record.pw_gid}", "--init-groups"]
    try:
        result = subprocess.run([*command, "test", "-x", folder], check=False, cwd="/")
    except FileNotFoundError as error:
        raise SetupError(
            "The program setpriv is missing: run `apt-get install util-linux` and try again."
        ) from error
    return result.returncode == 0

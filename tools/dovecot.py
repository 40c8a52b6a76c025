"""The mail server Dovecot, out of Debian's archive, for tests: unpacked under `.local/dovecot`.

It speaks IMAP and POP3 on ports of this machine. Nothing is installed, no service is set up and no
root is needed: the packages are of the machine's own release, so that its libraries fit, and the
one path that is compiled in is made relative, to where the server runs.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import process, settings
from .debian_archive import Suite, machine_mirror
from .errors import SetupError
from .progress import step

TREE = settings.LOCAL / "dovecot"
PASSWORD = "secret"
_WORK = settings.LOCAL / "dovecot.partial"
_PACKAGES = ("dovecot-core", "dovecot-imapd", "dovecot-pop3d")
# What the programs load and a small machine may lack; others come with any Debian.
_LIBRARIES = ("libsodium23", "liblua5.3-0", "libexttextcat-2.0-0")
_SPACE_MB = 100
_SECONDS_TO_START = 20
_COMPILED = b"/usr/lib/dovecot/modules\0"

_CONFIGURATION = """
base_dir = {run}
state_dir = {run}/state
libexec_dir = {programs}
mail_plugin_dir = {programs}/modules
login_plugin_dir = {programs}/modules/login
protocols = imap pop3
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
log_path = {folder}/dovecot.log
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = {uid}
import_environment = TZ LD_LIBRARY_PATH
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service config {{
  executable = config -c {folder}/dovecot.conf
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service old-stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service pop3-login {{
  chroot =
  inet_listener pop3 {{
    port = {pop}
  }}
  inet_listener pop3s {{
    port = 0
  }}
}}
"""


def ensure() -> None:
    """Fetch it once; SetupError where it cannot be had."""
    if (TREE / "usr/sbin/dovecot").exists():
        return
    process.require_space(settings.LOCAL, _SPACE_MB)
    shutil.rmtree(_WORK, ignore_errors=True)
    try:
        with step("downloading Dovecot (about 6 MB) from the Debian mirror"):
            suite = Suite(_release(), _WORK / "apt", machine_mirror(_WORK / "apt-machine"))
            suite.update()
            known = [name for name in _LIBRARIES if suite.has(name)]
            for package in suite.download([*_PACKAGES, *known], _WORK / "packages"):
                process.run(["dpkg", "-x", package, _WORK / "tree"], f"Unpacking {package.name}")
        _make_movable(_WORK / "tree")
        shutil.rmtree(TREE, ignore_errors=True)
        (_WORK / "tree").rename(TREE)
    finally:
        shutil.rmtree(_WORK, ignore_errors=True)


def _release() -> str:
    """The name of the machine's release of Debian, like `bookworm`."""
    lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    values = dict(line.split("=", 1) for line in lines if "=" in line)
    if values.get("ID") != "debian" or not values.get("VERSION_CODENAME"):
        raise SetupError("Dovecot is fetched for a release of Debian, and this is none.")
    return values["VERSION_CODENAME"].strip('"')


def _make_movable(tree: Path) -> None:
    """Look for modules beneath the folder in which the server runs, and not under /usr."""
    here = b"modules\0".ljust(len(_COMPILED), b"\0")
    for path in (tree / "usr/lib/dovecot").glob("libdovecot*.so.*.*.*"):
        if not path.is_symlink():
            path.write_bytes(path.read_bytes().replace(_COMPILED, here))


class MailServer:
    """A server that runs: its ports, and the boxes that spring up when somebody logs in.

    The password is the same for all.
    """

    def __init__(self, folder: Path, imap: int, pop: int):
        self.folder, self.imap, self.pop = folder, imap, pop
        self._count = 0

    def deliver(self, box: str, content: bytes) -> Path:
        """Put a mail into a box, as a mail server does that has taken it."""
        maildir = self.folder / "mail" / box
        for name in ("tmp", "new", "cur"):
            (maildir / name).mkdir(parents=True, exist_ok=True)
        self._count += 1
        name = f"{int(time.time())}.{self._count:06}.pilares"
        (maildir / "tmp" / name).write_bytes(content)
        _give_away(self.folder / "mail")
        return (maildir / "tmp" / name).rename(maildir / "new" / name)

    def left(self, box: str) -> int:
        """How many mails a box still has, read or not."""
        maildir = self.folder / "mail" / box
        return sum(1 for name in ("new", "cur") for _each in (maildir / name).glob("*"))


@contextmanager
def served(imap: int, pop: int) -> Iterator[MailServer]:
    """The server on two ports of this machine, answering, in a folder that goes with it."""
    folder = Path(tempfile.mkdtemp(prefix="pilares-mail-"))
    folder.chmod(0o755)  # where we are root its parts run as somebody who owns nothing
    try:
        programs = folder / "usr/lib/dovecot"
        shutil.copytree(TREE / "usr", folder / "usr", symlinks=True)
        _prepare(folder, programs, imap, pop)
        with _running(folder, programs, imap):
            yield MailServer(folder, imap, pop)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _prepare(folder: Path, programs: Path, imap: int, pop: int) -> None:
    owner = _owner()
    run = folder / "run"
    for path in (run / "state", programs / "modules/login", folder / "mail"):
        path.mkdir(parents=True, exist_ok=True)
    (run / "modules").symlink_to(programs / "modules")
    own = pwd.getpwuid(os.geteuid())
    group = process.run(["id", "-gn"], "Asking for one's group").strip()
    text = _CONFIGURATION.format(
        folder=folder, run=run, programs=programs, password=PASSWORD, imap=imap, pop=pop,
        internal=own.pw_name, group=group, user=owner.pw_name, uid=owner.pw_uid,
        gid=owner.pw_gid,
    )  # fmt: skip
    (folder / "dovecot.conf").write_text(text, encoding="utf-8")
    _give_away(folder / "mail")


def _owner() -> pwd.struct_passwd:
    """Whose the mails are: one's own, or nobody's where one is root, as Dovecot insists."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def _give_away(path: Path) -> None:
    if os.geteuid() == 0:
        owner = _owner()
        for each in (path, *path.rglob("*")):
            os.chown(each, owner.pw_uid, owner.pw_gid)


@contextmanager
def _running(folder: Path, programs: Path, port: int) -> Iterator[None]:
    libraries = [programs, programs / "modules/old-stats", *folder.glob("usr/lib/*-linux-gnu*")]
    environment = {**os.environ, "LD_LIBRARY_PATH": ":".join(map(str, libraries))}
    # What `dovecot` does itself by a path that is compiled in.
    command = [folder / "usr/bin/doveconf", "-f", "service=master"]
    command += ["-c", folder / "dovecot.conf", "-e", folder / "usr/sbin/dovecot", "-F"]
    with (folder / "out.log").open("wb") as output:
        server = subprocess.Popen(
            [str(part) for part in command], env=environment, stdout=output, stderr=output
        )
    try:
        _wait(server, port, folder)
        yield
    finally:
        server.terminate()
        server.wait()


def _wait(server: subprocess.Popen, port: int, folder: Path) -> None:
    limit = time.monotonic() + _SECONDS_TO_START
    while not _answers(port):
        if server.poll() is not None or time.monotonic() > limit:
            logs = [folder / "out.log", folder / "dovecot.log"]
            words = "\n".join(
                log.read_text(encoding="utf-8", errors="replace") for log in logs if log.exists()
            )
            raise SetupError(process.failure_sentence("Starting Dovecot", words))
        time.sleep(0.1)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            return connection.recv(4) == b"* OK"
    except OSError:
        return False

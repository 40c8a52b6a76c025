"""Debian packages of any suite, fetched without root and without touching the machine's apt.

apt works here on a state, a cache and a configuration of its own; only the mirror, the proxy
and the certificates come from the machine. Signatures are checked with Debian's keyring.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from . import process
from .errors import SetupError

_KEYRINGS = (
    Path("/usr/share/keyrings/debian-archive-keyring.gpg"),
    Path("/usr/share/keyrings/debian-archive-keyring.pgp"),
)
_TARGETS = ("$(REPO_URI)\t$(ORIGIN)\t$(LABEL)\t$(COMPONENT)", "Created-By: Packages")


def machine_mirror(folder: Path) -> str:
    """The address of the Debian mirror that the machine's own apt uses.

    Where apt has not fetched its indexes yet (a fresh container), they are fetched into `folder`.
    """
    if not shutil.which("apt-get"):
        raise SetupError(
            "Odoo 19 is fetched as a Debian package and apt-get is missing here: "
            "point at an Odoo 19 of your own with ODOO=/path/to/odoo."
        )
    mirror = choose_mirror(_targets([]))
    if not mirror:
        lists = folder / "lists"
        (lists / "partial").mkdir(parents=True, exist_ok=True)
        options = ["-o", f"Dir::State::Lists={lists}", "-o", "APT::Sandbox::User=root"]
        process.run(["apt-get", *options, "update"], "Fetching apt's indexes")
        mirror = choose_mirror(_targets(options))
    return mirror or _no_mirror()


def _targets(options: list[str]) -> str:
    command = ["apt-get", *options, "indextargets", "--format", *_TARGETS]
    return process.run(command, "Reading apt's sources")


def choose_mirror(targets: str) -> str | None:
    """The first archive of Debian proper (not its security archive) among apt's targets."""
    for line in targets.splitlines():
        uri, origin, label, component = line.split("\t")
        if (origin, label, component) == ("Debian", "Debian", "main"):
            return uri
    return None


def _no_mirror() -> str:
    raise SetupError(
        "apt knows no Debian mirror yet: add one to its sources and run `apt-get update` as root, "
        "or point at an Odoo 19 of your own with ODOO=/path/to/odoo."
    )


def _keyring() -> Path:
    for path in _KEYRINGS:
        if path.exists():
            return path
    raise SetupError(
        "Debian's archive keyring is missing: run `apt-get install debian-archive-keyring` as root."
    )


class Suite:
    """One Debian suite (`sid`, `bookworm`) with an apt state of its own under `folder`."""

    def __init__(self, name: str, folder: Path, mirror: str) -> None:
        self.name = name
        self.folder = folder
        self.mirror = mirror
        self._env = {**os.environ, "APT_CONFIG": str(folder / "apt.conf"), "LC_ALL": "C"}

    def update(self) -> None:
        """Fetch the signed index of the suite."""
        self._prepare()
        process.run(
            ["apt-get", "update"], f"Fetching the index of Debian {self.name}", env=self._env
        )

    def download(self, packages: list[str], target: Path) -> list[Path]:
        """Download packages, checked against the index, and return the files."""
        target.mkdir(parents=True, exist_ok=True)
        purpose = f"Downloading {', '.join(packages)} of Debian {self.name}"
        process.run(["apt-get", "download", *packages], purpose, env=self._env, cwd=target)
        return [self._file_of(package, target) for package in packages]

    def download_with_libraries(self, package: str) -> list[Path]:
        """Download a package and all that it depends on, as if nothing were installed."""
        command = ["apt-get", "install", "--yes", "--download-only", "--no-install-recommends"]
        purpose = f"Downloading {package} of Debian {self.name} with its libraries"
        process.run([*command, package], purpose, env=self._env)
        return sorted((self.folder / "cache/archives").glob("*.deb"))

    def version(self, package: str) -> str | None:
        """Newest version of a package in the suite."""
        output = process.run(
            ["apt-cache", "show", "--no-all-versions", package],
            f"Looking for {package} in Debian {self.name}",
            env=self._env,
        )
        match = re.search(r"^Version: (\S+)", output, re.MULTILINE)
        return match and match[1]

    def has(self, package: str) -> bool:
        """Whether the suite carries a package: names of libraries change from one to the next."""
        command = ["apt-cache", "policy", package]
        output = process.run(command, f"Looking for {package}", env=self._env)
        return "Candidate:" in output and "Candidate: (none)" not in output

    @staticmethod
    def _file_of(package: str, target: Path) -> Path:
        files = list(target.glob(f"{package}_*.deb"))
        if not files:
            raise SetupError(f"apt downloaded no file for {package}: run the command again.")
        return files[0]

    def _prepare(self) -> None:
        for name in ("state/lists/partial", "cache/archives/partial"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        architecture = process.run(["dpkg", "--print-architecture"], "Asking dpkg").strip()
        options = f"arch={architecture} signed-by={_keyring()}"
        (self.folder / "sources.list").write_text(
            f"deb [{options}] {self.mirror} {self.name} main\n", encoding="utf-8"
        )
        (self.folder / "apt.conf").write_text(self._configuration(), encoding="utf-8")

    def _configuration(self) -> str:
        # The machine's own files are left out as a whole, since they may hold hooks that clean
        # or rebuild what belongs to the machine; only how it reaches the network is kept.
        dump = process.run(["apt-config", "dump"], "Reading apt's configuration")
        kept = [
            line
            for line in dump.splitlines()
            if line.startswith("Acquire::")
            and not line.startswith(("Acquire::IndexTargets", "Acquire::Languages"))
        ]
        own = {
            "Dir::Etc::main": "/dev/null",
            "Dir::Etc::parts": "/dev/null",
            "Dir::Etc::sourcelist": self.folder / "sources.list",
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::State": self.folder / "state",
            "Dir::State::Lists": self.folder / "state/lists",
            "Dir::State::status": "/dev/null",
            "Dir::Cache": self.folder / "cache",
            "Acquire::Languages": "none",
            # As root apt would give up its rights to _apt, who may not enter a person's folder.
            "APT::Sandbox::User": "root",
        }
        return "\n".join([*kept, *(f'{key} "{value}";' for key, value in own.items()), ""])

"""The Odoo 19 to work with: the person's own, an importable one, or Debian's package."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from . import odoo_package, odoo_static, settings
from .errors import SetupError
from .progress import say

_LAYOUTS = ("", "usr/lib/python3/dist-packages", "lib/python3/dist-packages", "..")
_FIND_IMPORTABLE = (
    "import importlib.util as u; s = u.find_spec('odoo'); "
    "print(*(s.submodule_search_locations or []) if s else [], sep='\\n')"
)

_VERSION = re.compile(r"^version_info\s*=\s*\(\s*['\"]?([\w~.]+)['\"]?\s*,\s*(\d+)", re.MULTILINE)


@dataclass(frozen=True)
class OdooSource:
    """An Odoo server on disk; `folder` is the one that holds the package `odoo`."""

    folder: Path
    version: str
    fetched: bool = False

    @property
    def package(self) -> Path:
        """The Python package `odoo`."""
        return self.folder / "odoo"

    @property
    def addons(self) -> list[Path]:
        """The folders of Odoo's own addons, base included, for `addons_path`."""
        beside = self.folder / "addons"
        own = [self.package / "addons"]
        # A checkout keeps most addons beside the package. Debian's package has a folder of that
        # name too, with the Python of the addons and nothing else: never that one.
        if (beside / "web" / "__manifest__.py").exists() and not (own[0] / "web").exists():
            own.append(beside)
        return own


def find_or_fetch() -> OdooSource:
    """Return the Odoo 19 to use, fetching Debian's package where there is none."""
    choice = settings.odoo_choice()
    if choice:
        return chosen(Path(choice))
    if odoo_package.is_complete():
        return _fetched()
    found = importable()
    if found:
        say(f"using the Odoo {found.version} installed in {found.folder}")
        return found
    odoo_package.fetch()
    return _fetched()


def _fetched() -> OdooSource:
    folder = odoo_package.python_folder()
    return OdooSource(folder, read_version(folder / "odoo") or "", fetched=True)


def chosen(path: Path) -> OdooSource:
    """The Odoo at the path that the person gave with ODOO=, of the right series or a sentence."""
    folder = _package_parent(path.expanduser().resolve())
    if not folder:
        raise SetupError(
            f"ODOO={path} holds no Odoo: give the folder of a checkout or of an unpacked package "
            f"of Odoo {settings.ODOO_SERIES}."
        )
    source = OdooSource(folder, read_version(folder / "odoo") or "unknown")
    if not _is_right_series(source.version):
        raise SetupError(
            f"ODOO={path} is Odoo {source.version}, and Pilares needs Odoo "
            f"{settings.ODOO_SERIES}: point at that series or leave ODOO= out to have it fetched."
        )
    missing = odoo_static.missing_files(source.package)
    if missing:
        say(
            f"note: {path} lacks {len(missing)} static files, first {missing[0].name}; pages that "
            "need them will look broken"
        )
    return source


def _package_parent(path: Path) -> Path | None:
    for layout in _LAYOUTS:
        if (path / layout / "odoo" / "release.py").exists():
            return (path / layout).resolve()
    return None


def importable() -> OdooSource | None:
    """A complete Odoo 19 that the Python in use can import, if there is one."""
    result = subprocess.run(
        [sys.executable, "-c", _FIND_IMPORTABLE],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
    )
    for line in result.stdout.splitlines():
        package = Path(line)
        version = read_version(package)
        if not version or not _is_right_series(version):
            continue
        if not odoo_static.missing_files(package):
            return OdooSource(package.parent, version)
        say(f"the Odoo in {package.parent} lacks fonts and scripts: fetching a complete one")
    return None


def read_version(package: Path) -> str | None:
    """The version that `odoo/release.py` states, read without importing Odoo."""
    release = package / "release.py"
    if not release.is_file():
        return None
    text = release.read_text(encoding="utf-8", errors="replace")
    match = _VERSION.search(text)
    return f"{match[1]}.{match[2]}" if match else None


def _is_right_series(version: str) -> bool:
    return version == settings.ODOO_SERIES

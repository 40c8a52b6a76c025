"""Debian's complete package of Odoo 19, fetched, checked and unpacked under `.local/odoo`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from . import npm, odoo_static, process, settings
from .debian_archive import Suite, machine_mirror
from .errors import SetupError
from .progress import say, step

TREE = settings.LOCAL / "odoo"
_WORK = settings.LOCAL / "odoo.partial"
_STAMP = ".complete.json"
_SPACE_MB = 2200
_PACKAGE = "odoo-19"

# Where Odoo's links to fonts and scripts lead. The newest suite is right for all but two:
# Font Awesome must be 4.7 and Inconsolata one file, as in Debian 12.
_SHARED = (
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)
_SHARED_OLD = ("fonts-font-awesome", "fonts-inconsolata")
_FONT_AWESOME = "font-awesome@4.7.0"
_BLUR = "@mediapipe/selfie_segmentation@0.1.1675465747"


def python_folder(tree: Path = TREE) -> Path:
    """The folder of the unpacked package that holds the Python package `odoo`."""
    return tree / "usr/lib/python3/dist-packages"


def is_complete() -> bool:
    """Whether a fetched Odoo is there, whole."""
    return (TREE / _STAMP).is_file() and (python_folder() / "odoo/release.py").is_file()


def fetch() -> None:
    """Fetch and unpack; nothing is left under the final name unless it is complete."""
    process.require_space(settings.LOCAL, _SPACE_MB)
    shutil.rmtree(_WORK, ignore_errors=True)
    tree = _WORK / "tree"
    try:
        version = _fetch_into(tree)
        (tree / _STAMP).write_text(json.dumps({"version": version}), encoding="utf-8")
        shutil.rmtree(TREE, ignore_errors=True)
        tree.rename(TREE)
    finally:
        shutil.rmtree(_WORK, ignore_errors=True)
    say(f"Odoo {version} is ready in {TREE}")


def _fetch_into(tree: Path) -> str:
    mirror = machine_mirror(_WORK / "apt-machine")
    sid = Suite("sid", _WORK / "apt-sid", mirror)
    with step("downloading Odoo 19 (about 120 MB) from the Debian mirror"):
        sid.update()
        version = _checked_version(sid)
        packages = sid.download([_PACKAGE, *_SHARED], _WORK / "packages")
    with step("unpacking Odoo"):
        _unpack(packages, tree)
        # Debian keeps a second copy of the addons' Python there, which Odoo would load first.
        shutil.rmtree(python_folder(tree) / "addons", ignore_errors=True)
        forget_requirements(python_folder(tree))
    with step("putting back the fonts and scripts that Debian leaves out"):
        _add_old_fonts(tree, mirror)
        odoo_static.repair_links(python_folder(tree) / "odoo", tree / "usr/share")
        _add_blur_script(tree)
    _check(tree)
    return version


def _checked_version(sid: Suite) -> str:
    version = sid.version(_PACKAGE) or "none"
    if not version.startswith(f"{settings.ODOO_SERIES}."):
        raise SetupError(
            f"The Debian mirror offers version {version} of {_PACKAGE} and Pilares needs "
            f"{settings.ODOO_SERIES}: point at one of your own with ODOO=/path/to/odoo."
        )
    return version


def _unpack(packages: list[Path], tree: Path) -> None:
    tree.mkdir(parents=True, exist_ok=True)
    for package in packages:
        process.run(["dpkg", "-x", package, tree], f"Unpacking {package.name}")
        package.unlink()


def forget_requirements(folder: Path) -> None:
    """Take the requirements out of the package's metadata: requirements.txt is in their place.

    pip would otherwise ask for psycopg2 and PyPDF2 beside psycopg2-binary and pypdf, which do the
    same, and would compile the first.
    """
    for metadata in folder.glob("odoo-*.egg-info"):
        (metadata / "requires.txt").unlink(missing_ok=True)
        info = metadata / "PKG-INFO"
        lines = info.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(("Requires-Dist", "Provides-Extra"))]
        info.write_text("".join(kept), encoding="utf-8")


def _add_old_fonts(tree: Path, mirror: str) -> None:
    suite = Suite("bookworm", _WORK / "apt-bookworm", mirror)
    try:
        suite.update()
        packages = suite.download(list(_SHARED_OLD), _WORK / "packages-old")
    except SetupError:
        say("the mirror no longer has Debian 12: taking Font Awesome from npm")
        _add_fonts_without_debian_12(tree, mirror)
    else:
        _unpack(packages, tree)


def _add_fonts_without_debian_12(tree: Path, mirror: str) -> None:
    fonts = npm.fetch(_FONT_AWESOME, _WORK / "npm") / "fonts"
    shutil.copytree(fonts, tree / "usr/share/fonts-font-awesome/fonts", dirs_exist_ok=True)
    sid = Suite("sid", _WORK / "apt-sid", mirror)
    _unpack(sid.download(["fonts-inconsolata"], _WORK / "packages-old"), tree)


def _add_blur_script(tree: Path) -> None:
    folder = npm.fetch(_BLUR, _WORK / "npm")
    target = python_folder(tree) / "odoo/addons" / odoo_static.BLUR_SCRIPT
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(folder / target.name, target)


def _check(tree: Path) -> None:
    missing = odoo_static.missing_files(python_folder(tree) / "odoo")
    if missing:
        raise SetupError(
            f"The unpacked Odoo lacks {len(missing)} files, first {missing[0].name}: "
            "run the command again, or point at a complete one with ODOO=/path/to/odoo."
        )

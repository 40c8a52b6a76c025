"""What Debian's package leaves out of Odoo's static files, put back.

Its fonts and two scripts are symbolic links into other Debian packages, and the background
blur of video calls is missing as a whole. Odoo itself logs errors and shows no icons without.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from .errors import SetupError

BLUR_SCRIPT = Path("mail/static/lib/selfie_segmentation/selfie_segmentation.js")

# Debian's newer Inconsolata has this file in place of the one that Odoo's link names.
_RENAMED = {"Inconsolata.otf": "Inconsolata-Regular.otf"}


def missing_files(package: Path) -> list[Path]:
    """Static files that the server at `package` names and does not have."""
    missing = list(broken_links(package))
    script = _addon_file(package, BLUR_SCRIPT)
    if script and not script.exists():
        missing.append(script)
    return missing


def _addon_file(package: Path, relative: Path) -> Path | None:
    for addons in (package / "addons", package.parent / "addons"):
        if (addons / relative.parts[0] / "__manifest__.py").exists():
            return addons / relative
    return None


def broken_links(package: Path) -> Iterator[Path]:
    """Symbolic links below the static folders of all addons that lead nowhere."""
    for addons in (package / "addons", package.parent / "addons"):
        for static in sorted(addons.glob("*/static")):
            for folder, _folders, files in os.walk(static):
                for name in files:
                    path = Path(folder, name)
                    if path.is_symlink() and not path.exists():
                        yield path


def repair_links(package: Path, share: Path) -> None:
    """Replace links by the files they mean, taken from `share`, the tree's own /usr/share.

    Files, not links: the tree stays whole wherever it is moved or copied.
    """
    files = _files_by_name(share)
    for link in list(_links(package)):
        source = _meant_file(link, files)
        if not source:
            raise SetupError(
                f"Odoo's file {link.name} is in none of the Debian packages fetched for it: "
                "point at a complete Odoo 19 with ODOO=/path/to/odoo."
            )
        link.unlink()
        shutil.copyfile(source, link)


def _links(package: Path) -> Iterator[Path]:
    for static in sorted((package / "addons").glob("*/static")):
        for folder, _folders, files in os.walk(static):
            yield from (Path(folder, n) for n in files if Path(folder, n).is_symlink())


def _files_by_name(share: Path) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder, _folders, files in os.walk(share):
        for name in files:
            path = Path(folder, name)
            if path.is_file():
                found.setdefault(name, path.resolve())
    return found


def _meant_file(link: Path, files: dict[str, Path]) -> Path | None:
    # The package's links for Font Awesome point .woff at .woff2 and the other way round, so the
    # link's own name says better than its target which file belongs there.
    target = Path(os.readlink(link)).name
    for name in (link.name, target, _RENAMED.get(target, "")):
        if name in files:
            return files[name]
    return None

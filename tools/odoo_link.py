"""The chosen Odoo on the path of the virtual environment, so that pip sees it installed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from . import python_env, settings
from .odoo_source import OdooSource

COMMAND = settings.VENV / "bin" / "odoo"

_LINK = settings.LOCAL / "odoo-link"
_LAUNCHER = """#!{python}
import sys

import odoo.cli

sys.exit(odoo.cli.main())
"""
_METADATA = "Metadata-Version: 2.1\nName: odoo\nVersion: {version}\n"


def link(odoo: OdooSource) -> None:
    """Make `import odoo` and the command `odoo` of the environment mean this Odoo."""
    folder = odoo.folder if odoo.fetched else _link_folder(odoo)
    [site_packages] = settings.VENV.glob("lib/python*/site-packages")
    (site_packages / "pilares-odoo.pth").write_text(f"{folder}\n", encoding="utf-8")
    COMMAND.write_text(_LAUNCHER.format(python=python_env.PYTHON), encoding="utf-8")
    COMMAND.chmod(0o755)


def _link_folder(odoo: OdooSource) -> Path:
    """A folder with that Odoo and nothing else.

    The folder it comes from may be the system's own site-packages, whose other packages must
    not shine through, and may lack the metadata by which pip sees Odoo as installed.
    """
    shutil.rmtree(_LINK, ignore_errors=True)
    _LINK.mkdir(parents=True)
    os.symlink(odoo.package, _LINK / "odoo")
    metadata = _LINK / f"odoo-{odoo.version}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(_METADATA.format(version=odoo.version), encoding="utf-8")
    return _LINK

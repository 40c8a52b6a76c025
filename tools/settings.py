"""Where things are and what the environment asks for."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from .errors import SetupError

ROOT = Path(__file__).resolve().parents[1]
LOCAL = ROOT / ".local"
ADDONS = ROOT / "addons"
VENV = LOCAL / "venv"

ODOO_SERIES = "19.0"
DEFAULT_PORT = 8069
HOME_PATH = "/odoo/agenda"
LANGUAGE = "es_ES"

DEMO_DATABASE = "pilares"
PLAIN_DATABASE = "pilares_nodemo"


def odoo_choice() -> str | None:
    """Path of the Odoo that the person points at with ODOO=, if any."""
    return os.environ.get("ODOO") or None


def database_url() -> str | None:
    """Connection of a PostgreSQL server of the person's own, if any."""
    return os.environ.get("DATABASE_URL") or None


def _data_dir() -> Path:
    # Files belong to one server: the database of the same name on another one has other files.
    url = database_url()
    digest = hashlib.sha256(url.encode()).hexdigest()[:8] if url else ""
    return LOCAL / (f"data-{digest}" if url else "data")


DATA_DIR = _data_dir()


def without_demo() -> bool:
    """Whether NO_DEMO asks for the database without demo data."""
    return os.environ.get("NO_DEMO", "").lower() not in {"", "0", "no", "false"}


def database_name() -> str:
    """Name of the database that `make run` and `make shell` work on."""
    return PLAIN_DATABASE if without_demo() else DEMO_DATABASE


def port() -> int:
    """The HTTP port that PORT= asks for, 8069 without it."""
    text = os.environ.get("PORT", "") or str(DEFAULT_PORT)
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise SetupError(f"PORT={text} is not a port: give a number from 1 to 65535.")
    return int(text)


def https() -> bool:
    """Whether HTTPS asks for a server that phones of the local network can use."""
    return os.environ.get("HTTPS", "").lower() not in {"", "0", "no", "false"}


def https_port() -> int:
    """The port for the network: 8443, or as far from it as PORT= is from 8069."""
    wanted = 8443 + port() - DEFAULT_PORT
    return wanted if 1024 <= wanted <= 65535 else 8443


def addon_names() -> list[str]:
    """Names of the addons of this repository, sorted."""
    return sorted(manifest.parent.name for manifest in ADDONS.glob("*/__manifest__.py"))

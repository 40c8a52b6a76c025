import configparser
from pathlib import Path

import pytest

from tools import odoo_config
from tools.connection import Connection
from tools.odoo_source import OdooSource


@pytest.fixture
def options(monkeypatch, tmp_path):
    """Write a configuration and read it back."""
    monkeypatch.setattr(odoo_config.settings, "LOCAL", tmp_path)
    monkeypatch.setattr(odoo_config.settings, "DATA_DIR", tmp_path / "data")
    monkeypatch.setattr(odoo_config.settings, "VENV", tmp_path / "venv")

    def write(extra=None):
        odoo = OdooSource(Path("/opt/odoo"), "19.0")
        path = odoo_config.write("pilares", odoo, Connection("/run", 5432, "p", "50%"), extra)
        assert path.stat().st_mode & 0o077 == 0, "it holds the password"
        parser = configparser.RawConfigParser()
        parser.read(path)
        return dict(parser["options"])

    return write


def test_the_configuration_names_database_folders_and_addons(options, tmp_path):
    found = options()
    assert (found["db_host"], found["db_name"], found["db_password"]) == ("/run", "pilares", "50%")
    assert found["dbfilter"] == "^pilares$"
    assert found["data_dir"] == str(tmp_path / "data")
    assert found["addons_path"].split(",") == [
        "/opt/odoo/odoo/addons",
        str(odoo_config.settings.ADDONS),
    ]
    assert found["http_interface"] == "127.0.0.1", "taken from odoo.conf"


def test_addons_that_came_as_packages_are_found(options, tmp_path):
    addons = tmp_path / "venv/lib/python3.12/site-packages/odoo/addons"
    (addons / "leaflet").mkdir(parents=True)
    assert str(addons) not in options()["addons_path"], "nothing in it that Odoo would take"
    (addons / "leaflet/__manifest__.py").write_text("{}")
    assert options()["addons_path"].split(",") == [
        "/opt/odoo/odoo/addons",
        str(addons),
        str(odoo_config.settings.ADDONS),
    ]


def test_single_options_can_be_set(options):
    assert options({"http_port": "8090", "workers": "2"})["http_port"] == "8090"


def test_the_committed_configuration_names_no_machine():
    text = (odoo_config.settings.ROOT / "odoo.conf").read_text(encoding="utf-8")
    parser = configparser.RawConfigParser()
    parser.read_string(text)
    assert not {"addons_path", "data_dir", "db_name", "db_host"} & set(parser["options"])


def test_odoos_remark_on_root_is_noise():
    assert odoo_config.is_noise("Running as user 'root' is a security risk.\n")
    assert not odoo_config.is_noise("2026-10-25 08:00:00,000 1 INFO ? odoo: started\n")

import pytest

from tools import settings
from tools.errors import SetupError


def test_port_is_8069_unless_asked_for(monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    assert settings.port() == 8069
    monkeypatch.setenv("PORT", "8070")
    assert settings.port() == 8070


@pytest.mark.parametrize("text", ["abc", "0", "65536", "-1", "80 81"])
def test_port_out_of_range_is_told(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(SetupError, match=r"give a number from 1 to 65535\.$"):
        settings.port()


@pytest.mark.parametrize(
    ("value", "name"), [("1", "pilares_nodemo"), ("0", "pilares"), ("", "pilares")]
)
def test_no_demo_chooses_the_database(monkeypatch, value, name):
    monkeypatch.setenv("NO_DEMO", value)
    assert settings.database_name() == name


def test_each_server_has_files_of_its_own(monkeypatch):
    found = set()
    for url in ("", "postgresql://a", "postgresql://b"):
        monkeypatch.setenv("DATABASE_URL", url)
        found.add(settings._data_dir().name)
    assert len(found) == 3
    assert "data" in found


def test_an_addon_is_a_folder_with_a_manifest(monkeypatch, tmp_path):
    for folder, file in (("crm_b", "__manifest__.py"), ("crm_a", "__manifest__.py"), ("x", "y")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / file).touch()
    monkeypatch.setattr(settings, "ADDONS", tmp_path)
    assert settings.addon_names() == ["crm_a", "crm_b"]

import pytest

from tools import connection
from tools.connection import Connection
from tools.errors import SetupError


def from_url(monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)
    return connection.configured_connection()


def test_a_url_names_the_server(monkeypatch):
    found = from_url(monkeypatch, "postgresql://ana:p%40ss@db.example:5433/start?sslmode=require")
    assert found == Connection("db.example", 5433, "ana", "p@ss", "start", "require")


def test_the_url_needs_no_more_than_a_host(monkeypatch):
    found = from_url(monkeypatch, "postgres://db.example")
    assert found == Connection("db.example", 5432, "", "")
    assert found.odoo_options() == {"db_host": "db.example", "db_port": "5432"}


@pytest.mark.parametrize("url", ["mysql://x", "db.example", "postgresql://x:port/"])
def test_a_url_of_another_kind_is_refused(monkeypatch, url):
    with pytest.raises(SetupError, match="DATABASE_URL is not understood"):
        from_url(monkeypatch, url)


def from_file(monkeypatch, tmp_path, text):
    path = tmp_path / "odoo.conf"
    path.write_text(text)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(connection, "_CONFIGURATION", path)
    return connection.configured_connection()


def test_the_configuration_names_the_server(monkeypatch, tmp_path):
    text = "[options]\ndb_host = db.example\ndb_port = False\ndb_user = ana\ndb_password = 50%\n"
    found = from_file(monkeypatch, tmp_path, text)
    assert found == Connection("db.example", 5432, "ana", "50%")


@pytest.mark.parametrize("text", ["", "[options]\ndb_host = False\n", "[options]\nworkers = 2\n"])
def test_without_a_server_in_it_the_private_one_is_meant(monkeypatch, tmp_path, text):
    assert from_file(monkeypatch, tmp_path, text) is None


@pytest.mark.parametrize("text", ["[options]\ndb_host = x\ndb_port = y\n", "no section\n"])
def test_a_broken_configuration_is_told_in_one_sentence(monkeypatch, tmp_path, text):
    with pytest.raises(SetupError) as caught:
        from_file(monkeypatch, tmp_path, text)
    assert "odoo.conf" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_url_wins_over_the_file(monkeypatch, tmp_path):
    from_file(monkeypatch, tmp_path, "[options]\ndb_host = file.example\n")
    assert from_url(monkeypatch, "postgresql://url.example").host == "url.example"


def test_what_the_person_exported_for_other_servers_does_not_shine_through(monkeypatch):
    monkeypatch.setenv("PGDATABASE", "other")
    monkeypatch.setenv("PGPASSWORD", "other")
    environment = Connection("/run", 5432, "pilares", "").environment()
    assert {key: value for key, value in environment.items() if key.startswith("PG")} == {
        "PGHOST": "/run",
        "PGPORT": "5432",
        "PGUSER": "pilares",
        "PGCONNECT_TIMEOUT": "10",
    }


def test_a_server_that_does_not_answer_is_told_in_one_sentence(monkeypatch):
    failure = connection.subprocess.CompletedProcess([], 2, "", "psql: error: refused\n\tIs it on?")
    monkeypatch.setattr(Connection, "_psql", lambda *_args: failure)
    with pytest.raises(SetupError) as caught:
        Connection("db.example", 5432, "ana", "secret").check()
    assert "check DATABASE_URL or the db_* settings" in str(caught.value)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)

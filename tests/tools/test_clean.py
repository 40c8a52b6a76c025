from pathlib import Path

import pytest

from tools import accounts, clean, postgres
from tools.accounts import Account
from tools.errors import SetupError


@pytest.fixture
def local(monkeypatch, tmp_path):
    """A `.local` beside a file of the person's."""
    folder = tmp_path / ".local"
    (folder / "pg").mkdir(parents=True)
    (tmp_path / "notes.txt").touch()
    monkeypatch.setattr(clean.settings, "LOCAL", folder)
    return folder


def use_account(monkeypatch, home: Path) -> None:
    monkeypatch.setattr(clean, "cluster_account", lambda: Account("me", home, switch=False))


def test_what_the_tools_made_is_gone_and_nothing_else(monkeypatch, local):
    stopped = []
    use_account(monkeypatch, local)
    monkeypatch.setattr(postgres.Cluster, "stop", lambda _cluster: stopped.append(local.exists()))
    clean.clean([])
    assert stopped == [True], "the server stops before its files go"
    assert [path.name for path in local.parent.iterdir()] == ["notes.txt"]
    clean.clean([])


def test_a_cluster_that_had_to_go_elsewhere_goes_too(monkeypatch, local):
    elsewhere = local.parent / "var" / "pilares-1"
    elsewhere.mkdir(parents=True)
    use_account(monkeypatch, elsewhere)
    clean.clean([])
    assert not elsewhere.exists()
    assert elsewhere.parent.exists()


def test_a_cluster_whose_postgresql_is_gone_does_not_stand_in_the_way(monkeypatch, local):
    def fail(_cluster):
        raise SetupError("PostgreSQL 15 is no longer installed.")

    use_account(monkeypatch, local)
    monkeypatch.setattr(postgres.Cluster, "stop", fail)
    clean.clean([])
    assert not local.exists()


def test_a_cluster_of_an_account_that_is_gone_belongs_to_nobody(monkeypatch, local):
    def no_such_account(number):
        raise KeyError(number)

    monkeypatch.setattr(accounts.settings, "LOCAL", local)
    monkeypatch.setattr(accounts.pwd, "getpwuid", no_such_account)
    assert accounts._owner_of_cluster() is None

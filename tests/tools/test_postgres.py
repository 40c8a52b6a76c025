import os
from pathlib import Path

import pytest

from tools import accounts, postgres
from tools.accounts import Account
from tools.errors import SetupError


def cluster_in(folder: Path) -> postgres.Cluster:
    return postgres.Cluster(Account("me", folder, switch=False))


def test_a_path_too_long_for_a_socket_means_a_port():
    assert cluster_in(Path("/srv/ana/pilares/.local")).uses_socket
    assert not cluster_in(Path("/srv/ana", "x" * 80, ".local")).uses_socket


def test_over_a_port_the_password_and_the_servers_number_count(tmp_path):
    cluster = cluster_in(tmp_path / ("x" * 80))
    cluster.data.mkdir(parents=True)
    (cluster.folder / "pilares.password").write_text("generated\n")
    (cluster.data / "postmaster.pid").write_text("1\n/data\n0\n5439\n\n127.0.0.1\n")
    found = cluster.connection()
    assert (found.host, found.port, found.password) == ("127.0.0.1", 5439, "generated")


def test_a_pid_file_left_from_a_crash_is_not_a_server(tmp_path):
    cluster = cluster_in(tmp_path)
    assert not cluster._is_alive()
    cluster.data.mkdir(parents=True)
    pid_file = cluster.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{cluster.data}\n")
    assert not cluster._is_alive(), "the number belongs to another program now"
    pid_file.write_text("999999999\n")
    assert not cluster._is_alive()


@pytest.mark.parametrize(
    ("alive", "running", "came_up"), [("110", "000", False), ("11", "01", True)]
)
def test_a_server_between_two_states_is_waited_for(tmp_path, monkeypatch, alive, running, came_up):
    cluster = cluster_in(tmp_path)
    lives, answers = iter(alive), iter(running)
    monkeypatch.setattr(postgres.time, "sleep", lambda _seconds: None)
    monkeypatch.setattr(cluster, "_is_alive", lambda: next(lives) == "1")
    monkeypatch.setattr(cluster, "is_running", lambda: next(answers) == "1")
    assert cluster._came_up() is came_up


def test_a_start_that_fails_twice_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres, "_LAST_BREATH", 0)
    monkeypatch.setattr(postgres.system_packages, "postgres_folder", lambda _version: tmp_path)
    cluster = cluster_in(tmp_path)
    cluster.data.mkdir(parents=True)
    (cluster.data / "PG_VERSION").write_text("15\n")
    control = tmp_path / "pg_ctl"
    control.write_text("#!/bin/sh\necho called >> $(dirname $0)/calls\nexit 1\n")
    control.chmod(0o755)
    with pytest.raises(SetupError, match=r"PostgreSQL did not start: see .*postgresql\.log"):
        cluster.start()
    assert (tmp_path / "calls").read_text().count("called") == 2


@pytest.mark.parametrize(("was_running", "others", "stopped"), [(0, 0, 1), (0, 1, 0), (1, 0, 0)])
def test_only_a_server_of_our_own_that_nobody_uses_is_stopped(
    monkeypatch, was_running, others, stopped
):
    states = iter([bool(was_running), True])
    calls = []
    monkeypatch.setattr(postgres, "is_private_running", lambda: next(states))
    monkeypatch.setattr(postgres, "_others_connected", lambda: bool(others))
    monkeypatch.setattr(postgres, "stop", lambda: calls.append("stop"))
    with postgres.left_as_found():
        pass
    assert len(calls) == stopped


def test_a_person_owns_the_cluster_and_root_lends_it_to_another_account(monkeypatch, tmp_path):
    monkeypatch.setattr(accounts.settings, "LOCAL", tmp_path)
    monkeypatch.setattr(accounts.os, "geteuid", lambda: 1000)
    person = accounts.cluster_account()
    assert (person.home, person.switch) == (tmp_path, False)

    monkeypatch.setattr(accounts.os, "geteuid", lambda: 0)
    monkeypatch.setattr(accounts, "_existing_account", lambda: "postgres")
    monkeypatch.setattr(accounts, "_may_enter", lambda _name, _folder: True)
    lent = accounts.cluster_account()
    assert (lent.name, lent.home, lent.switch) == ("postgres", tmp_path, True)


def test_a_folder_that_the_account_may_not_enter_moves_the_cluster(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(accounts.settings, "LOCAL", tmp_path)
    monkeypatch.setattr(accounts.os, "geteuid", lambda: 0)
    monkeypatch.setattr(accounts, "_existing_account", lambda: "postgres")
    monkeypatch.setattr(accounts, "_may_enter", lambda _name, _folder: False)
    monkeypatch.setattr(accounts, "_ELSEWHERE", tmp_path / "var")
    moved = accounts.cluster_account()
    assert moved.home.parent == tmp_path / "var"
    assert str(moved.home) in capsys.readouterr().err
    assert accounts.cluster_account() == moved

import socket

import pytest

from tools import server
from tools.errors import SetupError


def test_a_port_in_use_is_told_with_the_way_out():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SetupError) as caught:
            server.require_free_port(port)
    assert str(caught.value) == (
        f"Port {port} is in use by another program: stop it, or choose another port, "
        f"as in `make run PORT={port + 1}`."
    )


def test_a_free_port_is_free():
    server.require_free_port(server.free_port())


def fake_odoo(monkeypatch, tmp_path, text):
    program = tmp_path / "odoo"
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)
    monkeypatch.setattr(server.odoo_config, "command", lambda *_args: [str(program)])
    return tmp_path / "log" / "server.log"


def test_a_server_that_dies_while_starting_is_told(monkeypatch, tmp_path):
    noise = "Running as user 'root' is a security risk."
    log = fake_odoo(monkeypatch, tmp_path, f'echo "{noise}"\necho gone\nexit 1')
    with (
        pytest.raises(SetupError, match=r"Odoo ended while it was starting: see .*server\.log"),
        server.serving(tmp_path / "odoo.conf", server.free_port(), log),
    ):
        pass
    assert log.read_text() == "gone\n"


def test_the_server_is_stopped_when_the_work_with_it_fails(monkeypatch, tmp_path):
    log = fake_odoo(monkeypatch, tmp_path, "exec sleep 60")
    monkeypatch.setattr(server.OdooServer, "wait_until_ready", lambda _server: None)
    with (
        pytest.raises(ZeroDivisionError),
        server.serving(tmp_path / "odoo.conf", server.free_port(), log) as running,
    ):
        raise ZeroDivisionError
    assert running.wait() != 0

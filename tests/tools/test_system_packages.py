import pytest

from tools import system_packages
from tools.errors import SetupError


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A machine without PostgreSQL, Chromium and pdftoppm, used by a person who is not root."""
    for function in (system_packages.postgres_folder, system_packages.psql):
        function.cache_clear()
    monkeypatch.setattr(system_packages, "_POSTGRES_BINARIES", tmp_path)
    monkeypatch.setattr(system_packages.shutil, "which", lambda _name: None)
    monkeypatch.setattr(system_packages.os, "geteuid", lambda: 1000)
    yield tmp_path
    for function in (system_packages.postgres_folder, system_packages.psql):
        function.cache_clear()


def add_postgres(folder, version):
    program = folder / str(version) / "bin" / "initdb"
    program.parent.mkdir(parents=True)
    program.write_text(
        f"#!/bin/sh\necho 'initdb (PostgreSQL) {version}.4 (Debian {version}.4-1)'\n"
    )
    program.chmod(0o755)
    return program.parent


@pytest.mark.parametrize(
    ("require", "package"),
    [
        (system_packages.postgres_folder, "postgresql"),
        (system_packages.psql, "postgresql-client"),
        (system_packages.require_browser, "chromium"),
        (system_packages.require_pdf_tools, "poppler-utils"),
    ],
)
def test_what_is_missing_is_named_with_the_command(machine, require, package):
    with pytest.raises(SetupError) as caught:
        require()
    assert f"run `sudo apt-get install {package}` and try again." in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_newest_postgresql_is_taken(machine):
    add_postgres(machine, 13)
    newest = add_postgres(machine, 17)
    add_postgres(machine, 9)
    assert system_packages.postgres_folder() == newest


def test_an_old_postgresql_is_as_good_as_none(machine):
    add_postgres(machine, 12)
    with pytest.raises(SetupError, match="PostgreSQL 13 or newer"):
        system_packages.postgres_folder()


def test_a_cluster_is_bound_to_the_version_that_made_it(machine):
    older = add_postgres(machine, 15)
    add_postgres(machine, 17)
    assert system_packages.postgres_folder(15) == older
    with pytest.raises(SetupError, match="install postgresql-14, or start afresh"):
        system_packages.postgres_folder(14)


def test_wkhtmltopdf_is_not_required(machine):
    system_packages.offer_wkhtmltopdf()


def test_root_installs_and_fetches_old_lists_anew(machine, monkeypatch):
    commands = []

    def run(command, purpose, **_options):
        commands.append(command[1])
        if command[:2] == ["apt-get", "install"] and commands.count("install") == 1:
            raise SetupError(f"{purpose} failed: 404 Not Found.")
        if "install" in command:
            monkeypatch.setattr(system_packages.shutil, "which", lambda name: f"/usr/bin/{name}")
        return "Candidate: 1.0"

    monkeypatch.setattr(system_packages.os, "geteuid", lambda: 0)
    monkeypatch.setattr(
        system_packages.shutil, "which", lambda name: "/usr/bin/apt-get" if "apt" in name else None
    )
    monkeypatch.setattr(system_packages.process, "run", run)
    assert system_packages.require_browser() == "/usr/bin/chromium"
    assert commands == ["policy", "install", "update", "install"]

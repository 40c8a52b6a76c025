import pytest

from tools import odoo_link, python_env
from tools.errors import SetupError
from tools.odoo_source import OdooSource


@pytest.fixture
def venv(monkeypatch, tmp_path):
    """A virtual environment that only looks like one."""
    folder = tmp_path / "venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "lib/python3.11/site-packages").mkdir(parents=True)
    python = folder / "bin" / "python"
    python.touch()
    monkeypatch.setattr(python_env.settings, "VENV", folder)
    monkeypatch.setattr(python_env.settings, "LOCAL", tmp_path)
    monkeypatch.setattr(python_env, "PYTHON", python)
    monkeypatch.setattr(python_env, "_STAMP", folder / "pilares.json")
    monkeypatch.setattr(python_env, "_RUNTIME", tmp_path / "requirements.txt")
    monkeypatch.setattr(python_env, "_DEVELOPMENT", tmp_path / "requirements-dev.txt")
    monkeypatch.setattr(python_env.process, "require_space", lambda *_args: None)
    monkeypatch.setattr(odoo_link, "COMMAND", folder / "bin" / "odoo")
    monkeypatch.setattr(odoo_link, "_LINK", tmp_path / "odoo-link")
    (tmp_path / "requirements.txt").write_text("a==1\n")
    (tmp_path / "requirements-dev.txt").write_text("b==1\n")
    return folder


@pytest.fixture
def installed(monkeypatch):
    """The requirements files that pip was asked to install."""
    found = []
    monkeypatch.setattr(python_env, "pip", lambda *arguments: found.append(arguments[-1].name))
    return found


@pytest.mark.parametrize("version", [(3, 10), (3, 11), (3, 12), (3, 13)])
def test_odoos_pythons_are_accepted(version):
    python_env.check_version(version)


@pytest.mark.parametrize("version", [(3, 9), (3, 14)])
def test_another_python_is_refused(version):
    with pytest.raises(SetupError, match=f"this is 3.{version[1]}: .* PYTHON="):
        python_env.check_version(version)


def test_packages_are_installed_once_and_again_when_the_file_changes(venv, installed):
    python_env.install(development=True)
    assert installed == ["requirements.txt", "requirements-dev.txt"]
    python_env.install(development=True)
    assert len(installed) == 2
    (venv.parent / "requirements.txt").write_text("a==2\n")
    python_env.install(development=True)
    assert installed[2:] == ["requirements.txt"]


def test_running_needs_no_packages_of_development(venv, installed):
    python_env.install(development=False)
    assert installed == ["requirements.txt"]


def test_an_installation_that_failed_is_tried_again(venv, installed, monkeypatch):
    def fail(*_arguments):
        raise SetupError("Installing Python packages failed.")

    with monkeypatch.context() as patch, pytest.raises(SetupError):
        patch.setattr(python_env, "pip", fail)
        python_env.install(development=False)
    python_env.install(development=False)
    assert installed == ["requirements.txt"]


@pytest.mark.parametrize("change", ["python", "folder"])
def test_the_environment_is_made_anew_for_another_python_or_place(venv, monkeypatch, change):
    made = []
    monkeypatch.setattr(python_env.process, "run", lambda command, _purpose: made.append(command))
    monkeypatch.setattr(python_env.system_packages, "require_venv", lambda: None)
    monkeypatch.setattr(python_env.shutil, "rmtree", lambda *_args, **_kwargs: None)
    python_env.create()
    python_env.create()
    assert len(made) == 1
    python_env._write_stamp({**python_env._stamp(), change: "other"})
    python_env.create()
    assert len(made) == 2


def test_a_fetched_odoo_is_on_the_path_as_it_is(venv, tmp_path):
    odoo_link.link(OdooSource(tmp_path / "tree", "19.0", fetched=True))
    [path_file] = venv.glob("lib/*/site-packages/*.pth")
    assert path_file.read_text() == f"{tmp_path / 'tree'}\n"
    assert (venv / "bin" / "odoo").read_text().startswith(f"#!{venv}/bin/python\n")


def test_an_odoo_of_ones_own_is_linked_without_its_neighbours(venv, tmp_path):
    (tmp_path / "site-packages" / "odoo").mkdir(parents=True)
    (tmp_path / "site-packages" / "numpy").mkdir()
    odoo_link.link(OdooSource(tmp_path / "site-packages", "19.0"))
    [path_file] = venv.glob("lib/*/site-packages/*.pth")
    names = sorted(path.name for path in (tmp_path / "odoo-link").iterdir())
    assert path_file.read_text() == f"{tmp_path / 'odoo-link'}\n"
    assert names == ["odoo", "odoo-19.0.dist-info"]

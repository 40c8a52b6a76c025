"""What is updated when: the hashes of the addons and the decisions taken from them."""

from types import SimpleNamespace

import pytest

from tools import database, settings
from tools.errors import SetupError


@pytest.fixture
def addon(monkeypatch, tmp_path):
    """An addon in a repository of its own."""
    monkeypatch.setattr(settings, "ADDONS", tmp_path)
    return make_addon(tmp_path, "crm_a")


def make_addon(addons, name):
    folder = addons / name
    for path in ("__manifest__.py", "models/a.py", "static/src/a.js", "tests/test_a.py"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path)
    return folder


class FakeServer:
    """A PostgreSQL server that knows one database: its comment and its installed modules."""

    def __init__(self, installed=()):
        self.installed = installed
        self.comment = ""
        self.tiles = []

    def exists(self, _name):
        return True

    def query(self, sql, _database="", **values):
        if sql.startswith("COMMENT"):
            self.comment = values["text"]
            return []
        if "ir_module_module" in sql:
            return [[name] for name in self.installed]
        if "leaflet.tile_url" in sql:
            self.tiles = [["False"]] if sql.startswith("UPDATE") else self.tiles
            return self.tiles
        return [[self.comment]]


@pytest.fixture
def runs(monkeypatch):
    """The command lines with which Odoo would have been run."""
    found = []
    monkeypatch.setattr(
        database.odoo_run, "run_checked", lambda command, *_args: found.append(command[3:])
    )
    monkeypatch.setattr(database.odoo_config, "write", lambda *_args: "odoo.conf")
    return found


def environment(installed):
    return SimpleNamespace(odoo=None, connection=FakeServer(installed))


def updates(env, runs):
    del runs[:]
    database.update(env, "pilares")
    return [word for command in runs for word in command if word in {"-u", "-i"} or "crm_" in word]


@pytest.mark.parametrize("path", ["models/a.py", "static/src/a.js", "i18n/es.po"])
def test_a_changed_file_changes_the_hash(addon, path):
    before = database.digest(addon)
    (addon / path).parent.mkdir(exist_ok=True)
    (addon / path).write_text("changed")
    assert database.digest(addon) != before


@pytest.mark.parametrize("path", ["tests/test_a.py", "static/tests/a.test.js", "__pycache__/a.pyc"])
def test_tests_and_caches_do_not_count(addon, path):
    before = database.digest(addon)
    (addon / path).parent.mkdir(exist_ok=True)
    (addon / path).write_text("changed")
    assert database.digest(addon) == before


def test_a_renamed_file_changes_the_hash(addon):
    before = database.digest(addon)
    (addon / "models/a.py").rename(addon / "models/b.py")
    assert database.digest(addon) != before


def test_nothing_is_updated_while_nothing_changes(addon, runs):
    env = environment(["crm_a"])
    database.save_digests(env, "pilares")
    assert updates(env, runs) == []


def test_only_what_changed_is_updated_and_only_once(addon, runs):
    make_addon(addon.parent, "crm_b")
    env = environment(["crm_a", "crm_b"])
    database.save_digests(env, "pilares")
    (addon / "models/a.py").write_text("changed")
    assert updates(env, runs) == ["-u", "crm_a"]
    assert updates(env, runs) == []


def test_a_new_addon_is_installed(addon, runs):
    env = environment(["crm_a"])
    database.save_digests(env, "pilares")
    make_addon(addon.parent, "crm_b")
    assert updates(env, runs) == ["-i", "crm_b"]


def test_a_database_from_a_dump_has_no_hashes_and_is_updated_whole(addon, runs):
    assert updates(environment(["crm_a", "base"]), runs) == ["-u", "crm_a"]


def test_an_addon_that_the_person_uninstalled_stays_so(addon, runs):
    env = environment(["base"])
    database.save_digests(env, "pilares")
    (addon / "models/a.py").write_text("changed")
    assert updates(env, runs) == []


def test_a_failed_update_is_tried_again(addon, runs, monkeypatch):
    env = environment(["crm_a"])
    database.save_digests(env, "pilares")
    (addon / "models/a.py").write_text("changed")

    def fail(*_args):
        raise SetupError("Updating failed.")

    with monkeypatch.context() as patch:
        patch.setattr(database.odoo_run, "run_checked", fail)
        with pytest.raises(SetupError):
            database.update(env, "pilares")
    assert updates(env, runs) == ["-u", "crm_a"]


def test_an_installed_addon_whose_source_is_gone_is_named(addon, runs):
    env = environment(["crm_a", "crm_b"])
    lost = make_addon(addon.parent, "crm_b")
    database.save_digests(env, "pilares")
    database.shutil.rmtree(lost)
    with pytest.raises(SetupError, match=r"no longer in .* \(crm_b\)"):
        database.update(env, "pilares")


def test_only_a_whole_database_gets_its_name_and_files(monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    monkeypatch.setattr(settings, "LOCAL", tmp_path)
    renamed = []
    server = SimpleNamespace(drop=lambda _name: None, rename=lambda *names: renamed.append(names))
    env = SimpleNamespace(connection=server)
    with pytest.raises(SetupError), database.building(env, "pilares") as unfinished:
        raise SetupError("Installing failed.")
    assert renamed == []
    with database.building(env, "pilares") as unfinished:
        database.filestore(unfinished).mkdir(parents=True)
        (database.filestore(unfinished) / "a").write_text("a")
    assert renamed == [(unfinished, "pilares")]
    assert (database.filestore("pilares") / "a").read_text() == "a"
    assert not database.filestore(unfinished).exists()


def test_files_of_a_database_that_is_elsewhere_are_kept(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    monkeypatch.setattr(settings, "LOCAL", tmp_path)
    server = SimpleNamespace(drop=lambda _name: None, rename=lambda *_names: None)
    database.filestore("pilares").mkdir(parents=True)
    (database.filestore("pilares") / "photo").write_text("kept")
    with database.building(SimpleNamespace(connection=server), "pilares"):
        pass
    [kept] = database.filestore("pilares").parent.glob("pilares.*/photo")
    assert kept.read_text() == "kept"
    assert str(kept.parent) in capsys.readouterr().err


@pytest.mark.parametrize(
    ("before", "after"),
    [([], [["False"]]), ([["https://tiles/{z}"]], [["https://tiles/{z}"]])],
    ids=["the map is new", "somebody chose a server"],
)
def test_an_update_turns_no_public_map_on(addon, runs, before, after):
    # given a database with an addon that has changed since
    env = environment(["crm_a"])
    database.save_digests(env, "pilares")
    (addon / "models/a.py").write_text("now with a map")
    env.connection.tiles = before
    # when it is updated
    database.update(env, "pilares")
    # then the map asks no server, unless a person has chosen one
    assert env.connection.tiles == after


def test_a_company_of_examples_asks_no_public_map(addon, runs):
    env = environment([])
    database.install(env, "pilares", ["crm_a"], demo=True)
    assert env.connection.tiles == [["False"]]

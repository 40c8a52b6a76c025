import pytest

from tools import debian_archive
from tools.errors import SetupError


def target(uri, origin="Debian", label="Debian", component="main"):
    return f"{uri}\t{origin}\t{label}\t{component}"


def test_the_mirror_is_debians_own_archive():
    targets = [
        target("http://security.example/", label="Debian-Security"),
        target("http://vendor.example/", origin="Vendor", label="Vendor"),
        target("http://extra.example/", component="contrib"),
        target("http://mirror.example/debian/"),
    ]
    assert debian_archive.choose_mirror("\n".join(targets)) == "http://mirror.example/debian/"


def test_no_mirror_without_a_debian_archive():
    assert debian_archive.choose_mirror("") is None
    assert debian_archive.choose_mirror(target("http://u.example/", origin="Ubuntu")) is None


def test_the_index_is_fetched_once_where_apt_has_none(monkeypatch, tmp_path):
    commands = []

    def run(command, *_args, **_kwargs):
        commands.append(command)
        updated = any("update" in each for each in commands)
        return target("http://m.example/") if "indextargets" in command and updated else ""

    monkeypatch.setattr(debian_archive.process, "run", run)
    monkeypatch.setattr(debian_archive.shutil, "which", lambda _name: "/usr/bin/apt-get")
    assert debian_archive.machine_mirror(tmp_path) == "http://m.example/"
    update = next(command for command in commands if "update" in command)
    assert f"Dir::State::Lists={tmp_path}/lists" in update, "the machine's apt must not change"


def test_a_machine_without_sources_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(debian_archive.process, "run", lambda *_args, **_kwargs: "")
    monkeypatch.setattr(debian_archive.shutil, "which", lambda _name: "/usr/bin/apt-get")
    with pytest.raises(SetupError, match="apt knows no Debian mirror"):
        debian_archive.machine_mirror(tmp_path)


def test_a_machine_without_apt_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(debian_archive.shutil, "which", lambda _name: None)
    with pytest.raises(SetupError, match="ODOO=/path/to/odoo"):
        debian_archive.machine_mirror(tmp_path)


def test_the_suite_keeps_the_proxy_and_leaves_the_machines_hooks_out(monkeypatch, tmp_path):
    dump = (
        'Acquire::http::Proxy "http://proxy.example:3128";\n'
        'APT::Update::Post-Invoke:: "rm -rf /var/cache/x";\n'
        'Acquire::Languages:: "es";\n'
    )
    answers = {"apt-config": dump, "dpkg": "amd64\n", "apt-get": ""}
    monkeypatch.setattr(
        debian_archive.process, "run", lambda command, *_args, **_kwargs: answers[command[0]]
    )
    keyring = tmp_path / "keyring.gpg"
    keyring.touch()
    monkeypatch.setattr(debian_archive, "_KEYRINGS", (keyring,))
    debian_archive.Suite("sid", tmp_path / "apt", "http://m.example/").update()
    configuration = (tmp_path / "apt" / "apt.conf").read_text()
    assert "proxy.example" in configuration
    assert "Post-Invoke" not in configuration
    assert '"es"' not in configuration
    sources = (tmp_path / "apt" / "sources.list").read_text()
    assert sources == f"deb [arch=amd64 signed-by={keyring}] http://m.example/ sid main\n"

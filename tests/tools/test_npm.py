import io
import tarfile

import pytest

from tools import npm
from tools.errors import SetupError


def test_a_package_is_fetched_without_what_points_outside(monkeypatch, tmp_path):
    def run(_command, _purpose, **options):
        with tarfile.open(options["cwd"] / "a-1.0.tgz", "w:gz") as tar:
            for name in ("package/dist/a.js", "package/../../evil.js"):
                member = tarfile.TarInfo(name)
                member.size = 2
                tar.addfile(member, io.BytesIO(b"js"))
        return "npm notice\na-1.0.tgz\n"

    monkeypatch.setattr(npm, "npm_command", lambda _folder: (["npm"], {}))
    monkeypatch.setattr(npm.process, "run", run)
    folder = npm.fetch("a@1.0", tmp_path / "npm")
    assert (folder / "dist" / "a.js").read_bytes() == b"js"
    assert not list(tmp_path.rglob("evil.js"))


@pytest.mark.parametrize(
    ("version", "recent"), [("v18.19.0", False), ("v20.19.0", True), ("v24.1.0", True)]
)
def test_an_old_node_is_not_used(monkeypatch, version, recent):
    monkeypatch.setattr(npm.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(npm.process, "run", lambda *_args: f"{version}\n")
    assert npm._is_recent() is recent


def test_without_npm_and_pip_one_sentence_says_so(monkeypatch, tmp_path):
    def fail(*_arguments):
        raise SetupError("Installing Python packages failed: no network.")

    monkeypatch.setattr(npm.shutil, "which", lambda _name: None)
    monkeypatch.setattr(npm.python_env, "create", lambda: None)
    monkeypatch.setattr(npm.python_env, "pip", fail)
    with pytest.raises(SetupError, match=r"Node\.js 20 or newer with npm is needed"):
        npm.npm_command(tmp_path)

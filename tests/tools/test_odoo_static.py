import shutil
from pathlib import Path

import pytest

from tools import odoo_package, odoo_static
from tools.errors import SetupError


@pytest.fixture
def tree(tmp_path):
    """An unpacked package whose icons and fonts are links into packages that are not there."""
    fonts = tmp_path / "usr/lib/python3/dist-packages/odoo/addons/web/static/fonts"
    fonts.mkdir(parents=True)
    links = {
        "fontawesome-webfont.woff": "fontawesome-webfont.woff2",
        "fontawesome-webfont.woff2": "fontawesome-webfont.woff",
        "ocrb.otf": "OCRB.otf",
        "Inconsolata.otf": "Inconsolata.otf",
    }
    for name, target in links.items():
        (fonts / name).symlink_to(f"../../../../../../../../share/fonts/{target}")
    share = tmp_path / "usr/share/fonts"
    share.mkdir(parents=True)
    for name in ("fontawesome-webfont.woff", "fontawesome-webfont.woff2", "OCRB.otf"):
        (share / name).write_text(name)
    return tmp_path


def package_of(tree: Path) -> Path:
    return odoo_package.python_folder(tree) / "odoo"


def test_broken_links_are_seen(tree):
    shutil.rmtree(tree / "usr/share")
    names = sorted(path.name for path in odoo_static.broken_links(package_of(tree)))
    assert names == [
        "Inconsolata.otf",
        "fontawesome-webfont.woff",
        "fontawesome-webfont.woff2",
        "ocrb.otf",
    ]


def test_links_become_the_files_that_they_mean(tree):
    (tree / "usr/share/fonts/Inconsolata-Regular.otf").write_text("newer name")
    odoo_static.repair_links(package_of(tree), tree / "usr/share")
    fonts = package_of(tree) / "addons/web/static/fonts"
    assert (fonts / "ocrb.otf").read_text() == "OCRB.otf"
    assert (fonts / "Inconsolata.otf").read_text() == "newer name"
    assert not any(path.is_symlink() for path in fonts.iterdir())
    assert not odoo_static.missing_files(package_of(tree))


def test_links_that_the_package_has_crossed_are_put_right(tree):
    (tree / "usr/share/fonts/Inconsolata.otf").write_text("")
    odoo_static.repair_links(package_of(tree), tree / "usr/share")
    fonts = package_of(tree) / "addons/web/static/fonts"
    for name in ("fontawesome-webfont.woff", "fontawesome-webfont.woff2"):
        assert (fonts / name).read_text() == name


def test_a_file_that_nothing_provides_is_named(tree):
    with pytest.raises(SetupError, match=r"Inconsolata\.otf is in none of the Debian packages"):
        odoo_static.repair_links(package_of(tree), tree / "usr/share")


def test_the_blur_script_of_calls_is_asked_for_where_mail_is(tree):
    (tree / "usr/share/fonts/Inconsolata.otf").write_text("")
    odoo_static.repair_links(package_of(tree), tree / "usr/share")
    mail = package_of(tree) / "addons/mail"
    mail.mkdir()
    (mail / "__manifest__.py").write_text("{}")
    [missing] = odoo_static.missing_files(package_of(tree))
    assert missing.name == "selfie_segmentation.js"
    missing.parent.mkdir(parents=True)
    missing.touch()
    assert not odoo_static.missing_files(package_of(tree))


def test_pip_sees_odoo_without_requirements_of_its_own(tmp_path):
    metadata = tmp_path / "odoo-19.0.egg-info"
    metadata.mkdir()
    (metadata / "requires.txt").write_text("psycopg2\n")
    (metadata / "PKG-INFO").write_text(
        "Name: odoo\nVersion: 19.0\nRequires-Dist: psycopg2\nProvides-Extra: ldap\n\nAbout.\n"
    )
    odoo_package.forget_requirements(tmp_path)
    assert not (metadata / "requires.txt").exists()
    assert (metadata / "PKG-INFO").read_text() == "Name: odoo\nVersion: 19.0\n\nAbout.\n"


def test_half_an_odoo_is_not_a_complete_one(monkeypatch, tmp_path):
    monkeypatch.setattr(odoo_package, "TREE", tmp_path)
    monkeypatch.setattr(odoo_package, "python_folder", lambda _tree=tmp_path: tmp_path)
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo" / "release.py").touch()
    assert not odoo_package.is_complete()
    (tmp_path / ".complete.json").write_text("{}")
    assert odoo_package.is_complete()

from pathlib import Path

import pytest

from tools import odoo_source
from tools.errors import SetupError


def make_odoo(folder: Path, version: str = "(19, 0, 0, FINAL, 0, '')", addons: str = "") -> Path:
    """A folder that looks like an Odoo: its release and the addon `web`."""
    package = folder / "odoo"
    (package / "addons" / "base").mkdir(parents=True)
    (package / "release.py").write_text(f"RELEASE = 1\nversion_info = {version}\n")
    web = folder / (addons or "odoo/addons") / "web"
    web.mkdir(parents=True)
    (web / "__manifest__.py").write_text("{}")
    return folder


@pytest.mark.parametrize(
    ("written", "version"),
    [
        ("(19, 0, 0, FINAL, 0, '')", "19.0"),
        ("(18, 0, 0, 'final', 0, '')", "18.0"),
        ("('saas~18', 2, 0, FINAL, 0, '')", "saas~18.2"),
        ("( 19 , 1, 0, ALPHA, 1, '')", "19.1"),
    ],
)
def test_the_version_is_read_without_importing(tmp_path, written, version):
    assert odoo_source.read_version(make_odoo(tmp_path, written) / "odoo") == version


def test_no_version_where_there_is_no_odoo(tmp_path):
    assert odoo_source.read_version(tmp_path) is None


@pytest.mark.parametrize("inside", ["", "usr/lib/python3/dist-packages"])
def test_odoo_is_found_in_a_checkout_and_in_an_unpacked_package(tmp_path, inside):
    folder = make_odoo(tmp_path / inside)
    assert odoo_source.chosen(tmp_path).folder == folder.resolve()


def test_the_folder_of_the_package_itself_will_do(tmp_path):
    make_odoo(tmp_path)
    assert odoo_source.chosen(tmp_path / "odoo").folder == tmp_path.resolve()


@pytest.mark.parametrize("version", ["(18, 0, 0, FINAL, 0, '')", "('saas~19', 1, 0, FINAL, 0, '')"])
def test_another_series_is_refused_in_one_sentence(tmp_path, version):
    make_odoo(tmp_path, version)
    with pytest.raises(SetupError) as caught:
        odoo_source.chosen(tmp_path)
    assert "Pilares needs Odoo 19.0" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_path_without_odoo_is_refused(tmp_path):
    with pytest.raises(SetupError, match="holds no Odoo"):
        odoo_source.chosen(tmp_path / "nothing")


def test_a_checkout_has_two_folders_of_addons(tmp_path):
    make_odoo(tmp_path, addons="addons")
    assert odoo_source.chosen(tmp_path).addons == [
        tmp_path / "odoo" / "addons",
        tmp_path / "addons",
    ]


def test_debians_second_copy_of_the_addons_is_never_used(tmp_path):
    make_odoo(tmp_path)
    copy = tmp_path / "addons" / "web"
    copy.mkdir(parents=True)
    (copy / "__manifest__.py").write_text("{}")
    assert odoo_source.chosen(tmp_path).addons == [tmp_path / "odoo" / "addons"]

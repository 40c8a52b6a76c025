"""Each addon is whole: what the manifest names exists, and what exists is named."""

import ast
import re

import pytest
from lxml import etree

from tools.settings import ADDONS

from .repository import ADDON_FOLDERS, manifest, name_of, tracked_files

DATA_FOLDERS = ("data", "demo", "report", "security", "views", "wizard")
PACKAGES = ("controllers", "models", "report", "tests", "wizard")
SUPPORT_OF_TESTS = re.compile(r"tests/common\w*\.py$")
MODEL_BASES = {"AbstractModel", "Model", "TransientModel"}

each_addon = pytest.mark.parametrize("addon", ADDON_FOLDERS, ids=lambda path: path.name)
each_xml = pytest.mark.parametrize(
    "path", [path for path in tracked_files() if path.suffix == ".xml"], ids=name_of
)
each_model_file = pytest.mark.parametrize(
    "path", sorted([*ADDONS.glob("*/models/*.py"), *ADDONS.glob("*/wizard/*.py")]), ids=name_of
)


@each_addon
@pytest.mark.parametrize(
    "name", ["README.md", "i18n/{}.pot", "i18n/es.po", "static/description/icon.png"]
)
def test_addon_has(addon, name):
    assert (addon / name.format(addon.name)).is_file()


@each_addon
def test_data_files_of_the_manifest_exist(addon):
    named = [*manifest(addon).get("data", []), *manifest(addon).get("demo", [])]
    assert not [name for name in named if not (addon / name).is_file()]
    assert len(named) == len(set(named))


@each_addon
def test_data_files_are_in_the_manifest(addon):
    named = {*manifest(addon).get("data", []), *manifest(addon).get("demo", [])}
    there = {
        str(path.relative_to(addon))
        for folder in DATA_FOLDERS
        for suffix in ("xml", "csv")
        for path in addon.glob(f"{folder}/*.{suffix}")
    }
    assert not there - named


@each_addon
def test_assets_of_the_manifest_exist(addon):
    # Odoo warns about a pattern without files each time that it compiles the bundle.
    globs = [path for paths in manifest(addon).get("assets", {}).values() for path in paths]
    own = [path for path in globs if isinstance(path, str) and path.startswith(f"{addon.name}/")]
    assert not [path for path in own if not any(ADDONS.glob(path))]


@each_addon
@pytest.mark.parametrize("package", PACKAGES)
def test_python_files_are_imported(addon, package):
    init = addon / package / "__init__.py"
    if not init.exists():
        assert not list((addon / package).glob("*.py"))
        return
    tree = ast.parse(init.read_text(encoding="utf-8"))
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    files = {
        path.stem
        for path in init.parent.glob("*.py")
        if path != init and not SUPPORT_OF_TESTS.search(str(path))
    }
    assert not files - imported


@each_xml
def test_xml_is_well_formed_and_ids_are_unique(path):
    tree = etree.parse(path)
    if tree.getroot().tag != "odoo":
        return
    ids = [node.get("id") for node in tree.iterfind(".//*[@id]") if _is_record(node)]
    assert not {each for each in ids if ids.count(each) > 1}


def _is_record(node):
    return node.tag in {"record", "menuitem", "template"} and node.getparent().tag in {
        "odoo",
        "data",
    }


@each_model_file
def test_one_model_a_file(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    models = [
        node.name
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        and any(getattr(base, "attr", "") in MODEL_BASES for base in node.bases)
    ]
    assert len(models) <= 1

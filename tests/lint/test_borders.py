"""No addon knows another beyond the graph of the manifests, and no engine knows Odoo."""

import pytest

from tools.settings import ADDONS

from . import borders
from .repository import odoo_addons


def test_no_addon_names_a_sibling_beyond_the_graph():
    assert not borders.sibling_mentions(ADDONS)


def test_imports_follow_the_manifests():
    assert not borders.foreign_imports(ADDONS, odoo_addons())


def test_engines_do_not_know_odoo():
    assert not borders.odoo_imports_of_engines(ADDONS)


@pytest.fixture
def three_addons(tmp_path):
    """north <- south, and east, which knows neither."""
    for name, depends in (("north", ["base"]), ("south", ["north"]), ("east", ["base"])):
        folder = tmp_path / name
        (folder / "models").mkdir(parents=True)
        (folder / "__manifest__.py").write_text(repr({"name": name, "depends": depends}))
    (tmp_path / "south/models/plan.py").write_text(
        'class Plan:\n    _name = "south.plan"\n    _inherit = "north.x"\n'
    )
    return tmp_path


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("east/models/a.py", 'if "south.plan" in self.env:\n    pass\n'),
        ("east/models/a.py", 'self.env.ref("south.action")\n'),
        ("east/view.xml", '<field name="x" ref="south.action"/>'),
        ("north/static/a.js", 'import { x } from "@south/x";'),
        ("east/__manifest__.py", '{"depends": ["base"], "assets": {"b": ["south/static/x.js"]}}'),
    ],
)
def test_a_stranger_is_found_wherever_it_is_named(three_addons, path, text):
    file = three_addons / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    [found] = borders.sibling_mentions(three_addons)
    assert found.startswith(path)
    assert "south" in found


def test_a_dependency_may_be_named(three_addons):
    (three_addons / "south/models/b.py").write_text('self.env.ref("north.action")\n')
    assert not borders.sibling_mentions(three_addons)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from odoo.addons.north.models import x\n", False),
        ("from odoo.addons.base.models import x\n", False),
        ("from odoo.addons.east import x\n", True),
        ("from odoo.addons import north, stock\n", True),
        ("import odoo.addons.stock\n", True),
    ],
)
def test_an_import_needs_a_dependency(three_addons, tmp_path_factory, text, found):
    (three_addons / "south/models/c.py").write_text(text)
    core = tmp_path_factory.mktemp("core")
    assert bool(borders.foreign_imports(three_addons, core)) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from . import other\n", False),
        ("import math\n", False),
        ("import odoo\n", True),
        ("from odoo.tools import x\n", True),
        ("from ..models import x\n", True),
    ],
)
def test_an_engine_stays_by_itself(three_addons, text, found):
    engine = three_addons / "east/engine"
    engine.mkdir()
    (engine / "a.py").write_text(text)
    assert bool(borders.odoo_imports_of_engines(three_addons)) is found


def test_a_model_of_odoo_that_is_extended_under_its_name_belongs_to_nobody(three_addons):
    extended = '    _name = "res.partner"\n    _inherit = ["res.partner", "south.mixin"]\n'
    (three_addons / "south/models/c.py").write_text(f"class ResPartner(models.Model):\n{extended}")
    file = three_addons / "east/models/b.py"
    file.parent.mkdir(exist_ok=True)
    file.write_text('self.env["res.partner"]\n')
    assert not borders.sibling_mentions(three_addons)

"""Each addon installs alone, works, and leaves nothing behind when it goes."""

from __future__ import annotations

import pytest

from tests import support
from tests.lifecycle import facts
from tools import database, settings

ADDONS = settings.addon_names()
UNINSTALL = """
modules = env["ir.module.module"].search([("name", "in", {names!r}), ("state", "=", "installed")])
modules.button_immediate_uninstall()
"""
# What a person meets first after an addon is gone: menus, and the screens that it had extended.
OPEN_SCREENS = """
modules = env["ir.module.module"].search([("name", "in", {names!r})])
assert set(modules.mapped("state")) == {{"uninstalled"}}
env["ir.ui.menu"].load_menus(False)
env["ir.actions.actions"].get_bindings("res.partner")
for model in env.registry:
    for kind in ("form", "list", "kanban", "search"):
        if env["ir.ui.view"].search_count([("model", "=", model), ("type", "=", kind)], limit=1):
            env[model].get_view(view_type=kind)
env["ir.cron"].search([]).mapped("model_id.model")
"""


def _uninstall(name, addons):
    support.run_in_shell(name, UNINSTALL.format(names=addons), f"Uninstalling {addons}")
    support.run_in_shell(name, OPEN_SCREENS.format(names=addons), "Opening screens")


def test_a_used_database_is_as_before_once_all_addons_are_gone():
    with support.database_copy("demo", "uninstall") as name:
        _uninstall(name, ADDONS)
        after = facts.read(name)
    before = facts.read(support.template("core_demo"))
    assert not facts.difference(after, before), "left behind"
    assert not facts.difference(before, after), "taken along"


if len(ADDONS) > 1:

    @pytest.mark.parametrize("addon", ADDONS)
    def test_addon_alone(addon):
        with support.database_copy("core", f"alone_{addon}") as name:
            before = facts.read(name)
            database.install(support.environment(), name, [addon], demo=False)
            _uninstall(name, ADDONS)
            after = facts.read(name)
        assert not facts.difference(after, before), "left behind"
        assert not facts.difference(before, after), "taken along"

    @pytest.mark.parametrize("addon", ADDONS)
    def test_the_others_work_without(addon):
        with support.database_copy("plain", f"without_{addon}") as name:
            _uninstall(name, [addon])

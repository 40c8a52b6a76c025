"""A database of the last landed version, used by people, is updated and found whole."""

from __future__ import annotations

import re

import pytest

from tests import support
from tests.lifecycle import facts, landed
from tests.lifecycle.upgrade_steps import GO_ON, USE
from tools import settings

# Not of ours to compare: the mail that waits, codes of modules, terms that a language brings.
_SAME_AS_NEW = ("tables", "columns", "indexes", "models", "fields", "external ids")
# What a migration changes on purpose, as `table id column: …`.
_MEANT = []

_OWNED = {
    "ir.ui.view": "ir_ui_view",
    "ir.ui.menu": "ir_ui_menu",
    "ir.cron": "ir_cron",
    "ir.rule": "ir_rule",
    "ir.model.access": "ir_model_access",
    "ir.actions.act_window": "ir_act_window",
}
_OWNERLESS = """
SELECT count(*) FROM :"table" WHERE id NOT IN (
    SELECT res_id FROM ir_model_data WHERE model = :'model')
"""


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory):
    """A used database before and after its update: its name and what was lost."""
    folder = tmp_path_factory.mktemp("landed")
    with landed.database("upgrade", folder, USE) as name:
        before = landed.read_rows(name)
        landed.update(name)
        yield name, before, landed.read_rows(name)


def test_a_loss_is_named():
    before = {
        "crm_zone": [{"id": 1, "name": "North"}, {"id": 2, "name": "South"}],
        "zone_rel": [{"zone_id": 1, "user_id": 7}],
        "gone": [],
    }
    after = {"crm_zone": [{"id": 1, "name": "Norte", "color": 3}], "zone_rel": []}
    assert landed.lost(before, after) == [
        "table gone",
        "crm_zone 1 name: 'North' became 'Norte'",
        "row of crm_zone: {'id': 2, 'name': 'South'}",
        "row of zone_rel: {'zone_id': 1, 'user_id': 7}",
    ]
    assert not landed.lost(after, before | {"crm_zone": [*after["crm_zone"], {"id": 2}]})


def test_nothing_that_people_did_is_lost(upgraded):
    _name, before, after = upgraded
    # given actions of all kinds, so that the comparison says something
    states = {row["state"] for row in before["crm_action"]}
    assert states == {"planned", "in_progress", "done", "cancelled"}
    assert before["crm_action_geo"]
    assert before["crm_import_error"]
    assert {row["status"] for row in before["crm_action_sync_op"]} == {"applied", "conflict"}
    assert before["crm_order_signature"]
    assert before["crm_special_price"]
    assert before["crm_promotion_application"]
    assert before["crm_warehouse_rule"]
    assert before["crm_visit_policy"]
    assert {row["state"] for row in before["crm_route_plan"]} == {"draft", "published"}
    # then each row is there with its values
    lost = landed.lost(before, after)
    assert not [text for text in lost if not any(re.fullmatch(meant, text) for meant in _MEANT)]


def test_it_is_made_like_a_new_database(upgraded):
    name, _before, _after = upgraded
    found, new = facts.read(name), facts.read(support.template("plain"))
    for one, other, what in ((found, new, "left behind"), (new, found, "missing")):
        kinds = {kind: one[kind] for kind in _SAME_AS_NEW}
        assert not facts.difference(kinds, other), what


def test_no_view_menu_or_job_is_without_owner(upgraded):
    name, _before, _after = upgraded
    # Odoo itself ships a few without one: as many as in a new database are its own
    for model, table in _OWNED.items():
        found = _count_ownerless(name, model, table)
        assert found == _count_ownerless(support.template("plain"), model, table), model


def test_people_go_on_where_they_were(upgraded):
    name, _before, _after = upgraded
    support.run_in_shell(name, GO_ON, "Going on after the update")


def test_every_addon_of_the_landed_version_is_still_there(upgraded):
    name, _before, _after = upgraded
    sql = "SELECT name FROM ir_module_module WHERE state = 'installed' AND author = 'Pilares'"
    installed = {row[0] for row in support.environment().connection.query(sql, name)}
    assert installed
    assert installed <= set(settings.addon_names())


def _count_ownerless(name: str, model: str, table: str) -> int:
    """How many records of a model no addon claims as its data."""
    connection = support.environment().connection
    return int(connection.query(_OWNERLESS, name, model=model, table=table)[0][0])

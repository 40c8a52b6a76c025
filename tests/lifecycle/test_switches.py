"""Addons that nobody has heard of are found, switched on, used, taken along and switched off."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from tests import support
from tests.lifecycle import facts

MANIFEST = """{{
    "name": {title!r}, "summary": "For a test", "version": "19.0.1.0.0", "category": "Sales/CRM",
    "author": "Pilares", "license": "AGPL-3", "depends": {depends!r}, "data": {data!r},
}}"""
NOTES = """
from odoo import fields, models

class SwitchNote(models.Model):
    _name = "switch.note"
    _inherit = ["mail.thread"]
    _description = "Note"

    name = fields.Char(required=True)
    partner_id = fields.Many2one("res.partner")
    phone = fields.Char()
    access_token = fields.Char()
    tag_ids = fields.Many2many("res.partner.category")
"""
PARTNER = """
from odoo import fields, models

class ResPartner(models.Model):
    _inherit = "res.partner"

    switch_code = fields.Char()
    switch_rank = fields.Integer(default=3)
"""
GRADES = """
from odoo import fields, models

class SwitchGrade(models.Model):
    _name = "switch.grade"
    _description = "Grade"

    name = fields.Char(required=True)
    note_id = fields.Many2one("switch.note", required=True, ondelete="cascade")
"""
EXTENSION = """
from odoo import fields, models

class SwitchNote(models.Model):
    _inherit = "switch.note"

    weight = fields.Float()
"""
ACCESS = (
    "id,name,model_id:id,group_id:id,perm_read,perm_write,perm_create,perm_unlink\n"
    "access_{0},{0},model_{0},base.group_user,1,1,1,1\n"
)
SCREENS = """<odoo>
    <record id="switch_note_action" model="ir.actions.act_window">
        <field name="name">Notes</field>
        <field name="res_model">switch.note</field>
    </record>
    <menuitem id="menu_switch_notes" name="Notes" parent="crm_actions.menu_root"
              action="switch_note_action"/>
    <record id="view_partner_form" model="ir.ui.view">
        <field name="name">partner.switch</field>
        <field name="model">res.partner</field>
        <field name="inherit_id" ref="base.view_partner_form"/>
        <field name="arch" type="xml">
            <field name="vat" position="after"><field name="switch_code"/></field>
        </field>
    </record>
</odoo>"""

BEGIN = """
admin = env.ref("base.user_admin")
mine = {"user": admin.id, "context": {"lang": "en_US"}}
modules = env(**mine)["ir.module.module"]

def module(name):
    return env(**mine)["ir.module.module"].search([("name", "=", name)])
"""
LOOK = """
assert not module("switch_notes")
answer = modules.action_crm_look_for_new()["params"]["message"]
assert answer == "Found: Grades, Notes", answer
assert modules.action_crm_look_for_new()["params"]["message"] == "No new module is there."
assert module("switch_grades").crm_switch_note == "Switching it on also switches on: Notes"
env.cr.commit()
"""
SWITCH_ON = """
answer = module("switch_grades").action_crm_switch_on()
assert answer["url"] == "/odoo/pilares-modules", answer
assert module("switch_notes").crm_is_on and module("switch_grades").crm_is_on
assert "switch.grade" in env
assert module("switch_notes").crm_switch_note == "Switching it off takes along: Grades"
assert "Grades, Notes" in module("crm_actions").crm_switch_note
"""
USE = """
partner = env["res.partner"].create({"name": "Peña Ñ", "switch_code": "=1+1", "is_company": True})
other = env["res.partner"].create({"name": "Other", "switch_rank": 5})
note = env["switch.note"].create({"name": "Olé", "partner_id": partner.id, "weight": 2.5,
                                  "phone": "+34 600 11 22 33", "access_token": "sesame"})
env["switch.note"].create([{"name": f"Note {n}"} for n in range(1200)])
env["switch.grade"].create({"name": "First", "note_id": note.id})
note.message_post(body="A word on it")
env["ir.attachment"].create({"name": "note.txt", "raw": b"paper", "res_model": "switch.note",
                             "res_id": note.id})
env.cr.commit()
"""
EXPORT = """
losses = module("switch_notes")._crm_get_losses()
found = {{(loss["model"], loss["field"]): loss["total"] for loss in losses}}
assert found["switch.note", False] == 1201, found
assert found["switch.grade", False] == 1, found
assert found["res.partner", "switch_code"] == 1, found
assert found["res.partner", "switch_rank"] == 1, found
assert found["ir.attachment", False] == 1, found
assert all(loss["total"] == loss["readable"] for loss in losses), losses
with open({path!r}, "wb") as file:
    module("switch_notes")._crm_write_archive(file)
env.cr.commit()
"""
SWITCH_OFF = """
action = module("switch_notes").action_crm_switch_off()
wizard = env(**mine)[action["res_model"]].browse(action["res_id"])
assert wizard.along_ids == module("switch_grades"), wizard.along_ids
wizard.confirmed = True
assert wizard.action_switch_off()["url"] == "/odoo/pilares-modules"
assert not module("switch_notes").crm_is_on and not module("switch_grades").crm_is_on
assert module("crm_actions").crm_is_on
"""


@pytest.fixture
def addons(tmp_path):
    """A folder with two addons: notes, and grades that stand on notes."""
    _write_addon(
        tmp_path / "switch_notes",
        "Notes",
        ["crm_actions"],
        [NOTES, PARTNER],
        "switch_note",
        SCREENS,
    )
    _write_addon(
        tmp_path / "switch_grades", "Grades", ["switch_notes"], [GRADES, EXTENSION], "switch_grade"
    )
    return tmp_path


def test_found_switched_on_used_and_switched_off_without_a_trace(addons, tmp_path):
    path = tmp_path / "copy.zip"
    with support.database_copy("plain", "switches") as name:
        _run(name, addons, LOOK)
        before = facts.read(name)
        _run(name, addons, SWITCH_ON)
        _run(name, addons, USE)
        _run(name, addons, EXPORT.format(path=str(path)))
        _check_copy(path)
        _run(name, addons, SWITCH_OFF)
        after = facts.read(name)
    # Names that the copy gave to what stays are what an import finds it by.
    given = {each for each in after["external ids"] if each.startswith("__export__.")}
    assert not [each for each in given if "switch" in each]
    after["external ids"] -= given
    assert not facts.difference(after, before), "left behind"
    assert not facts.difference(before, after), "taken along"


def _run(name, addons, script):
    support.run_in_shell(name, BEGIN + script, "Switching modules", addons)


def _check_copy(path):
    with zipfile.ZipFile(path) as archive:
        assert not archive.testzip()
        tables = {each: archive.read(each) for each in archive.namelist() if each.endswith(".csv")}
        readme = archive.read("README.txt").decode("utf-8-sig")
        [paper] = [each for each in archive.namelist() if each.startswith("files/")]
        assert archive.read(paper) == b"paper"
    notes, grades = (
        _rows(tables[f"records/0{n}-switch.{m}.csv"]) for n, m in ((1, "note"), (2, "grade"))
    )
    assert len(notes) == 1201
    [note] = [each for each in notes if each["name"] == "Olé"]
    assert (note["phone"], note["weight"]) == ("+34 600 11 22 33", "2.5")
    assert "access_token" not in note
    assert "access_token" in readme
    assert grades[0]["note_id/id"] == note["id"]
    values = {each["id"]: each for each in _rows(tables["values/res.partner.csv"])}
    assert values[note["partner_id/id"]]["switch_code"] == "'=1+1"
    assert len(values) == 2
    assert any("A word on it" in each["body"] for each in _rows(tables["messages.csv"]))


def _rows(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def _write_addon(folder, title, depends, sources, model, screens=None):
    (folder / "security").mkdir(parents=True)
    data = ["security/ir.model.access.csv"]
    (folder / data[0]).write_text(ACCESS.format(model))
    if screens:
        data.append("screens.xml")
        (folder / "screens.xml").write_text(screens)
    manifest = MANIFEST.format(title=title, depends=depends, data=data)
    (folder / "__manifest__.py").write_text(manifest)
    names = [f"source_{number}" for number, _source in enumerate(sources)]
    for name, source in zip(names, sources, strict=True):
        (folder / f"{name}.py").write_text(source)
    (folder / "__init__.py").write_text(f"from . import {', '.join(names)}\n")

import csv
from io import BytesIO, StringIO
from unittest.mock import patch
from zipfile import ZipFile

from psycopg2.errors import NotNullViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..models.ir_module_module_export import _may_tell, _to_cell
from .common import GEO, MANAGER, NEAR, ActionCase

SYSTEM = "base.group_system"


class ModuleCase(ActionCase):
    """``ada`` administers Odoo and sales; ``sid`` administers Odoo alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ada = cls._user("ada", f"{SYSTEM},{MANAGER}")
        cls.sid = cls._user("sid", SYSTEM)
        cls.module = cls.env.ref("base.module_crm_actions")

    def _losses(self, user=None):
        user = user or self.ada
        # as in the browser, where one company is chosen
        module = self.module.with_user(user).with_context(allowed_company_ids=user.company_id.ids)
        losses = module._crm_get_losses()
        return {(loss["model"], loss["field"]): loss for loss in losses}

    def _archive(self, user=None):
        buffer = BytesIO()
        self.module.with_user(user or self.ada)._crm_write_archive(buffer)
        return ZipFile(buffer)

    def _rows(self, archive, name):
        [path] = [each for each in archive.namelist() if each.endswith(f"{name}.csv")]
        content = archive.read(path)
        self.assertTrue(content.startswith(b"\xef\xbb\xbf"), "spreadsheets would break accents")
        return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


@tagged("-at_install", "post_install")
class TestModules(ModuleCase):
    def _stranger(self, author, depends, state="uninstalled"):
        name = f"test_{author.lower()}"
        module = self.env["ir.module.module"].create(
            {"name": name, "shortdesc": f"By {author}", "author": author, "state": state}
        )
        module._update_dependencies(depends)
        return module

    def test_the_suite_is_what_stands_on_us_and_has_our_author(self):
        ours = self._stranger(self.module.author, ["crm_actions"])
        through = self.env["ir.module.module"].create(
            {"name": "test_through", "author": self.module.author, "state": "uninstalled"}
        )
        through._update_dependencies([ours.name])
        theirs = self._stranger("Somebody", ["crm_actions"])
        apart = self.env["ir.module.module"].create(
            {"name": "test_apart", "author": self.module.author, "state": "uninstalled"}
        )
        apart._update_dependencies(["base"])
        suite = self.module._crm_get_suite()
        self.assertEqual(suite[0], self.module)
        self.assertLessEqual(ours | through, suite)
        self.assertFalse((theirs | apart) & suite)
        found = self.env["ir.module.module"].search([("crm_in_suite", "=", True)])
        self.assertEqual(found, self.env["ir.module.module"].search([("id", "in", suite.ids)]))
        self.assertEqual((ours.crm_in_suite, theirs.crm_in_suite), (True, False))

    def test_a_row_says_what_a_switch_brings(self):
        self.assertTrue(self.module.crm_is_on)
        self.assertEqual(self.module.crm_version, self.module.latest_version)
        self.assertIn("without it the app is gone", self.module.crm_switch_note)
        other = self._stranger("Somebody", ["crm_actions"], state="installed")
        self.module.invalidate_recordset()
        self.assertRegex(self.module.crm_switch_note, f"takes along: .*{other.shortdesc}")
        needed = self._stranger("Needed", ["base"])
        off = self._stranger(self.module.author, ["crm_actions", needed.name])
        self.assertFalse(off.crm_is_on)
        self.assertEqual(off.crm_switch_note, "Switching it on also switches on: By Needed")
        off._update_dependencies(["crm_actions", "nowhere_to_be_found"])
        off.invalidate_recordset()
        self.assertIn("it needs nowhere_to_be_found", off.crm_switch_note)

    def test_alone_it_says_how_another_one_is_added(self):
        with patch.object(type(self.module), "_crm_get_suite", lambda self: self):
            self.assertIn("Copy its folder", self.module.crm_switch_note)

    def test_looking_for_new_modules_says_what_was_found(self):
        modules = self.env["ir.module.module"].with_user(self.ada)
        with patch.object(type(modules), "update_list", lambda self: [0, 0]):
            answer = modules.action_crm_look_for_new()
        self.assertEqual(answer["params"]["message"], "No new module is there.")

        def find(_modules):
            self._stranger(self.module.author, ["crm_actions"])

        with patch.object(type(modules), "update_list", find):
            answer = self.env["res.config.settings"].with_user(self.ada).action_crm_look_for_new()
        self.assertEqual(answer["params"]["message"], f"Found: By {self.module.author}")

    def test_the_page_of_settings_lists_them(self):
        form = Form(self.env["res.config.settings"].with_user(self.ada))
        self.assertIn(self.module.id, form.crm_module_ids.ids)
        # what a row says there is what it says elsewhere
        copy = self.env["ir.module.module"].new(origin=self.module)
        self.assertEqual(copy.crm_switch_note, self.module.crm_switch_note)

    def test_nobody_but_who_administers_odoo(self):
        wizard = self.env["crm.module.off.wizard"].create({"module_id": self.module.id})
        for user in (self.nora, self.lea, self.max):
            module = self.module.with_user(user)
            for call in (
                module.action_crm_look_for_new,
                module.action_crm_switch_on,
                module.action_crm_switch_off,
                module._crm_get_losses,
                lambda module=module: module._crm_write_archive(BytesIO()),
                self.env["res.config.settings"].with_user(user).action_crm_look_for_new,
                wizard.with_user(user).action_switch_off,
                wizard.with_user(user).action_export,
                lambda user=user: wizard.with_user(user).create({"module_id": self.module.id}),
            ):
                with self.assertRaises(AccessError):
                    call()

    def test_what_makes_no_sense_is_told(self):
        modules = self.env["ir.module.module"].with_user(self.ada)
        base = modules.search([("name", "=", "base")])
        for wrong in (modules, base, base | self.module, modules.browse(999999999)):
            with self.assertRaisesRegex(UserError, "one of the modules of Pilares"):
                wrong.action_crm_switch_off()
            with self.assertRaisesRegex(UserError, "one of the modules of Pilares"):
                wrong.action_crm_switch_on()
        with self.assertRaisesRegex(UserError, "on already"):
            modules.browse(self.module.id).action_crm_switch_on()
        off = self._stranger(self.module.author, ["crm_actions"]).with_user(self.ada)
        with self.assertRaisesRegex(UserError, "off already"):
            off.action_crm_switch_off()
        with self.assertRaisesRegex(UserError, "off already"):
            self.env["crm.module.off.wizard"].with_user(self.ada).create({"module_id": off.id})
        with self.assertRaises(NotNullViolation), mute_logger("odoo.sql_db"):
            self.env["crm.module.off.wizard"].with_user(self.ada).create({})


@tagged("-at_install", "post_install")
class TestModuleLosses(ModuleCase):
    """What is lost without this module, and what of it can be taken along."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls._plan(summary="Ask for the cañas, olé")
        cls.visit.check_in(cls._fix(NEAR, 25))
        cls.zone = cls.env["crm.zone"].create({"name": "Costa", "code": "CO"})
        cls.customer.crm_zone_id = cls.zone
        cls.photo = cls.env["ir.attachment"].create(
            {"name": "../a/b.jpg", "raw": b"shelf", "res_model": "crm.action",
             "res_id": cls.visit.id}
        )  # fmt: skip

    def test_records_values_messages_and_files_are_counted(self):
        self.visit.message_post(body="Call before")
        archived = self.env["crm.zone"].create({"name": "Old", "code": "OLD", "active": False})
        losses = self._losses()
        actions = self.env["crm.action"].sudo().with_context(active_test=False)
        loss = losses["crm.action", False]
        self.assertEqual((loss["kind"], loss["total"]), ("record", actions.search_count([])))
        zones = self.env["crm.zone"].sudo().with_context(active_test=False).search([])
        self.assertIn(archived, zones)
        self.assertEqual(losses["crm.zone", False]["total"], len(zones))
        self.assertEqual(losses["crm.zone", False]["readable"], len(zones))
        located = self.env["res.partner"].with_context(active_test=False)
        self.assertEqual(
            losses["res.partner", "crm_zone_id"]["total"],
            located.search_count([("crm_zone_id", "!=", False)]),
        )
        self.assertTrue(losses["mail.message", False]["total"])
        self.assertGreaterEqual(losses["ir.attachment", False]["size"], len(b"shelf"))
        # no views of the database, no wizards, nothing of others
        models = {model for model, field in losses if not field}
        self.assertFalse(models & {"crm.action.report", "crm.module.off.wizard", "crm.lead"})
        self.assertNotIn(("res.partner", "name"), losses)
        # nor what we work out ourselves from what is listed
        self.assertFalse({field for model, field in losses if model == "crm.lead"})

    def test_a_value_counts_if_it_is_not_what_everybody_gets(self):
        key = ("res.company", "crm_geo_radius_m")
        companies = self.env["res.company"].search([])
        companies.crm_geo_radius_m = 300
        self.assertNotIn(key, self._losses())
        self.env.company.crm_geo_radius_m = 450
        self.assertEqual(self._losses()[key]["total"], 1)

    def test_other_companies_count_too(self):
        before = self._losses()["crm.action", False]
        other = self.env["res.company"].create({"name": "Elsewhere"})
        nora = self.nora
        nora.company_ids = [Command.link(other.id)]
        self._plan(company_id=other.id)
        after = self._losses()["crm.action", False]
        self.assertEqual(after["total"], before["total"] + 1)
        self.assertEqual(after["readable"], before["readable"])
        self.ada.company_ids = [Command.link(other.id)]
        self.assertEqual(self._losses()["crm.action", False]["readable"], after["total"])

    def test_counting_is_one_query(self):
        module = self.module.with_user(self.ada)
        lost, values = module._crm_get_lost_models(), module._crm_get_lost_fields()
        module._crm_count(lost, values)
        with self.assertQueryCount(1):
            module._crm_count(lost, values)

    def test_rights_decide_what_is_exported_and_the_wizard_says_so(self):
        losses = self._losses(self.sid)
        self.assertEqual(losses["crm.action", False]["readable"], 0)
        self.assertTrue(losses["crm.action", False]["total"])
        wizard = self.env["crm.module.off.wizard"].with_user(self.sid)
        wizard = wizard.create({"module_id": self.module.id})
        self.assertTrue(wizard.is_partial)
        archive = self._archive(self.sid)
        self.assertFalse([name for name in archive.namelist() if "crm.action.csv" in name])
        self.assertIn("crm.action.csv: left out", archive.read("README.txt").decode())
        # where reps were is not for everybody who administers
        self.assertNotIn("crm.action.geo", " ".join(self._archive().namelist()))
        self.ada.group_ids = [Command.link(self.env.ref(GEO).id)]
        self.assertIn("crm.action.geo", " ".join(self._archive().namelist()))

    def test_the_archive_can_be_imported_again(self):
        archive = self._archive()
        rows = self._rows(archive, "-crm.action")
        [row] = [row for row in rows if row["summary"] == "Ask for the cañas, olé"]
        self.assertEqual(self.env.ref(row["id"]), self.visit)
        self.assertEqual(self.env.ref(row["partner_id/id"]), self.customer)
        self.assertEqual(row["type_id/id"], "crm_actions.crm_action_type_visit")
        self.assertNotIn("write_date", row)
        [value] = [
            value for value in self._rows(archive, "values/res.partner")
            if self.env.ref(value["id"]) == self.customer
        ]  # fmt: skip
        self.assertEqual(self.env.ref(value["crm_zone_id/id"]), self.zone)
        self.assertNotIn("name", value)
        # types come before what points at them, and zones can be loaded as they are
        order = [name for name in archive.namelist() if name.startswith("records/")]
        position = {name[len("records/00-") :]: index for index, name in enumerate(order)}
        self.assertLess(position["crm.action.type.csv"], position["crm.action.csv"])
        zones = self._rows(archive, "-crm.zone")
        names = [name for name in zones[0] if not name.startswith("create_")]
        result = self.env["crm.zone"].load(
            names, [[zone[name] for name in names] for zone in zones]
        )
        self.assertFalse(result["messages"])
        self.assertEqual(len(result["ids"]), len(zones))

    def test_files_are_in_it_and_lead_nowhere(self):
        archive = self._archive()
        [row] = [row for row in self._rows(archive, "files") if row["name"] == "../a/b.jpg"]
        self.assertEqual(row["file"].count("/"), 1)
        self.assertEqual(archive.read(row["file"]), b"shelf")
        self.assertEqual((row["model"], row["res_id"]), ("crm.action", str(self.visit.id)))

    def test_secrets_stay_inside(self):
        field = self.env["crm.zone"]._fields["code"]
        self.assertTrue(_may_tell(self.env["crm.zone"].with_user(self.ada), field))
        # what the user may not read
        with patch.object(field, "groups", "base.group_portal"):
            archive = self._archive()
            self.assertNotIn("code", self._rows(archive, "-crm.zone")[0])
            self.assertIn("left out: code", archive.read("README.txt").decode())
        # what is named like a secret and says nothing of who may read it
        with patch.object(field, "name", "access_token"):
            self.assertFalse(_may_tell(self.env["crm.zone"].with_user(self.ada), field))
            with patch.object(field, "groups", SYSTEM):
                self.assertTrue(_may_tell(self.env["crm.zone"].with_user(self.ada), field))

    def test_nothing_in_a_cell_is_run_by_a_spreadsheet(self):
        for text, cell in (
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-cmd|x", "'-cmd|x"),
            ("+34 600 11 22 33", "+34 600 11 22 33"),
            (-4.5, "-4.5"),
            (0, "0"),
            (False, ""),
            (None, ""),
            (b"eA==", "eA=="),
        ):
            self.assertEqual(_to_cell(text), cell)

    def test_only_a_confirmed_one_is_switched_off(self):
        action = self.module.with_user(self.ada).action_crm_switch_off()
        wizard = self.env[action["res_model"]].with_user(self.ada).browse(action["res_id"])
        self.assertIn("Sales Zone", wizard.line_ids.mapped("name"))
        self.assertIn("Contact: Zone", wizard.line_ids.mapped("name"))
        self.assertEqual(wizard.line_ids[0].kind, "record")
        done = []

        def uninstall(modules):
            done.append(modules)

        with patch.object(type(self.module), "button_immediate_uninstall", uninstall):
            with self.assertRaisesRegex(UserError, "tick the box"):
                wizard.action_switch_off()
            self.assertFalse(done)
            wizard.confirmed = True
            self.assertEqual(wizard.action_switch_off()["url"], "/odoo")
            self.assertEqual(done, [self.module])
            late = self.env["ir.module.module"].create(
                {"name": "test_late", "shortdesc": "Late", "state": "installed"}
            )
            late._update_dependencies(["crm_actions"])
            with self.assertRaisesRegex(UserError, "look again"):
                wizard.action_switch_off()
        self.assertEqual(len(done), 1)


@tagged("-at_install", "post_install")
class TestModuleDownload(HttpCase):
    def test_the_archive_is_for_who_administers(self):
        new_test_user(self.env, "ada", f"{SYSTEM},{MANAGER}", password="ada.ada.ada")
        new_test_user(self.env, "max", f"base.group_user,{MANAGER}", password="max.max.max")
        module = self.env.ref("base.module_crm_actions")
        url = f"/crm/modules/export/{module.id}"
        self.authenticate("max", "max.max.max")
        self.assertEqual(self.url_open(url).status_code, 404)
        self.authenticate("ada", "ada.ada.ada")
        for wrong in (999999999, self.env.ref("base.module_base").id):
            self.assertEqual(self.url_open(f"/crm/modules/export/{wrong}").status_code, 404)
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["Content-Type"], "application/zip")
        self.assertIn("crm_actions.zip", answer.headers["Content-Disposition"])
        self.assertEqual(int(answer.headers["Content-Length"]), len(answer.content))
        with ZipFile(BytesIO(answer.content)) as archive:
            self.assertFalse(archive.testzip())
            self.assertIn("README.txt", archive.namelist())

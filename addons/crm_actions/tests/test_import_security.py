from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import SQL, mute_logger

from .common import MANAGER
from .common_imports import ImportCase

GROUP = "crm.import.customer.group"
ROWS = "Customer,Segment\nBar Ñandú,SILVER\n"


@tagged("-at_install", "post_install")
class TestImportSecurity(ImportCase):
    """Files of customers are for sales managers, in their own companies, and not for ever."""

    def test_managers_alone_import(self):
        run = self._run(GROUP, ROWS)
        run.action_check()
        for user in (self.nora, self.lea):
            for model in ("crm.import.run", "crm.import.error"):
                self.assertFalse(self.env[model].with_user(user).has_access("read"), user.login)
            with self.assertRaises(AccessError):
                run.with_user(user).action_check()
            with self.assertRaises(AccessError):
                run.with_user(user).read(["file"])
            file = self.env["ir.attachment"].sudo().search(
                [("res_model", "=", run._name), ("res_id", "=", run.id),
                 ("res_field", "=", "file")]
            )  # fmt: skip
            self.assertTrue(file)
            with self.assertRaises(AccessError):
                file.with_user(user).read(["raw"])

    def test_a_manager_of_another_company_sees_nothing(self):
        sister = self.env["res.company"].create({"name": "Sister"})
        run = self._run(GROUP, ROWS)
        run.action_check()
        mia = new_test_user(
            self.env, "mia", f"base.group_user,{MANAGER}",
            company_id=sister.id, company_ids=[(6, 0, sister.ids)],
        )  # fmt: skip
        for model in ("crm.import.run", "crm.import.error"):
            self.assertFalse(self.env[model].with_user(mia).search([]))
        with self.assertRaises(AccessError):
            run.with_user(mia).read(["file"])

    def test_keys_of_two_companies_are_two(self):
        sister = self.env["res.company"].create({"name": "Sister"})
        self.max.company_ids |= sister
        rows = "key,code,name\n1,Q,Quiet\n"
        self._import("crm.import.zone", rows)
        other = self._run("crm.import.zone", "key,code,name\n1,W,Wild\n", company_id=sister.id)
        other.action_import()
        self.assertEqual(self._counts(other), (1, 0, 0, 0))

    def test_state_and_figures_cannot_be_written(self):
        run = self._run(GROUP, ROWS)
        for values in ({"state": "done"}, {"created_count": 7}, {"user_id": self.nora.id}):
            with self.assertRaises(UserError):
                run.write(values)
            with self.assertRaises(UserError):
                run.create({"template": GROUP, **values})

    def test_what_the_user_may_not_write_is_not_imported(self):
        run = self._run(GROUP, "Customer,Segment\nBar Ñandú,GOLD\n")
        self.env["ir.rule"].create(
            {
                "name": "The bar is closed",
                "model_id": self.env.ref("base.model_res_partner").id,
                "domain_force": f"[('id', '!=', {self.bar.id})]",
                "perm_read": False,
            }
        )
        run.action_import()
        self.assertEqual(run.rejected_count, 1)
        self.assertFalse(self.bar.crm_segment_id)

    def test_old_files_go_and_their_figures_stay(self):
        old, young = self._run(GROUP, ROWS), self._run(GROUP, ROWS)
        for run in (old, young):
            run.action_check()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE crm_import_run SET write_date = %s WHERE id = %s",
                fields.Datetime.now() - timedelta(days=91),
                old.id,
            )
        )
        self.env.invalidate_all()
        self.env["crm.import.run"]._gc_files()
        self.assertFalse(old.file or old.file_name or old.error_ids)
        self.assertEqual(old.rejected_count, 1)
        self.assertTrue(young.file and young.error_ids)

    def test_an_erased_person_is_in_no_file(self):
        naming = self._run(GROUP, ROWS)
        other = self._run(GROUP, "Customer,Segment\nH-1,SILVER\n")
        part = self._run(GROUP, "Customer,Segment\nThe old BAR ÑANDU of Ribadesella,GOLD\n")
        for run in (naming, other, part):
            run.action_check()
        counts = self.bar._crm_erase()
        self.assertEqual(counts["imports"], 2)
        for run in (naming, part):
            self.assertFalse(run.file or run.file_name or run.error_ids)
        self.assertTrue(other.file)
        self.assertFalse(self.bar._crm_erase()["imports"])


@tagged("-at_install", "post_install")
class TestImportDownloads(ImportCase, HttpCase):
    """Templates and rejected lines, over the web server."""

    def _get(self, path):
        with mute_logger("odoo.http"):
            return self.url_open(path)

    def test_who_may_download_what(self):
        run = self._run(GROUP, ROWS)
        run.action_check()
        paths = (f"/crm/import/template/{GROUP}", f"/crm/import/rejected/{run.id}")
        self.authenticate("max", "max")
        for path in paths:
            answer = self._get(path)
            self.assertEqual(answer.status_code, 200)
            self.assertTrue(answer.content.startswith(b"PK"))
            self.assertEqual(answer.headers["Cache-Control"], "no-store")
        for path in ("/crm/import/template/res.users", "/crm/import/rejected/999999999"):
            self.assertEqual(self._get(path).status_code, 404)
        for login in ("nora", "lea"):
            self.authenticate(login, login)
            for path in paths:
                self.assertEqual(self._get(path).status_code, 404, (login, path))

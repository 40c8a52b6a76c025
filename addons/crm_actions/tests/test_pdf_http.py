from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from . import common_pdf
from .common import SALESMAN, ActionCase
from .common_pdf import PdfMixin


@tagged("-at_install", "post_install")
class TestPdfHttp(PdfMixin, ActionCase, HttpCase):
    """Who gets which document over the web: a request a cell."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls._plan(summary="Autumn menu")
        cls.url = f"/crm/pdf/crm.action/{cls.visit.id}"

    def _get(self, user, url=None):
        self.authenticate(user.login, user.login)
        with mute_logger("odoo.http"):
            return self.url_open(url or self.url, allow_redirects=False)

    def test_the_rep_the_leader_and_the_manager_get_it(self):
        for user in (self.nora, self.lea, self.max):
            answer = self._get(user)
            self.assertEqual(answer.status_code, 200, user.login)
            self.assertIn("Autumn menu", "".join(common_pdf.pages(answer.content)))

    def test_a_colleague_and_another_leader_learn_nothing(self):
        missing = self._get(self.nils, "/crm/pdf/crm.action/2147483000")
        self.assertEqual(missing.status_code, 404)
        for user in (self.nils, self.sara, self.lou):
            for code in ("report", "day"):
                answer = self._get(user, f"{self.url}?document={code}")
                self.assertEqual(answer.status_code, 404, user.login)
                self.assertEqual(answer.text, missing.text)

    def test_another_company_learns_nothing(self):
        company = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env, "olga", f"{SALESMAN}_all_leads", company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )  # fmt: skip
        self.assertEqual(self._get(stranger).status_code, 404)

    def test_employees_and_the_portal_learn_nothing(self):
        for login, group in (("erik", "base.group_user"), ("paula", "base.group_portal")):
            user = new_test_user(self.env, login, group)
            self.assertEqual(self._get(user).status_code, 404, login)

    def test_who_is_not_logged_in_is_asked_to(self):
        answer = self.url_open(self.url, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login", answer.headers["Location"])

    def test_models_and_documents_that_do_not_exist(self):
        for url in (
            f"/crm/pdf/res.users/{self.nora.id}",
            f"/crm/pdf/res.partner/{self.customer.id}",
            "/crm/pdf/ir.config_parameter/1",
            "/crm/pdf/crm.pdf.action.visit/1",
            "/crm/pdf/nothing/1",
            f"{self.url}?document=invoice",
            "/crm/pdf/crm.action/99999999999999999999",
        ):
            self.assertEqual(self._get(self.max, url).status_code, 404, url)

    def test_a_sheet_is_for_who_made_it(self):
        sheet = self.env["crm.day.sheet.wizard"].with_user(self.lea).create({})
        url = f"/crm/pdf/crm.day.sheet.wizard/{sheet.id}"
        self.assertEqual(self._get(self.lea, url).status_code, 200)
        self.assertEqual(self._get(self.nora, url).status_code, 404)

    def test_headers(self):
        self.customer.name = 'Señor "Ñandú"; filename=x.exe\r\n'
        headers = self._get(self.nora).headers
        self.assertEqual(headers["Content-Type"], "application/pdf")
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("no-store", headers["Cache-Control"])
        self.assertRegex(
            headers["Content-Disposition"],
            r"^inline; filename=\"Visit report 2026-10-15 Senor -Nandu-_ filename_x\.exe\.pdf\"; "
            r"filename\*=UTF-8''Visit%20report%202026-10-15%20Se%C3%B1or",
        )

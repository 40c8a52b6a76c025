import json
from io import BytesIO
from zipfile import ZipFile

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import MANAGER, NEAR, ActionCase


@tagged("-at_install", "post_install")
class TestPrivacy(ActionCase):
    """Xandru, a contact of the hotel, asks what is known about him and then to be forgotten."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.xandru = cls.env["res.partner"].create(
            {
                "name": "Xandru Muñiz",
                "parent_id": cls.customer.id,
                "email": "xandru@example.com",
                "street": "C/ Real 1",
                "comment": "Allergic to nuts",
                "type": "other",
            }
        )
        cls.visit = cls._plan(partner_id=cls.xandru.id, summary="See Xandru")
        cls.visit.check_in(cls._fix(NEAR, 25))
        cls.visit.close({"outcome_id": cls.order.id, "note": "<p>His wife is ill</p>"})
        cls.to_come = cls._plan(partner_id=cls.xandru.id, summary="Call Xandru again")
        cls.lead = cls._opportunity(
            partner_id=cls.xandru.id, name="Breakfasts for xandru muñiz", expected_revenue=4200
        )

    def _wizard(self, kind, user=None, confirmed=True):
        return (
            self.env["crm.privacy.wizard"]
            .with_user(user or self.max)
            .with_context(active_model="res.partner", active_id=self.xandru.id)
            .create({"kind": kind, "confirmed": confirmed})
        )

    def test_forgotten_the_person_and_kept_the_figures(self):
        wizard = self._wizard("erasure")
        self.assertEqual((wizard.people_count, wizard.planned_count), (1, 1))
        wizard.action_erase()
        self.assertRecordValues(
            self.xandru,
            [
                {
                    "name": f"Erased contact {self.xandru.id}",
                    "email": False,
                    "street": False,
                    "comment": False,
                    "active": False,
                    "parent_id": self.customer.id,
                }
            ],
        )
        self.assertRecordValues(
            self.visit,
            [
                {
                    "state": "done",
                    "outcome_id": self.order.id,
                    "checkin_verdict": "unlocated",
                    "summary": False,
                    "note": False,
                    "user_id": self.nora.id,
                }
            ],
        )
        self.assertFalse(self.visit.sudo().geo_ids)
        self.assertEqual(self.visit.calendar_event_id.name, "Visit")
        self.assertEqual((self.to_come.state, self.to_come.summary), ("cancelled", False))
        self.assertEqual(self.lead.name, f"Opportunity {self.lead.id}")
        self.assertEqual(self.lead.expected_revenue, 4200)
        self.assertFalse(self.lead.email_from)
        # and the hotel itself is untouched
        self.assertEqual(self.customer.name, "Hotel Ría Mansa")

    def test_the_log_says_that_and_not_whom(self):
        self._wizard("erasure").action_erase()
        self._wizard("erasure").action_erase()
        log = self.env["crm.privacy.log"].search([("contact_number", "=", self.xandru.id)])
        self.assertEqual((len(log), log.kind, log.user_id), (1, "erasure", self.max))
        self.assertIn("2 reports of actions", log.details)
        self.assertNotIn("Xandru", json.dumps(log.read(), default=str))
        for call in (
            log.with_user(self.max).unlink,
            lambda: log.with_user(self.max).write({"kind": "access"}),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_whom_an_order_names_keeps_name_and_address_as_the_law_asks(self):
        order = self.env["sale.order"].create({"partner_id": self.xandru.id})
        order.action_confirm()
        wizard = self._wizard("erasure")
        self.assertTrue(wizard.on_documents)
        wizard.action_erase()
        self.assertEqual((self.xandru.name, self.xandru.street), ("Xandru Muñiz", "C/ Real 1"))
        self.assertEqual((self.xandru.email, self.xandru.comment), (False, False))
        self.assertFalse(self.visit.note)

    def test_nothing_without_confirmation(self):
        for kind, action in (("erasure", "action_erase"), ("access", "action_download")):
            with self.assertRaisesRegex(UserError, "Check first"):
                getattr(self._wizard(kind, confirmed=False), action)()
        self.assertEqual(self.xandru.name, "Xandru Muñiz")

    def test_who_can_log_in_is_not_erased_under_his_feet(self):
        portal = new_test_user(self.env, "xandru", "base.group_portal")
        portal.partner_id = self.xandru
        with self.assertRaisesRegex(UserError, "can log in as xandru"):
            self._wizard("erasure").action_erase()
        self.assertTrue(self.visit.note)

    def test_reps_and_leaders_neither_read_nor_erase_it(self):
        for user in (self.nora, self.lea):
            with self.assertRaises(AccessError):
                self._wizard("erasure", user)
            for method in ("_crm_erase", "_crm_export", "_crm_export_files"):
                with self.assertRaises(AccessError):
                    getattr(self.xandru.with_user(user), method)()

    def test_an_access_request_tells_what_we_know_and_not_where_the_rep_was(self):
        sections = self.xandru.with_user(self.max)._crm_export()
        self.assertEqual(sections["contacts"][0]["comment"], "<p>Allergic to nuts</p>")
        self.assertEqual(
            {(row["summary"], row["state"]) for row in sections["actions"]},
            {("See Xandru", "Done"), ("Call Xandru again", "Planned")},
        )
        self.assertEqual(sections["opportunities"][0]["expected_revenue"], 4200)
        self.assertNotIn(str(NEAR[0]), json.dumps(sections["actions"]))


@tagged("-at_install", "post_install")
class TestPrivacyDownload(HttpCase):
    def test_the_archive(self):
        new_test_user(self.env, "max", f"base.group_user,{MANAGER}", password="max.max.max")
        new_test_user(
            self.env, "nora", "base.group_user,sales_team.group_sale_salesman", password="nora.nora"
        )
        person = self.env["res.partner"].create({"name": "Xandru", "comment": "Likes cider"})
        self.env["ir.attachment"].create(
            {"name": "../id.png", "raw": b"pic", "res_model": "res.partner", "res_id": person.id}
        )
        url = f"/crm/privacy/export/{person.id}"
        self.authenticate("nora", "nora.nora")
        self.assertEqual(self.url_open(url).status_code, 404)
        self.authenticate("max", "max.max.max")
        self.assertEqual(self.url_open("/crm/privacy/export/999999999").status_code, 404)
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        with ZipFile(BytesIO(answer.content)) as archive:
            data, picture = archive.namelist()
            self.assertIn("Likes cider", archive.read(data).decode())
            self.assertEqual((picture.count("/"), archive.read(picture)), (1, b"pic"))
        log = self.env["crm.privacy.log"].search([("contact_number", "=", person.id)])
        self.assertEqual(log.mapped("kind"), ["access"])

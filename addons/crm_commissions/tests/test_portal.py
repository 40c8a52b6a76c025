import re

from freezegun import freeze_time
from lxml import html

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from ..controllers.portal import _read_amount
from .common_statement import StatementCase


@tagged("-at_install", "post_install")
class TestPortal(StatementCase, HttpCase):
    """Marta sells from outside and has a user on the portal; Pablo does so too.

    Her September was sent to her, her October is a draft. It is 10 November 2026.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-11-10 10:00:00"))
        cls.marta, cls.pablo = (
            new_test_user(
                cls.env, login, "base.group_portal", name=login.capitalize(), lang="en_US"
            )
            for login in ("marta", "pablo")
        )
        cls.plan = cls._plan_of(cls.nora, name="Agents", rate=100)
        cls.entry = cls._book(cls._seat(cls.marta), 625, "2026-09-30")
        cls.september = cls.entry.statement_id
        cls.october = cls._book(cls._seat(cls.marta), 70, "2026-10-05").statement_id
        cls.pablos = cls._book(cls._seat(cls.pablo), 40, "2026-09-12").statement_id
        cls._calculate("2026-09-01", "2026-10-01")
        for statement in cls.september | cls.pablos:
            statement.with_user(cls.ana).action_send()

    @classmethod
    def _seat(cls, user):
        values = {"plan_id": cls.plan.id, "payee_id": user.partner_id.id}
        participants = cls.env["crm.commission.participant"]
        return participants.search(
            [(name, "=", value) for name, value in values.items()]
        ) or participants.create({**values, "payee_type": "external", "date_from": "2026-09-01"})

    def _open(self, path, user=None, **values):
        user = user or self.marta
        if not self.session or self.session.uid != user.id:
            self.authenticate(user.login, user.login)
        with mute_logger("odoo.http"):
            return self.url_open(f"/my/commissions{path}", **values)

    def _post(self, path, user=None, page=None, **values):
        """As a form of a page sends it."""
        found = self._open(page or path.rpartition("/")[0], user)
        [token, *_more] = re.findall(r'name="csrf_token" value="([^"]+)"', found.text) or [""]
        return self._open(path, user, data={"csrf_token": token, **values})

    def _words(self, answer):
        return re.sub(r"\s+", " ", html.fromstring(answer.content).text_content())

    # -- how an agent hears of it ----------------------------------------------------------------

    def test_who_was_sent_what_has_changed_is_told_without_a_link_to_a_draft(self):
        def has_button():
            groups = self.september._notify_get_recipients_groups(self.env["mail.message"], "")
            return next(data["has_button_access"] for name, _is, data in groups if name == "portal")

        self.assertTrue(has_button())
        self._book(self._seat(self.marta), 5, "2026-09-30")
        self.assertEqual(self.september.state, "draft")
        message = self.september.message_ids[0]
        self.assertEqual(message.notified_partner_ids, self.marta.partner_id)
        self.assertRegex(message.body, "of September 2026 has changed .*625.00.*630.00")
        self.assertFalse(has_button())

    # -- list ------------------------------------------------------------------------------------

    def test_the_list_has_the_own_ones_that_were_sent(self):
        words = self._words(self._open(""))
        self.assertIn("September 2026", words)
        self.assertIn("625.00", words)
        self.assertNotIn("October 2026", words)
        self.assertNotIn("40.00", words)

    def test_the_card_counts_them(self):
        self.authenticate("marta", "marta")
        counts = self.make_jsonrpc_request("/my/counters", {"counters": ["commission_count"]})
        self.assertEqual(counts, {"commission_count": 1})
        self.assertIn("Your Commissions", self.url_open("/my").text)

    def test_by_year_and_order(self):
        for query, found in (
            ("?filterby=2026", True),
            ("?filterby=2025", True),  # there is no such year: all
            ("?filterby=x&sortby=payee_id", True),
            ("?sortby=amount", True),
            ("/page/7?sortby=oldest", True),
        ):
            answer = self._open(query)
            self.assertEqual(answer.status_code, 200, query)
            self.assertEqual("September 2026" in self._words(answer), found, query)

    def test_many_are_paged(self):
        """Given 81 statements, then 80 are on the first page and one on the second."""
        self._periods("2019-01-01", "2026-08-31")
        periods = self.env["crm.commission.period"].search(
            [("company_id", "=", self.company.id), ("date_from", "<", "2026-09-01")], limit=80
        )
        self.Statement._by_flow().create(
            [
                {
                    "company_id": self.company.id,
                    "payee_id": self.marta.partner_id.id,
                    "currency_id": self.company.currency_id.id,
                    "period_id": period.id,
                    "state": "paid",
                }
                for period in periods
            ]
        )
        first, second = self._open(""), self._open("/page/2")
        for answer, count in ((first, 80), (second, 1)):
            links = html.fromstring(answer.content).xpath("//tbody//a")
            self.assertEqual(len(links), count)
        self.assertIn("2020", self._words(first))

    # -- one statement ---------------------------------------------------------------------------

    def test_it_is_unfolded_down_to_the_entry(self):
        words = self._words(self._open(f"/{self.september.id}"))
        for text in ("September 2026", "To pay", "625.00", "Agents", "By hand", "Adds up"):
            self.assertIn(text, words)
        key = f"entry-{self.entry.id}"
        self.assertIn(f"key={key}", self._open(f"/{self.september.id}?opened={key}").text)
        for odd in ("entry-0", "entry-1' OR 1=1", "x" * 5000):
            answer = self._open(f"/{self.september.id}?opened={odd}")
            self.assertEqual(answer.status_code, 200)

    def test_it_is_acknowledged(self):
        answer = self._post(f"/{self.september.id}/acknowledge")
        self.assertIn("You have acknowledged", self._words(answer))
        self.assertEqual(self.september.state, "acknowledged")
        self.assertEqual(self.september.acknowledged_by_id, self.marta)
        self.assertNotIn("I agree", self._words(answer))

    def test_a_form_of_elsewhere_does_nothing(self):
        self._open(f"/{self.september.id}/acknowledge", data={"csrf_token": "x"})
        self.assertEqual(self.september.state, "sent")

    def test_an_entry_is_disputed(self):
        path, key = f"/{self.september.id}/dispute", f"entry-{self.entry.id}"
        page = self._open(f"{path}?key={key}")
        self.assertIn("By hand", self._words(page))
        answer = self._post(
            path, page=path, key=key, reason="amount", note="Two more <b>", amount="1.650,50"
        )
        self.assertIn("Your dispute was sent", self._words(answer))
        self.assertNotIn("Two more <b>", answer.text)
        dispute = self.september.dispute_ids
        self.assertEqual((dispute.entry_id, dispute.amount_claimed), (self.entry, 1650.50))
        self.assertEqual(
            (dispute.opened_by_id, dispute.payee_id), (self.marta, self.entry.payee_id)
        )
        self.assertEqual(self.september.state, "disputed")
        self.assertTrue(dispute.user_id)

    def test_amounts_are_read_in_the_language_of_the_page(self):
        """1.250 is 1.25 in English and one thousand two hundred and fifty in Spanish."""
        self.env["res.lang"]._activate_lang("es_ES")
        read = {}
        for code in ("en_US", "es_ES"):
            lang = self.env["res.lang"]._get_data(code=code)
            texts = ("1.250", "1,250", "1.250,5", "1,250.50", "12.5", "12,5", "1.250.000", "-7", "")
            read[code] = [float(_read_amount(text, lang) or 0) for text in texts]
            for text in ("much", "1.25.0", "1,2,3", "12.50,7,1", "1.250,00 x"):
                with self.subTest(code, text=text), self.assertRaises(ValueError):
                    float(_read_amount(text, lang))
        same = [1250.5, 1250.5, 12.5, 12.5, 1250000, -7, 0]
        self.assertEqual(read, {"en_US": [1.25, 1250, *same], "es_ES": [1250, 1.25, *same]})
        self.marta.lang = "es_ES"
        path = f"/{self.september.id}/dispute"
        self._post(path, page=path, document="F/1", note="Falta", amount="1.250")
        self.assertEqual(self.september.dispute_ids.amount_claimed, 1250)

    def test_what_is_missing_is_found_by_its_number(self):
        partner = self.env["res.partner"].create({"name": "Bar", "user_id": self.marta.id})
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": "2026-09-15",
                "invoice_line_ids": [Command.create({"name": "Cider", "price_unit": 9})],
            }
        )
        move.action_post()
        path = f"/{self.september.id}/dispute"
        self._post(path, page=path, document=move.name.lower(), note="Not there")
        self.assertEqual(self.september.dispute_ids.move_id, move)

    def test_what_is_refused_says_why_and_keeps_what_was_written(self):
        path = f"/{self.september.id}/dispute"
        answer = self._post(path, page=path, document="", note="Not there")
        self.assertIn("Say which invoice or order is missing", self._words(answer))
        self.assertIn("Not there", answer.text)
        for values in (
            {"key": f"entry-{self.pablos.entry_ids.id}", "note": "Mine"},
            {"key": "entry-x", "note": "Mine"},
            {"document": "F/1", "note": "Mine", "amount": "much"},
            {"document": "F/1", "note": "Mine", "reason": "x"},
        ):
            answer = self._post(path, page=path, **values)
            self.assertIn('role="alert"', answer.text, values)
        self.assertFalse(self.september.dispute_ids)
        self.assertEqual(self.september.state, "sent")

    def test_files_are_downloaded(self):
        self.authenticate("marta", "marta")
        for url, begins in (
            (f"/crm/pdf/crm.commission.statement/{self.september.id}", b"%PDF"),
            (f"/crm/commissions/xlsx/{self.september.id}", b"PK"),
        ):
            answer = self.url_open(url)
            self.assertEqual(answer.status_code, 200, url)
            self.assertTrue(answer.content.startswith(begins))

    def test_the_agent_hears_of_it(self):
        message = self.september.message_ids.filtered("partner_ids")
        self.assertEqual(message.partner_ids, self.marta.partner_id)
        action = self.september._get_access_action(access_uid=self.marta.id)
        self.assertEqual(action["url"], f"/my/commissions/{self.september.id}")

    # -- nobody else's ---------------------------------------------------------------------------

    def test_what_is_anothers_or_a_draft_is_not_there(self):
        missing = self._open("/2147483000")
        self.assertEqual(missing.status_code, 404)
        for statement in (self.pablos, self.october):
            for path in ("", "/dispute", "?opened=entry-1"):
                answer = self._open(f"/{statement.id}{path}")
                self.assertEqual(answer.status_code, 404, path)
            texts = (self._open(f"/{statement.id}").text, missing.text)
            said, expected = (re.sub(r"commissions/\d+", "", text) for text in texts)
            self.assertEqual(said, expected)
            for url in (
                f"/crm/pdf/crm.commission.statement/{statement.id}",
                f"/crm/commissions/xlsx/{statement.id}",
            ):
                self.assertEqual(self.url_open(url).status_code, 404, url)

    def test_forms_of_anothers_do_nothing(self):
        own = f"/{self.september.id}"
        for statement in (self.pablos, self.october):
            for step, values in (
                ("acknowledge", {}),
                ("dispute", {"document": "F/1", "note": "Mine"}),
            ):
                answer = self._post(f"/{statement.id}/{step}", page=own, **values)
                self.assertEqual(answer.status_code, 404)
        self.assertEqual((self.pablos.state, self.october.state), ("sent", "draft"))
        self.assertFalse(self.env["crm.commission.dispute"].search([("note", "=", "Mine")]))

    def test_rows_are_read_by_rule(self):
        for model, own in (
            ("crm.commission.statement", self.september),
            ("crm.commission.entry", self.entry),
        ):
            found = self.env[model].with_user(self.marta).search([])
            self.assertEqual(found, own)
            for right in ("write", "create", "unlink"):
                self.assertFalse(own.with_user(self.marta).has_access(right))
        for model in ("plan", "participant", "credit", "fact", "period", "rule", "split"):
            with self.subTest(model), self.assertRaises(AccessError):
                self.env[f"crm.commission.{model}"].with_user(self.marta).search([])

    def test_calls_with_others_ids_are_refused(self):
        self.authenticate("marta", "marta")
        for method, args in (
            ("get_drill", []),
            ("get_drill_rows", [f"entry-{self.pablos.entry_ids.id}"]),
            ("find_disputable", ["INV"]),
            ("open_dispute", [{"document": "F/1", "reason": "missing", "note": "Mine"}]),
            ("action_acknowledge", []),
            ("action_approve_rest", []),
        ):
            with (
                self.subTest(method),
                mute_logger("odoo.http"),
                self.assertRaises(JsonRpcException),
            ):
                self.make_jsonrpc_request(
                    f"/web/dataset/call_kw/crm.commission.statement/{method}",
                    {
                        "model": "crm.commission.statement",
                        "method": method,
                        "args": [self.pablos.ids, *args],
                        "kwargs": {},
                    },
                )

    def test_another_company_s_is_not_there(self):
        other = self.env["res.company"].create({"name": "Other"})
        period = self.env["crm.commission.period"]._ensure_periods(
            other, self.september.date_from, self.september.date_from
        )
        foreign = self.Statement._by_flow().create(
            {
                "company_id": other.id,
                "payee_id": self.marta.partner_id.id,
                "currency_id": other.currency_id.id,
                "period_id": period.id,
                "state": "sent",
            }
        )
        self.assertEqual(self._open(f"/{foreign.id}").status_code, 404)

    def test_who_is_no_agent_has_an_empty_list(self):
        guest = new_test_user(self.env, "guest", "base.group_portal")
        answer = self._open("", guest)
        self.assertEqual(answer.status_code, 200)
        self.assertNotIn("September", self._words(answer))

    def test_employees_without_commissions_and_visitors(self):
        clerk = self._user("clerk", "base.group_user")
        self.assertEqual(self._open("", clerk).status_code, 404)
        self.assertEqual(self._open(f"/{self.september.id}", clerk).status_code, 404)
        self.logout()
        with mute_logger("odoo.http"):
            answer = self.url_open("/my/commissions", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)

    def test_a_manager_sees_only_what_he_is_paid(self):
        self.assertNotIn("625.00", self._words(self._open("", self.max)))
        self.assertEqual(self._open(f"/{self.september.id}", self.max).status_code, 404)

    def test_contacts_of_an_agency_see_the_agency_s(self):
        values = {"name": "Agency", "is_company": True, "lang": "en_US"}
        agency = self.env["res.partner"].create(values)
        self.pablo.partner_id.parent_id = agency
        seat = self.env["crm.commission.participant"].create(
            {"plan_id": self.plan.id, "payee_id": agency.id, "date_from": "2026-09-01"}
        )
        statement = self._book(seat, 33, "2026-09-12").statement_id
        statement.with_user(self.ana).action_send()
        words = self._words(self._open(f"/{statement.id}", self.pablo))
        self.assertIn("33.00", words)
        self.assertIn("I agree", words)

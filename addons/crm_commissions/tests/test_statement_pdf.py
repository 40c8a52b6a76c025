import re
from urllib.parse import unquote

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_actions.tests.common_pdf import pages

from .common_pages import make_many
from .common_scenario import ScenarioCase


@tagged("post_install", "-at_install")
class TestStatementPdf(ScenarioCase):
    """The statement of A2 on paper: 1,875.00 in three tiers, with the two sales behind them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("es_ES")
        cls.nora.partner_id.write(
            {"lang": "en_US", "street": "C/ Uría 4", "city": "Oviedo", "vat": "ES12345678Z"}
        )
        cls.march = cls.statement("2026-03-01")

    def _pages(self, statement, user=None):
        documents = self.env(user=user or self.otto)["crm.pdf.document"]
        document, record = documents._get_document(statement._name, statement.id)
        return pages(document._render(record))

    def _text(self, *args):
        return re.sub(r"\s+", " ", " ".join(self._pages(*args)))

    def test_it_says_whose_it_is_what_is_paid_and_when(self):
        text = self._text(self.march, self.nora)
        for words in (
            "Distribuciones Pilar",
            "Commission statement March 2026",
            "Nora C/ Uría 4",
            "ES12345678Z",
            "Due December 31, 2026",
            "Earned in March",
            "To pay",
            "Page 1 of",
        ):
            self.assertIn(words, text)

    def test_each_tier_is_explained_and_each_sale_is_there(self):
        text = self._text(self.march)
        for amount, formula in (("500.00", "25,000.00 × 2 %"), ("625.00", "12,500.00 × 5 %")):
            self.assertIn(formula, text)
            self.assertIn(amount, text)
        self.assertIn("Sales that fill the tiers of Reps, March 2026", text)
        for invoice, base in zip(self.invoices, ("40,000.00", "22,500.00"), strict=True):
            self.assertRegex(text, rf"{invoice.name} .*Hotel Ría Cider .*{base}")

    def test_it_is_in_the_language_of_who_is_paid(self):
        self.nora.partner_id.lang = "es_ES"
        text = self._text(self.march)
        self.assertIn("31 de diciembre de 2026", text)
        self.assertIn("25.000,00", text)

    def test_it_is_signed_by_hand_or_says_who_acknowledged_it(self):
        self.assertIn("Seen and agreed to", self._text(self.march))
        self.period("2026-03-01").action_calculate()
        for statement in self.march.previous_id | self.march:
            statement.with_user(self.ana).action_send()
        self.march.with_user(self.nora).action_acknowledge()
        text = self._text(self.march)
        self.assertRegex(text, "Acknowledged by Nora on June 15, 2026 at")
        self.assertIn(self.march.fingerprint, text)

    def test_late_changes_and_what_is_carried_are_told(self):
        self.close_march()
        self.refund(self.invoices[0], 15000, "2026-04-10")
        self.run_commissions()
        text = self._text(self.statement("2026-04-01"))
        self.assertRegex(text, r"Changes of earlier periods \$ −700\.00")
        self.assertIn("Goes into the next statement", text)
        self.assertIn("of March 2026", text)
        # what is not owed any more has no rate
        self.assertRegex(text, r"taken back, .*625\.00")
        self.assertNotIn("× 0 %", text)

    def test_three_thousand_lines_are_all_there(self):
        """Given 3,000 entries, then each has its line, and what is shown adds up to the cent."""
        self.nils.partner_id.lang = "en_US"
        statement = make_many(self, 3000)
        text = self._text(statement)
        amounts = [round(float(amount) * 100) for amount in re.findall(r" 4 % \$ ([\d.]+)", text)]
        self.assertEqual(len(amounts), 3000)
        self.assertEqual(sum(amounts), round(statement.amount_gross * 100))
        self.assertEqual(statement.amount_gross, 1048.95)

    def test_the_same_figures_give_the_same_file(self):
        document = self.env["crm.pdf.commission.statement"].with_user(self.otto)
        record = self.march.with_user(self.otto)
        self.assertEqual(document._render(record), document._render(record))


@tagged("post_install", "-at_install")
class TestStatementFilesOverTheWeb(ScenarioCase, HttpCase):
    """Who gets which file: those who read the statement, and nobody else learns of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.march = cls.statement("2026-03-01")
        cls.urls = (
            f"/crm/pdf/crm.commission.statement/{cls.march.id}",
            f"/crm/commissions/xlsx/{cls.march.id}",
        )

    def _get(self, user, url):
        self.authenticate(user.login, user.login)
        with mute_logger("odoo.http"):
            return self.url_open(url, allow_redirects=False)

    def test_who_reads_it_gets_it(self):
        for user in (self.nora, self.lea, self.max, self.ana, self.otto):
            for url, begins in zip(self.urls, (b"%PDF", b"PK"), strict=True):
                with self.subTest(user=user.name, url=url):
                    answer = self._get(user, url)
                    self.assertEqual(answer.status_code, 200)
                    self.assertTrue(answer.content.startswith(begins))
                    self.assertIn("no-store", answer.headers["Cache-Control"])
                    disposition = unquote(answer.headers["Content-Disposition"])
                    self.assertIn("2026-03 Nora", disposition)

    def test_others_learn_nothing(self):
        for user in (self.nils, self.sara):
            for url in self.urls:
                with self.subTest(user=user.name, url=url):
                    missing = self._get(user, re.sub(r"\d+$", "2147483000", url))
                    answer = self._get(user, url)
                    self.assertEqual(answer.status_code, 404)
                    self.assertEqual(answer.text, missing.text)

    def test_who_is_not_logged_in_is_asked_to(self):
        for url in self.urls:
            answer = self.url_open(url, allow_redirects=False)
            self.assertEqual(answer.status_code, 303)

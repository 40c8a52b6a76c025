from odoo import Command
from odoo.tests import tagged

from .common_c360 import Customer360Case


@tagged("-at_install", "post_install")
class TestCustomer360Instalments(Customer360Case):
    """An invoice may be overdue in part: the head of the page and its list say the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a third at once, the rest in sixty days
        cls.term = cls.env["account.payment.term"].create(
            {
                "name": "30 % now, 70 % in 60 days",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 30, "nb_days": 0}),
                    Command.create({"value": "percent", "value_amount": 70, "nb_days": 60}),
                ],
            }
        )

    def _parts(self, **options):
        sections = self._load(self.nora, "header", "invoices", **options)
        header, invoices = (sections[key]["data"] for key in ("header", "invoices"))
        return header["figures"], invoices

    def test_one_instalment_is_overdue_the_other_is_not(self):
        # given an invoice of 1000 of 5 October: 300 were to be paid that day, 700 in December
        self._invoice(1000, "2026-10-05", invoice_payment_term_id=self.term.id)
        # and a small one of yesterday that is due in November
        self._invoice(10, "2026-10-14", due="2026-11-14")
        # when the page is opened on 15 October
        figures, invoices = self._parts()
        # then both say that 300 are overdue, since ten days
        self.assertEqual((figures["open"], figures["overdue"]), (1010, 300))
        first, second = invoices["rows"]
        self.assertEqual((first["amount"], first["overdue"]), (1000, 300))
        self.assertEqual(first["badge"], {"label": "Overdue by 10 days", "tone": "danger"})
        self.assertEqual(invoices["late_count"], 1)
        # and of the other one when it has to be paid
        self.assertEqual((second["due"], second["overdue"]), ("2026-11-14", 0))

    def test_once_the_first_instalment_is_paid_nothing_is_overdue(self):
        invoice = self._invoice(1000, "2026-10-05", invoice_payment_term_id=self.term.id)
        self._pay(invoice, 300)
        figures, invoices = self._parts()
        [row] = invoices["rows"]
        self.assertEqual((figures["open"], figures["overdue"]), (700, 0))
        self.assertEqual((row["overdue"], row["residual"], invoices["late_count"]), (0, 700, 0))
        self.assertEqual((row["due"], row["badge"]["tone"]), ("2026-12-04", "info"))

    def test_a_paid_invoice_has_no_day_to_pay_it(self):
        invoice = self._invoice(100, "2026-10-05", due="2026-10-10")
        self._pay(invoice, 100)
        self._invoice(5, "2026-10-06", move_type="out_refund")
        figures, invoices = self._parts()
        self.assertEqual(figures["overdue"], 0)
        self.assertEqual([row["due"] for row in invoices["rows"]], [False, False])

    def _pay(self, invoice, amount):
        bank = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        context = {"active_model": "account.move", "active_ids": invoice.ids}
        vals = {"journal_id": bank.id, "amount": amount, "payment_date": "2026-10-06"}
        wizard = self.env["account.payment.register"].with_context(**context)
        wizard.create(vals)._create_payments()


@tagged("-at_install", "post_install")
class TestCustomer360Currencies(Customer360Case):
    """Amounts of different currencies are never added as they stand.

    Two francs make one of the company's.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.franc = cls.env.ref("base.CHF")
        cls.franc.active = True
        cls.env["res.currency.rate"].create(
            [
                {"currency_id": each.id, "name": "2026-01-01", "rate": rate, "company_id": False}
                for each, rate in ((cls.franc, 2), (cls.company.currency_id, 1))
            ]
        )
        cls.swiss = cls.env["res.company"].create({"name": "Swiss", "currency_id": cls.franc.id})
        cls.nora.company_ids += cls.swiss
        cls.both = cls.company | cls.swiss

    def _page(self, *keys):
        page = self._as(self.nora).with_context(allowed_company_ids=self.both.ids)
        sections = page.crm360_load(list(keys))["sections"]
        return {section["key"]: section["data"] for section in sections}

    def _leads(self, company, *amounts):
        for amount in amounts:
            self._opportunity(
                name=f"{amount}", company_id=company.id, team_id=False, expected_revenue=amount
            )

    def test_opportunities_of_two_companies_in_the_currency_of_the_current_one(self):
        # given 100 here and 60 francs there
        self._leads(self.company, 100)
        self._leads(self.swiss, 60)
        part = self._page("opportunities")["opportunities"]
        # then together they are 130, and each has its own currency
        self.assertEqual((part["amount"], part["currency_id"]), (130, self.company.currency_id.id))
        self.assertEqual(
            {(row["amount"], row["currency_id"]) for row in part["rows"]},
            {(100, self.company.currency_id.id), (60, self.franc.id)},
        )

    def test_a_sixth_opportunity_out_of_sight_is_in_francs(self):
        # given five of 10 here, which are shown, and a healthier one of 60 francs, which is not
        self._leads(self.company, 10, 10, 10, 10, 10)
        self._leads(self.swiss, 60)
        hidden = self.env["crm.lead"].search([("company_id", "=", self.swiss.id)])
        self.env["crm.action"].with_user(self.nora).create(
            {
                "type_id": self.visit_type.id,
                "partner_id": self.customer.id,
                "opportunity_id": hidden.id,
                "company_id": self.swiss.id,
                "start": "2026-10-16 09:00:00",
            }
        )
        part = self._page("opportunities")["opportunities"]
        shown = {row["currency_id"] for row in part["rows"]}
        self.assertEqual(shown, {self.company.currency_id.id})
        self.assertEqual((part["total"], part["amount"]), (6, 80))

    def test_an_invoice_in_francs_owes_francs_and_counts_converted(self):
        # given an invoice of 200 francs and one of 10 here, both overdue
        self._invoice(200, "2026-10-01", currency_id=self.franc.id)
        self._invoice(10, "2026-10-02")
        parts = self._page("header", "invoices")
        # then the head adds 100 and 10, and each row is in its own currency
        self.assertEqual(parts["header"]["figures"]["overdue"], 110)
        rows = parts["invoices"]["rows"]
        self.assertEqual(
            {(row["amount"], row["overdue"], row["currency_id"]) for row in rows},
            {(200, 200, self.franc.id), (10, 10, self.company.currency_id.id)},
        )

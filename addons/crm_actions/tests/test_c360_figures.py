from odoo.tests import tagged

from .common_c360 import Customer360Case
from .common_queries import QueryBudgetMixin


@tagged("-at_install", "post_install")
class TestCustomerFigures(QueryBudgetMixin, Customer360Case):
    def test_sales_of_twelve_months_and_of_the_year_before(self):
        # given sales on both sides of the borders, in euros of the company, without taxes
        self._invoice(100, "2026-10-15")
        self._invoice(20, "2025-10-16")
        self._invoice(7, "2025-10-15")
        self._invoice(3, "2024-10-16")
        self._invoice(50, "2024-10-15")
        self._invoice(30, "2026-10-01", move_type="out_refund")
        self._invoice(1000, "2026-10-16")

        # then a credit note is taken off, and what is older or to come does not count
        self.assertEqual(
            self.customer._crm_sales_12m(), {self.customer.id: {"amount": 90.0, "before": 10.0}}
        )

    def test_receivables_are_those_of_the_erp(self):
        self._invoice(100, "2026-09-01", due="2026-10-14")
        self._invoice(40, "2026-09-01", due="2026-10-15")
        self._invoice(25, "2026-08-01", move_type="out_refund")
        self.env["account.move"].create(
            {"move_type": "out_invoice", "partner_id": self.customer.id}
        )

        figures = self.customer._crm_receivables()[self.customer.id]
        self.assertEqual(figures, {"open": 115.0, "overdue": 100.0})
        self.assertEqual(figures["open"], self.customer.credit)

    def test_an_address_owes_what_its_company_owes(self):
        self._invoice(100, "2026-10-15")
        both = self.customer | self.shop
        self.assertEqual(
            {key: row["open"] for key, row in both._crm_receivables().items()},
            {self.customer.id: 100.0, self.shop.id: 100.0},
        )

    def test_figures_by_address_of_delivery(self):
        self._invoice(100, "2026-10-01", partner_shipping_id=self.shop.id)
        self._invoice(40, "2026-10-01", partner_shipping_id=self.customer.id)
        self._order(30, partner_shipping_id=self.shop.id)
        self._order(5, partner_shipping_id=self.customer.id)

        key = self.customer.id
        self.assertEqual(self.customer._crm_sales_12m(address=self.shop)[key]["amount"], 100)
        self.assertEqual(self.customer._crm_receivables(address=self.shop)[key]["open"], 100)
        self.assertEqual(
            self.customer._crm_open_quotes(address=self.shop)[key], {"count": 1, "amount": 30}
        )

    def test_open_quotes(self):
        self._order(100)
        self._order(20, partner=self.shop, rep=self.sara)
        self._order(1000, confirm=True)
        self._order(50).action_cancel()
        self.assertEqual(
            self.customer._crm_open_quotes(), {self.customer.id: {"count": 2, "amount": 120.0}}
        )

    def test_nothing_is_nought(self):
        stranger = self.env["res.partner"].create({"name": "Nobody yet"})
        self.assertEqual(stranger._crm_sales_12m(), {stranger.id: {"amount": 0, "before": 0}})
        self.assertEqual(stranger._crm_receivables(), {stranger.id: {"open": 0, "overdue": 0}})
        self.assertEqual(stranger._crm_open_quotes(), {stranger.id: {"count": 0, "amount": 0}})
        self.assertEqual(self.env["res.partner"]._crm_sales_12m(), {})

    def test_a_currency_of_the_quote_becomes_the_company_s(self):
        franc = self._currency("CHF")
        pricelist = self.env["product.pricelist"].create(
            {"name": "Francs", "currency_id": franc.id}
        )
        self._order(100, pricelist_id=pricelist.id)
        self.assertAlmostEqual(self.customer._crm_open_quotes()[self.customer.id]["amount"], 50)

    def test_allowed_companies_alone_in_the_currency_of_the_current_one(self):
        # given another company, which works in a currency of half the value
        franc = self._currency("CHF")
        other = self.env["res.company"].create({"name": "Other", "currency_id": franc.id})
        self.nora.company_ids += other
        journal = self._set_up_accounting(other)
        self._invoice(100, "2026-10-01", journal=journal)
        self._invoice(7, "2026-10-01")

        mine = self.customer.with_context(allowed_company_ids=self.company.ids)
        both = self.customer.with_context(allowed_company_ids=(self.company | other).ids)
        self.assertEqual(mine._crm_sales_12m()[self.customer.id]["amount"], 7)
        self.assertAlmostEqual(both._crm_sales_12m()[self.customer.id]["amount"], 57)
        self.assertAlmostEqual(both._crm_receivables()[self.customer.id]["open"], 57)

    def test_one_query_for_however_many(self):
        partners = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(60)])
        for partner in partners[:3]:
            self._order(10, partner=partner)
        for figure in ("_crm_receivables", "_crm_open_quotes", "_crm_sales_12m"):
            for some in (partners[:2], partners):
                getattr(some, figure)()  # the company and its calendar are in the cache
                self.env.flush_all()
                with self.assertQueryCount(1):
                    getattr(some, figure)()

    def _currency(self, code):
        """A currency of which two make one of the company's."""
        currency = self.env.ref(f"base.{code}")
        currency.active = True
        self.env["res.currency.rate"].create(
            [
                {"currency_id": each.id, "name": "2026-01-01", "rate": rate, "company_id": False}
                for each, rate in ((currency, 2), (self.company.currency_id, 1))
            ]
        )
        return currency

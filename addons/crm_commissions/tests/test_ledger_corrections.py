from odoo import Command
from odoo.tests import tagged

from .common_commissions import LedgerCase


@tagged("post_install", "-at_install")
class TestLedgerCorrections(LedgerCase):
    """What changes afterwards becomes an entry more."""

    def test_an_invoice_that_is_a_draft_again_and_posted_again(self):
        self.make_plan(self.nora, rate=7)
        sale = self.invoice(1000, day="2026-03-10")
        self.run_commissions()

        sale.button_draft()
        self.run_commissions()
        sale.action_post()
        self.run_commissions()

        self.assertEqual(self.amounts(), [70, -70, 70])
        self.assertEqual(
            [
                (entry.number, entry.period_id.name, entry.explain["code"])
                for entry in self.entries()
            ],
            [(1, "2026-03", "flat"), (2, "2026-03", "gone"), (3, "2026-03", "flat")],
        )

    def test_an_invoice_that_is_changed_is_booked_by_the_difference(self):
        self.make_plan(self.nora, rate=7)
        sale = self.invoice(1000, day="2026-03-10")
        self.run_commissions()

        sale.button_draft()
        sale.invoice_line_ids.price_unit = 1200
        sale.action_post()
        self.run_commissions()

        self.assertEqual(self.amounts(), [70, 14])
        self.assertEqual(self.entries()[1].base, 200)

    def test_an_invoice_that_is_deleted_is_taken_back(self):
        self.make_plan(self.nora, rate=7)
        sale = self.invoice(1000, day="2026-03-10")
        self.run_commissions()

        sale.button_draft()
        sale.name = False
        sale.unlink()
        self.run_commissions()

        self.assertEqual(self.amounts(), [70, -70])

    def test_a_correction_of_a_closed_month_is_booked_in_the_first_open_one(self):
        self.make_plan(self.nora, rate=7)
        sale = self.invoice(1000, day="2026-03-10")
        self.run_commissions()
        self.close_until("2026-03-31")

        sale.button_draft()
        self.run_commissions()

        self.assertEqual(
            self.dated(), [("2026-03-10", "2026-03", 70), ("2026-06-15", "2026-04", -70)]
        )

    def test_a_month_that_was_calculated_is_open_again_and_an_approved_one_is_left_alone(self):
        self.make_plan(self.nora, rate=7)
        self.invoice(1000, day="2026-03-10")
        self.run_commissions()
        march = self.entries().period_id
        march.action_calculate()

        self.invoice(100, day="2026-03-11")
        self.run_commissions()

        self.assertEqual(march.state, "open")
        march.action_calculate()
        march.action_review()
        march.action_approve()
        self.invoice(10, day="2026-03-12")
        self.run_commissions()

        self.assertEqual(march.state, "approved")
        self.assertEqual(
            self.dated()[1:], [("2026-03-11", "2026-03", 7), ("2026-03-12", "2026-04", 0.7)]
        )

    def test_the_salesperson_who_is_corrected_gets_it_and_the_other_one_gives_it_back(self):
        self.make_plan(self.nora, self.nils, rate=7)
        sale = self.invoice(1000, day="2026-03-10")
        self.run_commissions()

        sale.invoice_user_id = self.nils
        self.run_commissions()

        self.assertEqual((self.amounts(self.nora), self.amounts(self.nils)), ([70, -70], [70]))

    def test_the_cost_is_the_one_of_the_sale(self):
        product = self.make_product("Lamp", 1000, standard_price=640)
        self.make_plan(self.nora, rate=12, metric="margin")
        sale = self.invoice({"product_id": product.id, "price_unit": 1000}, day="2026-03-10")
        self.run_commissions()
        self.assertEqual(self.amounts(), [43.2])

        product.standard_price = 700
        sale.button_draft()
        sale.action_post()
        self.run_commissions()
        self.env["crm.commission.engine"]._sweep(self.company)

        self.assert_sum(43.2)

    def test_the_category_is_the_one_of_the_sale(self):
        category = self.env["product.category"].create({"name": "Ciders"})
        other = self.env["product.category"].create({"name": "Others"})
        product = self.make_product("Cider of the house", 1000, categ_id=category.id)
        self.make_plan(
            self.nora,
            rate=1,
            rule_ids=self.rules({"category_ids": [Command.set(category.ids)], "value": 10}),
        )
        self.invoice({"product_id": product.id, "price_unit": 1000}, day="2026-03-10")
        self.run_commissions()
        self.assertEqual(self.amounts(), [100])

        product.categ_id = other
        self.env["crm.commission.engine"]._sweep(self.company)

        self.assertEqual(self.amounts(), [100])

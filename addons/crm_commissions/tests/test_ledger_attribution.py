from odoo import Command
from odoo.tests import tagged

from .common_commissions import LedgerCase


@tagged("post_install", "-at_install")
class TestLedgerAttribution(LedgerCase):
    """Of whom a sale is: the first that there is of split, owner on that day and salesperson."""

    def split(self, document, *shares):
        name = "move_id" if document._name == "account.move" else "order_id"
        self.env["crm.commission.split"].create(
            [
                {name: document.id, "payee_id": user.partner_id.id, "percent": percent}
                for user, percent in shares
            ]
        )

    def own(self, user, date_from, date_to=False):
        self.env["crm.portfolio.assignment"].create(
            {
                "partner_id": self.customer.id,
                "user_id": user.id,
                "date_from": date_from,
                "date_to": date_to,
            }
        )

    def order_of(self, rep, price, quantity=1):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "user_id": rep.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "price_unit": price,
                            "product_uom_qty": quantity,
                        }
                    )
                ],
            }
        )
        order.action_confirm()
        return order

    def test_a_split_of_60_and_40(self):
        self.make_plan(self.nora, self.nils, rate=4)
        sale = self.invoice(1234.57, day="2026-03-10", rep=self.sara)
        self.split(sale, (self.nora, 60), (self.nils, 40))
        self.run_commissions()

        self.assertEqual(self.amounts(self.nora), [29.62968])
        self.assertEqual(self.amounts(self.nils), [19.75312])
        self.assert_sum(49.3828)
        self.assertEqual(set(self.entries().credit_id.mapped("reason")), {"split"})

    def test_what_a_split_leaves_is_nobodys(self):
        self.make_plan(self.nora, self.nils, rate=10)
        sale = self.invoice(1000, day="2026-03-10", rep=self.nils)
        self.split(sale, (self.nora, 70))
        self.run_commissions()

        self.assertEqual((self.amounts(self.nora), self.amounts(self.nils)), ([70], []))

    def test_a_split_that_comes_later_moves_what_was_booked(self):
        self.make_plan(self.nora, self.nils, rate=10)
        sale = self.invoice(1000, day="2026-03-10")
        self.run_commissions()

        self.split(sale, (self.nora, 50), (self.nils, 50))
        self.run_commissions()

        self.assertEqual((self.amounts(self.nora), self.amounts(self.nils)), ([100, -50], [50]))

    def test_the_owner_on_that_day_goes_before_the_salesperson(self):
        self.make_plan(self.nora, self.nils, self.sara, rate=10)
        self.own(self.nora, "2026-01-01", "2026-03-31")
        self.own(self.nils, "2026-04-01")

        self.invoice(100, day="2026-03-31", rep=self.sara)
        self.invoice(200, day="2026-04-01", rep=self.sara)
        self.run_commissions()

        self.assertEqual(self.amounts(self.nora), [10])
        self.assertEqual(self.amounts(self.nils), [20])
        self.assertEqual(self.amounts(self.sara), [])

    def test_history_that_is_corrected_corrects_the_ledger(self):
        self.make_plan(self.nora, self.nils, rate=10)
        self.own(self.nora, "2026-01-01")
        self.invoice(100, day="2026-03-31", rep=self.sara)
        self.run_commissions()

        assignment = self.env["crm.portfolio.assignment"].search(
            [("partner_id", "=", self.customer.id)]
        )
        assignment.user_id = self.nils
        self.run_commissions()

        self.assertEqual((self.amounts(self.nora), self.amounts(self.nils)), ([10, -10], [10]))

    def test_an_accountant_who_bills_an_orphan_is_nobodys_seller(self):
        self.make_plan(self.nora, rate=10)

        self.invoice(100, day="2026-03-31", rep=self.env.user)

        self.assertEqual(self.run_commissions(), 0)

    def test_refunds_of_three_kinds_come_back_from_whoever_sold(self):
        self.make_plan(self.nora, self.nils, rate=10)
        self.own(self.nora, "2026-01-01")
        sales = [self.invoice(1000, day="2026-03-10", rep=self.nora) for _each in range(3)]
        self.run_commissions()
        self.customer.user_id = self.nils  # from today on
        self.assertEqual(self.customer._crm_owner_at("2026-06-15"), self.nils)

        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=sales[0].ids)
            .create({"journal_id": sales[0].journal_id.id, "date": "2026-06-15"})
        )
        by_wizard = self.env["account.move"].browse(wizard.refund_moves()["res_id"])
        by_code = sales[1]._reverse_moves([{"invoice_date": "2026-06-15"}])
        (by_wizard | by_code).filtered(lambda move: move.state == "draft").action_post()
        self.refund(sales[2], 1000, day="2026-06-15", invoice_user_id=self.nils.id)
        self.run_commissions()

        self.assertEqual(self.amounts(self.nora), [100, 100, 100, -100, -100, -100])
        self.assertEqual(self.amounts(self.nils), [])
        self.assertEqual(
            set(self.entries()[3:].mapped("period_id.name")), {"2026-06"}, "booked when refunded"
        )

    def test_a_refund_shares_as_the_invoice_did(self):
        self.make_plan(self.nora, self.nils, rate=10)
        sale = self.invoice(1000, day="2026-03-10")
        self.split(sale, (self.nora, 60), (self.nils, 40))
        self.refund(sale, 500, day="2026-06-10")
        self.run_commissions()

        self.assertEqual(self.amounts(self.nora), [60, -30])
        self.assertEqual(self.amounts(self.nils), [40, -20])

    def test_one_invoice_of_two_orders_of_two_reps(self):
        self.make_plan(self.nora, self.nils, rate=10)
        orders = self.order_of(self.nora, 100) | self.order_of(self.nils, 300)
        invoice = orders._create_invoices()
        invoice.invoice_date = "2026-06-10"
        invoice.action_post()
        self.assertEqual(len(invoice), 1)
        self.run_commissions()

        self.assertEqual((self.amounts(self.nora), self.amounts(self.nils)), ([10], [30]))

    def test_a_line_of_two_orders_is_split_by_quantity(self):
        self.make_plan(self.nora, self.nils, rate=10)
        orders = self.order_of(self.nora, 100, 1) | self.order_of(self.nils, 100, 3)
        self.invoice(
            {
                "product_id": self.product.id,
                "price_unit": 100,
                "quantity": 4,
                "sale_line_ids": [Command.set(orders.order_line.ids)],
            },
            day="2026-06-10",
            rep=self.sara,
        )
        self.run_commissions()

        self.assertEqual((self.amounts(self.nora), self.amounts(self.nils)), ([10], [30]))

    def test_the_split_of_an_order_shares_its_invoice_and_a_refund_by_hand(self):
        self.make_plan(self.nora, self.nils, rate=10)
        order = self.order_of(self.nora, 1000)
        self.split(order, (self.nils, 100))
        invoice = order._create_invoices()
        invoice.invoice_date = "2026-06-10"
        invoice.action_post()
        self.refund(invoice, 400, day="2026-06-11")
        self.run_commissions()

        self.assertEqual((self.amounts(self.nora), self.amounts(self.nils)), ([], [100, -40]))

    def test_whoever_takes_part_later_is_paid_from_that_day(self):
        plan = self.make_plan(rate=10)
        self.invoice(100, day="2026-03-10")
        self.invoice(200, day="2026-04-10")
        self.assertEqual(self.run_commissions(), 0)

        self.take_part(plan, self.nora, date_from="2026-04-01")
        self.run_commissions()

        self.assertEqual(self.amounts(), [20])

    def test_deposits_are_not_paid_twice(self):
        self.make_plan(self.nora, rate=10)
        deposit = {"product_id": False, "name": "Deposit", "is_downpayment": True}
        self.invoice(deposit | {"price_unit": 300}, day="2026-03-10")
        self.invoice(1000, deposit | {"price_unit": -300}, day="2026-04-10")
        self.run_commissions()

        self.assertEqual(self.dated(), [("2026-04-10", "2026-04", 100)])


@tagged("post_install", "-at_install")
class TestLedgerOverride(LedgerCase):
    """What a leader is paid for the team."""

    def test_half_a_percent_of_the_team_once_even_if_two_share_a_line(self):
        plan = self.make_plan(
            rate=0.5,
        )
        self.take_part(plan, self.lea, role="override", team_id=self.north.id)
        self.invoice(40000, day="2026-03-10", rep=self.nora)
        shared = self.invoice(22500, day="2026-03-11", rep=self.nora)
        self.env["crm.commission.split"].create(
            [
                {"move_id": shared.id, "payee_id": user.partner_id.id, "percent": 50}
                for user in self.make_known(self.nora, self.nils)
            ]
        )
        self.invoice(99999, day="2026-03-10", rep=self.sara)
        self.run_commissions()

        self.assertEqual(sorted(self.amounts(self.lea)), [112.5, 200])
        self.assertEqual(set(self.entries(self.lea).mapped("kind")), {"override"})
        self.assert_sum(312.5, self.lea)

    def make_known(self, *users):
        """They take part in another plan, so that they can be given shares."""
        self.make_plan(*users, name="Others", rate=1)
        return users

    def test_the_leaders_own_sales_count_unless_they_are_left_out(self):
        for exclude_own, paid in ((False, [50, 30]), (True, [50])):
            plan = self.make_plan(name=f"Leaders {exclude_own}", rate=0.5)
            self.take_part(
                plan, self.lea, role="override", team_id=self.north.id, exclude_own=exclude_own
            )
            self.invoice(10000, day="2026-03-10", rep=self.nora)
            self.invoice(6000, day="2026-03-11", rep=self.lea)
            self.run_commissions()
            with self.subTest(exclude_own=exclude_own):
                self.assertEqual(self.amounts(self.lea, plan_id=plan.id)[: len(paid)], paid)
            plan.action_retire()

    def test_a_specialist_is_paid_besides_the_seller(self):
        plan = self.make_plan(self.nora, rate=10)
        self.take_part(plan, self.nils, role="overlay", share=20)
        self.invoice(1000, day="2026-03-10", rep=self.nora)
        self.run_commissions()

        self.assertEqual((self.amounts(self.nora), self.amounts(self.nils)), ([100], [20]))

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .common_commissions import LedgerCase


@tagged("post_install", "-at_install")
class TestLedgerCollected(LedgerCase):
    """7 % of what the customer's money has paid: 70.00 for 1,210.00 with VAT."""

    def make_collected(self, **values):
        return self.make_plan(self.nora, **{"trigger": "collected", "rate": 7} | values)

    def test_three_payments_pay_their_parts_and_the_whole_together(self):
        self.make_collected()
        sale = self.invoice(1000, day="2026-01-10")
        self.assertEqual(self.run_commissions(), 0)

        for day, amount in (("2026-01-20", 403.33), ("2026-02-20", 403.33), ("2026-03-20", 403.34)):
            self.pay(sale, amount, day)
            self.run_commissions()

        self.assertEqual(self.amounts(), [23.333141, 23.33314, 23.333719])
        self.assertEqual(self.total(), 70)

    def test_each_payment_is_dated_by_its_cash(self):
        self.make_collected()
        sale = self.invoice(1000, day="2026-01-10")

        for day, amount in (("2026-01-20", 400), ("2026-02-10", 500), ("2026-04-05", 310)):
            self.pay(sale, amount, day)
        self.run_commissions()

        self.assertEqual(
            self.dated(),
            [
                ("2026-01-20", "2026-01", 23.14),
                ("2026-02-10", "2026-02", 28.93),
                ("2026-04-05", "2026-04", 17.93),
            ],
        )
        self.assert_sum(70)

    def test_a_receipt_that_comes_back_after_its_month_was_closed(self):
        self.make_collected()
        sale = self.invoice(1000, day="2026-01-10")
        self.pay(sale, 400, "2026-01-20")
        receipt = self.pay(sale, 500, "2026-04-10")
        self.run_commissions()
        self.close_until("2026-04-30")

        receipt.move_id.line_ids.remove_move_reconcile()
        self.run_commissions()
        self.match(sale, receipt.move_id)
        self.run_commissions()

        self.assertEqual(
            self.dated()[1:],
            [
                ("2026-04-10", "2026-04", 28.93),
                ("2026-06-15", "2026-05", -28.93),
                ("2026-04-10", "2026-05", 28.93),
            ],
        )

    def test_a_receipt_that_comes_back_and_is_paid_again_in_june(self):
        self.make_collected()
        sale = self.invoice(1000, day="2026-01-10")
        receipt = self.pay(sale, 500, "2026-04-10")
        self.run_commissions()
        self.close_until("2026-04-30")

        receipt.action_draft()
        receipt.action_cancel()
        self.run_commissions()
        self.pay(sale, 500, "2026-06-12")
        self.run_commissions()

        self.assertEqual(
            self.dated(),
            [
                ("2026-04-10", "2026-04", 28.93),
                ("2026-06-15", "2026-05", -28.93),
                ("2026-06-12", "2026-06", 28.93),
            ],
        )

    def test_a_payment_that_is_a_draft_again_pays_nothing_though_it_is_still_matched(self):
        self.make_collected()
        sale = self.invoice(1000, day="2026-01-10")
        payment = self.pay(sale, 1210, "2026-02-10")
        self.run_commissions()

        payment.action_draft()

        self.assertEqual(sale.amount_residual, 0, "core leaves it matched")
        self.run_commissions()
        self.assert_sum(0)
        payment.action_post()
        self.run_commissions()
        self.assert_sum(70)

    def test_a_refund_used_against_another_invoice_is_not_cash(self):
        self.make_collected()
        first = self.invoice(1000, day="2026-01-10")
        self.pay(first, 1210, "2026-01-20")
        refund = self.refund(first, 300, day="2026-02-01")
        self.run_commissions()
        self.assert_sum(70)

        second = self.invoice(1000, day="2026-03-01")
        self.match(second, refund)
        self.pay(second, 847, "2026-03-15")
        self.run_commissions()

        self.assertEqual(self.dated()[1:], [("2026-03-15", "2026-03", 49)])
        self.assert_sum(119)

    def test_a_refund_paid_back_in_cash_takes_back_its_part_on_that_day(self):
        self.make_collected()
        sale = self.invoice(1000, day="2026-01-10")
        self.pay(sale, 1210, "2026-01-20")
        refund = self.refund(sale, 300, day="2026-02-01")

        self.pay(refund, 363, "2026-03-10")
        self.run_commissions()

        self.assertEqual(
            self.dated(), [("2026-01-20", "2026-01", 70), ("2026-03-10", "2026-03", -21)]
        )

    def test_what_is_written_off_was_not_paid(self):
        self.make_collected()
        sale = self.invoice(1000, day="2026-01-10")
        expense = self.env["account.account"].search(
            [("account_type", "=", "expense"), ("company_ids", "in", self.company.ids)], limit=1
        )
        self.pay(
            sale,
            605,
            "2026-02-10",
            payment_difference_handling="open",
        )
        loss = self.env["account.move"].create(
            {
                "date": "2026-03-01",
                "line_ids": [
                    Command.create({"account_id": expense.id, "debit": 605}),
                    Command.create(
                        {
                            "account_id": self.receivable(sale).account_id.id,
                            "partner_id": self.customer.id,
                            "credit": 605,
                        }
                    ),
                ],
            }
        )
        loss.action_post()
        self.match(sale, loss)
        self.run_commissions()

        self.assertEqual(sale.amount_residual, 0)
        self.assertEqual(self.dated(), [("2026-02-10", "2026-02", 35)])

    def test_an_invoice_of_nothing_after_a_deposit_of_all_is_paid_when_posted(self):
        self.make_collected()

        self.invoice(
            1000,
            {"price_unit": -1000, "is_downpayment": True, "product_id": False, "name": "Deposit"},
            day="2026-03-10",
        )
        self.run_commissions()

        self.assertEqual(self.dated(), [("2026-03-10", "2026-03", 70)])

    def test_cleared_waits_for_the_bank(self):
        self.make_collected(cash_mode="cleared")
        self.bank.inbound_payment_method_line_ids.payment_account_id = self.env[
            "account.account"
        ].create(
            {
                "name": "Receipts on their way",
                "code": "TSTW",
                "account_type": "asset_current",
                "reconcile": True,
                "company_ids": [Command.set(self.company.ids)],
            }
        )
        sale = self.invoice(1000, day="2026-01-10")
        payment = self.pay(sale, 1210, "2026-02-10")
        self.assertFalse(payment.is_matched)
        self.assertEqual(self.run_commissions(), 0)

        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": "2026-04-02",
                "payment_ref": "Receipts",
                "amount": 1210,
                "partner_id": self.customer.id,
            }
        )
        _liquidity, suspense, _other = line._seek_for_lines()
        waiting = payment.move_id.line_ids.filtered(lambda each: each.account_id.code == "TSTW")
        suspense.account_id = waiting.account_id
        (suspense | waiting).reconcile()
        self.assertTrue(payment.is_matched)
        self.run_commissions()

        self.assertEqual(self.dated(), [("2026-04-02", "2026-04", 70)])

    def test_a_bank_line_that_is_matched_with_the_invoice_itself_pays_it(self):
        self.make_collected()
        sale = self.invoice(1000, day="2026-01-10")
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": "2026-04-02",
                "payment_ref": "Transfer",
                "amount": 605,
                "partner_id": self.customer.id,
            }
        )
        _liquidity, suspense, _other = line._seek_for_lines()
        suspense.account_id = self.receivable(sale).account_id
        (suspense | self.receivable(sale)).reconcile()
        self.run_commissions()

        self.assertEqual(self.dated(), [("2026-04-02", "2026-04", 35)])

    def test_a_discount_for_paying_early_is_taken_off_where_the_plan_says_so(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "2 % in 10 days",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "early_pay_discount_computation": "included",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 100, "nb_days": 30})
                ],
            }
        )
        for policy in ("gross", "net"):
            self.make_collected(name=policy, epd_policy=policy)
        sale = self.invoice(1000, day="2026-03-01", invoice_payment_term_id=term.id)
        self.pay(sale, 1185.80, "2026-03-05")
        self.assertEqual(sale.amount_residual, 0)
        self.run_commissions()

        self.assertEqual(
            {entry.plan_id.name: round(entry.amount, 2) for entry in self.entries()},
            {"gross": 70, "net": 68.6},
        )


@tagged("post_install", "-at_install")
class TestLedgerUnpaid(LedgerCase):
    """Paid on invoices, and lost while they are not paid 90 days after their day."""

    TODAY = "2026-04-20"

    def test_what_is_open_after_90_days_is_taken_back_until_it_is_paid(self):
        self.make_plan(self.nora, rate=7, unpaid_policy="after_days", unpaid_days=90)
        sale = self.invoice(1000, day="2026-01-10")  # the limit is April 10
        self.pay(sale, 850, "2026-03-01")
        self.run_commissions()
        self.assertEqual(
            self.dated(), [("2026-01-10", "2026-01", 70), ("2026-04-10", "2026-04", -20.83)]
        )

        self.pay(sale, 360, "2026-05-10")
        self.run_commissions()

        self.assertEqual(self.dated()[2:], [("2026-05-10", "2026-05", 20.83)])
        self.assert_sum(70)

    def test_a_refund_settles_as_well_and_takes_back_its_own_part_alone(self):
        self.make_plan(self.nora, rate=7, unpaid_policy="after_days", unpaid_days=90)
        sale = self.invoice(1000, day="2026-01-10")
        self.run_commissions()
        self.assertEqual(self.amounts(), [70, -70])

        self.refund(sale, 1000, day="2026-04-15")
        self.assertEqual(sale.amount_residual, 0, "core matches it by itself")
        self.run_commissions()

        self.assertEqual(sorted(self.amounts()[2:]), [-70, 70])
        self.assert_sum(0)

    def test_every_night_what_has_got_too_late_is_found(self):
        self.make_plan(self.nora, rate=7, unpaid_policy="after_days", unpaid_days=90)
        with freeze_time("2026-02-01 12:00:00"):
            self.invoice(1000, day="2026-01-10")
            self.run_commissions()
        self.assertEqual(self.engine._run(self.company), 0)

        self.assertEqual(self.engine._sweep(self.company), 1)

        self.assertEqual(self.dated()[1:], [("2026-04-10", "2026-04", -70)])

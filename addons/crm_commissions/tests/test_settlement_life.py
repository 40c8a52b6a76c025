from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_settlement import SettlementCase


@tagged("post_install", "-at_install")
class TestSettlementLife(SettlementCase):
    """What becomes of a bill in the accounts, the statement follows; its entries stay."""

    def setUp(self):
        super().setUp()
        self.before = len(self.entries())

    def tearDown(self):
        self.assertEqual(len(self.entries()), self.before, "the ledger was touched")
        super().tearDown()

    def _assert_waits(self):
        """Approved, with nothing of it in the accounts, and it can be settled again."""
        self.env.flush_all()
        self.assertEqual((self.agent.state, self.linked_sum(self.agent)), ("approved", 0))
        again = self.settle(self.agent)
        again.with_user(self.ana).action_post()
        self.assertEqual((self.agent.state, self.linked_sum(self.agent)), ("settled", 1875.00))

    def test_a_draft_that_is_deleted(self):
        self.approve(self.agent)
        self.settle(self.agent).with_user(self.ana).unlink()
        self._assert_waits()

    def test_a_draft_whose_settlement_is_cancelled(self):
        self.approve(self.agent)
        bill = self.settle(self.agent)
        self.agent.with_user(self.ana).action_cancel_settlement()
        self.assertFalse(bill.exists())
        self._assert_waits()

    def test_a_bill_that_is_cancelled(self):
        self.settled_bill().with_user(self.ana).button_cancel()
        self._assert_waits()

    def test_a_bill_that_is_reversed_by_the_wizard(self):
        bill = self.settled_bill()
        refund = self.reverse(bill)
        refund.action_post()
        self.assertEqual(refund.invoice_line_ids.commission_statement_id, self.agent)
        self._assert_waits()

    def test_a_bill_that_is_reversed_and_matched(self):
        self._reverse_at_once(self.settled_bill())
        self._assert_waits()

    def _reverse_at_once(self, bill):
        return bill._reverse_moves([{"invoice_date": self.TODAY}], cancel=True)

    def test_a_bill_is_reversed_whole_or_not_at_all(self):
        bill = self.settled_bill()
        refund = self.reverse(bill)
        self.edit_price(refund, 500)
        with self.refused("it is taken back whole or not at all"):
            refund.action_post()
        self.assertEqual(self.agent.state, "settled")

    def test_a_bill_that_is_a_draft_again_is_still_the_settlement(self):
        bill = self.settled_bill()
        bill.with_user(self.ana).button_draft()
        self.assertEqual((self.agent.state, self.linked_sum(self.agent)), ("settled", 0))
        self.edit_price(bill, 1880)
        with self.refused("5.00 off"):
            bill.with_user(self.ana).action_post()

    def test_a_posted_bill_is_not_cancelled_from_the_statement(self):
        bill = self.settled_bill()
        with self.refused(f"{bill.name} is posted: cancel or reverse it"):
            self.agent.with_user(self.ana).action_cancel_settlement()

    def test_a_cancelled_bill_does_not_come_back_beside_another(self):
        first = self.settled_bill()
        first.with_user(self.ana).button_cancel()
        second = self.settle(self.agent)
        with self.refused("Nora · March 2026 was settled again by Draft Bill"):
            first.with_user(self.ana).button_draft()
        second.with_user(self.ana).unlink()
        first.with_user(self.ana).button_draft()
        self.assertEqual(self.agent.settlement_ids.filtered("is_live").move_id, first)

    def test_a_reversal_is_not_cancelled_beside_another_bill(self):
        bill = self.settled_bill()
        refund = self._reverse_at_once(bill)
        self.settle(self.agent)
        with self.refused("was settled again"):
            refund.button_draft()

    def test_a_settled_statement_does_not_go_back(self):
        bill = self.settled_bill()
        with self.refused("is at “Settled”"):
            self.agent.with_user(self.max).action_back_to_draft()
        bill.with_user(self.ana).button_cancel()
        self.agent.with_user(self.max).action_back_to_draft()
        self.assertEqual(self.agent.state, "draft")

    # -- paid ------------------------------------------------------------------------------------

    def test_paid_when_the_bill_is_paid(self):
        bill = self.settled_bill()
        self.pay_bill(bill)
        self.assertEqual(self.agent.state, "paid")

    def test_paid_in_part_is_not_paid(self):
        bill = self.settled_bill()
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=bill.ids)
            .create({"journal_id": self.bank.id, "amount": 1000})
        )
        wizard._create_payments()
        self.assertEqual(self.agent.state, "settled")

    def test_paid_no_more_when_the_payment_is_undone(self):
        bill = self.settled_bill()
        self.pay_bill(bill)
        bill.line_ids.remove_move_reconcile()
        self.assertEqual(self.agent.state, "settled")

    def test_a_payment_that_is_a_draft_pays_nothing(self):
        """Partials survive a payment that is set back to draft: it is not paid all the same."""
        bill = self.settled_bill()
        payment = self.pay_bill(bill)
        payment.move_id.button_draft()
        self.assertTrue(bill.line_ids.matched_debit_ids)
        self.assertEqual(self.agent.state, "settled")
        payment.move_id.action_post()
        self.assertEqual(self.agent.state, "paid")

    def test_a_paid_bill_that_is_cancelled_is_neither(self):
        bill = self.settled_bill()
        self.pay_bill(bill)
        bill.with_user(self.ana).button_cancel()
        self._assert_waits()

    def test_the_history_is_kept(self):
        self.settled_bill().with_user(self.ana).button_cancel()
        self.settle(self.agent)
        self.assertEqual(self.agent.settlement_ids.mapped("status"), ["draft", "ended"])
        with self.refused("is kept"):
            self.agent.settlement_ids[1].sudo().unlink()

    # -- the database ----------------------------------------------------------------------------

    def test_the_database_settles_once_at_a_time(self):
        self.approve(self.agent)
        self.settle(self.agent)
        with (
            self.assertRaisesRegex(UniqueViolation, "crm_commission_settlement_once"),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.env["crm.commission.settlement"]._by_flow().create(
                {"statement_id": self.agent.id, "kind": "nothing"}
            )

    def test_of_invoices_of_customers_nothing_is_asked(self):
        """Posting, paying, giving back and cancelling what is sold costs no query more."""
        Settlement = type(self.env["crm.commission.settlement"])
        with patch.object(Settlement, "search", autospec=True) as search:
            invoice = self.invoice(100, day="2026-06-01")
            self.pay(invoice, 121, "2026-06-02")
            self.unmatch(invoice)
            self.refund(invoice, 100, "2026-06-03")
            invoice.button_cancel()
        asked = [call.args[1] for call in search.call_args_list]
        self.assertFalse([domain for domain in asked if invoice.id in domain[0][2]])

    def test_other_bills_are_not_looked_at(self):
        """A bill of somebody else is posted, paid and cancelled as ever."""
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.customer.id,
                "invoice_date": self.TODAY,
                "invoice_line_ids": [Command.create({"name": "x", "price_unit": 10})],
            }
        )
        bill.action_post()
        self.pay_bill(bill)
        self.assertEqual(bill.payment_state, "paid")
        bill.button_cancel()
        self.assertFalse(bill.commission_settlement_id)

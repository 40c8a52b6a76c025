from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_settlement import SettlementCase


@tagged("post_install", "-at_install")
class TestSettlementBill(SettlementCase):
    """Agents from outside: we write their bill."""

    def test_an_approved_statement_becomes_a_draft_bill(self):
        """A2: 1,875.00 and 21 %, in the journal of self-billing, with the agent's numbers."""
        self.approve(self.agent)
        bill = self.settle(self.agent)
        self.assertEqual((bill.move_type, bill.state), ("in_invoice", "draft"))
        self.assertEqual(bill.journal_id, self.company.commission_bill_journal_id)
        self.assertEqual(bill.partner_id, self.nora.partner_id)
        self.assertEqual((bill.amount_untaxed, bill.amount_tax), (1875.00, 393.75))
        [line] = bill.invoice_line_ids
        self.assertEqual(line.commission_statement_id, self.agent)
        self.assertEqual(line.name, "Commissions of March 2026: Reps")
        self.assertEqual(line.account_id.code, "623001")
        self.assertEqual(self.agent.state, "settled")
        self.assertEqual(self.agent.move_ids, bill)

    def test_pressed_twice_it_is_one_bill(self):
        self.approve(self.agent)
        first = self.settle(self.agent)
        self.assertEqual(self.settle(self.agent), first)
        self.assertEqual(len(self.agent.settlement_ids), 1)

    def test_a_line_a_plan_and_they_add_up(self):
        """1,880.00 and twice 208.6458 are 2,297.29: of two equal lines one has the cent more."""
        for number in range(2):
            plan = self.make_plan(name=f"More {number}", rate=0.3333)
            self.take_part(plan, self.nora, payee_type="external")
        self.invoice(100, day="2026-03-25")
        self.run_commissions()
        self.assertEqual(self.agent.amount_payable, 2297.29)
        self.approve(self.agent)
        bill = self.settle(self.agent)
        self.assertEqual(
            sorted(bill.invoice_line_ids.mapped("price_unit")), [208.64, 208.65, 1880.00]
        )
        bill.with_user(self.ana).action_post()
        self.assertEqual(self.linked_sum(self.agent), 2297.29)

    def test_what_is_carried_has_a_line_of_its_own(self):
        """700.00 less of March, and 1,250.00 of May: 550.00 in two lines."""
        self.close(self._months("2026-01-01", "2026-03-31"))
        self.refund(self.invoices[0], 15000, "2026-04-10")
        self.invoice(50000, day="2026-05-05")
        self.run_commissions()
        for day in ("2026-04-01", "2026-05-01"):
            self.approve(self.statement(day))
        bill = self.settle(self.statement("2026-05-01"))
        self.assertEqual(bill.invoice_line_ids.mapped("price_unit"), [1250.00, -700.00])
        self.assertEqual(bill.amount_untaxed, 550.00)

    def _months(self, first, last):
        return self.env["crm.commission.period"]._ensure_periods(
            self.company, date.fromisoformat(first), date.fromisoformat(last)
        )

    def test_nothing_to_pay_is_settled_without_a_bill(self):
        """Given 700.00 below zero that are carried, then April is done with: nothing is paid."""
        self.close(self._months("2026-01-01", "2026-03-31"))
        self.refund(self.invoices[0], 15000, "2026-04-10")
        self.run_commissions()
        april = self.statement("2026-04-01")
        self.approve(april)
        self.assertFalse(self.settle(april))
        self.assertEqual((april.state, april.settlement_ids.kind), ("paid", "nothing"))
        april.with_user(self.ana).action_cancel_settlement()
        self.assertEqual(april.state, "approved")

    def test_what_is_paid_back_is_a_refund(self):
        """Given a plan that has it paid back, then 700.00 below zero are a refund of 700.00."""
        plan = self.make_plan(name="Paid back", rate=5, negative_policy="refund")
        self.take_part(plan, self.sara, payee_type="external")
        sale = self.invoice(14000, day="2026-02-10", rep=self.sara)
        self.run_commissions()
        self.close(self._months("2026-01-01", "2026-02-28"))
        self.refund(sale, 14000, "2026-03-10")
        self.run_commissions()
        statement = self.statement("2026-03-01", self.sara)
        self.assertEqual(statement.amount_payable, -700.00)
        self.approve(statement)
        refund = self.settle(statement)
        self.assertEqual((refund.move_type, refund.amount_untaxed), ("in_refund", 700.00))
        refund.with_user(self.ana).action_post()
        self.assertEqual(self.linked_sum(statement), -700.00)

    # -- what is posted is what the statement says -----------------------------------------------

    def test_a_bill_of_another_sum_is_not_posted(self):
        """A16: 1,880.00 instead of 1,875.00."""
        self.approve(self.agent)
        bill = self.settle(self.agent)
        self.edit_price(bill, 1880)
        with self.refused("says .*1,880.00 without taxes, .*5.00 off the .*1,875.00 to pay"):
            bill.with_user(self.ana).action_post()
        self.edit_price(bill, 1875)
        bill.with_user(self.ana).action_post()
        self.assertEqual(bill.state, "posted")

    def test_neither_with_another_quantity_nor_with_a_line_more_or_less(self):
        self.approve(self.agent)
        bill = self.settle(self.agent)
        line = bill.invoice_line_ids
        more = {"name": "Lunch", "price_unit": 12, "quantity": 1}
        for change in (
            Command.update(line.id, {"quantity": 2}),
            Command.update(line.id, {"discount": 10}),
            Command.create(more),
            Command.delete(line.id),
        ):
            with self.subTest(change=change), self.refused("is not posted: it says"):
                bill.write({"invoice_line_ids": [change]})
                bill.with_user(self.ana).action_post()

    def test_a_line_of_the_same_sum_without_the_link_is_not_posted(self):
        self.approve(self.agent)
        bill = self.settle(self.agent)
        line = {"name": "Something", "price_unit": 1875, "quantity": 1}
        bill.write(
            {
                "invoice_line_ids": [
                    Command.delete(bill.invoice_line_ids.id),
                    Command.create(line),
                ]
            }
        )
        with self.refused("says .*0.00 without taxes"):
            bill.with_user(self.ana).action_post()

    def test_an_account_that_is_no_expense_is_not_posted(self):
        self.approve(self.agent)
        bill = self.settle(self.agent)
        bill.invoice_line_ids.account_id = self.company.commission_accrual_account_id
        with self.refused("Bills to come is no account of expenses"):
            bill.with_user(self.ana).action_post()

    def test_a_bill_of_somebody_else_is_not_posted(self):
        self.approve(self.agent)
        bill = self.settle(self.agent)
        bill.partner_id = self.customer
        with self.refused("it is for Hotel Ría, and Nora is to be paid"):
            bill.with_user(self.ana).action_post()

    def test_nobody_links_a_bill_by_hand(self):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.nora.partner_id.id,
                "invoice_line_ids": [Command.create({"name": "x", "price_unit": 1})],
            }
        )
        with self.refused("by settling these alone"):
            bill.invoice_line_ids.commission_statement_id = self.agent
        with self.refused("settled by their buttons"):
            self.env["crm.commission.settlement"].create(
                {"statement_id": self.agent.id, "kind": "nothing"}
            )

    def test_a_copy_of_the_bill_settles_nothing(self):
        copy = self.settled_bill().copy()
        self.assertFalse(copy.line_ids.commission_statement_id)
        self.assertFalse(copy.commission_settlement_id)

    # -- who and when ----------------------------------------------------------------------------

    def test_nobody_settles_his_own(self):
        plan = self.make_plan(name="Ana sells too", rate=5)
        self.take_part(plan, self.ana)
        self.invoice(100, day="2026-03-26", rep=self.ana)
        self.run_commissions()
        own = self.statement("2026-03-01", self.ana)
        self.period("2026-03-01").action_calculate()
        own.with_user(self.max).action_send()
        own.with_user(self.max).action_approve()
        with self.assertRaises(AccessError):
            own.with_user(self.ana).action_settle()
        self.assertFalse(own.with_user(self.ana).can_settle)

    def test_what_is_not_approved_is_not_settled(self):
        with self.refused("Nora · March 2026 is at “Draft”: it has to be approved first"):
            self.agent.with_user(self.ana).action_settle()

    def test_what_is_missing_is_said_with_where_to_choose_it(self):
        self.company.commission_bill_journal_id = False
        self.approve(self.agent)
        with self.refused(
            "Distribuciones Pilar there is missing: Journal of self-billing. Choose it: .*Settings"
        ):
            self.agent.with_user(self.ana).action_settle()

    def test_without_the_right_to_bills_it_says_so(self):
        eva = self.make_user("eva", "crm_commissions.group_commission_accountant")
        self.approve(self.agent)
        with self.refused("You may not write bills and entries"):
            self.agent.with_user(eva).action_settle()

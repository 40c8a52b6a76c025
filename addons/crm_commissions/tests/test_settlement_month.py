from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from .common_settlement import SettlementCase


@tagged("post_install", "-at_install")
class TestSettlementMonth(SettlementCase):
    """A whole month is settled by one button, which says what it did and what not, and why."""

    def _settle_month(self, user=None):
        return self.period("2026-03-01").with_user(user or self.ana).action_settle()["params"]

    def test_all_that_is_approved_is_settled(self):
        self.approve(self.agent | self.employee)
        notice = self._settle_month()
        self.assertEqual(notice["title"], "Settled: 2 of 2")
        self.assertRegex(notice["message"], "Bills: 1. Entries: 1. They are drafts")
        self.assertEqual((self.agent | self.employee).mapped("state"), ["settled", "settled"])

    def test_again_it_does_nothing(self):
        self.approve(self.agent | self.employee)
        self._settle_month()
        moves = (self.agent | self.employee).move_ids
        notice = self._settle_month()
        self.assertEqual(notice["message"], "There was nothing to settle.")
        self.assertEqual((self.agent | self.employee).move_ids, moves)

    def test_what_cannot_be_settled_is_left_and_said(self):
        """Given no account of salaries, then the agent is settled and the employee is not."""
        self.company.commission_salary_account_id = False
        self.approve(self.agent | self.employee)
        notice = self._settle_month()
        self.assertEqual((notice["type"], notice["title"]), ("warning", "Settled: 1 of 2"))
        self.assertRegex(notice["message"], "there is missing: Salaries. Choose it: Pilares")
        self.assertEqual((self.agent.state, self.employee.state), ("settled", "approved"))

    def test_what_is_disputed_goes_to_the_next_month_first(self):
        self.approve(self.agent)
        with patch.object(type(self.agent), "_split_disputed", autospec=True) as split:
            self._settle_month()
        split.assert_called_once_with(self.agent)

    def test_what_is_not_approved_is_not_touched(self):
        self.approve(self.agent)
        self._settle_month()
        self.assertEqual((self.agent.state, self.employee.state), ("settled", "draft"))

    def test_the_own_one_is_left_to_somebody_else(self):
        self.take_part(self.flat, self.ana)
        self.invoice(100, day="2026-03-26", rep=self.ana)
        self.run_commissions()
        own = self.statement("2026-03-01", self.ana)
        self.approve(self.agent)
        own.with_user(self.max).action_send()
        own.with_user(self.max).action_approve()
        notice = self._settle_month()
        self.assertRegex(notice["message"], "Ana · March 2026 is your own: somebody else")
        self.assertEqual((self.agent.state, own.state), ("settled", "approved"))

    def test_how_far_the_month_is(self):
        march = self.period("2026-03-01")
        self.approve(self.agent)
        self.assertEqual((march.to_settle_count, march.settled_percent), (1, 0))
        self._settle_month()
        self.assertEqual((march.to_settle_count, march.settled_percent), (0, 50))

    def test_looking_whether_it_can_be_settled_reads_as_often_for_many(self):
        few = self._count_looking(self.agent)
        self.assertLessEqual(self._count_looking(self._many()), few)

    def _count_looking(self, statements):
        statements = statements.with_user(self.ana)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        statements._take_to_settle().mapped(lambda statement: statement._find_settle_problem())
        return self.cr.sql_log_count - before

    def _many(self):
        """Thirty agents more, each paid for what Nora sells, all approved."""
        partners = self.env["res.partner"].create([{"name": f"Agent {n}"} for n in range(30)])
        for partner in partners:
            self.env["crm.commission.participant"].create(
                {
                    "plan_id": self.flat.id,
                    "payee_id": partner.id,
                    "payee_type": "external",
                    "role": "overlay",
                    "date_from": "2026-01-01",
                }
            )
        self.run_commissions()
        statements = self.env["crm.commission.statement"].search(
            [("payee_id", "in", partners.ids), ("date_from", "=", "2026-03-01")]
        )
        self.assertEqual(len(statements), 30)
        return statements

    def test_a_selection_is_settled_from_the_list(self):
        both = self.agent | self.employee
        self.approve(both)
        notice = both.with_user(self.ana).action_settle_all()
        self.assertEqual(notice["params"]["title"], "Settled: 2 of 2")

    def test_what_is_due_is_found(self):
        """An agent's March is due by 30 April: it is June, and it was not paid."""
        Statement = self.env["crm.commission.statement"]
        self.assertEqual(str(self.agent.due_date), "2026-04-30")
        domain = [("state", "not in", ("paid", "cancelled")), ("due_date", "<", "today")]
        found = Statement.search([("company_id", "=", self.company.id), *domain])
        self.assertEqual(found, self.agent)


@tagged("post_install", "-at_install")
class TestSettlementMatch(SettlementCase):
    """An agent who sends his own bill."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.participant_ids.settlement_type = "vendor_bill"
        cls.engine._run(cls.company)

    def _sent(self, price=1875, **values):
        return self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.nora.partner_id.id,
                "invoice_date": self.TODAY,
                "currency_id": self.company.currency_id.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Comisiones de marzo",
                            "price_unit": price,
                            "account_id": self.company.commission_bill_account_id.id,
                        }
                    )
                ],
                **values,
            }
        )

    def _wizard(self, **values):
        action = self.agent.with_user(self.ana).action_match()
        return (
            self.env["crm.commission.match.wizard"]
            .with_user(self.ana)
            .with_context(**action["context"])
            .create(values)
        )

    def test_it_waits_for_the_bill(self):
        self.approve(self.agent)
        with self.refused("waits for the bill of the agent: match it when it is there"):
            self.settle(self.agent)

    def test_a_bill_of_what_was_approved_settles_it(self):
        self.approve(self.agent)
        bill = self._sent()
        wizard = self._wizard()
        self.assertEqual(wizard.allowed_move_ids, bill)
        wizard.move_id = bill
        self.assertEqual((wizard.amount_untaxed, wizard.difference), (1875.00, 0))
        wizard.action_match()
        self.assertEqual(self.agent.state, "settled")
        bill.with_user(self.ana).action_post()
        self.assertEqual(self.linked_sum(self.agent), 1875.00)
        self.pay_bill(bill)
        self.assertEqual(self.agent.state, "paid")

    def test_a_cent_more_is_refused_with_the_difference(self):
        self.approve(self.agent)
        wizard = self._wizard(move_id=self._sent(1875.01).id)
        self.assertEqual(wizard.difference, 0.01)
        with self.refused("1,875.01 without taxes .*1,875.00 are to be paid: .*is .*0.01. Ask"):
            wizard.action_match()
        self.assertEqual(self.agent.state, "approved")

    def test_a_bill_of_somebody_else_is_refused(self):
        self.approve(self.agent)
        other = self._sent(partner_id=self.customer.id)
        self.assertFalse(self._wizard().allowed_move_ids)
        with self.refused("is not a bill of Nora"):
            self._wizard(move_id=other.id).action_match()

    def test_a_bill_in_another_currency_is_refused(self):
        self.approve(self.agent)
        other = self.env.ref("base.GBP")
        other.active = True
        with self.refused("is in GBP and the statement in"):
            self._wizard(move_id=self._sent(currency_id=other.id).id).action_match()

    def test_a_posted_bill_is_refused(self):
        self.approve(self.agent)
        bill = self._sent()
        bill.action_post()
        with self.refused("is not a draft of a bill"):
            self._wizard(move_id=bill.id).action_match()

    def test_a_bill_settles_one_statement(self):
        self.approve(self.agent)
        bill = self._sent()
        self._wizard(move_id=bill.id).action_match()
        with self.refused("Nora · March 2026 is settled already"):
            self._wizard(move_id=bill.id).action_match()

    def test_after_matching_it_is_not_changed(self):
        self.approve(self.agent)
        bill = self._sent()
        self._wizard(move_id=bill.id).action_match()
        self.edit_price(bill, 1880)
        with self.refused("5.00 off the .*1,875.00 to pay"):
            bill.with_user(self.ana).action_post()

    def test_the_agents_bill_stays_when_the_match_is_undone(self):
        self.approve(self.agent)
        bill = self._sent()
        self._wizard(move_id=bill.id).action_match()
        self.agent.with_user(self.ana).action_cancel_settlement()
        self.assertEqual((self.agent.state, bill.state), ("approved", "draft"))
        self.assertFalse(bill.invoice_line_ids.commission_statement_id)
        self.assertFalse(bill.commission_settlement_id)
        self._wizard(move_id=bill.id).action_match()
        self.assertEqual(self.agent.state, "settled")

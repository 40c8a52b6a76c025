from odoo.tests import tagged

from .common_settlement import SettlementCase


@tagged("post_install", "-at_install")
class TestSettlementAccrual(SettlementCase):
    """What agents have earned in a closed month is its expense, billed or not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.commission_accrual = True
        cls.accounts = ("623001", "400901")

    def _accrued(self):
        """Balances of all posted items on the two accounts, without the bills."""
        lines = self.env["account.move.line"].search(
            [("company_id", "=", self.company.id), ("parent_state", "=", "posted")]
        )
        found = dict.fromkeys(self.accounts, 0)
        for line in lines.filtered(lambda line: line.move_id.move_type == "entry"):
            code = line.account_id.code
            if code in found:
                found[code] = round(found[code] + line.balance, 2)
        return found

    def test_what_is_approved_and_not_billed_is_accrued(self):
        """Dr 623 and Cr 4009 of 1,875.00 on the last of March; the employee has none."""
        self.close_march()
        accrual = self.agent.accrual_move_id
        self.assertEqual(self.balances(accrual), {"623001": 1875.00, "400901": -1875.00})
        self.assertEqual((str(accrual.date), accrual.state), ("2026-03-31", "posted"))
        self.assertFalse(self.employee.accrual_move_id)
        self.assertEqual(self.linked_sum(self.agent), 0)

    def test_without_the_option_there_is_none(self):
        self.company.commission_accrual = False
        self.close_march()
        self.assertFalse(self.agent.accrual_move_id)

    def test_closed_and_reopened_twice_it_is_one(self):
        self.close_march()
        accrual = self.agent.accrual_move_id
        march = self.period("2026-03-01")
        for _again in range(2):
            march.with_user(self.max)._reopen("Once more")
            march.with_user(self.ana).action_calculate()
            march.with_user(self.ana).action_review()
            march.with_user(self.max).action_approve()
            march.with_user(self.ana).action_close()
        self.assertEqual(self.agent.accrual_move_id, accrual)
        self.assertFalse(accrual.reversal_move_ids)
        self.assertEqual(self._accrued(), {"623001": 1875.00, "400901": -1875.00})

    def test_another_amount_after_reopening_is_accrued_instead(self):
        """Given 22,500.00 more in a reopened March, then 3,000.00 and not 4,875.00 are accrued."""
        self.close_march()
        march = self.period("2026-03-01")
        march.with_user(self.max)._reopen("An invoice was missing")
        self.agent.with_user(self.max).action_back_to_draft()
        self.invoice(22500, day="2026-03-28")
        self.run_commissions()
        self.assertEqual(self.agent.amount_payable, 3000.00)
        self.approve(self.agent)
        march.with_user(self.ana).action_review()
        march.with_user(self.max).action_approve()
        march.with_user(self.ana).action_close()
        self.assertEqual(self._accrued(), {"623001": 3000.00, "400901": -3000.00})

    def test_taken_back_on_the_day_of_the_bill(self):
        self.close_march()
        accrual = self.agent.accrual_move_id
        bill = self.settle(self.agent)
        self.assertFalse(accrual.reversal_move_ids)
        bill.with_user(self.ana).action_post()
        self.assertEqual(accrual.reversal_move_ids.date, bill.date)
        self.assertEqual(self._accrued(), {"623001": 0, "400901": 0})

    def test_accrued_again_when_the_bill_is_cancelled(self):
        self.close_march()
        bill = self.settle(self.agent)
        bill.with_user(self.ana).action_post()
        bill.with_user(self.ana).button_cancel()
        self.assertEqual(self._accrued(), {"623001": 1875.00, "400901": -1875.00})
        self.settle(self.agent).with_user(self.ana).action_post()
        self.assertEqual(self._accrued(), {"623001": 0, "400901": 0})

    def test_accrued_again_while_the_bill_is_a_draft(self):
        self.close_march()
        bill = self.settle(self.agent)
        bill.with_user(self.ana).action_post()
        bill.with_user(self.ana).button_draft()
        self.assertEqual(self._accrued(), {"623001": 1875.00, "400901": -1875.00})
        bill.with_user(self.ana).action_post()
        self.assertEqual(self._accrued(), {"623001": 0, "400901": 0})

    def test_accrued_again_when_the_bill_is_reversed(self):
        self.close_march()
        bill = self.settle(self.agent)
        bill.with_user(self.ana).action_post()
        bill._reverse_moves([{"invoice_date": self.TODAY}], cancel=True)
        self.assertEqual(self._accrued(), {"623001": 1875.00, "400901": -1875.00})

    def test_what_was_billed_before_the_close_is_not_accrued(self):
        self.close_until_before(self.period("2026-03-01"))
        self.settled_bill()
        self.approve(self.employee)
        march = self.period("2026-03-01")
        march.with_user(self.ana).action_review()
        march.with_user(self.max).action_approve()
        march.with_user(self.ana).action_close()
        self.assertFalse(self.agent.accrual_move_id)

    def test_a_missing_account_is_said_before_the_month_is_closed(self):
        self.company.commission_accrual_account_id = False
        with self.refused("there is missing: Bills to come"):
            self.close_march()

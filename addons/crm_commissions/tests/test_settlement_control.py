from odoo.tests import tagged

from .common_settlement import SettlementCase


@tagged("post_install", "-at_install")
class TestSettlementControl(SettlementCase):
    """I1 and I9 go up to what is posted: each is red when the accounts are changed by hand."""

    def _check(self, code):
        control = (
            self.env["crm.commission.control"]
            .with_user(self.otto)
            .create({"company_id": self.company.id, "period_id": self.period("2026-03-01").id})
        )
        control.action_check()
        row = control.sudo().row_ids.filtered(lambda row: row.code == code)
        return row.light, row.sentence

    def _by_hand(self, query, *params):
        self.env.flush_all()
        self.cr.execute(query, params)
        self.assertTrue(self.cr.rowcount)
        self.env.invalidate_all()

    def test_both_are_green_through_the_whole_life_of_a_bill(self):
        bill = self.settled_bill()
        for step in (
            lambda: None,
            lambda: self.pay_bill(bill),
            lambda: self.reverse(bill).action_post(),
            lambda: self.settle(self.agent).with_user(self.ana).action_post(),
        ):
            step()
            for code in ("I1", "I9"):
                with self.subTest(code=code, state=self.agent.state):
                    self.assertEqual(self._check(code)[0], "green")

    def test_i1_is_red_when_something_else_is_posted(self):
        bill = self.settled_bill()
        self._by_hand(
            "UPDATE account_move_line SET balance = balance + 5 WHERE id = %s",
            bill.invoice_line_ids.id,
        )
        light, sentence = self._check("I1")
        self.assertEqual(light, "red")
        self.assertRegex(sentence, "1,880.00 are posted .* it should be .*1,875.00")

    def test_i1_is_red_when_a_link_is_gone(self):
        bill = self.settled_bill()
        self._by_hand(
            "UPDATE account_move_line SET commission_statement_id = NULL WHERE id = %s",
            bill.invoice_line_ids.id,
        )
        self.assertRegex(self._check("I1")[1], r"0.00 are posted .* it should be .*1,875.00")

    def test_i9_is_red_when_the_account_of_a_posted_bill_is_no_expense(self):
        bill = self.settled_bill()
        self._by_hand(
            "UPDATE account_move_line SET account_id = %s WHERE id = %s",
            self.company.commission_accrual_account_id.id,
            bill.invoice_line_ids.id,
        )
        light, sentence = self._check("I9")
        self.assertEqual(light, "red")
        self.assertIn("is no account of expenses", sentence)

    def test_i9_is_red_when_a_statement_says_paid_without_a_bill(self):
        self.approve(self.agent)
        self._by_hand(
            "UPDATE crm_commission_statement SET state = 'paid' WHERE id = %s", self.agent.id
        )
        light, sentence = self._check("I9")
        self.assertEqual(light, "red")
        self.assertIn("its status is not that of its bill", sentence)

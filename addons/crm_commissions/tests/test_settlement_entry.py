from base64 import b64decode
from datetime import date

from odoo.tests import tagged

from .common_settlement import SettlementCase


@tagged("post_install", "-at_install")
class TestSettlementEntry(SettlementCase):
    """Employees: 4 % of 1,234.57 are 49.38, an entry of salaries or a row for payroll."""

    def _posted_entry(self):
        self.approve(self.employee)
        entry = self.settle(self.employee)
        entry.with_user(self.ana).action_post()
        return entry

    def test_an_entry_of_salaries(self):
        """640 Dr 49.38, 465 Cr 49.38, on the last day of the month, with the employee."""
        entry = self._posted_entry()
        self.assertEqual(self.balances(entry), {"640001": 49.38, "465001": -49.38})
        self.assertEqual((entry.move_type, entry.date), ("entry", date(2026, 3, 31)))
        self.assertEqual(entry.line_ids.partner_id, self.nils.partner_id)
        self.assertEqual(self.linked_sum(self.employee), 49.38)
        self.assertEqual(self.employee.state, "settled")

    def test_an_entry_of_another_sum_is_not_posted(self):
        self.approve(self.employee)
        entry = self.settle(self.employee)
        for line in entry.line_ids:
            sign = 1 if line.balance > 0 else -1
            line.with_context(check_move_validity=False).balance = sign * 50
        with self.refused("says .*50.00 without taxes, .*0.62 off the .*49.38 to pay"):
            entry.with_user(self.ana).action_post()

    def test_paid_when_what_is_owed_is_matched(self):
        entry = self._posted_entry()
        due = entry.line_ids.filtered(lambda line: line.account_id.code == "465001")
        payment = self._pay_out(due)
        (due | payment).reconcile()
        self.assertEqual(self.employee.state, "paid")
        due.remove_move_reconcile()
        self.assertEqual(self.employee.state, "settled")

    def _pay_out(self, due):
        """The bank pays it: the item on 465."""
        bank = self.bank.default_account_id
        move = self.env["account.move"].create(
            {
                "journal_id": self.bank.id,
                "date": self.TODAY,
                "line_ids": [
                    (0, 0, {"account_id": due.account_id.id, "balance": 49.38}),
                    (0, 0, {"account_id": bank.id, "balance": -49.38}),
                ],
            }
        )
        move.line_ids.partner_id = due.partner_id
        move.action_post()
        return move.line_ids.filtered(lambda line: line.account_id == due.account_id)

    def test_reversed_it_waits_again(self):
        entry = self._posted_entry()
        entry._reverse_moves(cancel=True)
        self.assertEqual((self.employee.state, self.linked_sum(self.employee)), ("approved", 0))

    # -- locked days -----------------------------------------------------------------------------

    def test_a_locked_month_is_said_and_the_entry_is_dated_after_it(self):
        self.company.fiscalyear_lock_date = "2026-04-30"
        self.approve(self.employee)
        entry = self.settle(self.employee)
        self.assertEqual(str(entry.date), "2026-05-31")
        self.assertRegex(
            self.employee.message_ids[0].body, r"03/31/2026 is locked .*dated 05/31/2026"
        )
        entry.with_user(self.ana).action_post()
        self.assertEqual(str(entry.date), "2026-05-31")

    def test_a_lock_that_comes_later_is_said_on_the_statement_before_posting(self):
        self.approve(self.employee)
        self.assertFalse(self.employee.lock_notice)
        self.settle(self.employee)
        self.assertFalse(self.employee.lock_notice)
        self.company.fiscalyear_lock_date = "2026-04-30"
        self.env.invalidate_all()
        self.assertRegex(
            self.employee.with_user(self.ana).lock_notice,
            "prior to: .*04/30/2026.* will be accounted on 05/31/2026 upon posting",
        )


@tagged("post_install", "-at_install")
class TestSettlementPayroll(SettlementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.flat.participant_ids.settlement_type = "payroll"
        cls.engine._run(cls.company)

    def _wizard(self, user=None, **values):
        return (
            self.env["crm.commission.payroll.wizard"]
            .with_user(user or self.ana)
            .create({"period_id": self.period("2026-03-01").id, **values})
        )

    def test_it_is_not_settled_by_an_entry(self):
        self.assertEqual(self.employee.settlement_type, "payroll")
        self.approve(self.employee)
        with self.refused("Nils · March 2026 is paid by payroll"):
            self.settle(self.employee)

    def test_a_row_an_employee(self):
        self.approve(self.employee)
        header, rows = self._wizard().statement_ids._get_payroll_rows()
        self.assertEqual(header[3:8], ["Gross", "Clawback", "Draw", "Carried", "To pay"])
        self.assertEqual(rows, [["Nils", "", "2026-03", 49.38, 0, 0, 0, 49.38, "USD"]])

    def test_gross_clawback_draw_and_carried_make_what_is_to_pay(self):
        """100.00 are guaranteed: 49.38 are earned and 50.62 drawn."""
        self.flat.participant_ids.write({"draw_type": "guarantee", "draw_amount": 100})
        self.run_commissions()
        self.close_until_before(self.period("2026-03-01"))
        self.approve(self.employee)
        _header, [row] = self.employee.with_user(self.ana)._get_payroll_rows()
        self.assertEqual(row[3:8], [49.38, 0, 50.62, 0, 100.00])

    def test_the_files(self):
        self.approve(self.employee)
        wizard = self._wizard()
        action = wizard.action_csv()
        self.assertIn("commissions-2026-03.csv", action["url"])
        text = self._read(wizard).decode("utf-8-sig").splitlines()
        self.assertEqual(text[1], "Nils,,2026-03,49.38,0.00,0.00,0.00,49.38,USD")
        wizard.action_xlsx()
        self.assertTrue(self._read(wizard).startswith(b"PK"))

    def _read(self, wizard):
        return b64decode(wizard.with_context(bin_size=False).file)

    def test_a_name_is_no_formula(self):
        self.nils.partner_id.name = "=1+1"
        self.approve(self.employee)
        wizard = self._wizard()
        wizard.action_csv()
        self.assertIn("\n'=1+1,", self._read(wizard).decode("utf-8-sig").replace("\r", ""))

    def test_taken_over_it_is_paid_under_the_reference_of_payroll(self):
        self.approve(self.employee)
        wizard = self._wizard(reference="Payroll 2026-03")
        notice = wizard.action_take_over()
        self.assertEqual(notice["params"]["title"], "Settled: 1 of 1")
        self.assertEqual(self.employee.state, "paid")
        self.assertEqual(self.employee.payroll_reference, "Payroll 2026-03")
        self.assertFalse(self.employee.move_ids)
        self.employee.with_user(self.ana).action_cancel_settlement()
        self.assertEqual(self.employee.state, "approved")

    def test_without_a_reference_nothing_is_taken_over(self):
        self.approve(self.employee)
        with self.refused("under which reference"):
            self._wizard().action_take_over()
        self.assertEqual(self.employee.state, "approved")

    def test_nothing_to_hand_over_is_said(self):
        with self.refused("No approved statement of 2026-03 is settled by payroll"):
            self._wizard().action_xlsx()

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_scenario import ScenarioCase


@tagged("post_install", "-at_install")
class TestReturnWizard(ScenarioCase):
    """A6: 1,210.00 paid with 400.00 and 500.00; in May the bank takes the 500.00 back.

    April, in which they were paid, is closed by then. 7 % of 1,000.00 are 70.00, and 500.00 of
    1,210.00 are 28.93 of them.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collected = cls.make_plan(cls.nils, name="Cash", trigger="collected", rate=7)
        cls.sale = cls.invoice(1000, day="2026-01-10", rep=cls.nils)
        cls.first = cls.pay(cls.sale, 400, "2026-01-20")
        cls.receipt = cls.pay(cls.sale, 500, "2026-04-10")
        cls.engine._run(cls.company)
        cls.close_until("2026-04-30")

    def control(self, user=None):
        control = (
            self.env["crm.commission.control"]
            .with_user(user or self.ana)
            .create({"company_id": self.company.id, "period_id": self.period("2026-05-01").id})
        )
        control.action_check()
        return control

    def open_wizard(self, entry, user=None):
        """The dialog as the button opens it."""
        control = self.control(user)
        action = control.debit_ids.filtered(lambda row: row.move_id == entry).action_return()
        Wizard = control.env[action["res_model"]].with_context(**action["context"])
        return Form(Wizard).save()

    def line(self, payment):
        return self.receivable(payment.move_id)

    def booked(self):
        return self.dated(self.nils)[2:]

    # -- what it does ----------------------------------------------------------------------------

    def test_the_receipt_that_came_back_leaves_its_invoice(self):
        entry = self.take_back(500)
        wizard = self.open_wizard(entry)
        self.assertEqual(
            (str(wizard.date), wizard.amount, wizard.partner_id, wizard.move_id),
            ("2026-05-05", 500, self.customer, entry),
        )
        self.assertEqual(
            wizard.candidate_ids.ids, [self.line(self.receipt).id, self.line(self.first).id]
        )
        self.assertEqual(wizard.payment_line_id, self.line(self.receipt), "500.00 there is once")
        self.assertEqual((wizard.payment_amount, wizard.invoice_ids), (500, self.sale))
        control = wizard.control_id
        self.assertEqual(control.debit_count, 1)

        wizard.action_return()

        self.assertEqual(self.sale.amount_residual, 810)
        self.assertTrue(self.line(self.receipt).reconciled)
        self.assertTrue(self.receivable(entry).reconciled)
        self.assertFalse(control.debit_ids, "its row is gone")
        self.run_commissions()
        self.assertEqual(self.booked(), [("2026-06-15", "2026-05", -28.93)])
        self.assertEqual(self.control().debit_count, 0)

        self.pay(self.sale, 500, "2026-06-12")
        self.run_commissions()
        self.assertEqual(self.booked()[1:], [("2026-06-12", "2026-06", 28.93)])

    def test_pressed_twice_it_says_that_it_is_done(self):
        wizard = self.open_wizard(self.take_back(500))
        wizard.action_return()
        with self.refused("is matched already: there is nothing left to do"):
            wizard.action_return()
        self.assertEqual(self.sale.amount_residual, 810)

    def test_a_line_of_a_bank_statement_comes_back_as_well(self):
        """Neither a payment nor an entry by hand: both are lines of the bank."""
        sale = self.invoice(200, day="2026-04-15", rep=self.nils)
        lines = [self._bank_line(242, "2026-04-20"), self._bank_line(-242, "2026-05-08")]
        (lines[0] | self.receivable(sale)).reconcile()

        wizard = self.open_wizard(lines[1].move_id)
        self.assertEqual(wizard.payment_line_id, lines[0])
        wizard.action_return()

        self.assertEqual(sale.amount_residual, 242)
        self.assertEqual(set((lines[0] | lines[1]).mapped("reconciled")), {True})

    def _bank_line(self, amount, day):
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": day,
                "payment_ref": "Remittance",
                "amount": amount,
                "partner_id": self.customer.id,
            }
        )
        _liquidity, suspense, _other = line._seek_for_lines()
        suspense.account_id = self.receivable(self.sale).account_id
        return suspense

    def test_a_receipt_of_two_invoices_opens_both(self):
        sales = self.invoice(100, day="2026-04-01") + self.invoice(200, day="2026-04-02")
        receipt = self.pay(sales, 363, "2026-04-12", group_payment=True)

        wizard = self.open_wizard(self.take_back(363))
        self.assertEqual(wizard.payment_line_id, self.line(receipt))
        wizard.action_return()

        self.assertEqual(sales.mapped("amount_residual"), [121, 242])

    # -- which payments --------------------------------------------------------------------------

    def test_of_two_of_that_amount_none_is_chosen(self):
        twin = self.pay(self.invoice(1000, day="2026-04-20"), 500, "2026-04-21")
        self.pay(self.invoice(300, day="2026-05-01"), 363, "2026-05-04")  # later, another amount
        self.pay(self.invoice(1000, day="2026-05-01"), 500, "2026-05-06")  # after it came back

        wizard = self.open_wizard(self.take_back(500))

        self.assertFalse(wizard.payment_line_id)
        self.assertEqual(
            wizard.candidate_ids[:2].ids, [self.line(twin).id, self.line(self.receipt).id]
        )
        self.assertEqual(wizard.candidate_ids.mapped("credit"), [500, 500, 363, 400])
        with self.refused("Choose the payment"):
            wizard.action_return()
        wizard.payment_line_id = self.line(twin)
        wizard.action_return()
        self.assertEqual(self.sale.amount_residual, 310, "the other one stays")

    def test_another_contact_of_the_customer_is_the_customer(self):
        contact = self.env["res.partner"].create(
            {"name": "Reception", "parent_id": self.customer.id, "type": "other"}
        )
        wizard = self.open_wizard(self.take_back(500, partner_id=contact.id))
        self.assertEqual(wizard.payment_line_id, self.line(self.receipt))

    def test_nobodys_money_has_no_payment(self):
        wizard = self.open_wizard(self.take_back(500, partner_id=False))
        self.assertFalse(wizard.candidate_ids)
        wizard.payment_line_id = self.line(self.receipt)
        with self.refused("Nobody knows whose money this is"):
            wizard.action_return()

    def test_a_payment_of_another_customer_is_refused(self):
        other = self.env["res.partner"].create({"name": "Bar Foz", "is_company": True})
        theirs = self.pay(
            self.invoice(1000, day="2026-04-01", partner_id=other.id), 500, "2026-04-11"
        )
        wizard = self.open_wizard(self.take_back(500))
        self.assertNotIn(self.line(theirs), wizard.candidate_ids)
        wizard.payment_line_id = self.line(theirs)
        with self.refused("is no payment of Hotel Ría"):
            wizard.action_return()

    # -- what is left to be done by hand ---------------------------------------------------------

    def test_with_the_fees_of_the_bank_it_is_done_by_hand(self):
        wizard = self.open_wizard(self.take_back(503.50))
        self.assertFalse(wizard.payment_line_id)
        wizard.payment_line_id = self.line(self.receipt)
        with self.refused("is matched with .*500.00.* and .*503.50.* came back. Do it by hand"):
            wizard.action_return()
        self.assertEqual(self.sale.amount_residual, 310, "nothing is half done")

    def test_another_currency_is_done_by_hand(self):
        pound = self.env.ref("base.GBP")
        pound.active = True
        entry = self.take_back(500, currency_id=pound.id, amount_currency=250)
        wizard = self.open_wizard(entry)
        self.assertEqual((wizard.amount, wizard.currency_id), (250, pound))
        wizard.payment_line_id = self.line(self.receipt)
        with self.refused("is in USD and what came back in GBP. Do it by hand"):
            wizard.action_return()
        self.assertEqual(self.sale.amount_residual, 310)

    def test_what_is_matched_with_something_else_too_is_done_by_hand(self):
        sale = self.invoice(500, day="2026-04-15")
        receipt = self.pay(sale, 605, "2026-04-16")
        self.unmatch(sale)
        earlier = self.take_back(100, day="2026-04-20")
        self.match(receipt.move_id, earlier)
        self.match(receipt.move_id, sale)

        wizard = self.open_wizard(self.take_back(605))
        with self.refused("as well. Do it by hand"):
            wizard.action_return()
        self.assertEqual(sale.amount_residual, 100)

    # -- who -------------------------------------------------------------------------------------

    def test_it_takes_the_rights_of_commissions_and_of_invoicing(self):
        entry = self.take_back(500)
        wizard = self.open_wizard(entry)
        values = {"line_id": self.receivable(entry).id}
        roles = {
            "rep": self.nils,
            "leader": self.lea,
            "auditor": self.otto,
            "manager": self.max,
            "clerk": self.make_user("clerk", "account.group_account_invoice"),
            "auditing clerk": self.make_user(
                "ada", "crm_commissions.group_commission_auditor,account.group_account_invoice"
            ),
            "keeper": self.make_user("kai", "crm_commissions.group_commission_accountant"),
        }
        for role, user in roles.items():
            with self.subTest(role), self.assertRaises(AccessError):
                self.env["crm.commission.return.wizard"].with_user(user).create(values)
            with self.subTest(role), self.assertRaises(AccessError):
                wizard.with_user(user).action_return()
        for role in ("auditor", "manager", "auditing clerk", "keeper"):
            control = self.control(roles[role])
            self.assertFalse(control.can_return, role)
            with self.subTest(role), self.assertRaises(AccessError):
                control.debit_ids.action_return()
        self.assertEqual(self.sale.amount_residual, 310)

    def test_a_manager_who_writes_invoices_may(self):
        self.max.group_ids = [Command.link(self.env.ref("account.group_account_invoice").id)]
        wizard = self.open_wizard(self.take_back(500), user=self.max)
        self.assertTrue(wizard.control_id.can_return)
        wizard.action_return()
        self.assertEqual(self.sale.amount_residual, 810)

    def test_a_dialog_of_somebody_else_is_not_confirmed(self):
        wizard = self.open_wizard(self.take_back(500))
        eva = self.make_user(
            "eva", "crm_commissions.group_commission_accountant,account.group_account_invoice"
        )
        with self.assertRaises(AccessError):
            wizard.with_user(eva).action_return()

    def test_an_accountant_of_another_company_sees_and_does_nothing(self):
        line = self.receivable(self.take_back(500))
        there = self.make_company("Elsewhere")
        eva = self.make_user(
            "eva", "crm_commissions.group_commission_accountant,account.group_account_invoice"
        )
        eva.write({"company_id": there.id, "company_ids": [Command.set(there.ids)]})
        Wizard = (
            self.env["crm.commission.return.wizard"]
            .with_user(eva)
            .with_context(allowed_company_ids=there.ids)
        )
        with self.assertRaises(AccessError):
            Wizard.create({"line_id": line.id})
        for name in ("amount", "partner_id", "candidate_ids", "payment_amount"):
            with self.subTest(name), self.assertRaises(AccessError):
                Wizard.onchange({"line_id": line.id}, ["line_id"], {name: {}})

    def test_the_accounts_have_the_last_word(self):
        """Given Odoo refuses the second step, then the first one is undone with it."""
        wizard = self.open_wizard(self.take_back(500))
        Line = self.env.registry["account.move.line"]

        def refuse(lines):
            raise UserError(lines.env.company.name)

        self.patch(Line, "reconcile", refuse)
        with self.refused(self.company.name), self.cr.savepoint():
            wizard.action_return()
        self.env.invalidate_all()
        self.assertEqual(self.sale.amount_residual, 310)

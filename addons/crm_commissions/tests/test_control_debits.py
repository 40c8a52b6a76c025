from odoo.tests import tagged

from .common_commissions import LedgerCase


@tagged("post_install", "-at_install")
class TestControlDebits(LedgerCase):
    """A receipt that the bank took back, booked beside the invoice that it had paid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.otto = cls.make_user("otto", "crm_commissions.group_commission_auditor")
        cls.plan = cls.make_plan(cls.nora, trigger="collected", rate=7)
        cls.sale = cls.invoice(1000, day="2026-03-10")
        cls.payment = cls.pay(cls.sale, 1210, "2026-04-10")
        cls.engine._run(cls.company)

    def check(self, day="2026-05-01"):
        period = self.env["crm.commission.period"].search(
            [("company_id", "=", self.company.id), ("date_from", "=", day)]
        )
        control = (
            self.env["crm.commission.control"]
            .with_user(self.otto)
            .create({"company_id": self.company.id, "period_id": period.id})
        )
        control.action_check()
        return control

    def listed(self, **values):
        debits = self.check(**values).debit_ids
        return [(row.move_id.id, str(row.date), row.amount) for row in debits]

    def test_it_is_listed_until_it_is_matched(self):
        entry = self.take_back(1210)
        control = self.check()
        self.assertEqual(control.debit_count, 1)
        [row] = control.debit_ids
        self.assertEqual((row.move_id, row.partner_id, row.amount), (entry, self.customer, 1210))
        self.assertEqual(row.action_open_document()["res_id"], entry.id)
        self.assertEqual(self.listed(day="2026-04-01"), [], "it came after that month")
        self.assert_sum(70)

        # what the page says to do: the invoice is open again, receipt and return make nothing
        self.unmatch(self.sale)
        self.match(self.payment.move_id, entry)
        self.run_commissions()

        self.assertEqual(self.listed(), [])
        self.assert_sum(0)

    def test_a_part_that_is_matched_leaves_the_rest(self):
        entry = self.take_back(500)
        other = self.pay(self.invoice(100, day="2026-05-06"), 121, "2026-05-07")
        self.unmatch(other.reconciled_invoice_ids)
        self.match(other.move_id, entry)

        self.assertEqual(self.listed(), [(entry.id, "2026-05-05", 379)])

    def test_without_a_customer_it_is_listed_and_of_one_who_paid_nothing_not(self):
        stranger = self.env["res.partner"].create({"name": "New"})
        entry = self.take_back(10, partner_id=False)
        self.take_back(20, partner_id=stranger.id)

        self.assertEqual(self.listed(), [(entry.id, "2026-05-05", 10)])

    def test_where_nobody_is_paid_by_what_is_collected_it_is_no_matter(self):
        self.take_back(1210)
        self.env.cr.execute(
            "UPDATE crm_commission_plan SET trigger = 'invoiced' WHERE id = %s", [self.plan.id]
        )
        self.env.invalidate_all()

        self.assertEqual(self.listed(), [])

    def test_another_sees_no_list_that_is_not_his(self):
        self.take_back(1210)
        row = self.check().debit_ids
        ana = self.make_user("ana", "crm_commissions.group_commission_accountant")
        self.assertTrue(row.with_user(self.otto).has_access("read"))
        self.assertFalse(row.with_user(ana).has_access("read"))
        self.assertFalse(row.with_user(self.nora).has_access("read"))

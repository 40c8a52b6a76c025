from odoo.tests import tagged

from .common_commissions import LedgerCase


@tagged("post_install", "-at_install")
class TestControlCorrections(LedgerCase):
    """An ordinary correction leaves coverage green: what is not posted is nobody's any more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.make_plan(cls.nora, rate=10)
        cls.sale = cls.invoice(22500, day="2026-03-10")
        cls.other = cls.invoice(1000, day="2026-03-11")
        cls.engine._run(cls.company)

    def coverage(self):
        period = self.entries()[0].period_id
        return self.env["crm.commission.coverage"]._get_coverage(period)

    def shares(self, sale):
        credits = self.env["crm.commission.credit"].search([("move_id", "=", sale.id)])
        credits.invalidate_recordset()
        return credits.mapped("share")

    def test_a_draft_again_that_is_cancelled(self):
        self.sale.button_draft()
        self.run_commissions()
        self.assertEqual((self.shares(self.sale), self.shares(self.other)), ([0], [100]))
        self.sale.button_cancel()
        self.run_commissions()

        coverage = self.coverage()
        self.assertEqual((float(coverage.credited), coverage.difference), (1000, 0))
        self.assert_sum(100)

    def test_posted_again_it_is_whose_it_was(self):
        self.sale.button_draft()
        self.run_commissions()
        self.sale.action_post()
        self.run_commissions()

        self.assertEqual(self.shares(self.sale), [100])
        self.assertEqual(self.coverage().difference, 0)
        self.assert_sum(2350)

    def test_the_night_finds_it_too(self):
        self.sale.button_draft()
        self.env["crm.commission.dirty"]._take(self.company)
        self.engine._sweep(self.company)

        self.assertEqual(self.shares(self.sale), [0])
        self.assertEqual(self.coverage().difference, 0)

    def test_an_order_that_is_cancelled(self):
        self.make_plan(self.nora, name="Ordered", rate=5, trigger="ordered")
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "user_id": self.nora.id,
                "order_line": [(0, 0, {"product_id": self.product.id, "price_unit": 300})],
            }
        )
        order.action_confirm()
        self.run_commissions()
        credit = self.env["crm.commission.credit"].search([("order_id", "=", order.id)])
        self.assertEqual(credit.share, 100)

        order._action_cancel()
        self.run_commissions()
        credit.invalidate_recordset()

        self.assertEqual(credit.share, 0)

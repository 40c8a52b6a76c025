from odoo import Command
from odoo.tests import tagged

from .common_commissions import LedgerCase


@tagged("post_install", "-at_install")
class TestLedgerDelay(LedgerCase):
    """Each instalment is late, or not, by its own day: due on 31 January and 2 March."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.terms = cls.env["account.payment.term"].create(
            {
                "name": "30/60",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": days})
                    for days in (30, 60)
                ],
            }
        )
        cls.plan = cls.make_plan(
            cls.nora,
            trigger="collected",
            rule_ids=cls.rules(
                {"by_delay": True, "delay_from": -999, "delay_to": 30, "value": 10}, {"value": 5}
            ),
        )

    def sell(self):
        sale = self.invoice(1000, day="2026-01-01", invoice_payment_term_id=self.terms.id)
        due = self.receivable(sale).sorted("date_maturity").mapped("date_maturity")
        self.assertEqual([str(day) for day in due], ["2026-01-31", "2026-03-02"])
        return sale

    def delays(self):
        facts = self.env["crm.commission.fact"].search([("plan_id", "=", self.plan.id)])
        return sorted((str(fact.event_date), fact.delay_days, fact.base) for fact in facts)

    def test_each_instalment_by_its_own_day(self):
        sale = self.sell()
        self.pay(sale, 605, "2026-03-12")
        self.pay(sale, 605, "2026-03-31")
        self.run_commissions()

        self.assertEqual(self.delays(), [("2026-03-12", 40, 500), ("2026-03-31", 29, 500)])
        self.assertEqual(sorted(self.amounts()), [25, 50])

    def test_two_paid_on_one_day(self):
        sale = self.sell()
        self.pay(sale, 1210, "2026-03-12")
        self.run_commissions()

        self.assertEqual(self.delays(), [("2026-03-12", 10, 500), ("2026-03-12", 40, 500)])
        self.assertEqual(sorted(self.amounts()), [25, 50])
        self.assertEqual(self.engine._sweep(self.company), 0)

    def test_a_part_of_an_instalment_and_a_receipt_that_comes_back(self):
        sale = self.sell()
        self.pay(sale, 302.5, "2026-02-10")
        self.run_commissions()
        self.assertEqual(self.amounts(), [25])

        self.pay(sale, 907.5, "2026-03-12")
        self.run_commissions()
        self.assert_sum(25 + 12.5 + 50)

        self.unmatch(sale)
        self.run_commissions()
        self.assert_sum(0)

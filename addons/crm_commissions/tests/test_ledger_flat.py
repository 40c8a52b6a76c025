from odoo.tests import tagged

from .common_commissions import LedgerCase


@tagged("post_install", "-at_install")
class TestLedgerFlat(LedgerCase):
    """A rate of what is invoiced: from the posted invoice to the entry."""

    def test_a_line_of_1234_57_at_4_percent_is_49_3828(self):
        self.make_plan(self.nora, rate=4)

        self.invoice(1234.57, day="2026-03-10")

        self.assertEqual(self.run_commissions(), 1)
        self.assertEqual(self.amounts(self.nora), [49.3828])
        [entry] = self.entries()
        self.assertEqual(
            (entry.kind, entry.base, entry.rate, str(entry.event_date), entry.period_id.name),
            ("earn", 1234.57, 4, "2026-03-10", "2026-03"),
        )
        self.assertEqual(entry.partner_id, self.customer)
        self.assertEqual(entry.credit_id.reason, "seller")

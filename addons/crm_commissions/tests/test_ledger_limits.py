from odoo.tests import tagged

from .common_commissions import LedgerCase

MONTHS = ("2026-04-10", "2026-05-10", "2026-06-10")


@tagged("post_install", "-at_install")
class TestLedgerLimits(LedgerCase):
    """Draws, caps and floors are entries of their own, month by month."""

    def paid(self, kinds=None):
        """What each month pays, of some kinds or all."""
        sums = {}
        for entry in self.entries(self.nora):
            if kinds is None or entry.kind in kinds:
                month = entry.period_id.name
                sums[month] = round(sums.get(month, 0) + entry.amount, 6)
        return sums

    def earn(self, *amounts):
        for day, amount in zip(MONTHS, amounts, strict=True):
            self.invoice(amount * 10, day=day)
        self.run_commissions()

    def test_a_recoverable_draw_advances_and_takes_back(self):
        plan = self.make_plan(rate=10, date_from="2026-04-01")
        self.take_part(
            plan, self.nora, draw_type="recoverable", draw_amount=1000, date_from="2026-04-01"
        )
        self.earn(600, 900, 1700)

        self.assertEqual(self.paid(), {"2026-04": 1000, "2026-05": 1000, "2026-06": 1200})
        self.assertEqual(self.paid(["draw"]), {"2026-04": 400, "2026-05": 100})
        self.assertEqual(self.paid(["recover"]), {"2026-06": -500})
        self.assert_sum(3200)

    def test_a_guarantee_is_a_gift(self):
        plan = self.make_plan(rate=10, date_from="2026-04-01")
        self.take_part(
            plan, self.nora, draw_type="guarantee", draw_amount=1000, date_from="2026-04-01"
        )
        self.earn(600, 900, 1700)

        self.assertEqual(self.paid(), {"2026-04": 1000, "2026-05": 1000, "2026-06": 1700})

    def test_a_draw_follows_what_is_earned_late_in_an_open_month(self):
        plan = self.make_plan(rate=10, date_from="2026-04-01")
        self.take_part(
            plan, self.nora, draw_type="recoverable", draw_amount=1000, date_from="2026-04-01"
        )
        self.earn(600, 900, 1700)

        self.invoice(3000, day="2026-04-20")
        self.run_commissions()

        self.assertEqual(self.paid(["draw"]), {"2026-04": 100, "2026-05": 100})
        self.assertEqual(self.paid(["recover"]), {"2026-06": -200})
        self.assert_sum(3500)

    def test_the_advance_of_a_closed_month_is_recovered_in_an_open_one(self):
        plan = self.make_plan(rate=10, date_from="2026-04-01")
        self.take_part(
            plan, self.nora, draw_type="recoverable", draw_amount=1000, date_from="2026-04-01"
        )
        self.invoice(6000, day="2026-04-10")
        self.run_commissions()
        self.close_until("2026-04-30")

        self.invoice(13000, day="2026-05-10")
        self.run_commissions()

        self.assertEqual(self.paid(), {"2026-04": 1000, "2026-05": 1000, "2026-06": 1000})
        self.assertEqual(self.paid(["recover"]), {"2026-05": -300})

    def test_a_cap_cuts_in_an_entry_of_its_own(self):
        self.make_plan(self.nora, rate=10, cap_amount=3000, date_from="2026-04-01")
        self.earn(3500, 3000, 100)

        self.assertEqual(self.paid(["cap"]), {"2026-04": -500})
        self.assertEqual(self.paid(), {"2026-04": 3000, "2026-05": 3000, "2026-06": 100})

    def test_a_floor_raises_what_a_month_pays(self):
        self.make_plan(self.nora, rate=10, floor_amount=500, date_from="2026-04-01")
        self.earn(700, 100, 0.1)

        self.assertEqual(self.paid(["floor"]), {"2026-05": 400, "2026-06": 499.9})

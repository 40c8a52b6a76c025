from odoo.tests import tagged

from .common_commissions import LedgerCase

STEPS = ((0, 2), (25000, 3), (50000, 5))


@tagged("post_install", "-at_install")
class TestLedgerTiers(LedgerCase):
    """Tiers add up what a month sold, and a change of the month changes its tiers."""

    def make_tiered(self, *users, **values):
        return self.make_plan(
            *(users or [self.nora]),
            **{"tier_mode": "marginal", "tier_ids": self.tiers(*STEPS)} | values,
        )

    def brackets(self):
        return [(entry.bracket, entry.amount) for entry in self.entries()]

    def test_each_part_of_62500_at_the_rate_of_its_tier(self):
        self.make_tiered()

        self.invoice(40000, 12500, day="2026-03-10")
        self.invoice(10000, day="2026-03-20")
        self.run_commissions()

        self.assertEqual(self.brackets(), [(1, 500), (2, 750), (3, 625)])
        self.assert_sum(1875)
        self.assertEqual(set(self.entries().mapped("window_key")), {"2026-03"})

    def test_the_whole_month_at_the_rate_of_the_tier_reached(self):
        self.make_tiered(tier_mode="whole")

        self.invoice(62500, day="2026-03-10")
        self.run_commissions()

        self.assertEqual(self.brackets(), [(3, 3125)])

    def test_a_cent_above_a_bound_is_paid_by_the_next_tier(self):
        self.make_tiered()

        self.invoice(25000.01, day="2026-03-10")
        self.run_commissions()

        self.assertEqual(self.brackets(), [(1, 500), (2, 0.0003)])

    def test_a_refund_of_a_closed_month_takes_back_what_the_month_now_earns_less(self):
        self.make_tiered()
        sale = self.invoice(62500, day="2026-03-10")
        self.run_commissions()
        self.close_until("2026-05-31")

        self.refund(sale, 15000, day="2026-06-10")
        self.run_commissions()

        late = self.entries(period_id=self.entries()[-1].period_id.id)
        self.assertEqual([(entry.bracket, entry.amount) for entry in late], [(2, -75), (3, -625)])
        self.assertEqual(sum(late.mapped("amount")), -700)
        self.assertEqual(set(late.mapped("period_id.name")), {"2026-06"})
        self.assertEqual(set(late.mapped("origin_period_id.name")), {"2026-03"})
        self.assertEqual({str(day) for day in late.mapped("event_date")}, {"2026-06-10"})
        self.assert_sum(1175)

    def months(self):
        """What stands in the ledger by month of booking."""
        sums = {}
        for entry in self.entries():
            month = entry.period_id.name
            sums[month] = round(sums.get(month, 0) + entry.amount, 6)
        return {month: amount for month, amount in sums.items() if amount}

    def test_a_sale_and_its_refund_are_booked_in_their_months_whenever_the_run_comes(self):
        """62,500.00 of March are 1,875.00; 15,000.00 that come back in April are -700.00 of it."""
        for runs_between in (False, True):
            with self.subTest(runs_between=runs_between), self.env.cr.savepoint() as point:
                self.make_tiered()
                sale = self.invoice(62500, day="2026-03-10")
                if runs_between:
                    self.run_commissions()
                self.refund(sale, 15000, day="2026-04-10")
                self.run_commissions()

                self.assertEqual(self.months(), {"2026-03": 1875, "2026-04": -700})
                self.assertEqual(set(self.entries().mapped("origin_period_id.name")), {"2026-03"})
                self.assertEqual(
                    {(entry.period_id.name, str(entry.event_date)) for entry in self.entries()},
                    {("2026-03", "2026-03-10"), ("2026-04", "2026-04-10")},
                )
                point.rollback()
                self.env.invalidate_all()

    def test_a_cap_sees_each_month_as_it_was_earned(self):
        """The cap of March cuts March, also if the refund of April is known from the start."""
        self.make_tiered(cap_amount=1000)
        sale = self.invoice(62500, day="2026-03-10")
        self.refund(sale, 15000, day="2026-04-10")

        self.run_commissions()

        self.assertEqual(self.months(), {"2026-03": 1000, "2026-04": -700})

    def test_a_sale_that_comes_late_into_an_open_month_changes_what_its_refunds_cost(self):
        self.make_tiered()
        sale = self.invoice(62500, day="2026-03-10")
        self.refund(sale, 15000, day="2026-04-10")
        self.run_commissions()

        self.invoice(10000, day="2026-03-31")
        self.run_commissions()

        # 72,500.00 earn 2,375.00, and 57,500.00 earn 1,625.00
        self.assertEqual(self.months(), {"2026-03": 2375, "2026-04": -750})

    def test_what_was_booked_late_goes_home_when_its_month_is_reopened(self):
        self.make_tiered()
        self.invoice(20000, day="2026-03-10")
        self.run_commissions()
        self.close_until("2026-03-31")
        self.invoice(10000, day="2026-03-31")
        self.run_commissions()
        self.assertEqual(self.months(), {"2026-03": 400, "2026-04": 250})

        self.entries()[0].period_id._reopen("An invoice was missing")
        self.engine._sweep(self.company)

        self.assertEqual(self.months(), {"2026-03": 650})
        self.assertEqual(self.engine._sweep(self.company), 0)

    def test_an_invoice_that_comes_late_into_a_closed_month_is_booked_in_the_first_open_one(self):
        self.make_tiered()
        self.invoice(20000, day="2026-03-10")
        self.run_commissions()
        self.close_until("2026-04-30")

        self.invoice(10000, day="2026-03-31")
        self.run_commissions()

        late = self.entries()[1:]
        self.assertEqual([(entry.bracket, entry.amount) for entry in late], [(1, 100), (2, 150)])
        self.assertEqual(set(late.mapped("period_id.name")), {"2026-05"})

    def test_months_of_one_quarter_add_up(self):
        self.make_tiered(tier_window="quarter")

        self.invoice(20000, day="2026-01-10")
        self.invoice(20000, day="2026-03-10")
        self.run_commissions()

        self.assertEqual(
            [(entry.period_id.name, entry.bracket, entry.amount) for entry in self.entries()],
            [("2026-01", 1, 400), ("2026-03", 1, 100), ("2026-03", 2, 450)],
        )

    def test_tiers_of_each_document(self):
        self.make_tiered(tier_window="document", tier_ids=self.tiers((0, 2), (1000, 4)))

        first = self.invoice(800, 700, day="2026-03-10")
        self.invoice(800, day="2026-03-11")
        self.run_commissions()

        self.assertEqual(sorted(self.amounts()), [16, 20, 20])
        self.assertEqual(sorted(self.amounts(window_key=f"account.move,{first.id}")), [20, 20])

        first.button_draft()
        self.run_commissions()

        self.assert_sum(16)

    def test_a_curve_pays_by_attainment_of_the_target(self):
        self.make_plan(
            self.nora,
            tier_mode="curve",
            target_amount=100000,
            on_target_pay=2000,
            tier_ids=self.tiers((50, 25), (100, 100), (150, 200)),
        )
        steps = (  # what is invoiced in addition, and what the month pays then
            (49990, 0),
            (10, 500),
            (30000, 1400),
            (20000, 2000),
            (20000, 2800),
            (60000, 4000),
        )
        for amount, paid in steps:
            with self.subTest(amount=amount):
                self.invoice(amount, day="2026-03-10")
                self.run_commissions()
                self.assert_sum(paid)

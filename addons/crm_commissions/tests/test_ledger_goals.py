from odoo import Command

from .common_target import TargetCase


class GoalsCase(TargetCase):
    """Nora is paid 2,000.00 a month for 60 % invoiced (capped at 150 %) and 40 % collected."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collected = cls.metric("sales_collected")

    @classmethod
    def goals(cls, gate=0):
        return [
            Command.create(
                {"metric_id": cls.metric("sales_invoiced").id, "weight": 60, "cap": 150}
            ),
            Command.create({"metric_id": cls.collected.id, "weight": 40, "gate": gate}),
        ]

    @classmethod
    def goal_plan(cls, *users, gate=0, **values):
        return cls.make_plan(
            *(users or [cls.nora]),
            **{
                "tier_mode": "goals",
                "on_target_pay": 2000,
                "goal_ids": cls.goals(gate),
                **values,
            },
        )

    @classmethod
    def targets(cls, user=None, **values):
        """100,000.00 to invoice and 100,000.00 to collect."""
        who = {"user_id": (user or cls.nora).id, "amount": 100000, **values}
        return cls.target(**who) | cls.target(metric_id=cls.collected.id, **who)

    @classmethod
    def sell_and_collect(cls, sold=120000, collected=75000, day="2026-06-10", **values):
        invoice = cls.invoice(sold, day=day, **values)
        cls.pay(invoice, collected * 1.21, day)
        return invoice


class TestLedgerGoals(GoalsCase):
    """What weighted goals pay, booked by difference like all else."""

    def test_120_percent_invoiced_and_75_collected_pay_102_percent(self):
        """A11: 60 % × 120 % + 40 % × 75 % = 102.0 %, so 2,040.00 of 2,000.00."""  # noqa: RUF002
        self.goal_plan()
        self.targets()
        self.sell_and_collect()
        self.run_commissions()
        entry = self.entries(self.nora)
        self.assertEqual((entry.kind, entry.amount, entry.rate), ("tier", 2040, 102))
        self.assertEqual((entry.window_key, entry.period_id.name), ("2026-06", "2026-06"))

    def test_with_a_gate_at_80_percent_collected_75_pay_nothing(self):
        """A11 with the gate: 0.00, and from 80,000.00 on 60 % × 120 % + 40 % × 80 %."""  # noqa: RUF002
        self.goal_plan(gate=80)
        self.targets()
        invoice = self.sell_and_collect()
        self.run_commissions()
        self.assertEqual(self.amounts(self.nora), [])
        self.pay(invoice, 6050, "2026-06-12")
        self.run_commissions()
        self.assertEqual(self.amounts(self.nora), [2080])

    def test_beyond_the_cap_more_is_not_paid(self):
        self.goal_plan()
        self.targets()
        self.sell_and_collect(180000, 75000)
        self.run_commissions()
        self.assertEqual(self.amounts(self.nora), [2400])  # 60 % of 150 % and 40 % of 75 %

    def test_an_entry_says_how_each_goal_counts(self):
        self.goal_plan()
        self.targets()
        self.sell_and_collect()
        self.run_commissions()
        self.assertIn(
            "Sales invoiced: 120,000 of 100,000 are 120 %, with a weight of 60 %; Sales "
            "collected: 75,000 of 100,000 are 75 %, with a weight of 40 %; together 102 %; ",
            self.entries(self.nora).explanation,
        )
        statement = self.env["crm.commission.statement"].search(
            [("payee_id", "=", self.nora.partner_id.id), ("date_from", "=", "2026-06-01")]
        )
        [group] = statement.get_drill()["plans"][0]["groups"]
        self.assertEqual((group["title"], group["amount"]), ("Payout by goals", 2040))
        rows = statement.get_drill_rows(group["key"])
        self.assertEqual((len(rows["sentences"]), rows["rows"]), (1, []))

    def test_a_gate_that_closes_afterwards_takes_back_what_was_booked_and_says_so(self):
        self.goal_plan(gate=75)
        self.targets()
        invoice = self.sell_and_collect()
        self.run_commissions()
        self.unmatch(invoice)
        self.run_commissions()
        taken = self.entries(self.nora)[-1]
        self.assertEqual(self.amounts(self.nora), [2040, -2040])
        self.assertIn("below the 75 % of Sales collected nothing is paid", taken.explanation)

    def test_a_target_that_changes_changes_what_is_owed(self):
        self.goal_plan()
        invoiced, _collected = self.targets()
        self.sell_and_collect()
        self.run_commissions()
        invoiced.amount = 120000  # 60 % of 100 % and 40 % of 75 % are 90 %
        self.run_commissions()
        self.assertEqual(self.amounts(self.nora), [2040, -240])
        invoiced.unlink()
        self.run_commissions()
        self.assertEqual(self.total(self.nora), 600)
        self.assertIn("Sales invoiced has no target", self.entries(self.nora)[-1].explanation)

    def test_without_any_target_nothing_is_paid(self):
        self.goal_plan()
        self.sell_and_collect()
        self.run_commissions()
        self.assertFalse(self.entries(self.nora))

    def test_a_refund_of_a_closed_month_is_booked_in_the_open_one(self):
        self.goal_plan()
        self.targets(date_from="2026-05-01")
        invoice = self.sell_and_collect(day="2026-05-10")
        self.run_commissions()
        self.close_until("2026-05-31")
        self.refund(invoice, 20000, "2026-05-31")
        self.run_commissions()
        late = self.entries(self.nora)[-1]
        self.assertEqual((late.amount, late.period_id.name), (-240, "2026-06"))
        self.assertEqual(late.origin_period_id.name, "2026-05")

    def test_a_quarter_books_in_each_month_what_it_adds(self):
        self.goal_plan(tier_window="quarter")
        self.targets(period_type="quarter", date_from="2026-04-01")
        self.sell_and_collect(50000, 25000, day="2026-04-10")  # 30 % + 10 %
        self.sell_and_collect(70000, 50000, day="2026-06-10")  # 102 %
        self.run_commissions()
        booked = [(row.origin_period_id.name, row.amount) for row in self.entries(self.nora)]
        self.assertEqual(booked, [("2026-04", 800), ("2026-06", 1240)])

    def test_points_say_what_an_attainment_pays(self):
        """102 % on a curve of 100 % → 100 % and 150 % → 200 % pays 104 %."""
        self.goal_plan(tier_ids=self.tiers((100, 100), (150, 200)))
        self.targets()
        self.sell_and_collect()
        self.run_commissions()
        self.assertEqual(self.amounts(self.nora), [2080])
        self.assertIn("together 102 %, which pays 104 %", self.entries(self.nora).explanation)

    def test_a_leader_is_paid_by_the_targets_of_the_team(self):
        plan = self.goal_plan(active=False)
        plan.participant_ids.unlink()
        self.take_part(plan, self.lea, role="override", team_id=self.north.id)
        plan.action_activate()
        self.targets(user_id=False, team_id=self.north.id)
        self.targets(self.lea)
        self.sell_and_collect(team_id=self.north.id)
        self.run_commissions()
        entry = self.entries(self.lea)
        self.assertEqual((entry.kind, entry.amount), ("override", 2040))

    def test_a_rate_pays_beside_the_goals(self):
        self.goal_plan(rate=1)
        self.targets()
        self.sell_and_collect()
        self.run_commissions()
        self.assertEqual(sorted(self.amounts(self.nora)), [1200, 2040])

    def test_half_a_share_is_half_the_pay(self):
        plan = self.goal_plan(active=False)
        plan.participant_ids.share = 50
        plan.action_activate()
        self.targets()
        self.sell_and_collect()
        self.run_commissions()
        self.assertEqual(self.amounts(self.nora), [1020])

    def test_the_control_finds_nothing_that_is_missing(self):
        self.goal_plan(rate=1)
        self.targets()
        self.sell_and_collect()
        self.run_commissions()
        period = self.entries(self.nora)[0].period_id
        probe = self.engine._probe(self.company, period)
        self.assertEqual((probe.deltas, probe.booked), ([], 0))
        self.assertFalse([deltas for deltas in probe.shuffled if deltas])

    def test_three_payees_cost_as_many_queries_as_one(self):
        counts = []
        plan = self.goal_plan()
        self.targets()
        self.sell_and_collect()
        self.engine._run(self.company)
        for more in (self.env["res.users"], self.nils | self.sara):
            for user in more:
                self.take_part(plan, user)
                self.targets(user)
            self.engine._run(self.company)
            plan._mark_dirty()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(self.engine._run(self.company), 0)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_weights_that_do_not_make_100_are_refused(self):
        with self.assertRaisesRegex(Exception, "make 90 % instead of 100 %"):
            self.goal_plan(
                goal_ids=[Command.create({"metric_id": self.collected.id, "weight": 90})]
            )
        with self.assertRaisesRegex(Exception, "add up over a month, a quarter or a year"):
            self.goal_plan(tier_window="document")

    def test_a_goal_of_a_plan_in_force_is_not_changed(self):
        plan = self.goal_plan()
        with self.assertRaisesRegex(Exception, "is in force"):
            plan.goal_ids[0].weight = 50


class TestCurveOfOwnTargets(TargetCase):
    """A10 where everybody has a target of his own."""

    def test_each_payee_is_paid_by_the_own_target(self):
        """80,000.00 of 100,000.00 pay 1,400.00 to Nora; of 200,000.00 they are below the curve."""
        self.make_plan(
            self.nora,
            self.nils,
            self.sara,
            tier_mode="curve",
            on_target_pay=2000,
            tier_ids=self.tiers((50, 25), (100, 100), (150, 200)),
        )
        target = self.target(amount=100000)
        self.target(user_id=self.nils.id, amount=200000)
        for rep in (self.nora, self.nils, self.sara):
            self.invoice(80000, day="2026-06-10", rep=rep)
        self.run_commissions()
        self.assertEqual(self.amounts(self.nora), [1400])
        self.assertEqual(self.amounts(self.nils) + self.amounts(self.sara), [])
        target.amount = 80000
        self.run_commissions()
        self.assertEqual(self.total(self.nora), 2000)

    def test_what_has_no_targets_needs_one_in_the_plan(self):
        with self.assertRaisesRegex(Exception, "There are no targets of what Reps counts"):
            self.make_plan(
                self.nora,
                trigger="delivered",
                tier_mode="curve",
                on_target_pay=2000,
                tier_ids=self.tiers((100, 100)),
            )

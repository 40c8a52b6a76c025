from odoo.exceptions import AccessError

from .test_estimate import EstimateCase


class TestResults(EstimateCase):
    """The page "My Results" by its one call."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.results = cls.env["crm.commission.results"]

    def of(self, user=None, as_user=None, **values):
        user = user or self.nora
        return self.results.with_user(as_user or user).get_results(
            user_id=bool(as_user) and user.id, **values
        )

    def plain(self, text):
        return text.replace("\N{NO-BREAK SPACE}", "").replace("$", "")

    def test_what_is_earned_and_what_waits_for_the_customers_money_make_the_total(self):
        """A6 after 400.00 and 500.00 of 1,210.00: earned 52.07, pending 17.93, total 70.00."""
        self.make_plan(self.nora, trigger="collected", rate=7)
        invoice = self.invoice(1000, day="2026-04-27")
        self.pay(invoice, 400, "2026-06-03")
        self.pay(invoice, 500, "2026-06-14")
        self.run_commissions()
        commission = self.of()["commission"]
        self.assertEqual((commission["earned"], commission["pending"]), (52.07, 17.93))
        self.assertEqual((commission["total"], commission["has_pending"]), (70, True))

    def test_what_is_pending_is_paid_by_the_tiers_that_it_would_reach(self):
        self.make_plan(
            self.nora,
            trigger="collected",
            tier_mode="marginal",
            tier_ids=self.tiers((0, 2), (25000, 3)),
        )
        paid, _open = self.invoice(20000, day="2026-06-01"), self.invoice(10000, day="2026-06-01")
        self.pay(paid, 24200, "2026-06-03")
        self.run_commissions()
        commission = self.of()["commission"]
        self.assertEqual((commission["earned"], commission["pending"]), (400, 250))

    def test_an_invoice_that_a_refund_settles_is_not_pending(self):
        self.make_plan(self.nora, trigger="collected", rate=7)
        invoice = self.invoice(1000, day="2026-06-01")
        self.run_commissions()
        self.assertEqual(self.of()["commission"]["pending"], 70)
        self.refund(invoice, 1000, "2026-06-02")  # all of it, so core matches them
        self.run_commissions()
        self.assertEqual(self.of()["commission"]["pending"], 0)

    def test_the_next_tier_is_named_with_what_is_missing(self):
        """Given 48,760.00 in tiers up to 25,000.00 and 50,000.00: 1,240.00 more until 5 %."""
        tiers = self.tiers((0, 2), (25000, 3), (50000, 5))
        self.make_plan(self.nora, tier_mode="marginal", tier_ids=tiers)
        self.invoice(48760, day="2026-06-10")
        self.run_commissions()
        [plan] = self.of()["plans"]
        self.assertEqual(self.plain(plan["next"]), "1,240.00 more until 5 %")
        self.assertEqual(self.plain(plan["formula"]), "25,000.00 × 2 % + 23,760.00 × 3 %")
        self.assertEqual([step["filled"] for step in plan["steps"]], [100, 95, 0])

    def test_of_a_curve_the_next_point_is_named(self):
        self.make_plan(
            self.nora,
            tier_mode="curve",
            on_target_pay=2000,
            tier_ids=self.tiers((50, 25), (100, 100), (150, 200)),
        )
        self.target(amount=100000)
        self.invoice(80000, day="2026-06-10")
        self.run_commissions()
        [plan] = self.of()["plans"]
        self.assertEqual(self.plain(plan["next"]), "20,000.00 more until 100 %")

    def test_a_target_says_how_far_it_is_and_what_is_missing(self):
        self.invoice(5700, day="2026-06-10")
        self.target()
        self.target(user_id=False, team_id=self.north.id)
        self.target(user_id=self.sara.id)
        own, team = self.of()["targets"]
        self.assertEqual((own["percent"], own["pace"], own["status"]), (57, 50, "ahead"))
        self.assertEqual((own["ahead"], own["status_text"]), ("7 points ahead", "On track"))
        self.assertEqual(self.plain(own["gap"]), "4,300.00 missing, 390.91 a working day")
        self.assertEqual(self.plain(own["estimate"]), "Estimate, as of 06/15/2026: 11,400.00")
        self.assertEqual((team["is_team"], team["who"]), (True, "North"))

    def test_another_month_has_its_own_figures_and_nothing_pending(self):
        self.make_plan(self.nora, trigger="collected", rate=7)
        invoice = self.invoice(1000, day="2026-04-27")
        self.pay(invoice, 605, "2026-05-03")
        self.run_commissions()
        may = self.of(month="2026-05-20")
        self.assertEqual((may["commission"]["earned"], may["commission"]["pending"]), (35, 0))
        self.assertEqual((may["month"]["label"], may["month"]["next"]), ("May 2026", "2026-06-01"))
        self.assertEqual(self.of()["month"]["next"], False)
        self.assertEqual([row["label"] for row in may["statements"]], ["May 2026"])

    def test_a_leader_chooses_somebody_of_the_team_and_nobody_else(self):
        self.make_plan(self.nora, rate=5)
        self.invoice(1000, day="2026-06-10")
        self.run_commissions()
        self.north.member_ids -= self.sara
        found = self.of(self.nora, as_user=self.lea)
        self.assertEqual((found["commission"]["earned"], found["is_me"]), (50, False))
        self.assertEqual([one["name"] for one in found["people"]], ["Lea", "Nils", "Nora"])
        with self.assertRaises(AccessError):
            self.of(self.sara, as_user=self.lea)
        with self.assertRaises(AccessError):
            self.of(self.nora, as_user=self.nils)
        self.assertEqual([one["name"] for one in self.of(self.nils)["people"]], ["Nils"])

    def test_who_takes_part_in_nothing_gets_a_page_without_figures(self):
        found = self.of(self.nils)
        self.assertEqual(found["commission"]["total"], 0)
        self.assertEqual((found["plans"], found["targets"], found["statements"]), ([], [], []))
        self.assertFalse(self.results.with_user(self.nils).get_my_day_line())

    def test_my_day_has_the_months_commission_and_the_main_target(self):
        self.make_plan(self.nora, rate=5)
        self.invoice(1000, day="2026-06-10")
        self.target(weight=1, metric_id=self.metric("new_customers").id, amount=4)
        self.target(weight=3)
        self.run_commissions()
        line = self.results.with_user(self.nora).get_my_day_line()
        self.assertEqual((line["earned"], line["target"]["name"]), (50, "Sales invoiced"))

    def test_thirty_invoices_cost_as_many_queries_as_two(self):
        self.make_plan(self.nora, trigger="collected", rate=7)
        self.target()
        counts = []
        for number in (1, 1, 30):
            for _each in range(number):
                self.invoice(100, day="2026-06-02")
            self.run_commissions()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.of()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])


class TestWhyNot(EstimateCase):
    """Why an invoice pays nothing."""

    def why(self, invoice, user=None, text=None):
        results = self.env["crm.commission.results"].with_user(user or self.nora)
        return results.find_why_not(text or invoice.name)

    def sentences(self, invoice, user=None):
        [found] = self.why(invoice, user)
        return found["sentences"]

    def test_no_plan_was_in_force(self):
        invoice = self.invoice(100, day="2025-06-10")
        self.make_plan(self.nora, rate=5)
        self.run_commissions()
        self.assertEqual(self.sentences(invoice), ["No plan was in force."])

    def test_whose_it_is_takes_part_in_nothing(self):
        self.make_plan(self.nora, rate=5)
        invoice = self.invoice(100, day="2026-06-10", rep=self.nils)
        self.run_commissions()
        self.assertEqual(self.sentences(invoice), ["Whose it is takes part in no plan."])

    def test_a_rule_excludes_it(self):
        rules = self.rules({"name": "Own brand", "effect": "exclude"})
        self.make_plan(self.nora, rule_ids=rules)
        invoice = self.invoice(100, day="2026-06-10")
        self.run_commissions()
        self.assertEqual(
            self.sentences(invoice), ["A rule of the plan says that it pays nothing: Own brand."]
        )

    def test_it_waits_for_the_customers_money(self):
        self.make_plan(self.nora, trigger="collected", rate=7)
        invoice = self.invoice(1000, day="2026-06-10")
        self.pay(invoice, 900, "2026-06-12")
        self.run_commissions()
        [found] = self.why(invoice)
        self.assertRegex(found["sentences"][0], r"collected: .*310.00 of .*1,210.00 are open")
        self.assertEqual(found["amount"], 52.07)

    def test_it_counts_for_somebody_else_who_is_not_named_to_a_colleague(self):
        self.make_plan(self.nora, self.nils, rate=5)
        invoice = self.invoice(1000, day="2026-06-10", rep=self.nils)
        self.run_commissions()
        why = "Salesperson of the document"
        self.assertEqual(self.sentences(invoice), [f"It counts for somebody else ({why})."])
        [found] = self.env["crm.commission.results"].with_user(self.lea).find_why_not(
            invoice.name, self.nora.id
        )  # fmt: skip
        self.assertEqual(found["sentences"], [f"It counts for Nils ({why})."])

    def test_of_a_colleagues_invoice_neither_customer_nor_amount_is_told(self):
        self.make_plan(self.nora, self.sara, rate=5)
        invoice = self.invoice(1000, day="2026-06-10", rep=self.sara)
        self.run_commissions()
        [found] = self.why(invoice)
        self.assertEqual((found["partner"], found["can_open"], found["amount"]), ("", False, 0))
        self.assertEqual(self.why(invoice, text=invoice.name[:-1]), [])

    def test_a_part_of_the_number_finds_what_one_may_read(self):
        self.make_plan(self.nora, rate=5)
        invoice = self.invoice(1000, day="2026-06-10")
        self.run_commissions()
        [found] = self.why(invoice, text=invoice.name[:-1].lower())
        self.assertEqual((found["name"], found["partner"]), (invoice.name, "Hotel Ría"))
        self.assertEqual(found["sentences"], ["It counts for you; see the statements."])

    def test_a_draft_is_not_posted(self):
        invoice = self.invoice(1000, day="2026-06-10", post=False, name="DRAFT/7")
        self.assertEqual(self.sentences(invoice), ["It is not posted."])

    def test_wildcards_find_nothing(self):
        self.invoice(1000, day="2026-06-10", rep=self.sara)
        self.assertEqual(self.why(None, text="%%%"), [])

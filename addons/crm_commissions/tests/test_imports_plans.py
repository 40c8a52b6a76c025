from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common_import import PLANS, CommissionImportCase

HEADER = (
    "Plan code;Plan;From;Tiers;Rate;Rule: Name;Rule: Effect;Rule: Value;"
    "Rule: Product categories;Rule: Discount from;Step: Above;Step: Rate\n"
)
REPS = (
    HEADER + "REPS;Reps of October;01/10/2026;Each part at the rate of its tier;;Wine;"
    "Pays a rate;7,5;Wine of October; Beer of October;;0;3\n"
).replace("Wine of October; Beer of October", '"Wine of October; Beer of October"') + (
    "REPS;;;;;Cut prices;Pays nothing;;;20;50000;4\nREPS;;;;;;;;;;100000;5,25\n"
)


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestImportsPlans(CommissionImportCase):
    """A plan is a few lines of a spreadsheet: what it says, its rules, its steps, its goals."""

    def _imported(self):
        return self.env["crm.commission.plan"].search([("create_uid", "=", self.max.id)])

    def test_a_plan_comes_with_its_rules_and_steps_as_a_draft(self):
        run = self._good(PLANS, REPS)
        self.assertEqual(self._counts(run), (3, 0, 0, 0))
        plan = self._imported()
        self.assertEqual(
            (plan.name, plan.state, plan.date_from, plan.tier_mode, plan.trigger),
            ("Reps of October", "draft", date(2026, 10, 1), "marginal", "invoiced"),
        )
        wine, cut = plan.rule_ids
        self.assertEqual((wine.name, wine.sequence, wine.value), ("Wine", 10, 7.5))
        self.assertEqual(wine.category_ids, self.wine | self.beer)
        self.assertEqual((cut.name, cut.sequence, cut.effect), ("Cut prices", 20, "exclude"))
        self.assertEqual((cut.by_discount, cut.discount_from, cut.discount_to), (True, 20, 100))
        self.assertFalse(wine.by_discount)
        self.assertEqual(
            [(step.bound_from, step.rate) for step in plan.tier_ids],
            [(0, 3), (50000, 4), (100000, 5.25)],
        )
        plan.with_user(self.max).action_activate()

    def test_goals_come_too(self):
        rows = (
            "Plan code;Plan;Tiers;On Target Pay;Goal: Metric;Goal: Product family;"
            "Goal: Weight (%);Goal: Gate (%)\n"
            "KEY;Key accounts;Payout by weighted goals;2000;sales_invoiced;;70;80\n"
            "KEY;;;;Sales invoiced;Wine of October;30;\n"
        )
        self._good(PLANS, rows)
        plan = self._imported()
        self.assertEqual((plan.tier_mode, plan.on_target_pay), ("goals", 2000))
        self.assertEqual(
            [(each.metric_id.code, each.categ_id, each.weight, each.gate)
             for each in plan.goal_ids],
            [("sales_invoiced", self.wine.browse(), 70, 80),
             ("sales_invoiced", self.wine, 30, 0)],
        )  # fmt: skip
        plan.with_user(self.max).action_activate()
        self.assertEqual(self._counts(self._good(PLANS, rows)), (0, 0, 2, 0))

    def test_the_same_file_twice_makes_nothing_and_a_corrected_one_changes(self):
        self._good(PLANS, REPS)
        plan = self._imported()
        parts = plan.rule_ids, plan.tier_ids
        self.assertEqual(self._counts(self._good(PLANS, REPS)), (0, 0, 3, 0))
        self.assertEqual((plan.rule_ids, plan.tier_ids), parts)
        more = REPS.replace("7,5", "8").replace("5,25", "5,5") + "REPS;;;;;Beer;;6;;;150000;6\n"
        self.assertEqual(self._counts(self._good(PLANS, more)), (0, 4, 0, 0))
        self.assertEqual(self._imported(), plan)
        self.assertEqual(
            [(each.name, each.value) for each in plan.rule_ids],
            [("Wine", 8), ("Cut prices", 0), ("Beer", 6)],
        )
        self.assertEqual(plan.tier_ids.mapped("rate"), [3, 4, 5.5, 6])

    def test_a_plan_made_by_hand_is_known_by_its_name(self):
        plan = self._plan_of(active=False, name="By hand")
        self._good(PLANS, "Plan code;Plan;Rate\nHAND;By hand;6\n")
        self.assertEqual((plan.rate, self._imported().ids), (6, []))
        # from now on by its code: the name may change
        self._good(PLANS, "Plan code;Plan;Rate\nHAND;Another name;7\n")
        self.assertEqual((plan.rate, plan.name), (7, "Another name"))

    def test_a_plan_in_force_is_not_changed_and_its_next_revision_is(self):
        self._good(PLANS, REPS)
        plan = self._imported()
        plan.action_activate()
        # what says nothing new is no error
        self.assertEqual(self._counts(self._good(PLANS, REPS)), (0, 0, 3, 0))
        run = self._import(PLANS, REPS.replace("7,5", "9"))
        self.assertEqual(list(self._told(run)), [2])
        self.assertRegex(self._told(run)[2], "Reps of October is in force.*Press Revise")
        self.assertEqual(plan.rule_ids[0].value, 7.5)
        revision = plan._revise(date(2026, 11, 1))
        self._good(PLANS, REPS.replace("7,5", "9").replace("01/10/2026", "01/11/2026"))
        self.assertEqual((plan.rule_ids[0].value, revision.rule_ids[0].value), (7.5, 9))
        self.assertEqual(len(revision.rule_ids), 2)

    def test_with_one_line_wrong_nothing_of_its_plan_is_written(self):
        rows = REPS.replace("100000;5,25", "much;5,25") + "OK;Other;;;5;;;;;;;\n"
        run = self._import(PLANS, rows)
        self.assertEqual((run.state, self._counts(run)), ("checked", (1, 0, 0, 3)))
        self.assertRegex(self._told(run)[2], "Line 4 of this plan has an error")
        self.assertRegex(self._told(run)[4], "has to be a number")
        run.action_import_good()
        self.assertEqual(self._imported().name, "Other")

    def test_what_the_model_refuses_leaves_the_whole_plan_out(self):
        rows = (
            "Plan code;Plan;Rate;Cap;Floor;Rule: Name;Rule: Effect;Rule: Value\n"
            "A;Cap below floor;5;100;200;;;\nA;;;;;Wine;;3\n"
            "B;Tiers without steps;;;;Wine;Goes into the tiers;\nC;Good;5;;;Wine;;3\n"
        )
        run = self._run(PLANS, rows)
        run.action_import_good()
        self.assertEqual((run.state, self._counts(run)), ("done", (1, 0, 0, 3)))
        told = self._told(run)
        self.assertEqual(told[2], "The floor is not above the cap.")
        self.assertEqual(told[3], told[2])
        self.assertRegex(told[4], "speaks of tiers, but its plan has none")
        self.assertEqual(self._imported().name, "Good")
        self.assertEqual(self._imported().rule_ids.mapped("value"), [3])

    def test_what_is_wrong_is_said_by_line_and_column(self):
        rows = (
            "Plan code;Plan;From;Until;Rule: Name;Rule: Value;Rule: Product categories;"
            "Rule: Margin from;Rule: Margin to;Step: Above;Step: Rate;Goal: Metric;"
            "Goal: Weight (%);Goal: Zone\n"
            "A;;;;Wine;3;;;;;;;;\n"
            "B;B;2026-10-01;2026-09-30;Wine;3;;;;;;;;\n"
            "C;C;;;;3;;;;;;;;\n"
            "D;D;;;Wine;;;;;;;;;\n"
            "E;E;;;Wine;3;Nothing;;;;;;;\n"
            "F;F;;;Wine;3;;30;20;;;;;\n"
            "G;G;;;;;;;;100;;;;\n"
            "H;H;;;;;;;;;;nonsense;10;\n"
            "I;I;;;Wine;3;;;;;;;;\n"
            "I;J;;;WINE;4;;;;;;;;\n"
        )
        run = self._import(PLANS, rows)
        self.assertEqual(
            [(line, column) for line, column, _message in self._errors(run)],
            [(2, "B · Plan"), (3, "D · Until"), (4, "E · Rule: Name"), (5, "F · Rule: Value"),
             (6, "G · Rule: Product categories"), (7, "I · Rule: Margin to"),
             (8, "K · Step: Rate"), (9, "L · Goal: Metric"), (10, "A · Plan code"),
             (11, "E · Rule: Name")],
        )  # fmt: skip
        self.assertFalse(self._imported())

    def test_errors_are_told_in_the_readers_language(self):
        run = self._import(PLANS, "Plan code;Plan;Rule: Name;Rule: Value\nA;;Wine;3\n")
        [error] = run.with_context(lang="es_ES").error_ids
        self.assertEqual(error.column, "B · Plan")
        self.assertEqual(
            error.message, "El plan es nuevo: una de sus líneas tiene que decir su nombre."
        )

    def test_two_codes_do_not_mean_one_plan(self):
        self._plan_of(active=False, name="By hand")
        run = self._import(PLANS, "Plan code;Plan;Rate\nA;By hand;6\nB;By hand;7\n")
        self.assertRegex(self._told(run)[3], "Line 2 means the same plan by another code")

    def test_a_plan_of_six_hundred_lines_comes_whole_in_the_background(self):
        """Lines go in by 500, a plan by its own."""
        lines = [f"BIG;Big plan;5;Rule {n};{n % 7}\n" for n in range(600)]
        rows = "Plan code;Plan;Rate;Rule: Name;Rule: Value\n" + "".join(lines)
        for counts in ((600, 0, 0, 0), (0, 0, 600, 0)):
            run = self._import(PLANS, rows)
            self.assertEqual(run.state, "queued")
            self._run_job()
            self.assertEqual((run.state, run.position, self._counts(run)), ("done", 600, counts))
        plan = self._imported()
        self.assertEqual(len(plan.rule_ids), 600)
        self.assertEqual(plan.rule_ids.mapped("name"), [f"Rule {n}" for n in range(600)])

    def test_a_plan_refused_in_the_background_tells_all_of_its_lines(self):
        rows = "Plan code;Plan;Rate;Cap;Floor;Rule: Name;Rule: Value\n" + "".join(
            f"{code};{code};5;{cap};200;Rule {n};3\n"
            for code, cap in (("BAD", 100), ("GOOD", 300))
            for n in range(300)
        )
        run = self._import(PLANS, rows)
        self._run_job()
        self.assertEqual((run.state, self._counts(run)), ("done", (300, 0, 0, 300)))
        self.assertEqual(len(run.error_ids), 300)
        self.assertEqual(self._imported().name, "GOOD")

    def test_sixty_plans_cost_few_queries_more_than_six(self):
        def rows(count, name, value):
            return HEADER + "".join(
                f"{name}{n};{name}{n};;;5;Wine;;{value};Wine of October;;0;3\n"
                for n in range(count)
            )

        self._count_queries(PLANS, rows(2, "W", 3))
        few, many = (self._count_queries(PLANS, rows(n, f"P{n}.", 3)) for n in (6, 60))
        self.assertLess(many, few + 20)
        again = self._count_queries(PLANS, rows(60, "P60.", 3))
        self.assertLess(again, few + 20)

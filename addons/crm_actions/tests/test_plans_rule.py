from datetime import date

from freezegun import freeze_time

from odoo.tests import RecordCapturer, tagged

from .common_plans import PlanCase


@tagged("-at_install", "post_install")
@freeze_time("2026-10-06 07:00:00")
class TestRules(PlanCase):
    """One plan for many customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.segment = cls.env["crm.segment"].create(
            {"name": "A", "code": "TEST-A", "cycle_days": 14}
        )
        cls.customers = cls.env["res.partner"].create(
            [
                {"name": f"Bar {name}", "is_company": True, "crm_segment_id": cls.segment.id,
                 "user_id": user.id}
                for name, user in (("1", cls.nora), ("2", cls.nora), ("3", cls.nils),
                                   ("4", cls.sara), ("5", cls.env["res.users"]))
            ]
        )  # fmt: skip

    def _rule(self, user=None, **values):
        values = {"user_id": False, "segment_ids": self.segment.ids, **values}
        return self._visit_plan(user or self.max, target="rule", partner_id=False, **values)

    def _visits_of(self, plan, customer):
        return self._visits(plan).filtered(lambda visit: visit.partner_id == customer)

    def test_every_customer_by_his_salesperson(self):
        plan = self._rule()
        visits = self._visits(plan)
        self.assertEqual(
            {(visit.partner_id.name, visit.user_id.login) for visit in visits},
            {("Bar 1", "nora"), ("Bar 2", "nora"), ("Bar 3", "nils"), ("Bar 4", "sara")},
        )
        self.assertEqual(len(visits), 4 * 7)
        self.assertIn("1 of 5 customers have no salesperson", plan.warning_text)
        plan.generate()
        self.assertEqual(self._visits(plan), visits)

    def test_a_leaders_plan_stays_in_the_team(self):
        plan = self._rule(self.lea)
        self.assertEqual(plan.team_id, self.north)
        self.assertEqual(self._visits(plan).user_id, self.nora | self.nils)

    def test_only_the_customers_of_one(self):
        plan = self._rule(self.nora, user_id=self.nora.id, owner_id=self.nora.id)
        self.assertEqual(self._visits(plan).partner_id, self.customers[:2])

    def test_further_conditions(self):
        plan = self._rule(domain="[('name', 'like', '3')]")
        self.assertEqual(self._visits(plan).partner_id, self.customers[2])

    def test_who_leaves_the_rule_loses_what_nobody_touched(self):
        plan = self._rule()
        touched = self._visits_of(plan, self.customers[0])[0]
        touched.with_user(self.nora).summary = "Mine"
        self.customers[0].crm_segment_id = False
        self.customers[3].active = False
        self._night()
        self.assertEqual(
            self._visits(plan).partner_id, self.customers[0] | self.customers[1] | self.customers[2]
        )
        self.assertEqual(self._visits_of(plan, self.customers[0]), touched)

    def test_each_at_the_cycle_of_its_segment(self):
        slow = self.segment.copy({"code": "TEST-B", "cycle_days": 28})
        self.customers[1].crm_segment_id = slow
        for customer in self.customers[:2]:
            self._done_visit(5, partner_id=customer.id)
        plan = self._rule(mode="cycle", cycle_days=0, segment_ids=(self.segment | slow).ids)
        for customer, expected in zip(
            self.customers[:2], (["19/10", "2/11", "16/11"], ["2/11"]), strict=True
        ):
            starts = self._visits_of(plan, customer).mapped("start")
            self.assertEqual([f"{start:%-d/%-m}" for start in starts], expected)

    def test_customers_never_visited_do_not_all_fall_on_one_day(self):
        many = self.env["res.partner"].create(
            [
                {"name": f"Café {n}", "is_company": True, "user_id": self.nora.id,
                 "crm_segment_id": self.segment.id}
                for n in range(28)
            ]
        )  # fmt: skip
        plan = self._rule(mode="cycle", cycle_days=14)
        first = {}
        for visit in self._visits(plan).filtered(lambda visit: visit.partner_id in many):
            first.setdefault(visit.partner_id, visit.start.date())
        self.assertEqual(len(first), 28)
        busiest = max(list(first.values()).count(day) for day in first.values())
        # two a day, and those of the weekend and the holiday on the next working day
        self.assertLessEqual(busiest, 8)
        self.assertGreaterEqual(len(set(first.values())), 8)

    def test_a_plan_for_many_is_worked_out_in_the_background(self):
        self.env["res.partner"].create(
            [
                {"name": f"Café {n}", "is_company": True, "user_id": self.nora.id,
                 "crm_segment_id": self.segment.id}
                for n in range(120)
            ]
        )  # fmt: skip
        with RecordCapturer(self.env["ir.cron.trigger"]) as triggers:
            plan = self._rule(date_to="2026-10-09")
        self.assertFalse(self._visits(plan))
        self.assertFalse(plan.generated_on)
        self.assertEqual(
            triggers.records.cron_id, self.env.ref("crm_actions.ir_cron_generate_plans")
        )
        self._run_job()
        self.assertEqual(len(self._visits(plan)), 124)
        self.assertEqual(plan.generated_on, date(2026, 10, 6))

    def test_one_plan_that_fails_stops_no_other(self):
        broken, sound = self._rule(), self._visit_plan()
        self.assertEqual(len(self._visits(sound)), 7)
        # given a condition on a field that an uninstalled addon took with it
        self.env.cr.execute(
            "UPDATE crm_action_plan SET domain = %s WHERE id = %s",
            ["[('no_such_field', '=', 1)]", broken.id],
        )
        self.env.invalidate_all()
        with (
            freeze_time("2026-10-13 22:30:00"),
            self.assertLogs("odoo.addons.crm_actions", "ERROR") as log,
        ):
            self._night()
            # then it is in the log, and tomorrow is another day
            self.assertIn(f"plan {broken.id} could not", log.output[0])
            self.assertEqual(broken.generated_on, date(2026, 10, 14))
            self.assertEqual(self._days(sound)[-1], "24/11")

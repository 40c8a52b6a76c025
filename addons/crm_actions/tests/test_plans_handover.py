"""What plans share with the rest: rights, companies, merges, other planners, query budgets."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common_plans import PlanCase
from .common_queries import QueryBudgetMixin


@tagged("-at_install", "post_install")
@freeze_time("2026-10-01 07:00:00")
class TestPlanHandover(PlanCase):
    """A rep leaves: his plans go to a colleague from a day on."""

    def _by_rep(self, plans):
        return [f"{visit.start:%-d/%-m} {visit.user_id.login}" for visit in self._visits(plans)]

    def test_from_today_on(self):
        plan = self._visit_plan().with_user(self.lea)
        plan._crm_hand_over_plans(self.nora, self.nils, date(2026, 10, 1))
        self.assertEqual(plan.user_id, self.nils)
        self.assertEqual(self._visits(plan).user_id, self.nils)

    def test_from_a_later_day_on(self):
        plan = self._visit_plan(date_to="2026-11-30")
        self._visits(plan)[3].with_user(self.nora).cancel("They are closed")
        plan.with_user(self.lea)._crm_hand_over_plans(self.nora, self.nils, date(2026, 10, 20))
        both = self.env["crm.action.plan"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual(
            self._by_rep(both), ["6/10 nora", "13/10 nora", "20/10 nils", "3/11 nils", "10/11 nils"]
        )
        self.assertEqual((both - plan).date_to, date(2026, 11, 30))
        # doing it again does no more
        plan.with_user(self.lea)._crm_hand_over_plans(self.nora, self.nils, date(2026, 10, 20))
        self.assertEqual(len(self._visits(both)), 5)


@tagged("-at_install", "post_install")
@freeze_time("2026-10-01 07:00:00")
class TestPlanQueries(QueryBudgetMixin, PlanCase):
    """Planning costs as many queries for many customers as for a few."""

    def _plans(self, count, **values):
        partners = self.env["res.partner"].create(
            [{"name": f"Bar {n}", "user_id": self.nora.id} for n in range(count)]
        )
        plans = self.env["crm.action.plan"].create(
            [
                {"partner_id": partner.id, "user_id": self.nora.id, "tue": True, "hour": 10,
                 "date_from": "2026-10-01", "active": False, **values}
                for partner in partners
            ]
        )  # fmt: skip
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_action_plan SET active = true WHERE id IN %s", [tuple(plans.ids)]
        )
        plans.invalidate_recordset()
        return plans

    def _cost_of_generating(self, count, **values):
        plans = self._plans(count, **values)
        with self.count_queries() as counter:
            made = plans.generate()["created"]
        self.assertEqual(made, count * (5 if "mode" not in values else 2))
        return counter.count

    def test_making_the_visits_of_a_hundred_plans(self):
        self.env.company.crm_plan_horizon_weeks = 5
        # 500 mirrored visits; inserts go by hundreds
        self.assert_same_queries(self._cost_of_generating, few=10, many=100, slack=30)

    def test_making_the_visits_of_a_hundred_cycles(self):
        self.env.company.crm_plan_horizon_weeks = 5
        self.assert_same_queries(
            lambda count: self._cost_of_generating(count, mode="cycle", cycle_days=14),
            few=10, many=100, slack=30,
        )  # fmt: skip

    def test_a_night_without_anything_to_do(self):
        def cost(count):
            plans = self._plans(count)
            plans.generate()
            with self.count_queries() as counter:
                self.assertFalse(plans.generate()["created"])
            return counter.count

        self.assert_same_queries(cost, few=10, many=100)

    def test_reading_the_list(self):
        action = self.env.ref("crm_actions.crm_action_plan_action")

        def cost(count):
            plans = self._plans(count)
            plans.generate()
            with self.count_queries() as counter:
                self.open_view(self.max, action, "list", [("id", "in", plans.ids)])
            return counter.count

        self.assert_same_queries(cost, few=10, many=100)

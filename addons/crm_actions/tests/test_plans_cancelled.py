from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common_plans import PlanCase


@tagged("-at_install", "post_install")
@freeze_time("2026-10-01 07:00:00")
class TestCancelledVisits(PlanCase):
    """What somebody called off stays off, also if the plan is moved to other days."""

    def setUp(self):
        super().setUp()
        self.plan = self._visit_plan()  # 6, 13, 20 and 27 October, 3 and 10 November
        self.visits = self._visits(self.plan).with_user(self.nora)

    def test_another_weekday(self):
        """Given the 13th called off and the 20th deleted, then these weeks have no Wednesday."""
        self.visits[1].cancel("They are closed")
        self.visits[2].unlink()
        self.plan.write({"tue": False, "wed": True})
        self.assertEqual(self._days(self.plan), ["7/10", "28/10", "4/11", "11/11"])
        self.assertEqual(self._days(self.plan, "cancelled"), ["13/10"])
        self._night()
        self.assertEqual(self._days(self.plan), ["7/10", "28/10", "4/11", "11/11"])

    def test_there_and_back_again(self):
        self.visits[1].cancel("They are closed")
        self.plan.write({"tue": False, "fri": True})
        self.plan.write({"tue": True, "fri": False})
        self.assertEqual(self._days(self.plan), ["6/10", "20/10", "27/10", "3/11", "10/11"])

    def test_another_hour(self):
        self.visits[1].cancel("They are closed")
        self.plan.hour = 16
        self.assertEqual(self._days(self.plan), ["6/10", "20/10", "27/10", "3/11", "10/11"])

    def test_called_off_this_week_and_then_moved_within_it(self):
        """Given Tuesday's visit called off, when on Wednesday the plan moves to Thursdays."""
        with freeze_time("2026-10-06 06:00:00"):
            self.visits[0].cancel("They are closed")
        with freeze_time("2026-10-07 07:00:00"):
            self.plan.write({"tue": False, "thu": True})
            self.assertEqual(self._days(self.plan)[:2], ["15/10", "22/10"])

    def test_what_the_plan_called_off_itself_is_no_wish_of_anybody(self):
        """Given three visits a week of which the plan called off Monday's, since nobody came."""
        plan = self._visit_plan(partner_id=self.customer.copy().id, mon=True, wed=True, fri=True,
                                tue=False)  # fmt: skip
        with freeze_time("2026-10-22 07:00:00"):  # Thursday; the 19th and the 21st were not made
            self._night()
            self.assertIn("19/10", self._days(plan, "cancelled"))
            # when it moves to Thursdays and Saturdays, then both are to come
            plan.write({"mon": False, "wed": False, "fri": False, "thu": True, "sat": True,
                        "holiday_policy": "keep"})  # fmt: skip
            self.assertEqual(self._days(plan)[1:4], ["22/10", "24/10", "29/10"])

    def test_whoever_wants_it_back_plans_it_again(self):
        self.visits[1].cancel("They are closed")
        self.plan.write({"tue": False, "wed": True})
        self.visits[1].action_replan()
        self.plan.generate()
        self.assertEqual(self._days(self.plan)[:3], ["7/10", "14/10", "21/10"])
        self.assertEqual(self._visits(self.plan)[1], self.visits[1])
        self.assertEqual(self.visits[1].start - self.visits[0].start, timedelta(weeks=1))

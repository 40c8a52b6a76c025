from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .common_planning import PlanningCase


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestRouteInForce(PlanningCase):
    """Of each customer and day one published plan speaks."""

    def _planned(self, plan):
        return sum(plan.route_ids.mapped("planned_count"))

    def test_a_proposal_has_nothing_in_the_agenda(self):
        plan = self._proposed(reps=self.reps[0])
        self.assertFalse(any(plan.stop_ids.mapped("in_force")))
        plan.action_publish()
        self._work()
        self.assertTrue(all(plan.stop_ids.mapped("in_force")))
        self.assertEqual(self._planned(plan), 12)
        report = self.env["crm.route.report"].search([("plan_id", "=", plan.id)])
        self.assertEqual(set(report.mapped("result")), {"open"})
        self.assertEqual(len(report), 12)

    def test_a_newer_plan_takes_the_place_of_an_older_one(self):
        # given two weeks of six shops, of which the first week has passed
        older = self._published(reps=self.reps[0])
        first_week = older.stop_ids.filtered(lambda stop: str(stop.date) < "2026-12-05")
        self.assertEqual(len(first_week), 6)
        with freeze_time("2026-12-05 10:00:00"):
            newer = self._published(reps=self.reps[0], date_from="2026-12-07")
            # then the second week is that of the newer plan alone
            self.assertEqual(older.stop_ids.filtered("in_force"), first_week)
            self.assertEqual((self._planned(older), self._planned(newer)), (6, 6))
            rows = self.env["crm.route.report"].search([])
            self.assertEqual(len(rows), 12)
            self.assertEqual(rows.plan_id, older | newer)

    def test_a_plan_of_other_customers_goes_around_what_is_there(self):
        older = self._published(reps=self.reps[0])
        self._shop("Newcomer", crm_segment_id=self.b.id)
        self._policy(segment_ids=[Command.set(self.b.ids)])
        newer = self._published(reps=self.reps[0], segment_ids=[Command.set(self.b.ids)])
        # a rep has one route a day: what the newer plan only goes around is on its routes too
        self.assertEqual((self._planned(older), self._planned(newer)), (0, 14))
        stops = self.env["crm.route.stop"].search([("in_force", "=", True)])
        self.assertEqual(len(stops), 14)
        self.assertEqual(len(stops.action_id), 14)

    def test_published_again_it_counts_once(self):
        plan = self._published(reps=self.reps[0])
        plan.sudo().job_ids.write({"state": "publishing"})
        plan.sudo()._enter("publishing")
        self._work()
        self.assertEqual(self._planned(plan), 12)

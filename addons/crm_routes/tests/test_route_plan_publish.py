from datetime import date, datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..search_process import SearchProcess
from .common_planning import PlanningCase


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestRoutePlanPublish(PlanningCase):
    """What is in the agendas after a plan was published: once, and what was promised as it was."""

    def test_publishing_writes_the_visits(self):
        plan = self._published()
        visits = self._visits()
        self.assertEqual(len(visits), 16)
        self.assertEqual(visits, plan.stop_ids.action_id.sorted(lambda each: (each.start, each.id)))
        for stop in plan.stop_ids:
            action = stop.action_id
            self.assertEqual(
                (action.partner_id, action.user_id, action.start, action.stop, action.origin),
                (stop.partner_id, stop.user_id, stop.start, stop.stop, "route"),
            )
        self.assertEqual(visits.create_uid, self.pia)
        # and the rep has them in My day
        first = visits.filtered(lambda visit: visit.user_id == self.nora)[0]
        day = self.env["crm.action"].with_user(self.nora).get_my_day(str(first.start.date()))
        self.assertIn(first.id, [action["id"] for action in day["actions"]])

    def test_pressed_twice_and_published_again_each_visit_is_there_once(self):
        plan = self._published()
        before = self._agenda()
        plan.action_publish()
        plan.sudo().job_ids.write({"state": "publishing"})
        plan.sudo()._enter("publishing")
        self._work()
        self.assertEqual(plan.state, "published")
        self.assertEqual(self._agenda(), before)

    def test_planning_an_unchanged_published_plan_changes_nothing(self):
        self._published()
        before = self._agenda()
        again = self._route_plan()
        again.action_plan()
        with patch.object(SearchProcess, "__init__", side_effect=AssertionError("a search")):
            self._work()
        self.assertEqual(again.state, "proposed")
        again.action_publish()
        self._work()
        self.assertEqual(again.state, "published")
        self.assertEqual(self._agenda(), before)
        self.assertEqual(self._visits().route_plan_id, again)

    def test_a_new_customer_changes_little_of_what_was_published(self):
        self._published(reps=self.reps[0])
        days = {visit.partner_id: visit.route_date for visit in self._visits()}
        new = self._shop("New", crm_segment_id=self.a.id)
        self._published(reps=self.reps[0])
        after = self._visits(("state", "=", "planned"))
        self.assertEqual(len(after), 14)
        self.assertEqual(
            {visit.partner_id: visit.route_date for visit in after if visit.partner_id != new},
            days,
        )

    def test_what_was_promised_stays(self):
        # given a shop that Nora has promised Wednesday at noon
        mine = self._plan(partner_id=self.bar.id, start=datetime(2026, 12, 2, 11))
        plan = self._published(reps=self.reps[0])
        self.assertEqual((mine.start, mine.state), (datetime(2026, 12, 2, 11), "planned"))
        [stop] = plan.stop_ids.filtered(lambda each: each.action_id == mine)
        self.assertEqual((stop.promised, stop.reason), (True, "promised"))
        self.assertEqual(stop.start, mine.start)
        # and there is no other one in that week
        week = self._visits(("partner_id", "=", self.bar.id), ("start", "<", "2026-12-06"))
        self.assertFalse(week)

    def test_moved_by_hand_promised_and_begun_visits_outlive_another_plan(self):
        plan = self._published(reps=self.reps[0])
        moved, promised, begun = self._visits()[:3]
        moved.with_user(self.nora).start += timedelta(minutes=30)
        promised.with_user(self.nora).route_promised = True
        with freeze_time(begun.start):
            begun.with_user(self.nora).check_in()
        kept = {each: each.start for each in moved | promised | begun}
        self.assertTrue(moved.route_touched)
        # when the customers are nobody's any more and the next plan has none of them
        plan = self._route_plan(reps=self.reps[0], segment_ids=[Command.set(self.a.ids)])
        plan.action_plan()
        self._work()
        if plan.state == "proposed":
            plan.action_publish()
            self._work()
        self.assertEqual({each: each.start for each in kept}, kept)
        self.assertNotIn("cancelled", (moved | promised | begun).mapped("state"))

    def test_visits_of_the_nightly_plans_are_taken_over(self):
        # given a visit that a plan of visits made, before there was a policy
        nightly = (
            self.env["crm.action.plan"]
            .sudo()
            .create({"partner_id": self.customer.id, "user_id": self.nora.id, "tue": True})
        )
        visit = self._plan(partner_id=self.bar.id, start=datetime(2026, 12, 3, 9))
        visit.sudo().write(
            {"plan_id": nightly.id, "plan_date": date(2026, 12, 3), "origin": "plan"}
        )
        visit.sudo().write({"plan_touched": False})
        plan = self._published(reps=self.reps[0])
        # then it is one of the visits of the routes, not one more
        self.assertIn(visit, plan.stop_ids.action_id)
        self.assertEqual(
            self.env["crm.action"].search_count(
                [("partner_id", "=", self.bar.id), ("state", "=", "planned")]
            ),
            2,
        )

    def test_visits_of_an_older_plan_are_called_off(self):
        self._published(reps=self.reps[0])
        # given every other week from now on
        self.env["crm.visit.policy"].search([]).write({"frequency": "weeks", "number": 2})
        self._published(reps=self.reps[0])
        visits = self._visits()
        self.assertEqual(len(visits.filtered(lambda each: each.state == "planned")), 6)
        gone = visits.filtered(lambda each: each.state == "cancelled")
        self.assertEqual(len(gone), 6)
        self.assertRegex(gone[0].cancel_reason, "^Replaced by Routes from")
        # nor are they in the calendar
        events = self.env["calendar.event"].search([("crm_action_id", "in", gone.ids)])
        self.assertFalse(events)

    def test_two_plans_that_overlap_leave_one_visit_a_day(self):
        # given two proposals for the same rep, made before either was published
        one, other = self._proposed(reps=self.reps[0]), self._proposed(reps=self.reps[0], seed=9)
        one.action_publish()
        self._work()
        other.action_publish()
        self._work()
        planned = self._visits(("state", "=", "planned"))
        self.assertEqual(len(planned), 12)
        self.assertEqual(planned.route_plan_id, other)

    def test_who_has_left_since_is_not_put_into_an_agenda(self):
        plan = self._proposed()
        self.bar.user_id = self.sara
        with self.assertRaisesRegex(UserError, "1 customers have left.*Bar Ñandú"):
            plan.action_publish()
        self.assertEqual(plan.state, "proposed")

    def test_days_that_are_over_meanwhile_are_left_out(self):
        plan = self._proposed(reps=self.reps[0])
        with freeze_time("2026-12-04 20:00:00"):
            plan.action_publish()
            self._work()
        self.assertTrue(all(visit.route_date > date(2026, 12, 4) for visit in self._visits()))

    def test_publishing_again_asks_as_much_for_many_visits_as_for_a_few(self):
        plan = self._published(reps=self.reps[0])
        few = self._count_publishing(plan)
        for number in range(20):
            place = (43.5 + number / 500, -5.7)
            self._shop(f"More {number}", place=place, crm_segment_id=self.a.id)
        plan = self._published(reps=self.reps[0])
        self.assertGreater(len(plan.stop_ids), 40)
        self.assertLessEqual(self._count_publishing(plan), few + 3)

    def _count_publishing(self, plan):
        jobs = plan.sudo().job_ids.with_env(self.env)
        jobs.write({"state": "publishing"})
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        jobs._publish()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

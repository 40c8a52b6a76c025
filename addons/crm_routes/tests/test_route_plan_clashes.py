from datetime import date, datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_planning import PlanningCase


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestRoutePlanClashes(PlanningCase):
    """What happens between a proposal and its publishing: nobody is visited twice, nor promised in
    vain."""

    def _meeting(self, start, stop, user=None):
        meeting = self.env.ref("crm_actions.crm_action_type_meeting")
        return self._plan(user, type_id=meeting.id, partner_id=False, start=start, stop=stop)

    def _refuses(self, plan, words):
        with self.assertRaisesRegex(UserError, words):
            plan.action_publish()
        self.assertEqual(plan.state, "proposed")
        self.assertFalse(self._visits())

    def _plan_again_and_publish(self, plan):
        plan.action_plan()
        self._work()
        plan.action_publish()
        self._work()
        self.assertEqual(plan.state, "published", plan.problem_text)

    # -- before it is pressed --------------------------------------------------------------------

    def test_a_customer_whom_the_rep_has_promised_a_visit_since(self):
        plan = self._proposed(reps=self.reps[0])
        # given Nora, who has told the bar another day of the first week, at ten
        planned = plan.stop_ids.filtered(lambda stop: stop.partner_id == self.bar).mapped("date")
        day = next(day for day in range(2, 5) if date(2026, 12, day) not in planned)
        mine = self._plan(partner_id=self.bar.id, start=datetime(2026, 12, day, 9))
        self._refuses(plan, r"do not fit any more \(1\): Bar Ñandú \(Nora, ")
        # when it is planned again, then that is the visit of the week
        self._plan_again_and_publish(plan)
        week = self.env["crm.action"].search(
            [("partner_id", "=", self.bar.id), ("start", "<", "2026-12-06")]
        )
        self.assertEqual((week, week.start), (mine, datetime(2026, 12, day, 9)))

    def test_an_hour_that_is_taken_since(self):
        plan = self._proposed(reps=self.reps[0])
        stop = plan.stop_ids[0]
        meeting = self._meeting(stop.start + timedelta(minutes=5), stop.stop)
        self._refuses(plan, rf"\(1\): {stop.display_name} ")
        # a meeting at an hour at which there is no visit is in nobody's way
        meeting.start, meeting.stop = datetime(2026, 12, 5, 9), datetime(2026, 12, 5, 10)
        plan.action_publish()
        self._work()
        self.assertEqual((plan.state, len(self._visits())), ("published", 12))

    def test_a_promise_that_is_moved_or_called_off_since(self):
        mine = self._plan(partner_id=self.bar.id, start=datetime(2026, 12, 2, 11))
        plan = self._proposed(reps=self.reps[0])
        mine.with_user(self.nora).start = datetime(2026, 12, 4, 11)
        self._refuses(plan, r"\(1\): Bar Ñandú")
        mine.with_user(self.nora).start = datetime(2026, 12, 2, 11)
        mine.with_user(self.nora).cancel("The bar is closed for works")
        self._refuses(plan, r"\(1\): Bar Ñandú")

    def test_a_rep_who_is_away_since(self):
        plan = self._proposed()
        days = set(plan.route_ids.filtered(lambda route: route.user_id == self.nils).mapped("date"))
        day = min(days)
        self.reps[1].absence_ids = [Command.create({"date_from": day, "date_to": day})]
        self._refuses(plan, r"His \d \(Nils, ")

    def test_a_customer_who_has_closed_since(self):
        plan = self._proposed(reps=self.reps[0])
        stop = plan.stop_ids.filtered(lambda stop: stop.partner_id == self.bar)[0]
        # given holidays that are written down after it was planned
        holidays = self.env["crm.closing.days"].create(
            {"partner_id": self.bar.id, "date_from": stop.date, "date_to": stop.date}
        )
        self._refuses(plan, r"\(1\): Bar Ñandú \(Nora, ")
        holidays.unlink()
        # or opening hours, without that weekday
        weekday = stop.date.weekday()
        self._hours(self.bar, *((day, 8, 20) for day in range(5) if day != weekday))
        self._refuses(plan, r"Bar Ñandú \(Nora, ")
        self._plan_again_and_publish(plan)

    # -- after it is pressed ---------------------------------------------------------------------

    def test_what_comes_in_before_the_planner_does(self):
        plan = self._proposed(reps=self.reps[0])
        plan.action_publish()
        # given a meeting that Nora enters while the publishing waits for a planner
        stop = plan.stop_ids[0]
        meeting = self._meeting(stop.start, stop.stop)
        self._work()
        # then nothing is published, and the planner reads why
        self.assertEqual((plan.state, len(self._visits())), ("proposed", 0))
        self.assertIn(f"(1): {stop.display_name}", plan.problem_text)
        # and once the meeting is called off it is published after all
        meeting.with_user(self.nora).cancel("No time")
        plan.action_publish()
        self._work()
        self.assertEqual((plan.state, len(self._visits())), ("published", 12))
        self.assertFalse(plan.problem_text)

    def test_what_fails_for_one_rep_is_published_with_a_second_press(self):
        plan = self._proposed()
        plan.action_publish()
        job_class = type(self.env["crm.route.plan.job"])
        carry_out, broken = job_class._carry_out, []

        def once(job, *arguments):
            if not broken:
                broken.append(job.user_ids.id)
                raise ValueError("out of order")
            carry_out(job, *arguments)

        with (
            patch.object(job_class, "_carry_out", once),
            mute_logger("odoo.addons.crm_routes.models.crm_route_plan_job_work"),
        ):
            self._work()
        # then the visits of the other rep are there, and the plan is still to be published
        failed = self.env["res.users"].browse(broken)
        self.assertEqual(plan.state, "proposed")
        self.assertEqual(self._visits().user_id, (self.nora | self.nils) - failed)
        self.assertIn(f"{failed.name}: An unexpected error", plan.problem_text)
        # it is not forgotten, since its visits would be nobody's to move
        for forget in (plan.action_cancel, plan.unlink):
            with self.assertRaisesRegex(UserError, "in the agendas already"):
                forget()
        plan.action_publish()
        self._work()
        self.assertEqual(plan.state, "published")
        self.assertEqual(self._visits(), plan.stop_ids.action_id.sorted("start"))
        self.assertEqual(len(self._visits()), 16)

    def test_a_plan_whose_visits_are_in_agendas_is_not_deleted_as_a_draft(self):
        plan = self._published(reps=self.reps[0])
        plan.sudo()._enter("draft")
        with self.assertRaisesRegex(UserError, "in the agendas already"):
            plan.unlink()

    # -- customers -------------------------------------------------------------------------------

    def test_a_customer_who_is_deleted_since_is_in_nobodys_way(self):
        # given two visits at most, so that four shops are left out
        self.reps.max_visits = 1
        plan = self._proposed(reps=self.reps[0], date_to=date(2026, 12, 1))
        plan.left_out_ids.partner_id[0].sudo().unlink()
        plan.action_publish()
        self._work()
        self.assertEqual((plan.state, plan.problem_text), ("published", False))
        self.assertEqual(len(self._visits()), 2)

    def test_two_customers_who_became_one_since_are_visited_once_a_day(self):
        plan = self._proposed(reps=self.reps[0])
        route = next(route for route in plan.route_ids if len(route.stop_ids) > 1)
        one, other = route.stop_ids[:2].partner_id
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (one | other).ids, one, extra_checks=False
        )
        self.env.invalidate_all()
        plan.action_publish()
        self._work()
        self.assertEqual((plan.state, plan.problem_text), ("published", False))
        days = self._visits(("partner_id", "=", one.id)).mapped("route_date")
        self.assertEqual(len(days), len(set(days)))
        self.assertIn(route.date, days)

    def test_a_customer_with_whom_the_rep_is_just_now_gets_no_second_visit(self):
        # given a plan that was left lying until its first day, and an older one that was published
        self._published(reps=self.reps[0])
        plan = self._proposed(reps=self.reps[0], seed=2)
        day = min(plan.stop_ids.mapped("date"))
        last = plan.stop_ids.filtered(lambda stop: stop.date == day).sorted("start")[-1]
        with freeze_time(last.start - timedelta(minutes=30)):
            # when Nora is there already, earlier than she would have to be
            visit = self._visits(("partner_id", "=", last.partner_id.id), ("route_date", "=", day))
            visit.with_user(self.nora).check_in()
            writer = plan.sudo().job_ids._get_agenda_writer()
            writer.browse(visit.id).start = last.start - timedelta(hours=1)
            plan.action_publish()
            self._work()
        self.assertEqual((plan.state, plan.problem_text), ("published", False))
        that_day = self.env["crm.action"].search_count(
            [("partner_id", "=", last.partner_id.id), ("route_date", "=", day)]
        )
        self.assertEqual(that_day, 1)

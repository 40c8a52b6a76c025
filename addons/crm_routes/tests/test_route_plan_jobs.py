from datetime import date, timedelta
from unittest.mock import patch

from psycopg2 import OperationalError
from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..search_process import SearchProcess
from .common_jobs import JobsCase


@tagged("-at_install", "post_install")
class TestRoutePlanJobs(JobsCase):
    """Planners that work at the same moment, die, and are cancelled: over real connections."""

    # -- claiming --------------------------------------------------------------------------------

    def test_two_planners_take_one_job_each(self):
        with self.registry.cursor() as slow, self._connection() as fast:
            # given one who has taken a job and has not committed yet
            mine = self._jobs(self.env(cr=slow)).try_lock_for_update(limit=1)
            # when another one looks, then it gets the other job
            other = fast["crm.route.plan.job"]._claim()
            self.assertTrue(other)
            self.assertNotEqual(other.id, mine.id)
            self.assertEqual((other.state, other.attempts), ("claimed", 1))
            slow.rollback()

    def test_who_comes_third_gets_nothing(self):
        with self._connection() as env:
            jobs = [env["crm.route.plan.job"]._claim() for _planner in range(3)]
        self.assertEqual([len(job) for job in jobs], [1, 1, 0])

    def test_a_job_of_a_dead_server_is_claimed_again_and_its_result_is_there_once(self):
        # given a planner whose server was killed after it had claimed a job
        with self._connection() as env:
            job = env["crm.route.plan.job"]._claim()
            first_token = job.token
            # as long as it might live nobody else takes it
            self.assertNotEqual(env["crm.route.plan.job"]._claim(), job)
            job.heartbeat_at -= timedelta(minutes=2)
            job_id = job.id
        with self._connection() as env:
            again = env["crm.route.plan.job"]._claim()
            self.assertEqual((again.id, again.attempts), (job_id, 2))
            again._work()
        # when the first one comes back with a result of its own, then nobody wants it
        with self._connection() as env:
            job = env["crm.route.plan.job"].browse(job_id)
            routes = job.route_ids
            with patch.object(type(job), "_write_result", side_effect=AssertionError("again")):
                job._finish(first_token, None, None)
            self.assertEqual((job.state, job.route_ids), ("done", routes))

    def test_a_job_that_kills_its_server_three_times_has_failed(self):
        with self._connection() as env:
            job = self._jobs(env)[0]
            job.write(
                {
                    "state": "claimed",
                    "attempts": 3,
                    "heartbeat_at": fields.Datetime.now() - timedelta(hours=1),
                }
            )
        self._work_all()
        self.assertEqual(self._state(), ("proposed", ["done", "failed"]))
        with self._connection() as env:
            failed = self._jobs(env).filtered(lambda each: each.state == "failed")
            self.assertIn("stopped 3 times", failed.with_context(lang="en_US").problem_text)

    # -- progress and cancelling -----------------------------------------------------------------

    def test_progress_is_seen_by_others_and_cancelling_kills_the_search(self):
        seen, pids = [], []
        look = SearchProcess.look

        def slowly(process, seconds):
            """The search says that it is half done, and another connection reads it."""
            pids.append(process)
            if len(pids) == 1:
                process.progress = 0.5
                return False
            with self._connection() as env:
                plan = env["crm.route.plan"].browse(self.plan_id)
                seen.append(plan.progress)
                if len(pids) == 2:
                    plan.action_cancel()
            return False

        self.assertTrue(look)
        with patch.object(SearchProcess, "look", slowly):
            self._work_all()
        # then it was a quarter of both searches, and the child is gone
        self.assertEqual(seen, [25])
        self.assertIsNotNone(pids[0]._process.poll())
        self.assertEqual(self._state(), ("cancelled", ["cancelled"] * 2))

    @mute_logger("odoo.sql_db")
    def test_two_jobs_that_end_at_the_same_moment_end_the_plan(self):
        # given one job that has ended, in a transaction that has not seen the end of the other
        with self.registry.cursor() as slow:
            env = self.env(cr=slow)
            one, _other = self._jobs(env)
            with self._connection() as fast:
                _one, other = self._jobs(fast)
                other._fail({"code": "error"})
            with self.assertRaises(OperationalError):
                one._fail({"code": "error"})
                env.flush_all()
            slow.rollback()
            # when it looks again, as planners do
            one._in_transaction(lambda: one._fail({"code": "error"}))
        self.assertEqual(self._state(), ("draft", ["failed"] * 2))

    # -- publishing ------------------------------------------------------------------------------

    def test_publishing_that_dies_in_the_middle_leaves_each_visit_once(self):
        self._propose()
        self._press_publish()
        # given a server that dies after the visits of the first rep, before it says so
        job_class = type(self.env["crm.route.plan.job"])
        with (
            patch.object(job_class, "_give_up", side_effect=KeyboardInterrupt),
            patch.object(type(self.env["crm.route.plan"]), "_follow_jobs", side_effect=ValueError),
            mute_logger("odoo.addons.crm_routes.models.crm_route_plan_job_work"),
            self.assertRaises(KeyboardInterrupt),
            self.registry.cursor() as cr,
        ):
            self.env(cr=cr)["crm.route.plan.job"]._cron_work()
        self.assertEqual(self._count_visits(), 0)
        self.assertEqual(self._state(), ("publishing", ["publishing"] * 2))
        # when another one goes on, once the first one has been silent for a minute
        self._grow_silent()
        self._work_all()
        self.assertEqual(self._state(), ("published", ["published"] * 2))
        self.assertEqual(self._count_visits(), 2)

    @mute_logger("odoo.sql_db")
    def test_two_who_publish_at_the_same_moment_leave_each_visit_once(self):
        self._propose()
        self._press_publish()
        with self.registry.cursor() as slow:
            # given a planner that has begun on the state of before
            env = self.env(cr=slow)
            job = self._jobs(env)[0]
            self.assertEqual(job.state, "publishing")
            self._work_all()
            with self.assertRaises(OperationalError):
                job._publish()
            slow.rollback()
            job._in_transaction(job._publish)
        self.assertEqual(self._count_visits(), 2)

    @mute_logger("odoo.sql_db")
    def test_a_customer_has_one_planned_visit_of_routes_a_day(self):
        values = {
            "partner_id": self.partner_ids[0],
            "user_id": self.user_ids[0],
            "start": fields.Datetime.now() + timedelta(days=3),
            "route_plan_id": self.plan_id,
            "route_date": date(2030, 1, 7),
        }
        with self.registry.cursor() as slow:
            env = self.env(cr=slow)
            env.cr.execute("SELECT 1")
            with self._connection() as fast:
                visit_type = fast.ref("crm_actions.crm_action_type_visit")
                fast["crm.action"].create({**values, "type_id": visit_type.id})
            with self.assertRaises(UniqueViolation):
                env["crm.action"].create({**values, "type_id": visit_type.id})
            slow.rollback()
        self.assertEqual(self._count_visits(), 1)

    # -- how many --------------------------------------------------------------------------------

    def test_as_many_planners_as_the_setting_says(self):
        settings = self.env["res.config.settings"]
        self.assertEqual(settings.create({}).crm_route_planners, 2)
        for count in (4, 1, 3):
            settings.create({"crm_route_planners": count}).execute()
            self.assertEqual(len(self.env["crm.route.plan.job"]._get_planners()), count)

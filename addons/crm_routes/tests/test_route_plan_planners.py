from datetime import timedelta
from threading import Thread
from time import sleep
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_cron import CompletionStatus

from .. import sign_of_life
from ..models import crm_route_plan_job, ir_cron
from ..search_process import SearchFailed, SearchProcess
from .common_jobs import JobsCase


@tagged("-at_install", "post_install")
class TestRoutePlanPlanners(JobsCase):
    """What planners do to one another: over real connections, some of them dead or slow."""

    # -- searching -------------------------------------------------------------------------------

    def test_a_plan_that_goes_while_it_is_searched_ends_the_search(self):
        processes = []

        def slowly(process, seconds):
            """The first time it looks, somebody cancels the plan and sets it back to draft."""
            processes.append(process)
            if len(processes) == 1:
                with self._connection() as env:
                    plan = env["crm.route.plan"].browse(self.plan_id)
                    plan.action_cancel()
                    plan.action_draft()
            return False

        with patch.object(SearchProcess, "look", slowly):
            self._work_all()
        # then the search is over, and the planner is not disturbed by jobs that are no more
        self.assertEqual(len(processes), 1)
        self.assertIsNotNone(processes[0]._process.poll())
        self.assertEqual(self._state(), ("draft", []))

    def test_who_reads_for_long_is_not_taken_for_dead(self):
        # given a planner that reads for five seconds, where a claim lasts for three
        job_class, others = type(self.env["crm.route.plan.job"]), []
        read = job_class._get_travellers

        def slowly(job, reps):
            sleep(5)
            with self._connection() as env:
                others.extend(env["crm.route.plan.job"]._claim().id for _planner in range(2))
            return read(job, reps)

        with (
            patch.object(crm_route_plan_job, "LEASE", timedelta(seconds=3)),
            patch.object(sign_of_life, "BEAT", 0.5),
            patch.object(job_class, "_get_travellers", slowly),
            self._connection() as env,
        ):
            job = env["crm.route.plan.job"]._claim()
            job._work()
            # then another one finds the other job alone, and the first one ends what it began
            self.assertEqual(len(others), 2)
            self.assertNotIn(job.id, others)
            self.assertEqual((job.state, job.problem), ("done", False))

    def test_a_plan_that_is_cancelled_while_it_is_read_is_not_searched(self):
        job_class = type(self.env["crm.route.plan.job"])
        read = job_class._get_travellers

        def cancelled(job, reps):
            """Nobody has to wait for the planner to press the button."""
            with self._connection() as env:
                env["crm.route.plan"].browse(self.plan_id).action_cancel()
            return read(job, reps)

        with (
            patch.object(job_class, "_get_travellers", cancelled),
            patch.object(job_class, "_run") as run,
        ):
            self._work_all()
        run.assert_not_called()
        self.assertEqual(self._state(), ("cancelled", ["cancelled"] * 2))

    def test_the_failure_of_who_was_taken_for_dead_changes_nothing(self):
        # given a planner who is silent for minutes, while another one takes the job and ends it
        job_class, run = type(self.env["crm.route.plan.job"]), []
        search = job_class._search_routes

        def overtaken(job):
            run.append(job.id)
            if len(run) > 1:
                return search(job)
            self._grow_silent()
            with self._connection() as env:
                env["crm.route.plan.job"]._claim()._work()
            # when the first one comes back and has failed
            raise SearchFailed("timeout")

        with patch.object(job_class, "_search_routes", overtaken), self._connection() as env:
            job = env["crm.route.plan.job"]._claim()
            job._work()
        # then the other one's result stays
        self.assertEqual(run, [job.id] * 2)
        with self._connection() as env:
            job = env["crm.route.plan.job"].browse(run[0])
            self.assertEqual((job.state, job.problem, len(job.route_ids)), ("done", False, 1))

    def test_a_server_whose_clock_is_fast_takes_nobody_for_dead(self):
        with self._connection() as env:
            first = env["crm.route.plan.job"]._claim()
        # given a server whose clock is ten minutes ahead of the others'
        with freeze_time(fields.Datetime.now() + timedelta(minutes=10)), self._connection() as env:
            found = [env["crm.route.plan.job"]._claim() for _time in range(2)]
        self.assertNotIn(first.id, [job.id for job in found])
        self.assertFalse(found[1])

    def test_what_a_dead_server_leaves_is_looked_for_within_two_minutes(self):
        # given two jobs that somebody works on
        with self._connection() as env:
            for _job in range(2):
                env["crm.route.plan.job"]._claim()
        with self._connection() as env:
            planner = env.ref("crm_routes.ir_cron_plan_routes")
            triggers = env["ir.cron.trigger"].search([("cron_id", "=", planner.id)])
            triggers.unlink()
            # when another planner finds nothing to do
            env["crm.route.plan.job"].with_context(cron_id=planner.id)._cron_work()
            again = env["ir.cron.trigger"].search([("cron_id", "=", planner.id)])
        # then it looks again when a dead one would have been silent for long enough
        self.assertEqual(len(again), 1)
        with self._connection() as env:
            wait = env["ir.cron.trigger"].browse(again.id).call_at - fields.Datetime.now()
        self.assertTrue(timedelta(seconds=50) < wait < timedelta(seconds=70), wait)

    def test_a_round_of_the_scheduler_that_is_almost_over_takes_no_job(self):
        # given two minutes for all jobs of a round, of which others have taken one
        with (
            patch.object(crm_route_plan_job, "get_limit", return_value=120),
            patch.object(crm_route_plan_job, "get_spent", return_value=60),
            self._connection() as env,
        ):
            planner = env.ref("crm_routes.ir_cron_plan_routes")
            env["ir.cron.trigger"].search([("cron_id", "=", planner.id)]).unlink()
            env["crm.route.plan.job"].with_context(cron_id=planner.id)._cron_work()
            # then the jobs wait for the next round, which begins at once
            self.assertEqual(self._state(), ("planning", ["waiting"] * 2))
            again = env["ir.cron.trigger"].search([("cron_id", "=", planner.id)])
            self.assertLessEqual(again.call_at, fields.Datetime.now())

    def test_all_jobs_of_a_round_are_under_one_limit(self):
        spent = []

        def look(_class, _job):
            spent.append(ir_cron.get_spent())
            return CompletionStatus.FULLY_DONE

        job = {"timed_out_counter": 0, "done": 0}
        cron = self.registry["ir.cron"]
        with (
            patch.object(cron, "_run_job", classmethod(look)),
            patch.object(cron, "_clear_schedule"),
            patch.object(cron, "_update_failure_count"),
            patch.object(cron, "_reschedule_later"),
            self.registry.cursor() as one,
            self.registry.cursor() as other,
        ):
            values = {**job, "user_id": self.env.uid}
            for cursor in (one, one, other):
                cron._process_job(cursor, values)
                sleep(0.05)
        # then the second job of a round has what the first one has left of it
        self.assertLess(spent[0], 0.05)
        self.assertGreaterEqual(spent[1], 0.05)
        self.assertLess(spent[2], 0.05)
        self.assertEqual(ir_cron.get_spent(), 0)

    # -- publishing ------------------------------------------------------------------------------

    def test_two_planners_do_not_publish_the_same_job(self):
        self._propose()
        self._press_publish()
        with self._connection() as env:
            jobs = [env["crm.route.plan.job"]._claim() for _planner in range(3)]
            states = [job.state for job in jobs]
        self.assertEqual(states, ["publishing", "publishing", False])
        self.assertNotEqual(jobs[0].id, jobs[1].id)

    def test_publishing_goes_before_the_searches_of_another_plan(self):
        # given an older plan that waits to be planned, and one that is to be published
        self._propose()
        self._press_publish()
        with self._connection() as env:
            first = self._jobs(env)[0]
            first._leave("waiting")
            job = env["crm.route.plan.job"]._claim()
            self.assertEqual(job.state, "publishing")
            self.assertGreater(job.id, first.id)

    @mute_logger("odoo.sql_db")
    def test_who_publishes_for_a_rep_waits_for_who_does_already(self):
        self._propose()
        self._press_publish()
        # given somebody who has been writing into the agendas of these reps for two seconds
        with self.registry.cursor() as slow:
            reps = self.env(cr=slow)["crm.route.rep"].browse(self.rep_ids)
            reps.published_at = fields.Datetime.now()
            reps.flush_recordset()
            planner = Thread(target=self._work_all)
            planner.start()
            sleep(2)
            slow.commit()
        planner.join(30)
        # then it was waited for
        self.assertEqual(self._state(), ("published", ["published"] * 2))
        self.assertEqual(self._count_visits(), 2)

    @mute_logger("odoo.sql_db")
    def test_a_visit_that_another_rep_got_at_the_same_moment_is_taken_over(self):
        self._propose()
        self._press_publish()
        with self.registry.cursor() as slow:
            # given a planner that does not see the visit which another plan makes for a customer
            env = self.env(cr=slow)
            job = self._jobs(env)[0]
            stop = job.route_ids.stop_ids
            with self._connection() as fast:
                fast["crm.action"].create(
                    {
                        "type_id": fast.ref("crm_actions.crm_action_type_visit").id,
                        "partner_id": stop.partner_id.id,
                        "user_id": self.user_ids[1],
                        "start": stop.start + timedelta(hours=1),
                        "route_plan_id": self.plan_id,
                        "route_date": stop.date,
                    }
                )
            job._in_transaction(job._publish)
            self.assertEqual(job.state, "published")
        self._work_all()
        self.assertEqual(self._count_visits(), 2)

    def test_what_kills_its_server_three_times_is_not_published_a_fourth_time(self):
        self._propose()
        self._press_publish()
        with self._connection() as env:
            self._jobs(env)[0].write({"attempts": 3})
        self._work_all()
        # then the rest is published, and it is still a proposal
        self.assertEqual(self._state(), ("proposed", ["done", "published"]))
        with self._connection() as env:
            plan = env["crm.route.plan"].browse(self.plan_id).with_context(lang="en_US")
            self.assertIn("stopped 3 times", plan.problem_text)

    # -- settings --------------------------------------------------------------------------------

    def test_other_settings_are_saved_while_planners_are_at_work(self):
        with self.registry.cursor() as scheduler:
            # given a planner whose row the scheduler holds
            planner = self.env(cr=scheduler).ref("crm_routes.ir_cron_plan_routes")
            planner.lock_for_update(allow_referencing=True)
            self.env["res.config.settings"].create({}).execute()

    def test_other_settings_are_saved_where_planners_are_switched_off(self):
        # given a copy of a database for trials, in which no job of the scheduler runs
        planners = self.env["crm.route.plan.job"]._get_planners()
        planners.active = False
        self.env["res.config.settings"].create({}).execute()
        self.assertFalse(any(planners.mapped("active")))

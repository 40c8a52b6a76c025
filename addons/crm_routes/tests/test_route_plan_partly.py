from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_planning import PlanningCase


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestRoutePlanPartly(PlanningCase):
    """Of two reps one has the visits in the agenda, and for the other something went wrong."""

    def setUp(self):
        super().setUp()
        self.plan = self._proposed()
        self.plan.action_publish()
        job_class = type(self.env["crm.route.plan.job"])
        carry_out, nils = job_class._carry_out, self.nils

        def but_not_for_nils(job, *arguments):
            if job.user_ids == nils:
                raise ValueError("out of order")
            carry_out(job, *arguments)

        with (
            patch.object(job_class, "_carry_out", but_not_for_nils),
            mute_logger("odoo.addons.crm_routes.models.crm_route_plan_job_work"),
        ):
            self._work()
        self.assertEqual(self.plan.state, "proposed")

    def _routes(self, user):
        return self.plan.sudo().route_ids.filtered(lambda route: route.user_id == user)

    def test_whose_part_is_published_sees_the_routes(self):
        # then Nora has hers, as published ones, and Nils none
        seen = self.env["crm.route"].with_user(self.nora).search([])
        self.assertEqual(seen, self._routes(self.nora).with_user(self.nora))
        self.assertEqual(set(seen.mapped("state")), {"published"})
        self.assertEqual(set(seen.stop_ids.mapped("state")), {"published"})
        self.assertFalse(self.env["crm.route"].with_user(self.nils).search([]))
        self.assertEqual(set(self._routes(self.nils).mapped("state")), {"proposed"})

    def test_what_is_in_the_agenda_is_no_proposal_to_be_put_in_order(self):
        routes = self.env["crm.route"].with_user(self.pia)
        route = self._routes(self.nora)[0]
        self.assertEqual(routes.get_map(route.id)["source"], "day")
        with self.assertRaisesRegex(UserError, "no longer a proposal"):
            routes.set_route_order(route.id, route.stop_ids.ids)
        self.assertEqual(routes.get_map(self._routes(self.nils)[0].id)["source"], "route")

    def test_it_does_not_become_a_draft_without_its_routes(self):
        with self.assertRaisesRegex(UserError, "in the agendas already"):
            self.plan.action_draft()
        self.assertTrue(self._routes(self.nora))

    # -- planned again ---------------------------------------------------------------------------

    def test_planned_again_whoever_is_in_the_agenda_stays_as_it_is(self):
        hers, visits = self._routes(self.nora), self._agenda()
        his = self._routes(self.nils)
        # when a planner presses Plan Again, on a screen that brings a default along
        self.plan.with_context(default_state="failed", default_attempts=3).action_plan()
        # then Nora's routes are published meanwhile, and one job waits: that of Nils
        self.assertEqual(set(hers.mapped("state")), {"published"})
        self.assertEqual(
            [(job.user_ids, job.state, job.attempts) for job in self.plan.sudo().job_ids],
            [(self.nora, "published", 0), (self.nils, "waiting", 0)],
        )
        self._work()
        self.assertEqual(self.plan.state, "proposed")
        self.assertEqual((self._routes(self.nora), self._agenda()), (hers, visits))
        self.assertFalse(his.exists())
        self.assertEqual(len(self._routes(self.nils).stop_ids), 4)
        # and published, both have their visits once
        self.plan.action_publish()
        self._work()
        self.assertEqual(self.plan.state, "published")
        self.assertEqual(len(self._visits()), 16)
        self.assertEqual(self._visits(), self.plan.stop_ids.action_id.sorted("start"))

    def test_planned_again_and_stopped_the_published_part_stays(self):
        hers = self._routes(self.nora)
        self.plan.action_plan()
        self.plan.action_cancel()
        self.assertEqual(self.plan.state, "proposed")
        self.assertEqual(self.plan.sudo().job_ids.mapped("state"), ["published", "cancelled"])
        self._work()
        self.assertEqual(self.plan.route_ids, hers.with_env(self.plan.env))

    def test_planned_again_in_vain_it_is_no_draft(self):
        self.plan.action_plan()
        job_class = type(self.env["crm.route.plan.job"])
        with (
            patch.object(job_class, "_read_inputs", side_effect=ValueError("out of order")),
            mute_logger("odoo.addons.crm_routes.models.crm_route_plan_job_work"),
        ):
            self._work()
        self.assertEqual(self.plan.state, "proposed")
        self.assertIn(f"{self.nils.name}: An unexpected error", self.plan.problem_text)
        self.assertTrue(self._routes(self.nora))

    # -- when it is over -------------------------------------------------------------------------

    def test_when_its_days_are_over_it_is_history_as_far_as_it_was_published(self):
        with freeze_time("2026-12-12 08:00:00"):
            self._work()
        self.assertEqual(self.plan.state, "closed")
        self.assertEqual(set(self._routes(self.nora).mapped("state")), {"closed"})
        self.assertTrue(self.env["crm.route"].with_user(self.nora).search([]))
        self.assertEqual(set(self._routes(self.nils).mapped("state")), {"cancelled"})
        self.assertFalse(self.env["crm.route"].with_user(self.nils).search([]))

    def test_published_as_a_whole_all_is_as_ever(self):
        self.plan.action_publish()
        self._work()
        self.assertEqual(self.plan.state, "published")
        self.assertEqual(set(self.plan.route_ids.mapped("state")), {"published"})
        self.assertTrue(self.env["crm.route"].with_user(self.nils).search([]))

from datetime import date
from unittest.mock import patch

from odoo.fields import Command

from ..models.crm_route_plan_job_input import Inputs
from .common import RoutesCase

AVILES, CANDAS, GRADO = (43.5547, -5.9248), (43.5890, -5.7650), (43.3880, -6.0730)
MONDAY = date(2026, 11, 30)


class PlanningCase(RoutesCase):
    """Six shops of Nora's and two of Nils's, each visited once a week for 20 minutes.

    Searches are as many rounds as it takes to be the same each time, by the kernel that is always
    there.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._policy(user=cls.env.user, value_km=300)
        places = [AVILES, CANDAS, GRADO, (43.53, -5.70), (43.37, -5.84)]
        cls.shops = cls.bar
        for number, place in enumerate(places, 1):
            cls.shops |= cls._shop(f"Shop {number}", place=place, crm_segment_id=cls.a.id)
        cls.his = cls.env["res.partner"]
        for number, place in enumerate([AVILES, GRADO], 1):
            cls.his |= cls._shop(f"His {number}", cls.nils, place, crm_segment_id=cls.a.id)
        cls.reps = cls.env["crm.route.rep"].create(
            [{"user_id": user.id} for user in (cls.nora, cls.nils)]
        )

    def setUp(self):
        super().setUp()
        question = Inputs.question

        def in_rounds(inputs, seconds, seed):
            found = question(inputs, seconds, seed)
            return {**found, "seconds": None, "rounds": 200, "kernel": "numpy"}

        self.enterContext(patch.object(Inputs, "question", in_rounds))

    @classmethod
    def _route_plan(cls, user=None, reps=None, **values):
        """Two weeks from Monday 30 November 2026."""
        return (
            cls.env["crm.route.plan"]
            .with_user(user or cls.pia)
            .create(
                {
                    "date_from": MONDAY,
                    "date_to": date(2026, 12, 11),
                    "rep_ids": [Command.set((reps or cls.reps).ids)],
                    **values,
                }
            )
        )

    def _work(self):
        """What a planner of the scheduler does."""
        with self.enter_registry_test_mode():
            self.env.ref("crm_routes.ir_cron_plan_routes").method_direct_trigger()
        self.env.invalidate_all()

    def _proposed(self, **values):
        plan = self._route_plan(**values)
        plan.action_plan()
        self._work()
        self.assertEqual(plan.state, "proposed", plan.job_ids.mapped("problem_text"))
        return plan

    def _published(self, **values):
        plan = self._proposed(**values)
        plan.action_publish()
        self._work()
        self.assertEqual(plan.state, "published", plan.job_ids.mapped("problem_text"))
        return plan

    def _visits(self, *extra):
        return self.env["crm.action"].search(
            [("route_plan_id", "!=", False), *extra], order="start, id"
        )

    def _agenda(self):
        """All visits as plain values, by which one sees whether anything has changed."""
        return {
            visit.id: (visit.partner_id, visit.user_id, visit.start, visit.stop, visit.state)
            for visit in self.env["crm.action"].search([])
        }

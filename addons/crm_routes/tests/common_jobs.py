from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command

from odoo.addons.crm_actions.tests.common_connections import ConnectionsCase

from ..models.crm_route_plan_job_input import Inputs


class JobsCase(ConnectionsCase):
    """A plan of two jobs that wait, committed: a search for each of two reps with a customer."""

    def setUp(self):
        super().setUp()
        with self._connection() as env:
            self._make_world(env)
        self.addCleanup(self._clean_up)
        question = Inputs.question

        def in_rounds(inputs, seconds, seed):
            found = question(inputs, seconds, seed)
            return {**found, "seconds": None, "rounds": 100, "kernel": "numpy"}

        self.enterContext(patch.object(Inputs, "question", in_rounds))

    def _make_world(self, env):
        """Two reps with a customer each that is visited every week, and a plan for both."""
        group = env.ref("sales_team.group_sale_salesman")
        users = (
            env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                [
                    {"name": name, "login": f"{name}.jobs", "group_ids": [(4, group.id)]}
                    for name in ("nora", "nils")
                ]
            )
        )
        place = {"partner_latitude": 43.5322, "partner_longitude": -5.6611}
        partners = env["res.partner"].create(
            [{"name": f"Bar {user.name}", "user_id": user.id, **place} for user in users]
        )
        depot = env["res.partner"].create({"name": "Depot", **place})
        policies = env["crm.visit.policy"].create(
            [
                {"name": each.name, "partner_id": each.id, "frequency": "week", "number": 1}
                for each in partners
            ]
        )
        reps = env["crm.route.rep"].create(
            [{"user_id": user.id, "start_id": depot.id} for user in users]
        )
        today = fields.Date.today()
        plan = env["crm.route.plan"].create(
            {
                "date_from": today + timedelta(days=7 - today.weekday()),
                "date_to": today + timedelta(days=11 - today.weekday()),
                "rep_ids": [Command.set(reps.ids)],
            }
        )
        plan.action_plan()
        self.plan_id, self.partner_ids, self.depot_id = plan.id, partners.ids, depot.id
        self.user_ids, self.rep_ids, self.policy_ids = users.ids, reps.ids, policies.ids

    def _clean_up(self):
        with self._connection() as env:
            actions = env["crm.action"].search([("partner_id", "in", self.partner_ids)])
            actions.unlink()
            planners = env["crm.route.plan.job"]._get_planners()
            env["ir.cron.trigger"].search([("cron_id", "in", planners.ids)]).unlink()
            plan = env["crm.route.plan"].browse(self.plan_id)
            plan.job_ids.state = "cancelled"
            plan.state = "cancelled"
            plan.unlink()
            env["crm.route.rep"].browse(self.rep_ids).unlink()
            env["crm.visit.policy"].browse(self.policy_ids).unlink()
            env["crm.portfolio.assignment"].search([("user_id", "in", self.user_ids)]).unlink()
            env["res.partner"].browse([*self.partner_ids, self.depot_id]).unlink()
            users = env["res.users"].browse(self.user_ids)
            people = users.partner_id
            users.unlink()
            people.unlink()

    def _jobs(self, env):
        return env["crm.route.plan"].browse(self.plan_id).job_ids

    def _work_all(self):
        with self._connection() as env:
            env["crm.route.plan.job"]._cron_work()

    def _state(self):
        with self._connection() as env:
            plan = env["crm.route.plan"].browse(self.plan_id)
            return plan.state, sorted(plan.job_ids.mapped("state"))

    def _grow_silent(self):
        """Whoever works on a job has given no sign of life for two minutes."""
        with self._connection() as env:
            for job in self._jobs(env).filtered("heartbeat_at"):
                job.heartbeat_at -= timedelta(minutes=2)

    def _propose(self):
        self._work_all()
        self.assertEqual(self._state(), ("proposed", ["done"] * 2))

    def _press_publish(self):
        with self._connection() as env:
            env["crm.route.plan"].browse(self.plan_id).action_publish()

    def _count_visits(self):
        with self._connection() as env:
            return env["crm.action"].search_count(
                [("partner_id", "in", self.partner_ids), ("state", "=", "planned")]
            )

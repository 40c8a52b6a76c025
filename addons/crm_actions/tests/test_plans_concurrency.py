import threading

from psycopg2 import OperationalError

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_connections import ConnectionsCase


@tagged("-at_install", "post_install")
class TestPlanConcurrency(ConnectionsCase):
    """Two runs work one plan out at the same moment: two real connections."""

    def setUp(self):
        super().setUp()
        with self._connection() as env:
            user = (
                env["res.users"]
                .with_context(no_reset_password=True)
                .create(
                    {
                        "name": "Nora Concurrent",
                        "login": "nora.plans",
                        "group_ids": [(4, env.ref("sales_team.group_sale_salesman").id)],
                    }
                )
            )
            partner = env["res.partner"].create({"name": "Bar Concurrente"})
            plan = env["crm.action.plan"].create(
                {"partner_id": partner.id, "user_id": user.id, "tue": True, "active": False}
            )
            self.user_id, self.partner_id, self.plan_id = user.id, partner.id, plan.id
            # as if it came from an import: nothing is made yet
            env.flush_all()
            env.cr.execute(
                "UPDATE crm_action_plan SET active = true, generated_on = NULL WHERE id = %s",
                [plan.id],
            )
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self._connection() as env:
            env["crm.action.plan"].browse(self.plan_id).unlink()
            user = env["res.users"].browse(self.user_id)
            people = user.partner_id | env["res.partner"].browse(self.partner_id)
            env["crm.action"].search([("user_id", "=", user.id)]).unlink()
            user.unlink()
            people.unlink()

    def _race(self, first, second):
        """The second begins before the first commits, and works after it or while it waits."""
        results = {}
        first_wrote, second_done = threading.Event(), threading.Event()

        def lead():
            with self._connection() as env:
                results["first"] = first(env)
                env.flush_all()
                first_wrote.set()
                second_done.wait(2)

        def follow():
            with self._connection() as env:
                env.cr.execute("SELECT 1")  # its snapshot is from before the first commits
                first_wrote.wait(10)
                try:
                    results["second"] = second(env)
                    env.flush_all()
                except OperationalError as error:
                    results["second"] = error
                    env.cr.rollback()
                second_done.set()

        threads = [threading.Thread(target=target) for target in (lead, follow)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return results["first"], results["second"]

    def _count(self):
        with self._connection() as env:
            visits = env["crm.action"].search([("plan_id", "=", self.plan_id)])
            self.assertEqual(len(visits), len(visits.calendar_event_ids))
            self.assertEqual(len(visits), len(set(visits.mapped("plan_date"))))
            return len(visits)

    def _generate(self, env):
        return env["crm.action.plan"].browse(self.plan_id).generate()

    def test_two_people_press_the_button(self):
        # given that one run holds the plan; when another one comes
        made, left = self._race(self._generate, self._generate)
        # then it leaves the plan to the first, and each visit is there once
        self.assertGreaterEqual(made["created"], 6)
        self.assertEqual((left["created"], left["busy"]), (0, 1))
        self.assertEqual(self._count(), made["created"])

    @mute_logger("odoo.sql_db")
    def test_a_run_without_the_lock_is_stopped_by_the_unique_key(self):
        # given a visit closed while the night works: it takes no lock, so as not to wait
        def at_close(env):
            plan = env["crm.action.plan"].browse(self.plan_id)
            return plan._generate_pairs(plan._get_pairs())

        made, refused = self._race(at_close, at_close)
        self.assertGreaterEqual(made["created"], 6)
        self.assertEqual(refused["created"], 0)
        self.assertEqual(self._count(), made["created"])

    def test_a_night_leaves_out_what_somebody_is_working_on(self):
        def night(env):
            env["crm.action.plan"].browse(self.plan_id)._generate_and_commit()
            return env["crm.action.plan"].browse(self.plan_id).generated_on

        made, left = self._race(self._generate, night)
        self.assertFalse(left, "it is left to the next run")
        self.assertEqual(self._count(), made["created"])

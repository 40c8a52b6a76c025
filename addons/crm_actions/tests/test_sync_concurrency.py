import threading
from datetime import datetime

from psycopg2.errors import SerializationFailure

from odoo.tests import tagged

from .common_connections import ConnectionsCase


@tagged("-at_install", "post_install")
class TestSyncConcurrency(ConnectionsCase):
    """One operation over two connections at once, as when a late answer is not waited for."""

    def setUp(self):
        super().setUp()
        with self._connection() as env:
            rep = {"name": "Nora Sync", "login": "nora.sync",
                   "group_ids": [(4, env.ref("sales_team.group_sale_salesman").id)]}  # fmt: skip
            users = env["res.users"].with_context(no_reset_password=True)
            self.user_id = users.create(rep).id
            self.partner_id = env["res.partner"].create({"name": "Bar Doble"}).id
            self.type_id = env.ref("crm_actions.crm_action_type_visit").id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self._connection() as env:
            env["crm.action.sync.op"].search([("user_id", "=", self.user_id)]).unlink()
            actions = env["crm.action"].search([("user_id", "=", self.user_id)])
            actions._get_mirror_events().unlink()
            actions.unlink()
            user = env["res.users"].browse(self.user_id)
            person = user.partner_id
            user.unlink()
            (person | env["res.partner"].browse(self.partner_id)).unlink()

    def _send(self, env, key="twice-at-once"):
        op = {
            "uuid": key, "seq": 1, "user_id": self.user_id, "kind": "create",
            "action": {"client_uuid": "twice"}, "at": False, "base": {},
            "vals": {"client_uuid": "twice", "type_id": self.type_id,
                     "partner_id": self.partner_id, "start": str(datetime(2026, 10, 15, 9))},
        }  # fmt: skip
        return env["crm.action"].sync([op], False)["results"][0]["status"]

    def test_the_second_is_asked_to_try_again_and_then_finds_the_answer(self):
        self._race("twice-at-once")
        with self._connection(self.user_id) as env:
            self.assertEqual(self._send(env), "duplicate")
            self.assertEqual(env["crm.action"].search_count([("client_uuid", "=", "twice")]), 1)

    def test_two_operations_that_make_the_same_action_make_it_once(self):
        # given the step of a report and the plan of that step, over two connections at once
        self._race("another-operation")
        # when the second is tried again, then it finds the action
        with self._connection(self.user_id) as env:
            self.assertEqual(self._send(env, "another-operation"), "applied")
            self.assertEqual(env["crm.action"].search_count([("client_uuid", "=", "twice")]), 1)

    def _race(self, second_key):
        """One is applied while another of that key begins, which is asked to try again."""
        results, wrote, tried = {}, threading.Event(), threading.Event()

        def lead():
            with self._connection(self.user_id) as env:
                results["first"] = self._send(env)
                env.flush_all()
                wrote.set()
                tried.wait(2)

        def follow():
            with self._connection(self.user_id) as env:
                env.cr.execute("SELECT 1")  # its snapshot is from before the first commits
                wrote.wait(10)
                try:
                    results["second"] = self._send(env, second_key)
                except SerializationFailure:
                    results["second"] = "again"
                    env.cr.rollback()
                tried.set()

        threads = [threading.Thread(target=target) for target in (lead, follow)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        self.assertEqual(results, {"first": "applied", "second": "again"})

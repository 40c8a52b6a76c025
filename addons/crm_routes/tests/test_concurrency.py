from contextlib import nullcontext
from threading import Thread
from unittest.mock import patch

import numpy as np
from psycopg2 import OperationalError
from psycopg2.errors import UniqueViolation

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_actions.tests.common_connections import ConnectionsCase

from ..engine import osrm


@tagged("-at_install", "post_install")
class TestConcurrency(ConnectionsCase):
    """Two people do one thing at the same moment, over two real connections."""

    def setUp(self):
        super().setUp()
        with self._connection() as env:
            group = env.ref("sales_team.group_sale_salesman")
            user = (
                env["res.users"]
                .with_context(no_reset_password=True)
                .create({"name": "Nora", "login": "nora.routes", "group_ids": [(4, group.id)]})
            )
            partner = env["res.partner"].create({"name": "Bar Concurrente", "user_id": user.id})
            policy = env["crm.visit.policy"].create({"name": "Bar", "partner_id": partner.id})
            self.user_id, self.partner_id, self.policy_id = user.id, partner.id, policy.id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self._connection() as env:
            env["crm.visit.policy"].browse(self.policy_id).unlink()
            env["crm.portfolio.assignment"].search([("user_id", "=", self.user_id)]).unlink()
            env["res.partner"].browse(self.partner_id).unlink()
            user = env["res.users"].browse(self.user_id)
            people = user.partner_id
            user.unlink()
            people.unlink()

    def _refresh(self, env):
        partner = env["res.partner"].browse(self.partner_id)
        env["crm.visit.demand"]._refresh(env.company, partner)

    def _count(self, model, domain):
        with self._connection() as env:
            return env[model].search_count(domain)

    @mute_logger("odoo.sql_db")
    def test_two_looks_at_a_customer_leave_one_row(self):
        # given two who look, neither of whom sees the row of the other
        with self.registry.cursor() as slow:
            env = self.env(cr=slow)
            env.cr.execute("SELECT 1")
            with self._connection() as fast:
                self._refresh(fast)
            # then the slower one is told to look again, and there is one row
            with self.assertRaises(OperationalError):
                self._refresh(env)
            slow.rollback()
            self._refresh(env)
            slow.commit()
        self.assertEqual(self._count("crm.visit.demand", [("partner_id", "=", self.partner_id)]), 1)

    @mute_logger("odoo.sql_db")
    def test_a_way_that_two_were_told_at_once_is_kept_once(self):
        # given one who has written a way and not committed it
        places, ways = (
            [(4336000, -580000), (4337000, -580000)],
            osrm.Table(np.array([[60]]), np.array([[1000]]), np.array([3])),
        )

        def keep(env):
            told = [(([0], [1]), ways)]
            env["crm.route.distance"]._keep(env.company, "test", places, told, set(places))

        self.addCleanup(self._forget_ways)
        with self.registry.cursor() as slow, self._connection() as fast:
            patched = patch.object(
                type(self.env.registry), "cursor", return_value=nullcontext(slow)
            )
            with patched:
                keep(fast)
            # when another one, in a thread of its own, writes the same
            other = Thread(target=keep, args=(fast,))
            other.start()
            other.join(0.5)
            self.assertTrue(other.is_alive(), "it waits for the first")
            slow.commit()
            other.join(10)
        # then it is there once, and nobody was told of an error
        self.assertFalse(other.is_alive())
        self.assertEqual(self._count("crm.route.distance", [("source", "=", "test")]), 1)

    def _forget_ways(self):
        with self._connection() as env:
            env["crm.route.distance"].search([("source", "=", "test")]).unlink()

    @mute_logger("odoo.sql_db")
    def test_a_rep_is_on_the_list_once(self):
        values = {"user_id": self.user_id}
        with self.registry.cursor() as slow:
            env = self.env(cr=slow)
            env.cr.execute("SELECT 1")
            with self._connection() as fast:
                fast["crm.route.rep"].create(values)
            with self.assertRaises(UniqueViolation):
                env["crm.route.rep"].create(values)
            slow.rollback()
        self.assertEqual(self._count("crm.route.rep", [("user_id", "=", self.user_id)]), 1)

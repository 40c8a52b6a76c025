import threading
from datetime import datetime

from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_connections import ConnectionsCase


@tagged("-at_install", "post_install")
class TestConcurrency(ConnectionsCase):
    """Two real connections to the database, as two phones have."""

    def setUp(self):
        super().setUp()
        with self._connection() as env:
            self.user_id = (
                env["res.users"]
                .with_context(no_reset_password=True)
                .create(
                    {
                        "name": "Nora Concurrent",
                        "login": "nora.concurrent",
                        "group_ids": [(4, env.ref("sales_team.group_sale_salesman").id)],
                    }
                )
                .id
            )
            partner = env["res.partner"].create({"name": "Bar Concurrente"})
            self.partner_id = partner.id
            self.type_id = env.ref("crm_actions.crm_action_type_visit").id
            self.action_ids = (
                env["crm.action"]
                .create([self._values(start=datetime(2026, 10, 15, hour)) for hour in (9, 10)])
                .ids
            )
        self.addCleanup(self._clean_up)

    def _values(self, **values):
        return {
            "type_id": self.type_id,
            "partner_id": self.partner_id,
            "user_id": self.user_id,
            "start": datetime(2026, 10, 15, 9),
            **values,
        }

    def _clean_up(self):
        with self._connection() as env:
            # the model refuses to delete what has begun; a test that committed has to clean up
            actions = env["crm.action"].search([("user_id", "=", self.user_id)])
            actions._get_mirror_events().unlink()
            env.cr.execute("DELETE FROM crm_action WHERE id IN %s", [tuple(actions.ids)])
            env.invalidate_all()
            user = env["res.users"].browse(self.user_id)
            person = user.partner_id
            user.unlink()
            (person | env["res.partner"].browse(self.partner_id)).unlink()

    def _race(self, *calls):
        """Two transactions at once: the second begins before the first commits."""
        results = []
        first_wrote, second_started = threading.Event(), threading.Event()

        def lead():
            with self._connection(self.user_id) as env:
                results.append(calls[0](env))
                env.flush_all()
                first_wrote.set()
                second_started.wait(5)

        def follow():
            with self._connection(self.user_id) as env:
                env.cr.execute("SELECT 1")  # its snapshot is from before the first commits
                first_wrote.wait(5)
                second_started.set()
                try:
                    results.append(calls[1](env))
                    env.flush_all()
                except (UserError, UniqueViolation) as error:
                    results.append(error)
                    env.cr.rollback()

        threads = [threading.Thread(target=target) for target in (lead, follow)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        return results

    def test_two_phones_check_in_at_once_and_one_is_told(self):
        # given two planned visits of one rep; when both phones check in at the same moment
        won, lost = self._race(
            lambda env: env["crm.action"].browse(self.action_ids[0]).check_in({}),
            lambda env: env["crm.action"].browse(self.action_ids[1]).check_in({}),
        )
        # then one visit is open and the other phone reads why not
        self.assertEqual(won["verdict"], "unknown")
        self.assertIsInstance(lost, UserError)
        self.assertIn("another open visit", str(lost))
        with self._connection() as env:
            states = env["crm.action"].browse(self.action_ids).mapped("state")
        self.assertEqual(states, ["in_progress", "planned"])

    @mute_logger("odoo.sql_db")
    def test_one_action_sent_twice_by_a_device_is_made_once(self):
        def create(env):
            return env["crm.action"].create(self._values(client_uuid="9a1f")).id

        made, refused = self._race(create, create)
        self.assertIsInstance(made, int)
        self.assertIsInstance(refused, UniqueViolation)
        with self._connection() as env:
            self.assertEqual(env["crm.action"].search_count([("client_uuid", "=", "9a1f")]), 1)

    @mute_logger("odoo.sql_db")
    def test_an_action_has_one_event_even_if_two_put_it_in_the_calendar(self):
        with self._connection() as env:
            action = env["crm.action"].browse(self.action_ids[0])
            action.calendar_event_ids.unlink()

        def put_back(env):
            env["crm.action"].browse(self.action_ids[0])._create_events()
            return True

        made, refused = self._race(put_back, put_back)
        self.assertIs(made, True)
        self.assertIsInstance(refused, UniqueViolation)
        with self._connection() as env:
            action = env["crm.action"].browse(self.action_ids[0])
            self.assertEqual(len(action.calendar_event_ids), 1)

import threading

from psycopg2.errors import ExclusionViolation

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_connections import ConnectionsCase


@tagged("-at_install", "post_install")
class TestPortfolioConcurrency(ConnectionsCase):
    """Two people give one customer to two owners at once: two real connections."""

    def setUp(self):
        super().setUp()
        with self._connection() as env:
            users = env["res.users"].with_context(no_reset_password=True)
            self.user_ids = users.create(
                [{"name": name, "login": f"{name}.portfolio"} for name in ("nora", "nils")]
            ).ids
            self.partner_id = env["res.partner"].create({"name": "Bar Concurrente"}).id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self._connection() as env:
            env["res.partner"].browse(self.partner_id).unlink()
            users = env["res.users"].browse(self.user_ids)
            people = users.partner_id
            users.unlink()
            people.unlink()

    def _give_to(self, env, user_id):
        return (
            env["crm.portfolio.assignment"]
            .create({"partner_id": self.partner_id, "user_id": user_id, "date_from": "2026-10-15"})
            .id
        )

    @mute_logger("odoo.sql_db")
    def test_one_customer_gets_one_owner_and_the_loser_a_sentence(self):
        results = []
        first_wrote, second_waits = threading.Event(), threading.Event()

        def lead():
            with self._connection() as env:
                results.append(self._give_to(env, self.user_ids[0]))
                first_wrote.set()
                second_waits.wait(5)

        def follow():
            with self._connection() as env:
                env.cr.execute("SELECT 1")  # its snapshot is from before the first commits
                first_wrote.wait(5)
                second_waits.set()
                try:
                    results.append(self._give_to(env, self.user_ids[1]))
                except ExclusionViolation as error:
                    env.cr.rollback()
                    results.append(env["crm.portfolio.assignment"]._sql_error_to_message(error))

        threads = [threading.Thread(target=target) for target in (lead, follow)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        made, refused = results
        self.assertIsInstance(made, int)
        self.assertIn("already has an owner on some of these days", refused)
        with self._connection() as env:
            rows = env["crm.portfolio.assignment"].search([("partner_id", "=", self.partner_id)])
            self.assertEqual(rows.user_id.ids, self.user_ids[:1])
            # and the salesperson is the same
            self.assertEqual(rows.partner_id.user_id.ids, self.user_ids[:1])

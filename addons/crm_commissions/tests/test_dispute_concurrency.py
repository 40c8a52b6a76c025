from datetime import date

from psycopg2 import OperationalError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.crm_actions.tests.common_connections import ConnectionsCase

from .common import MANAGER


@tagged("-at_install", "post_install")
class TestDisputeConcurrency(ConnectionsCase):
    """Two managers decide one dispute at the same moment, over two real connections."""

    def setUp(self):
        super().setUp()
        with self._connection() as env:
            period = self._make_month(env)
            self._make_people(env)
            statement = env["crm.commission.statement"]._by_flow()
            statement = statement.create(
                {
                    "company_id": env.company.id,
                    "payee_id": self.payee_id,
                    "currency_id": env.company.currency_id.id,
                    "period_id": period.id,
                    "state": "sent",
                }
            )
            self.statement_id = statement.id
            self.ids = [
                statement.open_dispute({"document": name, "reason": "missing", "note": "Look."})
                for name in ("F/1", "F/2")
            ]
        self.addCleanup(self._clean_up)

    def _make_month(self, env):
        period = env["crm.commission.period"]
        known = period.search([])
        month = period._ensure_periods(env.company, date(2026, 9, 1), date(2026, 9, 30))
        self.period_ids = (period.search([]) - known).ids
        self.state = month.state
        month._by_flow().state = "calculated"
        return month

    def _make_people(self, env):
        users = env["res.users"].with_context(no_reset_password=True)
        groups = env.ref("base.group_user") + env.ref(MANAGER)
        people = users.create(
            [
                {"name": name, "login": f"{name}.two", "group_ids": [(6, 0, groups.ids)]}
                for name in ("max", "boss")
            ]
        )
        self.user_ids = people.ids
        self.payee_id = env["res.partner"].create({"name": "Marta"}).id

    def _clean_up(self):
        """By SQL, since nothing of this is ever deleted otherwise."""
        with self._connection() as env:
            disputes = env["crm.commission.dispute"].browse(self.ids)
            statement = env["crm.commission.statement"].browse(self.statement_id)
            statement.period_id._by_flow().state = self.state
            periods = env["crm.commission.period"].browse(self.period_ids)
            disputes.activity_ids.unlink()
            for records in (disputes, statement, periods):
                records.message_ids.unlink()
                records.message_follower_ids.unlink()
            env.flush_all()
            for records in (disputes, statement, periods):
                table = SQL.identifier(records._table)
                env.cr.execute(SQL("DELETE FROM %s WHERE id = ANY(%s)", table, records.ids))
            env.invalidate_all()
            users = env["res.users"].browse(self.user_ids)
            partners = users.partner_id | env["res.partner"].browse(self.payee_id)
            users.unlink()
            partners.unlink()

    def _dispute(self, env, number=0):
        disputes = env["crm.commission.dispute"].with_context(lang="en_US")
        return disputes.browse(self.ids[number])

    @mute_logger("odoo.sql_db")
    def test_who_comes_while_it_is_decided_gets_a_sentence(self):
        with self.registry.cursor() as slow:
            first = self.env(cr=slow, user=self.user_ids[0])
            self._dispute(first).reject("It is not invoiced.")
            with (
                self._connection(self.user_ids[1]) as fast,
                self.assertRaisesRegex(UserError, "Somebody else is deciding Marta"),
            ):
                self._dispute(fast).accept(70)
            slow.rollback()

    @mute_logger("odoo.sql_db")
    def test_who_comes_later_finds_it_decided(self):
        # given two who look at the same dispute
        with self.registry.cursor() as slow:
            late = self.env(cr=slow, user=self.user_ids[1])
            self.assertEqual(self._dispute(late).state, "new")
            # when the first one rejects it
            with self._connection(self.user_ids[0]) as fast:
                self._dispute(fast).reject("It is not invoiced.")
            # then the database makes the second one look again
            with self.assertRaises(OperationalError):
                self._dispute(late).accept(70)
            slow.rollback()
            late.invalidate_all()
            # and he finds it decided, and books nothing
            with self.assertRaisesRegex(UserError, "is at “Rejected” already"):
                self._dispute(late).accept(70)
            slow.rollback()
        with self._connection() as env:
            self.assertFalse(env["crm.commission.entry"].search([("payee_id", "=", self.payee_id)]))

    @mute_logger("odoo.sql_db")
    def test_two_disputes_decided_at_once_leave_no_statement_disputed(self):
        """Given two disputes of one statement, then the one who comes second sends it again."""
        with self.registry.cursor() as slow:
            late = self.env(cr=slow, user=self.user_ids[1])
            self.assertEqual(self._dispute(late, 1).statement_id.open_dispute_count, 2)
            with self._connection(self.user_ids[0]) as fast:
                self._dispute(fast).reject("It is not invoiced.")
            with self.assertRaises(OperationalError):
                self._dispute(late, 1).reject("Nor is this.")
                late.flush_all()
            slow.rollback()
            late.invalidate_all()
            self._dispute(late, 1).reject("Nor is this.")
            slow.commit()
        with self._connection() as env:
            statement = env["crm.commission.statement"].browse(self.statement_id)
            self.assertEqual((statement.state, statement.open_dispute_count), ("sent", 0))

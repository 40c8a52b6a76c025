from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..by_flow import BY_FLOW
from .common_commissions import LedgerCase


@tagged("post_install", "-at_install")
class TestLedgerGuard(LedgerCase):
    """The ledger only grows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_plan(cls.nora, rate=10)
        cls.invoice(1000, day="2026-03-10")
        cls.engine._run(cls.company)
        cls.entry = cls.env["crm.commission.entry"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )

    def refuse(self, words, query, *args):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(IntegrityError, words),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(SQL(query, *args))

    def test_nobody_writes_creates_or_deletes_entries(self):
        values = self.entry.copy_data()[0]
        for act in (
            lambda: self.entry.write({"amount": 1}),
            lambda: self.entry.write({"explain": {}}),
            lambda: self.entry.create(values),
            self.entry.unlink,
            lambda: self.entry.with_context(crm_commission_flow=BY_FLOW).write({"amount": 1}),
            lambda: self.entry.with_context(crm_commission_flow=BY_FLOW).unlink(),
            lambda: self.entry.with_context(crm_commission_flow=True).create(values),
        ):
            with self.assertRaises(UserError):
                act()

    def test_nor_does_anybody_by_sql(self):
        self.refuse(
            "not changed", "UPDATE crm_commission_entry SET amount = 1 WHERE id = %s", self.entry.id
        )
        self.refuse("not deleted", "DELETE FROM crm_commission_entry WHERE id = %s", self.entry.id)

    def test_contacts_that_turn_out_to_be_one_are_one_here_too(self):
        other = self.env["res.partner"].create({"name": "Hotel Ria"})
        self.env.cr.execute(
            SQL(
                "UPDATE crm_commission_entry SET partner_id = %s WHERE id = %s",
                other.id,
                self.entry.id,
            )
        )
        self.entry.invalidate_recordset()
        self.assertEqual(self.entry.partner_id, other)

    def test_nothing_is_booked_into_a_closed_period(self):
        self.close_until("2026-03-31")
        self.refuse(
            "closed period",
            """
            INSERT INTO crm_commission_entry
                   (currency_id, payee_id, plan_id, participant_id, kind, event_date,
                    origin_period_id, period_id, amount, run_at, number)
            SELECT currency_id, payee_id, plan_id, participant_id, kind, event_date,
                   origin_period_id, period_id, 1, run_at, 99
              FROM crm_commission_entry WHERE id = %s
            """,
            self.entry.id,
        )

    def test_one_difference_is_booked_once(self):
        self.refuse(
            "number_unique",
            """
            INSERT INTO crm_commission_entry
                   (currency_id, payee_id, plan_id, participant_id, kind, event_date,
                    origin_period_id, period_id, amount, run_at, number, credit_id)
            SELECT currency_id, payee_id, plan_id, participant_id, kind, event_date,
                   origin_period_id, period_id, 1, run_at, number, credit_id
              FROM crm_commission_entry WHERE id = %s
            """,
            self.entry.id,
        )

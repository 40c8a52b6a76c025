import threading
from datetime import date

from psycopg2 import OperationalError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.crm_actions.tests.common_connections import ConnectionsCase

from ..by_flow import BY_FLOW


@tagged("post_install", "-at_install")
class TestSettlementConcurrency(ConnectionsCase):
    """Two accountants press *Settle* on one statement of 100.00, on two connections."""

    def setUp(self):
        super().setUp()
        with self._connection() as env:
            company = env.company
            agent = env["res.partner"].create({"name": "Marta Quirós, agent"})
            day = date(2001, 3, 1)
            env["crm.commission.period"]._insert_months(company, day, day)
            period = env["crm.commission.period"].search(
                [("company_id", "=", company.id), ("date_from", "=", day)]
            )
            period.with_context(crm_commission_flow=BY_FLOW).state = "calculated"
            statement = (
                env["crm.commission.statement"]
                ._by_flow()
                .create(
                    {
                        "company_id": company.id,
                        "payee_id": agent.id,
                        "payee_type": "external",
                        "settlement_type": "bill",
                        "period_id": period.id,
                        "currency_id": company.currency_id.id,
                        "amount_payable": 100,
                        "state": "approved",
                    }
                )
            )
            journal = env["account.journal"].create(
                {"name": "Agents", "type": "purchase", "is_self_billing": True}
            )
            self.before = company.commission_bill_journal_id.id
            company.commission_bill_journal_id = journal
            self.ids = {
                "crm_commission_statement": statement.id,
                "crm_commission_period": period.id,
            }
            self.others = company.id, journal.id, agent.id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        company_id, journal_id, agent_id = self.others
        with self._connection() as env:
            moves = env["account.move"].search([("journal_id", "=", journal_id)])
            moves.unlink()
            env["res.company"].browse(company_id).commission_bill_journal_id = self.before
            env.flush_all()
            statement_id = self.ids["crm_commission_statement"]
            env.cr.execute(
                "DELETE FROM crm_commission_settlement WHERE statement_id = %s", [statement_id]
            )
            for table, number in self.ids.items():
                env.cr.execute(SQL("DELETE FROM %s WHERE id = %s", SQL.identifier(table), number))
            env.invalidate_all()
            env["account.journal"].browse(journal_id).unlink()
            env["res.partner"].browse(agent_id).unlink()

    def _settle(self, env):
        statement = env["crm.commission.statement"].browse(self.ids["crm_commission_statement"])
        statement.action_settle()
        env.flush_all()

    def _race(self, *, wait_for_commit):
        """The second begins before the first commits, and settles before that or after it.

        :return: errors of the second
        """
        first_wrote, first_done = threading.Event(), threading.Event()
        second_began, second_done = threading.Event(), threading.Event()
        errors = []

        def lead():
            second_began.wait(20)
            with self._connection() as env:
                self._settle(env)
                first_wrote.set()
                if not wait_for_commit:
                    second_done.wait(20)
            first_done.set()

        def follow():
            try:
                with self._connection() as env:
                    env["crm.commission.statement"].browse(
                        self.ids["crm_commission_statement"]
                    ).mapped("state")
                    second_began.set()
                    (first_done if wait_for_commit else first_wrote).wait(20)
                    self._settle(env)
            except (UserError, OperationalError) as error:
                errors.append(error)
            second_done.set()

        threads = [threading.Thread(target=target) for target in (lead, follow)]
        with mute_logger("odoo.sql_db"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        return errors

    def _bills(self):
        _company, journal_id, _agent = self.others
        with self._connection() as env:
            bills = env["account.move"].search([("journal_id", "=", journal_id)])
            settlements = env["crm.commission.settlement"].search(
                [("statement_id", "=", self.ids["crm_commission_statement"])]
            )
            return bills.mapped("amount_untaxed"), settlements.mapped("is_live")

    def test_at_the_same_moment_the_second_is_told(self):
        [error] = self._race(wait_for_commit=False)
        self.assertIsInstance(error, UserError)
        self.assertEqual(self._bills(), ([100], [True]))

    def test_an_older_view_does_not_settle_again(self):
        # the database refuses, the server repeats the request by itself
        [error] = self._race(wait_for_commit=True)
        self.assertIsInstance(error, OperationalError)
        with self._connection() as env:
            self._settle(env)
        self.assertEqual(self._bills(), ([100], [True]))

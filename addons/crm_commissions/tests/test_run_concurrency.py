import threading
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.crm_actions.tests.common_connections import ConnectionsCase

from .common_rebuild import delete_ledger, forget_everything, read_sums

# What a run makes beside the ledger.
_MADE = ("crm_commission_dirty", "crm_commission_statement")


@tagged("-at_install", "post_install")
class TestRunConcurrency(ConnectionsCase):
    """Commissions of one company are worked out by two at once, over two real connections.

    Nora has sold for 1,000.00, of which a plan pays 10 % and another one 2 % of what is above
    600.00: 100.00 and 8.00.
    """

    def setUp(self):
        super().setUp()
        with self._connection() as env:
            self.company_id = env.company.id
            periods = env["crm.commission.period"].search([])
            self.period_ids = periods.ids
            users = env["res.users"].with_context(no_reset_password=True)
            groups = env.ref("base.group_user") + env.ref("sales_team.group_sale_salesman")
            nora = users.create(
                {"name": "Nora", "login": "nora.two.runs", "group_ids": [Command.set(groups.ids)]}
            )
            self.user_id = nora.id
            self._make_plans(env, nora)
            self._make_order(env, nora)
        self.addCleanup(self._clean_up)

    def _make_plans(self, env, nora):
        first = env.company._crm_today() - timedelta(days=1)
        common = {"date_from": first, "trigger": "ordered"}
        plans = env["crm.commission.plan"].create(
            [
                {"name": "Flat", "rate": 10, **common},
                {
                    "name": "Steps",
                    "tier_mode": "marginal",
                    "tier_window": "year",
                    "tier_ids": [
                        Command.create({"bound_from": bound, "rate": rate})
                        for bound, rate in ((0, 0), (600, 2))
                    ],
                    **common,
                },
            ]
        )
        for plan in plans:
            plan.participant_ids = [Command.create({"user_id": nora.id, "date_from": first})]
        plans.action_activate()
        self.plan_ids = plans.ids

    def _make_order(self, env, nora):
        customer = env["res.partner"].create({"name": "Hotel Ría", "is_company": True})
        product = env["product.product"].create(
            {"name": "Advice", "type": "service", "list_price": 500}
        )
        line = {"product_id": product.id, "tax_ids": [Command.clear()]}
        order = env["sale.order"].create(
            {
                "partner_id": customer.id,
                "user_id": nora.id,
                "order_line": [Command.create({**line, "product_uom_qty": 1}) for _each in "ab"],
            }
        )
        order.action_confirm()
        self.order_id, self.others = order.id, (customer, product.product_tmpl_id)

    def _clean_up(self):
        """By SQL, since of what is booked nothing is ever deleted otherwise."""
        with self._connection() as env:
            env.cr.execute("ALTER TABLE crm_commission_entry DISABLE TRIGGER USER")
            delete_ledger(env, env["res.company"].browse(self.company_id))
            for table in _MADE:
                env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE company_id = %s",
                        SQL.identifier(table),
                        self.company_id,
                    )
                )
            env.cr.execute("ALTER TABLE crm_commission_entry ENABLE TRIGGER USER")
            env.cr.execute("DELETE FROM crm_commission_plan WHERE id = ANY(%s)", [self.plan_ids])
            env.cr.execute(
                "DELETE FROM crm_commission_period WHERE company_id = %s AND NOT id = ANY(%s)",
                [self.company_id, self.period_ids],
            )
            order = env["sale.order"].browse(self.order_id)
            order._action_cancel()
            order.unlink()
            env.flush_all()
            env.cr.execute("DELETE FROM crm_commission_dirty")
            for record in (*self.others, env["res.users"].browse(self.user_id)):
                record.with_env(env).unlink()

    # -- what is done and asked ------------------------------------------------------------------

    def _run(self, env):
        """:return: how many entries were booked"""
        company = env["res.company"].browse(self.company_id)
        booked = env["crm.commission.engine"]._run(company)
        env.flush_all()
        return booked

    def _assert_booked(self, flat, steps):
        """What is booked is that, once; nothing is left to book; and a rebuild says the same."""
        with self.registry.cursor() as cr:
            env = self.env(cr=cr)
            company = env["res.company"].browse(self.company_id)
            self.assertEqual(env["crm.commission.engine"]._sweep(company), 0)
            booked = read_sums(env, company)
            sums = dict.fromkeys(self.plan_ids, 0)
            for (_participant, plan, *_rest), amount in booked.items():
                sums[plan] += float(amount)
            self.assertEqual(list(sums.values()), [flat, steps])
            forget_everything(env, company)
            self._run(env)
            self.assertEqual(read_sums(env, company), booked)
            cr.rollback()

    def _count(self, model):
        with self._connection() as env:
            return env[model].search_count([("company_id", "=", self.company_id)])

    # -- at once ---------------------------------------------------------------------------------

    def test_who_runs_while_a_run_is_on_gets_a_sentence(self):
        with self.registry.cursor() as slow:
            self.assertEqual(self._run(self.env(cr=slow)), 3)
            with (
                self.assertRaisesRegex(UserError, "are being worked out already: try again"),
                self._connection() as fast,
            ):
                self._run(fast(context={"lang": "en_US"}))
            slow.commit()
        self._assert_booked(100, 8)
        self.assertEqual(self._count("crm.commission.entry"), 3)

    def test_a_month_is_not_calculated_while_a_run_is_on(self):
        with self.registry.cursor() as slow:
            env = self.env(cr=slow)
            today = env.company._crm_today()
            period = env["crm.commission.period"]._ensure_periods(env.company, today, today)
            slow.commit()
            self._run(env)
            with self.assertRaises(UserError), self._connection() as fast:
                period.with_env(fast).action_calculate()
            slow.commit()
        with self._connection() as env:
            self.assertEqual(period.with_env(env).state, "open")
        self._assert_booked(100, 8)

    def test_the_jobs_leave_a_company_that_is_being_worked_out_to_the_next_run(self):
        with self.registry.cursor() as slow:
            self._run(self.env(cr=slow))
            # neither waits nor fails, and goes on to whatever company is next
            for job in ("_cron_sweep", "_cron_run"):
                with self._connection() as fast:
                    getattr(fast["crm.commission.engine"], job)()
            self.assertEqual(self._count("crm.commission.entry"), 0)
            slow.rollback()
        # what was marked still is, since nobody has booked it
        self.assertTrue(self._count("crm.commission.dirty"))
        with self._connection() as env:
            env["crm.commission.engine"]._cron_run()
        self._assert_booked(100, 8)

    @mute_logger("odoo.sql_db")
    def test_a_run_whose_picture_is_older_fails_and_books_nothing_when_repeated(self):
        with self.registry.cursor() as slow:
            late = self.env(cr=slow)
            # given one who has begun to look
            self.assertFalse(
                late["crm.commission.entry"].search([("plan_id", "in", self.plan_ids)])
            )
            # when another one books
            with self._connection() as fast:
                self.assertEqual(self._run(fast), 3)
            # then the database refuses, and the server repeats it by itself
            with self.assertRaises(OperationalError):
                self._run(late)
            slow.rollback()
            late.invalidate_all()
            self.assertEqual(self._run(late), 0)
            slow.commit()
        self._assert_booked(100, 8)
        self.assertEqual(self._count("crm.commission.entry"), 3)

    def test_what_changes_while_a_run_is_on_is_booked_by_the_next_one(self):
        with self.registry.cursor() as slow:
            self._run(self.env(cr=slow))
            with self._connection() as fast:
                line = fast["sale.order"].browse(self.order_id).order_line[0]
                line.product_uom_qty = 3  # 2,000.00 now
            slow.commit()
        with self._connection() as env:
            env["crm.commission.engine"]._cron_run()
        self._assert_booked(200, 28)

    def test_six_that_begin_at_the_same_moment_book_it_once(self):
        begin, booked = threading.Barrier(6), []

        def work():
            begin.wait(20)
            try:
                with self._connection() as env:
                    booked.append(self._run(env))
            except (UserError, OperationalError):
                booked.append(0)

        threads = [threading.Thread(target=work) for _each in range(6)]
        with mute_logger("odoo.sql_db"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        self.assertEqual(sorted(booked), [0, 0, 0, 0, 0, 3])
        self._assert_booked(100, 8)

import threading
from contextlib import contextmanager

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger


@tagged("-at_install", "post_install")
class TestPromotionConcurrency(TransactionCase):
    """P8: two orders of 15.00 take from the last 20.00 of a budget, on two connections."""

    def setUp(self):
        super().setUp()
        with self.connection() as env:
            # customers of their own: what core counts on a customer is not what is tested
            partners = env["res.partner"].create([{"name": "Bar A"}, {"name": "Bar B"}])
            product = env["product.product"].create(
                {"name": "Budget olives", "list_price": 10, "type": "service"}
            )
            promotion = env["crm.promotion"].create(
                {
                    "name": "Last twenty",
                    "budget_amount": 20,
                    "budget_policy": "cap",
                    "condition_ids": [Command.create({"product_ids": [Command.set(product.ids)]})],
                    "tier_ids": [Command.create({"effect": "chain_percent", "percent": 10})],
                }
            )
            promotion.action_approve()
            promotion.action_start()
            line = {"product_id": product.id, "product_uom_qty": 15, "tax_ids": []}
            orders = env["sale.order"].create(
                [
                    {
                        "partner_id": partner.id,
                        "pricelist_id": False,
                        "order_line": [Command.create(line)],
                    }
                    for partner in partners
                ]
            )
            self.ids = partners.ids, product.id, promotion.id
            self.order_ids = orders.ids
        self.addCleanup(self.clean_up)

    @contextmanager
    def connection(self):
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def clean_up(self):
        partner_ids, product_id, promotion_id = self.ids
        with self.connection() as env:
            orders = env["sale.order"].browse(self.order_ids)
            orders._action_cancel()
            orders.unlink()
            env["crm.promotion"].browse(promotion_id).unlink()
            env["product.product"].browse(product_id).product_tmpl_id.unlink()
            env["res.partner"].browse(partner_ids).unlink()

    def confirm(self, env, number):
        env["sale.order"].browse(self.order_ids[number]).action_confirm()
        env.flush_all()

    def race(self, *, wait_for_commit):
        """The second begins before the first commits, and confirms before that or after it."""
        first_wrote, first_done = threading.Event(), threading.Event()
        second_began, second_done = threading.Event(), threading.Event()
        errors = []

        def lead():
            second_began.wait(20)
            with self.connection() as env:
                self.confirm(env, 0)
                first_wrote.set()
                if not wait_for_commit:
                    second_done.wait(20)
            first_done.set()

        def follow():
            try:
                with self.connection() as env:
                    env["crm.promotion"].browse(self.ids[2]).name  # noqa: B018 - a snapshot
                    second_began.set()
                    (first_done if wait_for_commit else first_wrote).wait(20)
                    self.confirm(env, 1)
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

    def totals(self):
        with self.connection() as env:
            orders = env["sale.order"].browse(self.order_ids)
            used = env["crm.promotion"].browse(self.ids[2]).budget_used
            return orders.mapped("amount_untaxed"), orders.mapped("state"), used

    def test_at_the_same_moment_the_second_is_told(self):
        [error] = self.race(wait_for_commit=False)
        self.assertIsInstance(error, UserError)
        self.assertIn("Try again in a moment", str(error))
        self.assertEqual(self.totals(), ([135, 150], ["sale", "draft"], 15))

    def test_an_older_view_of_the_budget_does_not_count(self):
        # the database refuses, the server repeats the request by itself
        [error] = self.race(wait_for_commit=True)
        self.assertIsInstance(error, OperationalError)
        with self.connection() as env:
            self.confirm(env, 1)
        # then the second gets the 5.00 that are left
        self.assertEqual(self.totals(), ([135, 145], ["sale", "sale"], 20))

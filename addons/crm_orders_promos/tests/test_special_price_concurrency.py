import threading

from psycopg2 import OperationalError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_actions.tests.common_connections import ConnectionsCase


@tagged("-at_install", "post_install")
class TestSpecialPriceConcurrency(ConnectionsCase):
    """Two orders take the last ten of a quota at the same moment: two real connections."""

    def setUp(self):
        super().setUp()
        with self._connection() as env:
            partner = env["res.partner"].create({"name": "Bar Concurrente"})
            product = env["product.product"].create({"name": "Quota olives", "list_price": 10})
            price = env["crm.special.price"].create(
                {
                    "partner_id": partner.id,
                    "product_id": product.id,
                    "value": 8.4,
                    "max_qty": 10,
                }
            )
            price.action_approve()
            orders = env["sale.order"].create(
                [
                    {
                        "partner_id": partner.id,
                        "pricelist_id": False,
                        "order_line": [
                            (
                                0,
                                0,
                                {
                                    "product_id": product.id,
                                    "product_uom_qty": 8,
                                    "tax_ids": [],
                                },
                            )
                        ],
                    }
                ]
                * 2
            )
            self.partner_id, self.product_id, self.price_id = partner.id, product.id, price.id
            self.order_ids = orders.ids
        self.addCleanup(self.clean_up)

    def clean_up(self):
        with self._connection() as env:
            orders = env["sale.order"].browse(self.order_ids)
            orders.filtered(lambda order: order.state == "sale")._action_cancel()
            orders.write({"state": "cancel"})
            pickings = orders.picking_ids
            pickings.move_ids.write({"state": "draft"})
            pickings.unlink()
            orders.unlink()
            price = env["crm.special.price"].browse(self.price_id)
            price.action_draft()
            price.unlink()
            env["product.product"].browse(self.product_id).product_tmpl_id.unlink()
            env["res.partner"].browse(self.partner_id).unlink()

    def confirm(self, env, number):
        env["sale.order"].browse(self.order_ids[number]).action_confirm()
        env.flush_all()

    def race(self, wait_for_commit):
        """The second begins before the first commits, and works while it waits or after it."""
        first_wrote, first_done = threading.Event(), threading.Event()
        second_done = threading.Event()
        result = []

        def lead():
            with self._connection() as env:
                self.confirm(env, 0)
                first_wrote.set()
                if not wait_for_commit:
                    second_done.wait(20)
            first_done.set()

        def follow():
            with self._connection() as env:
                env.cr.execute("SELECT 1")  # its snapshot is from before the first commits
                (first_done if wait_for_commit else first_wrote).wait(20)
                try:
                    self.confirm(env, 1)
                except (OperationalError, UserError) as error:
                    result.append(error)
                    env.cr.rollback()
            second_done.set()

        threads = [threading.Thread(target=target) for target in (lead, follow)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return result

    def taken(self):
        with self._connection() as env:
            orders = env["sale.order"].browse(self.order_ids)
            amounts = sorted(orders.mapped("amount_untaxed"))
            return env["crm.special.price"].browse(self.price_id).used_qty, amounts

    def confirm_again(self):
        with self._connection() as env:
            self.confirm(env, 1)

    def test_the_second_is_told_while_the_first_works(self):
        [error] = self.race(wait_for_commit=False)
        self.assertIsInstance(error, UserError)
        self.assertIn("at this moment", str(error))
        self.assertEqual(self.taken()[0], 8)
        # tried again: 2 x 8.40 and 6 x 10.00
        self.confirm_again()
        self.assertEqual(self.taken(), (10, [67.2, 76.8]))

    @mute_logger("odoo.sql_db")
    def test_who_has_read_before_begins_again(self):
        # the server repeats a request that could not be serialized
        [error] = self.race(wait_for_commit=True)
        self.assertIsInstance(error, OperationalError)
        self.confirm_again()
        self.assertEqual(self.taken(), (10, [67.2, 76.8]))

from psycopg2 import OperationalError

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_actions.tests.common_connections import ConnectionsCase


@tagged("-at_install", "post_install")
class TestWarehouseConcurrency(ConnectionsCase):
    """Rep and leader share out the same order at the same moment: two real connections."""

    def setUp(self):
        super().setUp()
        # given an order of 10; one warehouse has 6, another one 20; both look at the preview
        with self._connection() as env:
            home = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
            # core keeps a warehouse that was used: it is opened again
            closed = env["stock.warehouse"].with_context(active_test=False)
            other = closed.search([("code", "=", "TWI")])
            other.active = True
            other = other or closed.create({"name": "Twice", "code": "TWI"})
            product = env["product.product"].create(
                {"name": "Twice sent", "is_storable": True, "taxes_id": False}
            )
            for place, quantity in ((home, 6), (other, 20)):
                env["stock.quant"]._update_available_quantity(product, place.lot_stock_id, quantity)
            partner = env["res.partner"].create({"name": "Bar Doble"})
            order = env["sale.order"].create(
                {
                    "partner_id": partner.id,
                    "warehouse_id": home.id,
                    "order_line": [
                        Command.create({"product_id": product.id, "product_uom_qty": 10})
                    ],
                }
            )
            wizards = env["crm.warehouse.wizard"].create([{"order_id": order.id}] * 2)
            wizards.strategy = "split"
            self.order_id, self.wizard_ids, self.other_id = order.id, wizards.ids, other.id
            self.product_id, self.partner_id = product.id, partner.id
        self.addCleanup(self.clean_up)

    def clean_up(self):
        with self._connection() as env:
            order = env["sale.order"].browse(self.order_id)
            order._action_cancel()
            order.unlink()
            product = env["product.product"].browse(self.product_id)
            env["stock.quant"].search([("product_id", "=", product.id)]).sudo().unlink()
            product.product_tmpl_id.unlink()
            env["res.partner"].browse(self.partner_id).unlink()
            env["stock.warehouse"].browse(self.other_id).active = False

    def apply(self, env, number):
        action = env["crm.warehouse.wizard"].browse(self.wizard_ids[number]).action_apply()
        env.flush_all()
        return action["type"]

    def sent(self):
        with self._connection() as env:
            lines = env["sale.order"].browse(self.order_id).order_line
            return sorted(lines.mapped("product_uom_qty"))

    @mute_logger("odoo.sql_db")
    def test_an_order_is_shared_out_once(self):
        with self._connection() as second:
            # when the second one has begun before the first one is done
            second["sale.order"].browse(self.order_id).order_line.mapped("product_uom_qty")
            with self._connection() as first:
                self.assertEqual(self.apply(first, 0), "ir.actions.act_window_close")
            with self.assertRaises(OperationalError):
                self.apply(second, 1)
            second.cr.rollback()
        self.assertEqual(self.sent(), [4, 6])
        # then the server repeats the second one, which is shown how it looks now
        with self._connection() as second:
            self.assertEqual(self.apply(second, 1), "ir.actions.act_window")
            wizard = second["crm.warehouse.wizard"].browse(self.wizard_ids[1])
            self.assertTrue(wizard.stale)
        self.assertEqual(self.sent(), [4, 6])

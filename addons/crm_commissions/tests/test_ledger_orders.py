from odoo import Command
from odoo.tests import tagged

from .common_commissions import LedgerCase


@tagged("post_install", "-at_install")
class TestLedgerOrders(LedgerCase):
    """Plans that pay for what is ordered or delivered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.list_price = 100

    def order(self, *lines, day="2026-05-31 23:30:00", **values):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "user_id": self.nora.id,
                "order_line": [
                    Command.create(
                        {"product_id": self.product.id, "price_unit": 100, "product_uom_qty": 1}
                        | line
                    )
                    for line in lines
                ],
                **values,
            }
        )
        order.action_confirm()
        order.date_order = day
        return order

    def deliver(self, order, quantity):
        picking = order.picking_ids.filtered(lambda each: each.state not in ("done", "cancel"))
        picking.move_ids.write({"quantity": quantity, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()
        return picking

    def test_an_order_is_paid_on_its_day_where_the_company_works(self):
        self.company.resource_calendar_id.tz = "Europe/Madrid"
        self.make_plan(self.nora, trigger="ordered", rate=10)

        self.order({"product_uom_qty": 3}, {"price_unit": 50, "discount": 10})
        self.run_commissions()

        self.assertEqual(self.amounts(), [30, 4.5])
        self.assertEqual({str(day) for day in self.entries().mapped("event_date")}, {"2026-06-01"})

    def test_an_order_that_is_cancelled_or_changed(self):
        self.make_plan(self.nora, trigger="ordered", rate=10)
        order = self.order({"product_uom_qty": 3})
        self.run_commissions()

        order.order_line.product_uom_qty = 5
        self.run_commissions()
        order.with_context(disable_cancel_warning=True)._action_cancel()
        self.run_commissions()

        self.assertEqual(self.amounts(), [30, 20, -50])

    def test_what_is_delivered_is_paid_bit_by_bit_and_taken_back_when_it_returns(self):
        self.make_plan(self.nora, trigger="delivered", rate=10)
        order = self.order({"product_uom_qty": 5})
        self.assertEqual(self.run_commissions(), 0)

        picking = self.deliver(order, 2)
        self.run_commissions()
        self.assertEqual(self.amounts(), [20])

        wizard = (
            self.env["stock.return.picking"]
            .with_context(
                active_id=picking.id, active_ids=picking.ids, active_model="stock.picking"
            )
            .create({"picking_id": picking.id})
        )
        wizard.product_return_moves.write({"quantity": 1, "to_refund": True})
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.move_ids.write({"quantity": 1, "picked": True})
        back.button_validate()
        self.run_commissions()

        self.assertEqual(order.order_line.qty_delivered, 1)
        self.assert_sum(10)

    def test_a_service_is_delivered_without_a_move(self):
        self.make_plan(self.nora, trigger="delivered", rate=10)
        service = self.make_product("Tasting", 100, type="service")
        order = self.order({"product_id": service.id, "product_uom_qty": 4})

        order.order_line.qty_delivered = 3
        self.run_commissions()

        self.assert_sum(30)

    def test_orders_are_counted_once_each(self):
        self.make_plan(self.nora, trigger="ordered", metric="orders", rate=5)

        self.order({}, {}, {})
        self.order({})
        self.run_commissions()

        self.assertEqual(self.amounts(), [5, 5])

    def test_a_new_customer_is_counted_once(self):
        self.make_plan(self.nora, metric="new_customers", rate=50)
        later = self.invoice(100, 100, day="2026-05-10")
        self.run_commissions()
        self.assertEqual(self.amounts(), [50])

        self.invoice(100, day="2026-04-10")  # an earlier one that comes late
        self.run_commissions()

        self.assertEqual(
            self.dated()[1:], [("2026-04-10", "2026-04", 50), ("2026-05-10", "2026-05", -50)]
        )
        self.assertEqual(later.state, "posted")

    def test_a_dozen_is_twelve_pieces(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.make_plan(self.nora, metric="quantity", rate=0.5)

        self.invoice(
            {"price_unit": 120, "quantity": 2, "product_uom_id": dozen.id}, day="2026-05-10"
        )
        self.run_commissions()

        self.assertEqual(self.amounts(), [12])

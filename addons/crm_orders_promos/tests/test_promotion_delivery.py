from odoo import Command
from odoo.exceptions import UserError

from .common_promotions import PromotionsCase


class TestPromotionDelivery(PromotionsCase):
    """P5 and P6: 24 x 10.00 and three free, delivered, invoiced, returned."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.promotion = cls.make_promotion([(12, 1), (24, 3)], products=cls.mussels)
        cls.order = cls.make_order((cls.mussels, 24))
        cls.order.action_confirm()
        cls.free_line = cls.order.order_line.filtered("promotion_id")

    def give_back(self, picking, quantity):
        """The customer returns so much of what was paid."""
        paid = picking.move_ids.filtered(lambda move: not move.sale_line_id.promotion_id)
        self.receive(picking._return_quantities({paid: quantity}))

    def receive(self, picking):
        for move in picking.move_ids:
            move.picked = True
        self.assertIs(picking.button_validate(), True)

    def test_p5_half_of_it_brings_a_share(self):
        # given an order of 24 with 3 free, of which each has its own move
        self.assertEqual(sorted(self.order.picking_ids.move_ids.mapped("product_uom_qty")), [3, 24])
        # when 12 leave
        self.ship(self.order, 12)
        # then one free one leaves with them, and the invoice is of 12 x 10.00
        self.assertEqual(self.order.order_line.mapped("qty_delivered"), [12, 1])
        invoice = self.order._create_invoices()
        invoice.action_post()
        self.assert_totals(invoice, 120, 25.2, 145.2)
        self.assertEqual(invoice.invoice_line_ids.mapped("quantity"), [12, 1])
        self.assertEqual(invoice.invoice_line_ids.mapped("discount"), [0, 100])
        # and the rest brings the rest
        self.ship(self.order, 12)
        self.assertEqual(self.order.order_line.mapped("qty_delivered"), [24, 3])
        rest = self.order._create_invoices()
        self.assertAlmostEqual(rest.amount_untaxed, 120)

    def test_more_than_its_share_is_not_picked(self):
        with self.assertRaisesRegex(UserError, "1 free Mussels leave now; 3 are picked"):
            self.ship(self.order, 12, free=3)

    def test_first_and_last(self):
        for policy, share in (("first", 3), ("last", 0)):
            with self.subTest(policy=policy):
                self.promotion.delivery_policy = policy
                order = self.make_order((self.mussels, 24))
                order.action_confirm()
                self.ship(order, 12)
                self.assertEqual(order.order_line.mapped("qty_delivered"), [12, share])

    def test_all_at_once_as_reserved(self):
        picking = self.order.picking_ids
        self.assertIs(picking.button_validate(), True)
        self.assertEqual(self.order.order_line.mapped("qty_delivered"), [24, 3])

    def test_what_leaves_beyond_the_order_is_paid(self):
        # given that the free goods are the first line of their product
        self.free_line.sudo().sequence = 1
        picking = self.order.picking_ids
        picking.move_ids.picked = True
        extra = self.env["stock.move"].create(
            {
                "product_id": self.mussels.id,
                "product_uom": self.unit.id,
                "picking_id": picking.id,
                "location_id": picking.location_id.id,
                "location_dest_id": picking.location_dest_id.id,
                "quantity": 2,
                "picked": True,
            }
        )
        picking.with_context(skip_backorder=True).button_validate()
        # then they are two more of what is paid, where core gives them for nothing
        self.assertEqual(extra.sale_line_id, self.order.order_line - self.free_line)

    def test_p6_six_come_back(self):
        # given 24 + 3 delivered and invoiced, when 6 come back
        self.give_back(self.ship(self.order, 24), 6)
        # then 18 earn one: two units or 20.00 are claimed
        [(line, claim)] = self.order._get_clawbacks()
        self.assertEqual((line, claim.units, claim.amount), (self.free_line, 2, 20))
        self.assertIn("2 Units of Mussels", self.order.promo_clawback)

    def test_p6_the_units_come_back(self):
        self.give_back(self.ship(self.order, 24), 6)
        before = self.order.picking_ids
        self.order.action_return_free_goods()
        back = self.order.picking_ids - before
        self.assertEqual(back.move_ids.mapped("product_uom_qty"), [2])
        self.assertEqual(back.move_ids.sale_line_id, self.free_line)
        # asked once is enough
        self.assertFalse(self.order.promo_clawback)
        with self.assertRaises(UserError):
            self.order.action_return_free_goods()
        self.receive(back)
        self.assertEqual(self.free_line.qty_delivered, 1)
        self.order.invalidate_recordset(["promo_clawback"])
        self.assertFalse(self.order.promo_clawback)

    def test_p6_or_are_charged(self):
        self.give_back(self.ship(self.order, 24), 6)
        self.order.action_charge_free_goods()
        charge = self.order.order_line.filtered("promo_charged_line_id")
        self.assertEqual((charge.product_uom_qty, charge.price_subtotal), (2, 20))
        self.assertEqual(charge.qty_delivered, 2)
        self.assertFalse(self.order.promo_clawback)
        self.assertFalse(charge.move_ids)
        # and the invoice: 18 kept and 2 charged
        self.assertAlmostEqual(self.order._create_invoices().amount_untaxed, 200)

    def test_nothing_is_claimed_while_goods_are_on_their_way(self):
        self.ship(self.order, 12)
        self.assertFalse(self.order.promo_clawback)

    def test_a_confirmed_order_that_grows_and_shrinks(self):
        paid = self.order.order_line - self.free_line
        paid.product_uom_qty = 36
        self.order.action_refresh_promotions()
        self.assertEqual(self.free_line.product_uom_qty, 4)
        paid.product_uom_qty = 5
        self.order.action_refresh_promotions()
        # lines of confirmed orders stay, with nothing on them
        self.assertEqual(self.free_line.product_uom_qty, 0)
        self.assertEqual(self.order.promotion_application_ids.mapped("state"), ["released"])
        paid.product_uom_qty = 12
        self.order.action_refresh_promotions()
        self.assertEqual(self.free_line.product_uom_qty, 1)

    def test_an_order_its_invoice_and_its_refund_say_the_same(self):
        self.make_promotion([self.percent(7.25)], products=self.tuna, name="Tuna")
        header = [Command.create({"kind": "commercial", "percent": 3})]
        order = self.refreshed(
            (self.mussels, 25), (self.tuna, 7, {"line_discounts": "10+5"}),
            header_discount_ids=header,
        )  # fmt: skip
        order.action_confirm()
        picking = order.picking_ids
        picking.button_validate()
        invoice = order._create_invoices()
        invoice.action_post()
        refund = invoice._reverse_moves()
        for document in (invoice, refund):
            self.assert_totals(document, order.amount_untaxed, order.amount_tax, order.amount_total)

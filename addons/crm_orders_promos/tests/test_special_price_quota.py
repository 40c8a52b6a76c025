from odoo import Command
from odoo.exceptions import UserError

from .common_special import SpecialPriceCase


class TestSpecialPriceQuota(SpecialPriceCase):
    """A quota is taken when an order is confirmed, and given back when it is cancelled."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a quota of 100, of which 90 are taken
        cls.special = cls.agree(max_qty=100)
        cls.first = cls.order(cls, 90)
        cls.first.action_confirm()

    def lines(self, order):
        return [
            (
                line.product_uom_qty,
                line.product_uom_id.name,
                round(line.price_unit, 6),
                round(line.discount, 6),
            )
            for line in order.order_line
        ]

    def test_the_rest_has_the_ordinary_price(self):
        # SP4: order 20
        order = self.order(20)
        self.assertAlmostEqual(order.amount_untaxed, 168)
        order.action_confirm()
        # 10 x 8.40 and 10 x 9.00
        self.assertEqual(self.lines(order), [(10, "Units", 8.4, 0), (10, "Units", 10, 10)])
        self.assertAlmostEqual(order.amount_untaxed, 174)
        self.assertEqual(order.order_line.mapped("special_price_id"), self.special)
        self.assertEqual(self.special.used_qty, 100)
        # both lines are delivered
        self.assertEqual(sum(order.picking_ids.move_ids.mapped("product_uom_qty")), 20)
        # cancelled, the quota is back at 90
        order.action_cancel()
        self.assertEqual(self.special.used_qty, 90)
        self.assertEqual(self.special.left_qty, 10)

    def test_what_is_used_up_holds_no_more(self):
        waiting = self.order(5)
        self.order(10).action_confirm()
        self.assert_line(self.order(5), 9, 45)
        # a quotation from before gets the ordinary price when it is confirmed
        self.assert_line(waiting, 8.4, 42)
        waiting.action_confirm()
        self.assert_line(waiting, 9, 45)
        # an order that has taken its part keeps its price when it wants less
        self.first.order_line.product_uom_qty = 80
        self.assert_line(self.first, 8.4, 672)
        self.assertEqual(self.special.used_qty, 90)

    def test_a_confirmed_order_does_not_take_more_than_there_is(self):
        self.first.order_line.product_uom_qty = 100
        self.assertEqual(self.special.used_qty, 100)
        with self.assertRaisesRegex(UserError, "1 more than the quota gives"):
            self.first.order_line.product_uom_qty = 101

    def test_two_lines_of_one_order(self):
        order = self.make_order((self.olives, 8), (self.olives, 6))
        order.action_confirm()
        self.assertEqual(
            self.lines(order),
            [(8, "Units", 8.4, 0), (2, "Units", 8.4, 0), (4, "Units", 10, 10)],
        )
        self.assertEqual(self.special.used_qty, 100)

    def test_a_box_that_is_not_whole_is_given_as_units(self):
        order = self.make_order((self.olives, 2, {"product_uom_id": self.box.id}))
        order.action_confirm()
        # 10 of the 24 units are left: as with an order of 24 units
        self.assertEqual(self.lines(order), [(10, "Units", 8.4, 0), (14, "Units", 10, 10)])
        self.assertAlmostEqual(order.amount_untaxed, 210)
        order.action_cancel()
        in_units = self.order(24)
        in_units.action_confirm()
        self.assertAlmostEqual(in_units.amount_untaxed, 210)

    def test_whole_boxes_stay_boxes(self):
        self.first.order_line.product_uom_qty = 76
        order = self.make_order((self.olives, 5, {"product_uom_id": self.box.id}))
        order.action_confirm()
        self.assertEqual(self.lines(order), [(2, "Box of 12", 100.8, 0), (3, "Box of 12", 120, 10)])

    def test_a_split_line_counts_as_one_for_minimums(self):
        # given the special price begins at 15 units, and the pricelist gives 20 % from 15 units
        self.special.sudo().min_qty = 15
        self.pricelist.item_ids = [
            Command.create({"compute_price": "percentage", "percent_price": 20, "min_quantity": 15})
        ]
        order = self.order(20)
        order.action_confirm()
        self.assertEqual(self.lines(order), [(10, "Units", 8.4, 0), (10, "Units", 10, 20)])

    def test_what_was_offered_keeps_its_price_when_it_is_split(self):
        special = self.agree(kind="extra_chain", chain="20", max_qty=10)
        order = self.order(15)
        self.assert_line(order, 7.2, 108)
        # the list price rises before it is confirmed: ten cost what was offered
        self.olives.list_price = 11
        order.action_confirm()
        # and five what is asked for now: 11.00 less 10 %
        self.assertEqual(self.lines(order), [(10, "Units", 10, 28), (5, "Units", 11, 10)])
        self.assertEqual(special.used_qty, 10)
        self.assertAlmostEqual(order.order_line[0].price_subtotal, 72)

    def test_the_lines_stay_in_their_place(self):
        order = self.make_order((self.olives, 20), (self.make_product("Cheese", 7), 1))
        order.action_confirm()
        names = [line.product_id.name for line in order.order_line.sorted()]
        self.assertEqual(names, ["Olives", "Olives", "Cheese"])

    def test_the_customer_sees_both_prices_before(self):
        order = self.order(20)
        order.action_quotation_send()
        self.assertAlmostEqual(order.amount_untaxed, 174)
        self.assertEqual(self.special.used_qty, 90)
        # sent again, nothing changes
        order.action_quotation_send()
        self.assertEqual(len(order.order_line), 2)
        order.action_confirm()
        self.assertAlmostEqual(order.amount_untaxed, 174)
        self.assertEqual(self.special.used_qty, 100)

    def test_what_was_signed_is_kept(self):
        order = self.order(20)
        order.write({"signature": "R0lGODlhAQABAAD/ACwAAAAAAQABAAACADs=", "signed_by": "Eva"})
        order.action_confirm()
        self.assert_line(order, 8.4, 168)
        # more than the quota was promised, and it is told
        self.assertEqual(self.special.used_qty, 110)
        self.assertEqual(self.special.left_qty, 0)
        self.assertIn("10 more", self.special.message_ids[0].body)

    def test_a_typed_price_takes_nothing(self):
        order = self.order(20)
        order.order_line.price_unit = 8.5
        order.action_confirm()
        self.assert_line(order, 8.5, 170)
        self.assertEqual(self.special.used_qty, 90)

    def test_confirming_again_takes_nothing_twice(self):
        order = self.order(5)
        for _turn in range(2):
            order.action_confirm()
            self.assertEqual(self.special.used_qty, 95)
            order.action_cancel()
            self.assertEqual(self.special.used_qty, 90)
            order.action_draft()

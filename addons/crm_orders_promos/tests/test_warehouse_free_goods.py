from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_promotions import PromotionsCase
from .common_warehouse import WarehouseCase


@tagged("-at_install", "post_install")
class TestWarehouseFreeGoods(WarehouseCase, PromotionsCase):
    """What a promotion gives goes from where what earns it goes, unless a person chooses."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # given 10+1 of oil
        cls.promotion = cls.make_promotion([(10, 1)], products=cls.oil)

    def order(self, quantity=10, **line):
        return self.refreshed(
            (self.oil, quantity, line), (self.wine, 1), user_id=self.rep.id
        ).with_user(self.rep)

    def paid_and_free(self, order):
        free = order.order_line.filtered("promotion_id")
        return free.promo_parent_line_ids, free

    def test_a_gift_goes_along(self):
        order = self.order(warehouse_id=self.north.id)
        paid, free = self.paid_and_free(order)
        self.assertEqual((paid.warehouse_id, free.warehouse_id), (self.north, self.north))
        self.assertFalse(free.warehouse_manual)
        # when what is paid goes from Central again, or from North with the whole order
        paid.warehouse_id = self.central
        self.assertEqual(free.warehouse_id, self.central)
        order.warehouse_id = self.north
        self.assertEqual(free.warehouse_id, self.north)
        self.assertFalse(free.warehouse_manual)

    def test_a_gift_follows_a_rule_for_what_earns_it(self):
        # given oil of a category that goes from North, which gives a wine
        self.oil.categ_id = self.env["product.category"].create({"name": "Food"})
        self.make_rule(self.north, categ_ids=[Command.set(self.oil.categ_id.ids)])
        self.promotion.action_pause()
        gift = {"threshold": 10, "effect": "gift", "qty": 1, "product_id": self.wine.id}
        self.make_promotion([gift], products=self.oil)
        _paid, free = self.paid_and_free(self.order())
        self.assertEqual(free.product_id, self.wine)
        self.assertEqual(free.warehouse_id, self.north)
        self.assertFalse(free.warehouse_manual)

    def test_a_choice_for_the_gift_stays(self):
        order = self.order()
        paid, free = self.paid_and_free(order)
        free.warehouse_id = self.north
        self.assertTrue(free.warehouse_manual)
        south = self.make_warehouse("South", "SOU")
        paid.warehouse_id = south
        order.action_refresh_promotions()
        self.assertEqual(free.warehouse_id, self.north)

    def test_a_confirmed_gift_goes_along(self):
        self.put(self.oil, central=20, north=20)
        self.put(self.wine, central=20, north=20)
        order = self.order()
        order.action_confirm()
        paid, free = self.paid_and_free(order)
        paid.warehouse_id = self.north
        self.assertEqual(free.warehouse_id, self.north)
        self.assertEqual(
            self.open_deliveries(order), {"Central": {"Wine": 1}, "North": {"Oil": 11}}
        )
        # the whole order back, and the oil chosen for Central stays with its gift
        paid.warehouse_id = self.central
        order.warehouse_id = self.north
        self.assertEqual(self.open_deliveries(order), {"North": {"Oil": 11, "Wine": 1}})
        paid.write({"warehouse_id": self.central.id, "warehouse_manual": True})
        south = self.make_warehouse("South", "SOU")
        order.warehouse_id = south
        self.assertEqual(
            self.open_deliveries(order), {"Central": {"Oil": 11}, "South": {"Wine": 1}}
        )
        # when the gift is chosen by hand it does not follow any more
        free.warehouse_id = south
        paid.warehouse_id = self.north
        self.assertEqual(free.warehouse_id, south)

    def test_a_picked_gift_stays(self):
        self.put(self.oil, central=20, north=20)
        order = self.order()
        order.action_confirm()
        paid, free = self.paid_and_free(order)
        free.move_ids.sudo().picked = True
        paid.warehouse_id = self.north
        self.assertEqual(free.warehouse_id, self.central)

    def test_a_split_leaves_the_gift_whole_and_free(self):
        # given 10 and one free; Central has 6, North has 20
        self.put(self.oil, central=6, north=20)
        self.put(self.wine, central=5)
        order = self.order()
        total = order.amount_total
        wizard = self.suggest(order, "split")
        self.assertEqual(
            [row for row in self.shown(wizard) if row[0] == "Oil"],
            [("Oil", 6, "Central", 0), ("Oil", 1, "North", 0), ("Oil", 4, "North", 0)]
            if order.order_line[1].promotion_id
            else [("Oil", 6, "Central", 0), ("Oil", 4, "North", 0), ("Oil", 1, "North", 0)],
        )
        wizard.action_apply()
        self.assertAlmostEqual(order.amount_total, total)
        self.assert_free(order, Oil=1)
        # both parts earn it, as before: refreshed, nothing changes
        paid, free = self.paid_and_free(order)
        self.assertEqual(sorted(paid.mapped("product_uom_qty")), [4, 6])
        self.assertEqual(free.warehouse_id, self.north)
        order.action_refresh_promotions()
        self.assertEqual(self.paid_and_free(order), (paid, free))
        order.action_confirm()
        self.assertEqual(
            self.open_deliveries(order), {"Central": {"Oil": 6, "Wine": 1}, "North": {"Oil": 5}}
        )
        # and they leave: the gift with the rest of what is paid
        for place in (self.central, self.north):
            picking = order.sudo().picking_ids.filtered(
                lambda each, one=place: each.picking_type_id.warehouse_id == one
            )
            picking.button_validate()
        self.assertEqual(order.order_line.mapped("qty_to_deliver"), [0] * 4)
        self.assertEqual(free.qty_delivered, 1)

    def test_a_split_keeps_the_percentage_of_a_promotion(self):
        # given 10 % on wine from 10 on
        self.make_promotion([self.percent(10, 10)], products=self.wine)
        self.put(self.wine, central=6, north=20)
        order = self.refreshed((self.wine, 10), user_id=self.rep.id).with_user(self.rep)
        self.assertAlmostEqual(order.amount_untaxed, 45)
        self.suggest(order, "split").action_apply()
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [6, 4])
        self.assertEqual(order.order_line.mapped("promo_discount"), [10, 10])
        self.assertAlmostEqual(order.amount_untaxed, 45)
        order.action_refresh_promotions()
        self.assertAlmostEqual(order.amount_untaxed, 45)
        # and nobody writes such a thing by hand, a part of a line included
        with self.assertRaises(AccessError):
            order.order_line[1].promo_discount = 50

    def test_what_was_charged_is_not_sent(self):
        # given a gift that was charged after a return: it has been delivered long since
        order = self.order()
        order.action_confirm()
        _paid, free = self.paid_and_free(order)
        charged = order.order_line.sudo().create(
            {
                "order_id": order.id,
                "product_id": self.oil.id,
                "product_uom_qty": 1,
                "promo_charged_line_id": free.id,
            }
        )
        self.assertNotIn(charged, order._get_lines_to_send())

    def test_a_gift_takes_from_the_shelf_too(self):
        # W3 with a gift: 12 free, 10 bought and one given
        self.put(self.oil, central=12)
        order = self.order()
        paid, free = self.paid_and_free(order)
        self.assertEqual((paid.free_qty, free.free_qty), (12, 2))

from freezegun import freeze_time

from odoo import Command
from odoo.tests import HttpCase, tagged

from .common_promotions import PromotionsCase


@tagged("-at_install", "post_install")
class TestPromotionConfirmed(PromotionsCase, HttpCase):
    """What becomes of promotions once the order is confirmed, and somebody changes it."""

    def confirmed(self, quantity=24, **values):
        order = self.make_order((self.mussels, quantity), **values)
        order.action_confirm()
        free = order.order_line.filtered("promotion_id")
        return order, order.order_line - free, free

    def test_less_bought_afterwards_earns_less_at_once(self):
        # given 24+3, confirmed
        self.make_promotion([(24, 3)], products=self.mussels)
        order, paid, free = self.confirmed()
        self.assertEqual(free.product_uom_qty, 3)
        # when one is left of the 24, and nobody refreshes anything
        paid.product_uom_qty = 1
        # then nothing is free any more, and nothing leaves for nothing
        self.assertEqual(free.product_uom_qty, 0)
        self.ship(order, 1)
        self.assertEqual((paid.qty_delivered, free.qty_delivered), (1, 0))

    def test_a_discount_from_24_on_goes_with_them(self):
        # given 10 % from 24 on: 240.00 - 24.00
        self.make_promotion([self.percent(10, 24)], products=self.mussels)
        order, paid, _free = self.confirmed()
        self.assertAlmostEqual(order.amount_untaxed, 216)
        # when one is left, then it costs 10.00 and not 9.00, and the budget has it back
        paid.product_uom_qty = 1
        self.assertAlmostEqual(order.amount_untaxed, 10)
        self.assertEqual(order.promotion_application_ids.state, "released")

    def test_what_never_leaves_earns_nothing(self):
        # given free goods that leave first: 12 of 24, and all three
        self.make_promotion(
            [(12, 1), (24, 3)], products=self.mussels, delivery_policy="first", name="First"
        )
        order, _paid, free = self.confirmed()
        self.ship(order, 12)
        self.assertEqual(order.order_line.mapped("qty_delivered"), [12, 3])
        self.assertFalse(order.promo_clawback)
        # when the customer does without the other twelve
        order.picking_ids.filtered(lambda each: each.state != "done").action_cancel()
        # then 12 have earned one: two are claimed, or 20.00
        [(line, claim)] = order._get_clawbacks()
        self.assertEqual((line, claim.units, claim.amount), (free, 2, 20))
        order.action_charge_free_goods()
        self.assertFalse(order.promo_clawback)
        self.assertAlmostEqual(order._create_invoices().amount_untaxed, 140)

    def test_what_is_taken_off_an_order_earns_nothing(self):
        self.make_promotion([(24, 3)], products=self.mussels, delivery_policy="first")
        order, paid, free = self.confirmed()
        self.ship(order, 12)
        # when the order becomes one of the 12 that are there, which earn nothing
        paid.product_uom_qty = 12
        self.assertEqual((free.product_uom_qty, free.qty_delivered), (3, 3))
        self.assertEqual(order.promotion_application_ids.state, "released")
        # then all three are claimed
        [(line, claim)] = order._get_clawbacks()
        self.assertEqual((line, claim.units, claim.amount), (free, 3, 30))

    def test_an_archived_promotion_is_kept_by_those_who_have_it(self):
        promotion = self.make_promotion([(24, 3)], products=self.mussels)
        order, _paid, _free = self.confirmed()
        promotion.active = False
        # then the order keeps its free goods, and a new one gets none
        order.action_refresh_promotions()
        self.assert_free(order, Mussels=3)
        self.assertEqual(order.promotion_application_ids.state, "committed")
        self.assert_free(self.refreshed((self.mussels, 24)))

    def test_a_past_day_does_not_bring_a_promotion_back(self):
        # given one that ended on 28/02, and an order of March that has none
        self.make_promotion([self.percent(10)], date_to="2026-02-28")
        with freeze_time("2026-03-03 10:00:00"):
            order, _paid, _free = self.confirmed(10)
            # when its date is written back
            order.date_order = "2026-02-20 10:00:00"
            order.action_refresh_promotions()
        self.assertEqual(order.amount_untaxed, 100)

    def test_the_catalogue_of_a_confirmed_order(self):
        self.make_promotion([(12, 1)], products=self.mussels)
        order, paid, free = self.confirmed(12)
        self.env.ref("base.user_admin").write({"company_ids": [Command.link(self.company.id)]})
        self.authenticate("admin", "admin")
        for quantity, given in ((36, 3), (0, 0)):
            self.make_jsonrpc_request(
                "/product/catalog/update_order_line_info",
                {
                    "res_model": "sale.order", "order_id": order.id,
                    "product_id": self.mussels.id, "quantity": quantity,
                    "context": {"allowed_company_ids": self.company.ids},
                },
            )  # fmt: skip
            self.assertEqual((paid.product_uom_qty, free.product_uom_qty), (quantity, given))

    def test_set_back_to_draft_and_confirmed_without_it(self):
        # given an order with 24+3 that is cancelled and set back to draft
        promotion = self.make_promotion([(24, 3)], products=self.mussels, budget_amount=30)
        order, _paid, _free = self.confirmed()
        order._action_cancel()
        order.action_draft()
        # when somebody else takes the budget meanwhile
        self.confirmed()
        self.assertEqual(promotion.budget_left, 0)
        order.action_confirm()
        # then it has nothing for nothing any more
        self.assert_free(order)
        self.assertEqual(order.promotion_application_ids.state, "released")
        self.assertEqual(promotion.budget_used, 30)

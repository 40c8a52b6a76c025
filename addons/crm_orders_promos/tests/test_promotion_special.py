from odoo import Command
from odoo.tests import tagged

from .common_promotions import PromotionsCase


@tagged("-at_install", "post_install")
class TestPromotionSpecial(PromotionsCase):
    """Promotions beside special prices: mussels at 10.00, for the hotel 8.40."""

    def agree(self, **values):
        price = self.env["crm.special.price"].create(
            {
                "partner_id": self.customer.id,
                "product_id": self.mussels.id,
                "value": 8.4,
                "company_id": self.company.id,
                **values,
            }
        )
        price.action_approve()
        return price

    def test_a_special_price_takes_no_promotion_unless_it_says_so(self):
        self.agree()
        self.make_promotion([self.percent(10)], products=self.mussels)
        order = self.refreshed((self.mussels, 10))
        self.assertAlmostEqual(order.amount_untaxed, 84)
        # when the promotion is also for special prices, then 84.00 x 0.90
        self.make_promotion(
            [self.percent(10)], products=self.mussels, stack_with_special_price=True
        )
        order.action_refresh_promotions()
        self.assertAlmostEqual(order.amount_untaxed, 75.6)

    def test_a_net_special_price_takes_none_at_all(self):
        self.agree(exclusive=True)
        self.make_promotion(
            [self.percent(10), (12, 1)], products=self.mussels, stack_with_special_price=True
        )
        order = self.refreshed((self.mussels, 12), (self.tuna, 1))
        self.assertAlmostEqual(order.amount_untaxed, 12 * 8.4 + 20)
        self.assert_free(order)
        self.assertFalse(order.promotion_application_ids)

    def test_a_further_discount_of_the_customer_is_a_special_price(self):
        self.agree(kind="extra_chain", value=0, chain="5")
        self.make_promotion([self.percent(10)], products=self.mussels)
        self.assertAlmostEqual(self.refreshed((self.mussels, 10)).amount_untaxed, 95)

    def test_a_typed_price_is_no_special_price(self):
        # given that the rep types 9.00 over the special price: a promotion takes 10 % of it
        self.agree()
        self.make_promotion([self.percent(10)], products=self.mussels)
        order = self.refreshed((self.mussels, 10, {"price_unit": 9, "technical_price_unit": 0}))
        self.assertAlmostEqual(order.amount_untaxed, 81)

    def test_what_the_quota_leaves_earns_promotions(self):
        # SP4 with a promotion: 10 left at 8.40, 20 ordered, 10 % off what has no special price
        self.agree(max_qty=10)
        promotion = self.make_promotion([self.percent(10)], products=self.mussels)
        order = self.make_order((self.mussels, 20))
        order.action_confirm()
        # then 10 x 8.40 and 10 x 10.00 x 0.90, and the row says so
        self.assertEqual(
            order.order_line.mapped(lambda line: round(line.price_subtotal, 2)), [84, 90]
        )
        self.assert_totals(order, 174, 36.54, 210.54)
        self.assertEqual(order.promotion_application_ids.benefit, 10)
        self.assertEqual(order.promotion_application_ids.state, "committed")
        # and again nothing changes
        order.action_refresh_promotions()
        self.assert_totals(order, 174, 36.54, 210.54)
        self.assertEqual(promotion.budget_used, 10)

    def test_a_split_line_counts_as_one(self):
        # given 24+3 on anything, and a quota of 10
        self.agree(max_qty=10)
        self.make_promotion(
            [(12, 1), (24, 3)], products=self.mussels, stack_with_special_price=True
        )
        order = self.make_order((self.mussels, 24))
        order.action_confirm()
        paid = order.order_line.filtered(lambda line: not line.promotion_id)
        self.assertEqual(paid.mapped("product_uom_qty"), [10, 14])
        free = order.order_line - paid
        self.assertEqual(sum(free.mapped("product_uom_qty")), 3)
        self.assertEqual(free.promo_parent_line_ids, paid)
        self.assertAlmostEqual(order.amount_untaxed, 84 + 140)

    def test_sent_then_split_then_signed_day(self):
        # given a quotation of 20 that was sent with both prices, when it is confirmed
        self.agree(max_qty=10)
        self.make_promotion([self.percent(10)], products=self.mussels)
        order = self.make_order((self.mussels, 20))
        order.action_quotation_sent()
        self.assertAlmostEqual(order.amount_untaxed, 174)
        messages = len(order.message_ids)
        order.action_confirm()
        self.assertAlmostEqual(order.amount_untaxed, 174)
        said = order.message_ids[: len(order.message_ids) - messages].mapped("body")
        self.assertFalse([body for body in said if "became" in body])

    def test_free_goods_take_no_quota(self):
        # given 12 at a special price, one of them given: 12 of the quota are used
        price = self.agree(max_qty=100)
        self.make_promotion([(12, 1)], products=self.mussels, stack_with_special_price=True)
        order = self.make_order((self.mussels, 12))
        order.action_confirm()
        self.assert_free(order, Mussels=1)
        self.assertEqual(price.used_qty, 12)
        self.assertEqual(order.order_line[1].discount, 100)

    def test_another_customer_another_price(self):
        # given a quotation for the hotel at 8.40, when it becomes that of a bar
        self.agree()
        self.make_promotion([self.percent(10)], products=self.mussels)
        order = self.refreshed((self.mussels, 10))
        order.partner_id = self.env["res.partner"].create({"name": "Bar"})
        order.pricelist_id = self.pricelist
        order.action_update_prices()
        self.assertAlmostEqual(order.amount_untaxed, 90)

    def test_an_order_discount_beside_both(self):
        # given 8.40 and 10 % also on it, and 5 % off the order: 84.00 x 0.90 x 0.95
        self.agree()
        self.make_promotion(
            [self.percent(10)], products=self.mussels, stack_with_special_price=True
        )
        header = [Command.create({"kind": "commercial", "percent": 5})]
        order = self.refreshed((self.mussels, 10), header_discount_ids=header)
        self.assertAlmostEqual(order.amount_untaxed, 71.82)

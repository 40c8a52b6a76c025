from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .common_promotions import PromotionsCase
from .common_signing import SIGNATURE


@tagged("-at_install", "post_install")
class TestPromotionBeside(PromotionsCase, HttpCase):
    """Promotions beside what else there is: rewards of core, signatures, limits, the catalogue."""

    def test_rewards_of_core_do_not_count_free_goods(self):
        # given 12+1 of ours, and core's 10 % of the order from 13 mussels on
        self.make_promotion([(12, 1)], products=self.mussels)
        program = self.env["loyalty.program"].create(
            {
                "name": "Thirteen",
                "program_type": "promotion",
                "trigger": "auto",
                "applies_on": "current",
                "company_id": self.company.id,
                "rule_ids": [
                    Command.create(
                        {"minimum_qty": 13, "product_ids": [Command.set(self.mussels.ids)]}
                    )
                ],
                "reward_ids": [Command.create({"reward_type": "discount", "discount": 10})],
            }
        )
        # when 12 are bought and one is free, then there is no reward
        order = self.refreshed((self.mussels, 12))
        order._update_programs_and_rewards()
        self.assertFalse(order._get_claimable_rewards())
        # with 24 and two free there is one, of 10 % of 240.00, and both stay
        order.order_line[0].product_uom_qty = 24
        order.action_refresh_promotions()
        order._update_programs_and_rewards()
        [(coupon, rewards)] = order._get_claimable_rewards().items()
        self.assertEqual(rewards, program.reward_ids)
        order._apply_program_reward(rewards, coupon)
        self.assertAlmostEqual(order.amount_untaxed, 216)
        order.action_confirm()
        self.assertAlmostEqual(order.amount_untaxed, 216)
        self.assert_free(order, Mussels=2)

    def test_what_is_signed_is_confirmed(self):
        # given 12+1 with a budget, on a quotation that was sent
        promotion = self.make_promotion(
            [(12, 1)], products=self.mussels, budget_amount=10, budget_policy="block"
        )
        quote = self.make_order((self.mussels, 12), require_signature=True, require_payment=False)
        quote.action_quotation_sent()
        content = quote._get_content()
        self.assertEqual([line["quantity"] for line in content["lines"]], ["12", "1"])
        self.assertEqual([line["discounts"] for line in content["lines"]], ["", "100"])
        # when somebody else takes the budget before it is signed
        other = self.make_order((self.mussels, 12))
        other.action_confirm()
        quote._sign(
            name="Elvira Cueto", image=SIGNATURE, content_sha256=quote._get_content_hash(),
            method="device",
        )  # fmt: skip
        # then what was signed stays, and the budget says so
        self.assertEqual(quote.state, "sale")
        self.assert_free(quote, Mussels=1)
        self.assertEqual(promotion.budget_used, 20)
        # and a change of its promotions voids the signature
        promotion.budget_amount = 0
        quote.order_line[0].product_uom_qty = 24
        quote.action_refresh_promotions()
        self.assertFalse(quote._get_valid_signature())

    def test_a_promoted_line_is_within_a_rep_s_limit(self):
        rep = self.env["res.users"].create(
            {
                "name": "Nuria", "login": "nuria-promo", "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [Command.set(self.env.ref("sales_team.group_sale_salesman").ids)],
            }
        )  # fmt: skip
        self.env["crm.discount.limit"].create({"user_id": rep.id, "max_discount": 10})
        self.make_promotion([self.percent(15)], products=self.mussels)
        order = self.refreshed((self.mussels, 10, {"line_discounts": "10"}), user_id=rep.id)
        self.assertAlmostEqual(order.order_line.discount, 23.5)
        self.assertFalse(order.with_user(rep)._get_over_limit_message())
        order.order_line.line_discounts = "11"
        self.assertTrue(order.with_user(rep)._get_over_limit_message())
        # a rep who confirms gets what the company promises, without reading each promotion
        order.order_line.line_discounts = "5"
        order.with_user(rep).action_confirm()
        self.assertEqual(order.promotion_application_ids.mapped("state"), ["committed"])

    def test_the_catalogue(self):
        self.make_promotion([(12, 1)], products=self.mussels)
        order = self.refreshed((self.mussels, 12))
        self.env.ref("base.user_admin").write({"company_ids": [Command.link(self.company.id)]})
        self.authenticate("admin", "admin")
        for quantity, free in ((24, 2), (36, 3), (0, 0)):
            self.make_jsonrpc_request(
                "/product/catalog/update_order_line_info",
                {
                    "res_model": "sale.order", "order_id": order.id,
                    "product_id": self.mussels.id, "quantity": quantity,
                    "context": {"allowed_company_ids": self.company.ids},
                },
            )  # fmt: skip
            paid = order.order_line.filtered(lambda line: not line.promotion_id)
            self.assertEqual(sum(paid.mapped("product_uom_qty")), quantity)
            self.assertEqual(sum(self.free(order).values()), free)

    def test_prices_that_are_worked_out_again(self):
        self.make_promotion([(12, 1)], products=self.mussels)
        order = self.refreshed((self.mussels, 12))
        self.mussels.list_price = 11
        order.action_update_prices()
        free = order.order_line.filtered("promotion_id")
        self.assertEqual((free.price_unit, free.discount), (11, 100))
        self.assertAlmostEqual(order.amount_untaxed, 132)

    def test_net_prices_take_no_promotion_unless_it_says_so(self):
        promotion = self.make_promotion([self.percent(10)], products=self.mussels)
        order = self.refreshed((self.mussels, 10, {"discount_locked": True}))
        self.assertEqual(order.amount_untaxed, 100)
        promotion.action_pause()
        promotion.action_draft()
        promotion.stack_with_special_price = True
        promotion.action_approve()
        promotion.action_start()
        order.action_refresh_promotions()
        self.assertEqual(order.amount_untaxed, 90)

    def test_a_cancelled_or_locked_order_stays(self):
        order = self.refreshed((self.mussels, 12))
        order._action_cancel()
        with self.assertRaises(UserError):
            order.action_refresh_promotions()

    def test_an_order_discount_in_money_is_spread_over_what_is_left(self):
        # given 10 % off 100.00 and 9.00 off the order
        self.make_promotion([self.percent(10)], products=self.mussels)
        header = [Command.create({"kind": "amount", "amount": 9})]
        order = self.refreshed((self.mussels, 10), header_discount_ids=header)
        self.assert_totals(order, 81, 17.01, 98.01)
        gross, of_lines, of_header = order._get_discount_footer()
        self.assertEqual((gross, of_lines, of_header), (100, -10, -9))

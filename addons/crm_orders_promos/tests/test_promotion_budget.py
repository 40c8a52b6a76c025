from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_promotions import PromotionsCase


@tagged("-at_install", "post_install")
class TestPromotionBudget(PromotionsCase):
    """P8 and P10: budgets and limits are held by confirmed orders, until they are cancelled."""

    def make_used(self, policy, budget=500, used=480, **values):
        """A promotion of 10 %, of whose budget so much is held by another order."""
        promotion = self.make_promotion(
            [self.percent(10)],
            products=self.mussels,
            budget_amount=budget,
            budget_policy=policy,
            **values,
        )
        order = self.make_order((self.mussels, used))
        order.action_confirm()
        self.assertEqual(promotion.budget_used, used)
        return promotion

    def test_p8_a_budget_that_blocks(self):
        # given 480.00 of 500.00 used, when an order would take 30.00
        promotion = self.make_used("block")
        order = self.refreshed((self.mussels, 30))
        # then it gets nothing
        self.assertEqual(order.amount_untaxed, 300)
        order.action_confirm()
        self.assertEqual((order.amount_untaxed, promotion.budget_left), (300, 20))

    def test_p8_a_budget_that_gives_what_is_left(self):
        promotion = self.make_used("cap")
        order = self.refreshed((self.mussels, 30))
        self.assertEqual(order.amount_untaxed, 280)
        # a quotation holds nothing, an order does
        self.assertEqual(promotion.budget_left, 20)
        order.action_confirm()
        self.assertEqual((order.amount_untaxed, promotion.budget_left), (280, 0))

    def test_p8_two_of_fifteen_over_twenty(self):
        promotion = self.make_used("cap")
        first, second = (self.refreshed((self.mussels, 15)) for _number in range(2))
        self.assertEqual((first.amount_untaxed, second.amount_untaxed), (135, 135))
        first.action_confirm()
        second.action_confirm()
        # then the second gets 5.00
        self.assertEqual((first.amount_untaxed, second.amount_untaxed), (135, 145))
        self.assertEqual(promotion.budget_used, 500)

    def test_p8_a_budget_that_warns(self):
        promotion = self.make_used("warn")
        order = self.refreshed((self.mussels, 30))
        self.assertEqual(order.amount_untaxed, 270)
        order.action_confirm()
        self.assertEqual((promotion.budget_used, promotion.budget_left), (510, 0))
        # and the promotion says so to whoever opens it
        self.assertRegex(promotion.warning, r"used up: orders have .*510.00.* of .*500.00")

    def test_p10_what_is_cancelled_is_given_back(self):
        promotion = self.make_used("block", used=100)
        order = self.make_order((self.mussels, 30))
        order.action_confirm()
        self.assertEqual(promotion.budget_used, 130)
        order._action_cancel()
        self.assertEqual(promotion.budget_used, 100)
        self.assertEqual(order.promotion_application_ids.state, "released")
        # and taken again if it comes back to life
        order.action_draft()
        order.action_confirm()
        self.assertEqual(promotion.budget_used, 130)
        self.assertEqual(order.promotion_application_ids.state, "committed")

    def test_a_customer_has_it_twice(self):
        self.make_promotion([(12, 1)], products=self.mussels, max_per_partner=2)
        first = self.make_order((self.mussels, 12))
        first.action_confirm()
        second = self.refreshed((self.mussels, 36))
        self.assert_free(second, Mussels=1)
        second.partner_id = self.customer.copy({"name": "Another"})
        second.action_refresh_promotions()
        self.assert_free(second, Mussels=2)

    def test_an_order_has_it_once(self):
        self.make_promotion([(12, 1)], products=self.mussels, max_per_order=1)
        self.assert_free(self.refreshed((self.mussels, 36)), Mussels=1)

    def test_a_budget_in_another_currency(self):
        # given 1 EUR = 1.10 of the order's currency, and a budget of 20.00 EUR
        euro = self.env.ref("base.EUR")
        euro.active = True
        promotion = self.make_promotion(
            [self.percent(10)],
            products=self.mussels,
            currency_id=euro.id,
            budget_amount=20,
            budget_policy="cap",
        )
        self.company.currency_id.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            {
                "currency_id": euro.id,
                "company_id": self.company.id,
                "name": "2020-01-01",
                "rate": 1 / 1.1,
            }
        )
        order = self.refreshed((self.mussels, 30))
        # then it pays 22.00 of 30.00
        self.assertAlmostEqual(order.amount_untaxed, 278)
        order.action_confirm()
        self.assertAlmostEqual(promotion.budget_used, 20)
        self.assertAlmostEqual(order.promotion_application_ids.benefit_company, 22)

    def test_what_is_approved_stays_as_it_was_promised(self):
        promotion = self.make_promotion([self.percent(10)], products=self.mussels)
        for changed in (promotion.tier_ids, promotion.condition_ids):
            with self.assertRaisesRegex(UserError, "is approved"):
                changed.threshold = 5
        with self.assertRaisesRegex(UserError, "is approved"):
            promotion.priority = 1
        # but it may be made longer, or get more money
        promotion.write({"date_to": "2030-01-01", "budget_amount": 100})
        self.refreshed((self.mussels, 1))
        promotion.action_pause()
        with self.assertRaisesRegex(UserError, "Copy it"):
            promotion.action_draft()
        with self.assertRaisesRegex(UserError, "closed, not deleted"):
            promotion.unlink()

    def test_nobody_writes_what_an_order_got(self):
        order = self.make_used("cap").application_ids.order_id
        rep = self.env.ref("base.user_demo", raise_if_not_found=False) or self.env.user.copy()
        rep.group_ids = self.env.ref("sales_team.group_sale_manager")
        rep.company_ids |= self.company
        with self.assertRaises(AccessError):
            order.promotion_application_ids.with_user(rep).benefit = 0

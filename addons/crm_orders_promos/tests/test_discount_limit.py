from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError

from .common import OrdersCase
from .common_limits import LimitCase


class TestDiscountLimit(LimitCase):
    """Beyond the limit nothing leaves the house before it is approved."""

    def quote(self, chain, **values):
        quote = self.make_order((self.product, 5, {"line_discounts": chain}))
        quote.write({"user_id": self.rep.id, "team_id": self.team.id, **values})
        return quote.with_user(self.rep)

    def test_within_the_limit_nobody_is_asked(self):
        # 10+5 is 14.5 %
        quote = self.quote("10+5")
        self.assertFalse(quote.discounts_over_limit)
        quote.action_confirm()
        self.assertEqual(quote.state, "sale")

    def test_beyond_it_the_quotation_stays_in_the_house(self):
        quote = self.quote("10+6")
        self.assertTrue(quote.discounts_over_limit)
        leaves = (quote.action_confirm, quote.action_quotation_send, quote.action_quotation_sent)
        for leave in leaves:
            with self.assertRaisesRegex(
                UserError, r"beyond the limit of nuria.*Olives \(15.40 %\)"
            ):
                leave()
        self.assertEqual(quote.state, "draft")

    def test_the_leader_approves(self):
        quote = self.quote("20")
        quote.action_ask_discount_approval()
        self.assertEqual(quote.activity_ids.user_id, self.leader)
        # nor the rep, nor a rep's approval by hand
        with self.assertRaises(AccessError):
            quote.action_approve_discounts()
        quote.with_user(self.leader).action_approve_discounts()
        self.assertEqual(quote.discount_approval, "approved")
        self.assertFalse(quote.discounts_over_limit)
        self.assertFalse(quote.activity_ids)
        # when the rep gives more afterwards, then it is asked again
        quote.order_line.line_discounts = "22"
        self.assertTrue(quote.discounts_over_limit)
        quote.order_line.line_discounts = "18"
        quote.action_confirm()
        self.assertEqual(quote.state, "sale")

    def test_the_leader_approves_up_to_the_leaders_own_limit(self):
        quote = self.quote("30")
        quote.action_ask_discount_approval()
        with self.assertRaisesRegex(AccessError, "up to the leader's own limit"):
            quote.with_user(self.leader).action_approve_discounts()
        quote.with_user(self.manager).action_approve_discounts()
        quote.action_confirm()
        self.assertEqual(quote.state, "sale")

    def test_another_leader_does_not_approve(self):
        other = self.make_user("otro", "crm_actions.group_team_leader")
        quote = self.quote("20")
        quote.action_ask_discount_approval()
        with self.assertRaises(AccessError):
            quote.with_user(other).action_approve_discounts()

    def test_refused(self):
        quote = self.quote("20")
        quote.action_ask_discount_approval()
        quote.with_user(self.leader).action_refuse_discounts()
        self.assertEqual(quote.discount_approval, "refused")
        with self.assertRaises(UserError):
            quote.action_confirm()

    def test_an_approval_is_not_written_by_hand(self):
        quote = self.quote("20")
        for record, values in (
            (quote, {"discount_approval": "approved"}),
            (quote.order_line, {"approved_discount": 100}),
        ):
            with self.subTest(values), self.assertRaisesRegex(AccessError, "buttons of the order"):
                record.write(values)
        with self.assertRaises(AccessError):
            quote.order_line.create(
                {
                    "order_id": quote.id,
                    "product_id": self.product.id,
                    "line_discounts": "50",
                    "approved_discount": 50,
                }
            )

    def test_the_customer_cannot_sign_what_was_not_approved(self):
        # given a quotation that the rep gave away under the manager's name
        quote = self.quote("20")
        quote.user_id = self.rep
        portal = self.env.ref("base.public_user")
        # when the customer confirms it on the portal
        with self.assertRaises(UserError):
            quote.with_user(portal).sudo().action_confirm()

    def test_the_discounts_of_the_order_count(self):
        # 10 % on the line and 10 % on the order are 19 %
        quote = self.quote("10", header_discount_ids=[Command.create({"percent": 10})])
        self.assertTrue(quote.discounts_over_limit)

    def test_the_nearest_category_decides(self):
        food = self.env["product.category"].create({"name": "Food"})
        cheese = self.env["product.category"].create({"name": "Cheese", "parent_id": food.id})
        limits = self.env["crm.discount.limit"]
        role = self.env.ref("sales_team.group_sale_salesman").id
        limits.create(
            [
                {"group_id": role, "categ_id": food.id, "max_discount": 8},
                {"user_id": self.rep.id, "categ_id": cheese.id, "max_discount": 3},
            ]
        )
        bread = self.make_product("Bread", 2, categ_id=food.id)
        brie = self.make_product("Brie", 9, categ_id=cheese.id)
        found = limits._get_limits(self.rep, bread | brie | self.product, self.company)
        self.assertEqual(found, {bread: 8, brie: 3, self.product: 15})

    def test_without_a_limit_nobody_has_to_ask(self):
        self.env["crm.discount.limit"].search([]).unlink()
        quote = self.quote("90")
        quote.action_confirm()
        self.assertEqual(quote.state, "sale")

    def test_a_limit_is_for_a_person_or_a_role(self):
        with self.assertRaisesRegex(ValidationError, "not for both"):
            self.env["crm.discount.limit"].create(
                {
                    "user_id": self.rep.id,
                    "group_id": self.env.ref("base.group_user").id,
                    "max_discount": 5,
                }
            )


class TestDiscountFooter(OrdersCase):
    def test_it_telescopes(self):
        # D2
        delivery = self.make_product("Delivery", 6, type="service", crm_no_header_discount=True)
        order = self.make_order(
            (self.make_product("A", 12.5), 10, {"line_discounts": "10+5"}),
            (self.make_product("B", 33.33), 3),
            (delivery, 1),
            header_discount_ids=[
                Command.create({"kind": "commercial", "percent": 5, "sequence": 1}),
                Command.create({"kind": "prompt_payment", "percent": 2, "sequence": 2}),
            ],
        )
        self.assertAlmostEqual(order.amount_gross, 230.99)
        self.assertAlmostEqual(order.amount_line_discounts, -18.12)
        commercial, prompt = order.header_discount_ids
        self.assertAlmostEqual(commercial.taken, -10.35)
        self.assertAlmostEqual(prompt.taken, -3.93)
        self.assertAlmostEqual(order.amount_untaxed, 198.59)

    def test_with_core_s_own_global_discount_beside_it(self):
        order = self.make_order((self.make_product("A", 100), 1, {"line_discounts": "10"}))
        wizard = self.env["sale.order.discount"].create(
            {"sale_order_id": order.id, "discount_type": "so_discount", "discount_percentage": 0.1}
        )
        wizard.action_apply_discount()
        # 90.00 less 9.00
        self.assertAlmostEqual(order.amount_untaxed, 81)
        self.assertAlmostEqual(order.amount_gross + order.amount_line_discounts, 81)
        # and an order discount does not touch core's line
        order.header_discount_ids = [Command.create({"percent": 50})]
        self.assertAlmostEqual(order.amount_untaxed, 36)

from odoo import Command
from odoo.exceptions import UserError

from .common_limits import LimitCase
from .common_signing import SIGNATURE


class TestPriceLimit(LimitCase):
    """What takes money off like a discount: a lower price, core's own discount, other doors."""

    def make(self, user, *lines, **values):
        return (
            self.env["sale.order"]
            .with_user(user)
            .create(
                {
                    "partner_id": self.customer.id,
                    "pricelist_id": self.pricelist.id,
                    "user_id": self.rep.id,
                    "team_id": self.team.id,
                    "order_line": [
                        Command.create({"product_id": self.product.id, "product_uom_qty": 5} | line)
                        for line in lines
                    ],
                    **values,
                }
            )
        )

    def test_a_lower_price_is_a_discount(self):
        # given a limit of 15 % and a list price of 20.00
        for price, over in ((17, False), (16.5, True), (25, False), (0, True), (-5, True)):
            for forged in ({}, {"technical_price_unit": price}, {"technical_price_unit": 0}):
                with self.subTest(price=price, forged=forged):
                    quote = self.make(self.rep, {"price_unit": price} | forged)
                    self.assertEqual(quote.discounts_over_limit, over)
        # written later, it is no other thing
        quote = self.make(self.rep, {})
        quote.order_line.write({"price_unit": 10, "technical_price_unit": 10})
        with self.assertRaisesRegex(UserError, r"Olives \(50.00 %\)"):
            quote.action_confirm()
        # and when the leader's manager has approved 50 %, 55 % are asked for again
        quote.action_ask_discount_approval()
        quote.with_user(self.manager).action_approve_discounts()
        self.assertFalse(quote.discounts_over_limit)
        quote.order_line.price_unit = 9
        self.assertTrue(quote.discounts_over_limit)

    def test_a_lower_price_and_a_discount_add_up(self):
        # 10 % off the price and 10 % off the line are 19 %
        quote = self.make(self.rep, {"price_unit": 18, "line_discounts": "10"})
        self.assertAlmostEqual(quote.highest_discount, 19)
        self.assertTrue(quote.discounts_over_limit)

    def test_a_pricelist_that_changes_later_lowers_no_price(self):
        quote = self.make(self.rep, {})
        self.product.list_price = 40
        self.assertFalse(quote.discounts_over_limit)
        quote.action_confirm()
        self.assertEqual(quote.amount_untaxed, 100)

    def test_what_the_pricelist_gives_is_no_lower_price(self):
        self.pricelist.item_ids = [
            Command.create(
                {
                    "applied_on": "3_global",
                    "compute_price": "fixed",
                    "fixed_price": 12,
                    "min_quantity": 5,
                }
            )
        ]
        quote = self.make(self.rep, {})
        self.assertEqual(quote.order_line.price_unit, 12)
        self.assertFalse(quote.discounts_over_limit)

    def test_a_pricelist_chosen_for_a_moment(self):
        # given a pricelist at half the price
        cheap = self.env["product.pricelist"].create(
            {
                "name": "Cheap",
                "item_ids": [
                    Command.create(
                        {
                            "applied_on": "3_global",
                            "compute_price": "fixed",
                            "fixed_price": 10,
                        }
                    )
                ],
            }
        )
        quote = self.make(self.rep, {}, pricelist_id=cheap.id)
        self.assertFalse(quote.discounts_over_limit)
        # when the rep goes back to the customer's own and keeps the price
        quote.pricelist_id = self.pricelist
        self.assertTrue(quote.discounts_over_limit)

    def test_core_s_discount_of_the_whole_order_counts(self):
        quote = self.make(self.rep, {"line_discounts": "10"})
        wizard = self.env["sale.order.discount"].create(
            {"sale_order_id": quote.id, "discount_type": "so_discount", "discount_percentage": 0.1}
        )
        wizard.action_apply_discount()
        self.assertAlmostEqual(quote.highest_discount, 19)
        self.assertTrue(quote.discounts_over_limit)

    def test_approved_for_one_product_is_not_for_another(self):
        quote = self.make(self.rep, {"line_discounts": "60"})
        quote.action_ask_discount_approval()
        quote.with_user(self.manager).action_approve_discounts()
        self.assertFalse(quote.discounts_over_limit)
        quote.order_line.product_id = self.make_product("Saffron", 9000)
        quote.order_line.line_discounts = "60"
        self.assertTrue(quote.discounts_over_limit)

    def test_a_default_of_the_client_approves_nothing(self):
        quote = self.make(self.rep)
        lines = self.env["sale.order.line"].with_user(self.rep)
        line = lines.with_context(default_approved_discount=100.0).create(
            {"order_id": quote.id, "product_id": self.product.id, "line_discounts": "90"}
        )
        self.assertFalse(line.approved_discount)
        self.assertTrue(quote.discounts_over_limit)

    def test_the_state_is_no_other_door(self):
        quote = self.make(self.rep, {"line_discounts": "60"})
        for state in ("sent", "sale"):
            with self.subTest(state), self.assertRaisesRegex(UserError, "beyond the limit"):
                quote.write({"state": state})

    def test_a_quotation_of_the_manager_is_no_licence(self):
        # given a quotation that a manager made for the rep, who gives 80 %
        quote = self.make(self.manager, {}, require_signature=True).with_user(self.rep)
        quote.order_line.line_discounts = "80"
        # when the customer signs by the link that the rep passed on, then nothing, and no names
        visitor = quote.with_user(self.env.ref("base.public_user")).sudo()
        facts = {"method": "portal"}
        with self.assertRaisesRegex(UserError, "not ready to be signed"):
            visitor._sign("Elvira", SIGNATURE, visitor._get_content_hash(), **facts)
        # when the manager sends it, it is the manager's word
        quote.with_user(self.manager).action_quotation_sent()
        visitor._sign("Elvira", SIGNATURE, visitor._get_content_hash(), **facts)
        self.assertEqual(quote.state, "sale")

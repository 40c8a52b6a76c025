from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common_special_roles import SpecialPriceRolesCase


class TestSpecialPriceApproval(SpecialPriceRolesCase):
    """A rep proposes, the leader of the team approves, a manager approves what costs money."""

    def test_a_rep_proposes_and_the_leader_approves(self):
        price = self.propose(self.nuria)
        self.assertEqual((price.state, price.proposed_by_id), ("to_approve", self.nuria))
        # the leader has a task, until it is decided
        self.assertEqual(price.activity_ids.user_id, self.lola)
        with self.assertRaises(AccessError):
            price.action_approve()
        price.with_user(self.lola).action_approve()
        self.assertEqual((price.state, price.approver_id), ("approved", self.lola))
        self.assertTrue(price.approved_on)
        self.assertFalse(price.activity_ids)

    def test_the_leader_of_another_team_does_not(self):
        price = self.propose(self.nuria)
        with self.assertRaises(AccessError):
            price.with_user(self.luis).action_approve()
        price.with_user(self.ramon).action_approve()
        self.assertEqual(price.state, "approved")

    def test_who_sees_all_documents_approves_none(self):
        price = self.propose(self.nuria)
        with self.assertRaisesRegex(AccessError, "sales manager"):
            price.with_user(self.ana).action_approve()

    def test_a_refused_price_is_proposed_again(self):
        price = self.propose(self.nuria)
        with self.assertRaises(AccessError):
            price.action_refuse()
        price.with_user(self.lola).action_refuse()
        self.assertEqual(price.state, "refused")
        price.value = 8.8
        price.action_propose()
        self.assertEqual(price.state, "to_approve")

    def test_below_cost_a_manager_decides(self):
        price = self.propose(self.nuria, value=4.9)
        self.assertEqual(price.floor_verdict, "cost")
        self.assertIn("below its cost", price.floor_words)
        # nobody is asked who may not
        self.assertFalse(price.activity_ids)
        with self.assertRaisesRegex(AccessError, "below its cost"):
            price.with_user(self.lola).action_approve()
        price.with_user(self.ramon).action_approve()
        self.assertEqual(price.state, "approved")

    def test_below_the_least_margin_a_manager_decides(self):
        self.company.crm_special_min_margin = 20
        # 6.25 leaves 20 % over a cost of 5.00, 6.20 does not
        fine, low = self.propose(self.nuria, value=6.25), self.propose(self.nuria, value=6.2)
        self.assertFalse(fine.floor_verdict)
        self.assertEqual(low.floor_verdict, "margin")
        self.assertIn("19.4 %, less than the 20 %", low.floor_words)
        fine.with_user(self.lola).action_approve()
        with self.assertRaises(AccessError):
            low.with_user(self.lola).action_approve()
        # a leader may refuse it all the same
        low.with_user(self.lola).action_refuse()

    def test_a_category_is_judged_by_its_worst_product(self):
        category = self.env["product.category"].create({"name": "Preserves"})
        self.olives.categ_id = category
        dear = self.make_product("Caviar", 10, categ_id=category.id, standard_price=9)
        price = self.propose(
            self.nuria,
            target="category",
            product_id=False,
            categ_id=category.id,
            kind="extra_chain",
            chain="15",
        )
        # 10.00 less 15 % is 8.50
        self.assertEqual(price.floor_verdict, "cost")
        self.assertIn(dear.name, price.floor_words)

    def test_the_cost_is_compared_in_one_currency(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.company.currency_id = self.env.ref("base.EUR")
        self.env["res.currency.rate"].create(
            {"currency_id": dollar.id, "company_id": self.company.id, "rate": 2}
        )
        self.olives.invalidate_recordset()
        # 8.40 USD are 4.20 EUR, the cost is 5.00 EUR
        price = self.propose(self.nuria, currency_id=dollar.id)
        self.assertEqual(price.floor_verdict, "cost")

    def test_what_was_approved_does_not_change(self):
        price = self.propose(self.nuria)
        with self.assertRaisesRegex(UserError, "to approve"):
            price.value = 7
        price.with_user(self.lola).value = 8.5
        price.with_user(self.lola).action_approve()
        for name, value in (("value", 7), ("date_to", "2030-01-01"), ("max_qty", 10)):
            for user in (self.nuria, self.lola, self.ramon):
                with self.subTest(name, user=user.login), self.assertRaises(UserError):
                    price.with_user(user)[name] = value
        # the reason is no part of the agreement
        price.reason = "Twelve a month"
        with self.assertRaises(AccessError):
            price.action_draft()
        price.with_user(self.lola).action_draft()
        price.value = 8
        self.assertEqual(price.state, "draft")

    def test_the_life_of_a_price_is_not_written(self):
        price = self.propose(self.nuria)
        for values in (
            {"state": "approved"},
            {"approver_id": self.lola.id},
            {"used_qty": 5},
            {"approved_on": "2026-01-01"},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                price.write(values)
            with self.subTest(values), self.assertRaises(AccessError):
                price.create(self.values(self.nuria, **values))
        prices = price.with_context(default_state="approved", default_used_qty=5)
        new = prices.create(self.values(self.nuria))
        self.assertEqual((new.state, new.used_qty), ("draft", 0))
        self.assertEqual(price.with_user(self.lola).copy().state, "draft")

    def test_nobody_chooses_the_leader_who_approves(self):
        # given Luis leads South and sells himself in Lola's team
        self.north.member_ids += self.luis
        mine = self.env["res.partner"].create({"name": "Mine", "user_id": self.luis.id})
        prices = self.env["crm.special.price"].with_user(self.luis)
        values = self.values(self.nuria, partner_id=mine.id)
        price = prices.create({**values, "team_id": self.south.id})
        price |= prices.with_context(default_team_id=self.south.id).create(values)
        self.assertEqual(price.team_id, self.north)
        price.team_id = self.south
        self.assertEqual(price.team_id, self.north)
        with self.assertRaises(AccessError):
            price.action_approve()

    def test_a_line_says_by_itself_which_price_it_has(self):
        self.env["crm.discount.limit"].create({"max_discount": 10})
        price = self.propose(self.nuria, kind="extra_chain", chain="30")
        price.with_user(self.lola).action_approve()
        order = self.make_order((self.olives, 1), user_id=self.nuria.id).with_user(self.nuria)
        for values in (
            {"special_price_id": price.id},
            {"special_price_id": False},
            {"special_exclusive": False},
            {"beyond_quota": True},
            {"quota_line_id": order.order_line.id},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                order.order_line.write(values)
            with self.subTest(values), self.assertRaises(AccessError):
                order.order_line.create(
                    {"order_id": order.id, "product_id": self.olives.id, **values}
                )

        lines = order.order_line.with_context(default_special_price_id=price.id)
        line = lines.create({"order_id": order.id, "product_id": self.olives.id})
        self.assertFalse(line.special_price_id)

    def test_a_customer_of_another_is_not_given_a_price(self):
        price = self.propose(self.nuria)
        price.action_draft()
        with self.assertRaises(AccessError):
            price.partner_id = self.customers[self.sara]
        with self.assertRaises(AccessError):
            price.create(self.values(self.sara))

    def test_an_approved_price_is_ended_not_deleted(self):
        price = self.propose(self.nuria)
        price.with_user(self.lola).action_approve()
        with self.assertRaisesRegex(UserError, "end it"):
            price.with_user(self.ramon).unlink()
        price.with_user(self.lola).action_end()
        self.assertEqual(price.state, "expired")
        self.assertLess(price.date_to, self.company._crm_today())
        order = self.make_order((self.olives, 1), partner_id=self.customers[self.nuria].id)
        self.assertEqual(order.order_line.price_unit, 10)

    def test_a_rep_writes_it_in_the_form(self):
        prices = self.env["crm.special.price"].with_user(self.nuria)
        with Form(prices) as form:
            form.partner_id = self.customers[self.nuria]
            form.product_id = self.olives
            form.value = 4.5
            self.assertEqual(form.floor_verdict, "cost")
            form.value = 8.4
            self.assertFalse(form.floor_verdict)
            form.target = "category"
            form.categ_id = self.env["product.category"].create({"name": "Preserves"})
            form.kind = "extra_chain"
            form.chain = "5,0 + 2"
        self.assertEqual(form.record.chain, "5+2")
        self.assertFalse(form.record.product_id)
        self.assertEqual(form.record.team_id, self.north)
        form.record.action_propose()

    def test_a_discount_that_was_approved_needs_no_second_approval(self):
        self.env["crm.discount.limit"].create({"max_discount": 10})
        price = self.propose(self.nuria, kind="extra_chain", chain="30")
        price.with_user(self.lola).action_approve()
        order = self.make_order(
            (self.olives, 1), partner_id=self.customers[self.nuria].id, user_id=self.nuria.id
        ).with_user(self.nuria)
        self.assertAlmostEqual(order.order_line.discount, 37)
        self.pricelist.item_ids.unlink()
        order.action_update_prices()
        self.assertAlmostEqual(order.order_line.discount, 30)
        self.assertFalse(order.discounts_over_limit)
        order.order_line.line_discounts = "10"
        self.assertFalse(order.discounts_over_limit)
        order.order_line.line_discounts = "11"
        self.assertTrue(order.discounts_over_limit)

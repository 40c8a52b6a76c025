from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common_promotions import PromotionsCase


class TestPromotionOrders(PromotionsCase):
    """P1 to P4, P7 and P9 on orders: what they get, with the figures of the design."""

    def test_p1_twelve_and_one(self):
        # given 12+1, as often as it fits
        self.make_promotion([(12, 1)], products=self.mussels)
        # when 25 are bought at 10.00
        order = self.refreshed((self.mussels, 25))
        # then two are free, on a line of their own with its price and 100 %
        self.assert_free(order, Mussels=2)
        free = order.order_line.filtered("promotion_id")
        self.assertEqual((free.price_unit, free.discount, free.price_subtotal), (10, 100, 0))
        self.assertEqual(free.promo_parent_line_ids, order.order_line - free)
        self.assert_totals(order, 250, 52.5, 302.5)
        row = order.promotion_application_ids
        self.assertEqual((row.state, row.benefit, row.times), ("provisional", 20, 2))

    def test_p2_the_fill_that_gives_most(self):
        self.make_promotion([(12, 1), (24, 3), (48, 8)], products=self.mussels)
        for bought, free in ((30, 3), (36, 4), (60, 9), (95, 12)):
            with self.subTest(bought=bought):
                self.assert_free(self.refreshed((self.mussels, bought)), Mussels=free)

    def test_p3_a_mix_gets_its_shares(self):
        # given three free for 30, of what is bought; 18 mussels and 12 tuna
        self.make_promotion([(30, 3)], products=self.mussels | self.tuna)
        order = self.refreshed((self.mussels, 18), (self.tuna, 12))
        self.assert_free(order, Mussels=2, Tuna=1)
        self.assertAlmostEqual(order.promotion_application_ids.benefit, 40)

    def test_p4_two_dozens_are_24(self):
        self.make_promotion([(12, 1), (24, 3)], products=self.mussels)
        order = self.refreshed((self.mussels, 2, {"product_uom_id": self.dozen.id}))
        self.assert_free(order, Mussels=3)
        # and a promotion that counts dozens gives whole ones
        self.make_promotion(
            [{"threshold": 10, "effect": "free_goods", "qty": 1, "uom_id": self.dozen.id}],
            products=self.tuna,
            condition={"uom_id": self.dozen.id},
        )
        order = self.refreshed((self.tuna, 10, {"product_uom_id": self.dozen.id}))
        free = order.order_line.filtered("promotion_id")
        self.assertEqual((free.product_uom_qty, free.product_uom_id), (1, self.dozen))
        self.assertEqual((free.price_unit, free.price_subtotal), (240, 0))

    def test_p7_the_better_of_two_then_the_header(self):
        # given 10 % and 15 % that exclude each other, and an order discount of 5 %
        header = [Command.create({"kind": "commercial", "percent": 5})]
        ten = self.make_promotion([self.percent(10)], name="Ten", exclusive_group="A")
        self.make_promotion([self.percent(15)], name="Fifteen", exclusive_group="A")
        order = self.refreshed((self.mussels, 10), header_discount_ids=header)
        # then 100.00 x 0.85 x 0.95
        self.assert_totals(order, 80.75, 16.96, 97.71)
        self.assertEqual(order.order_line._get_discount_words(), "15+5")
        # and 10 % beside the header alone 85.50
        self.env["crm.promotion"].search([("name", "=", "Fifteen")]).action_pause()
        order.action_refresh_promotions()
        self.assert_totals(order, 85.5, 17.96, 103.46)
        self.assertEqual(order.promotion_application_ids.promotion_id, ten)

    def test_p9_a_second_refresh_writes_nothing(self):
        self.make_promotion([(12, 1)], products=self.mussels)
        self.make_promotion([self.percent(7.5)], products=self.tuna, name="Tuna")
        order = self.refreshed((self.mussels, 25), (self.tuna, 3, {"line_discounts": "10+5"}))
        lines, total = order.order_line.ids, order.amount_total
        self.env.flush_all()
        self.env.invalidate_all()
        written = self._spy_on_writes()
        order.action_refresh_promotions()
        self.env.flush_all()
        self.assertEqual(written, [])
        self.assertEqual((order.order_line.ids, order.amount_total), (lines, total))

    def _spy_on_writes(self):
        """The statements that change the database from now on."""
        written, cursor = [], self.env.cr
        execute = type(cursor).execute

        def spy(this, query, *args, **kwargs):
            text = query.code if hasattr(query, "code") else str(query)
            if text.split(None, 1)[0].upper() in ("INSERT", "UPDATE", "DELETE"):
                written.append(text)
            return execute(this, query, *args, **kwargs)

        self.patch(type(cursor), "execute", spy)
        return written

    def test_a_net_price_and_a_discount_from_an_amount_on(self):
        net = {"threshold": 24, "effect": "net_price", "price": 8.4}
        self.make_promotion([net], products=self.mussels, name="Net")
        self.make_promotion(
            [self.percent(5, 100), self.percent(10, 200)],
            products=self.tuna,
            condition={"metric": "amount"},
            name="Tuna",
        )
        order = self.refreshed((self.mussels, 24), (self.tuna, 10))
        mussels, tuna = order.order_line
        self.assertAlmostEqual(mussels.price_subtotal, 201.6)
        self.assertAlmostEqual(tuna.price_subtotal, 180)

    def test_a_gift_is_a_line_of_its_product(self):
        cup = self.make_product("Cup", 3)
        gift = {"threshold": 100, "effect": "gift", "qty": 1, "product_id": cup.id}
        self.make_promotion([gift], condition={"metric": "amount"}, repeat=False)
        order = self.refreshed((self.mussels, 10), (self.tuna, 2))
        self.assert_free(order, Cup=1)
        self.assertEqual(order.promotion_application_ids.benefit, 3)
        self.assertEqual(len(order.order_line.filtered("promotion_id").promo_parent_line_ids), 2)

    def test_what_is_no_longer_earned_goes(self):
        self.make_promotion([(12, 1)], products=self.mussels)
        order = self.refreshed((self.mussels, 12))
        order.order_line[0].product_uom_qty = 11
        order.action_refresh_promotions()
        self.assert_free(order)
        self.assertFalse(order.promotion_application_ids)

    def test_scope(self):
        segment = self.env["crm.segment"].create({"name": "Bars", "code": "bars"})
        self.make_promotion([self.percent(10)], segment_ids=[Command.link(segment.id)])
        self.make_promotion([self.percent(5)], partner_domain="[('city', '=', 'Bilbao')]")
        self.make_promotion([self.percent(1)], date_to="2020-01-01")
        self.make_promotion([self.percent(2)], start=False)
        self.assertEqual(self.refreshed((self.mussels, 10)).amount_untaxed, 100)
        self.customer.crm_segment_id = segment
        self.assertEqual(self.refreshed((self.mussels, 10)).amount_untaxed, 90)
        self.customer.city = "Bilbao"
        self.assertAlmostEqual(self.refreshed((self.mussels, 10)).amount_untaxed, 85.5)

    def test_chosen_or_by_code(self):
        chosen = self.make_promotion([self.percent(10)], apply="selectable")
        self.make_promotion([self.percent(5)], apply="code", code="SUMMER", name="Code")
        order = self.refreshed((self.mussels, 10))
        self.assertEqual(order.amount_untaxed, 100)
        self.assertEqual(order.selectable_promotion_ids, chosen)
        order.selected_promotion_ids = chosen
        order.action_refresh_promotions()
        self.assertEqual(order.amount_untaxed, 90)
        # the window of core takes the codes of both
        self.assertEqual(order._try_apply_code("SUMMER"), {})
        self.assertAlmostEqual(order.amount_untaxed, 85.5)
        self.assertIn("error", order._try_apply_code("WINTER"))

    def test_a_copy_earns_its_own(self):
        self.make_promotion([(12, 1)], products=self.mussels)
        copy = self.refreshed((self.mussels, 12)).copy()
        self.assert_free(copy)
        copy.action_refresh_promotions()
        self.assert_free(copy, Mussels=1)

    def test_nobody_gives_goods_by_hand(self):
        promotion = self.make_promotion([(12, 1)], products=self.mussels)
        order = self.refreshed((self.mussels, 12))
        free = order.order_line.filtered("promotion_id")
        rep = self.env.ref("base.user_admin")
        rep.write({"company_ids": [Command.link(self.company.id)]})
        for values in (
            {"promo_discount": 50},
            {"promotion_id": promotion.id},
            {"promo_key": "1/0/1"},
        ):
            with self.assertRaises(AccessError):
                order.order_line[0].with_user(rep).write(values)
        with self.assertRaises(AccessError):
            order.order_line.with_user(rep).create(
                {"order_id": order.id, "product_id": self.tuna.id, "promotion_id": promotion.id}
            )
        with self.assertRaisesRegex(UserError, "Autumn"):
            free.with_user(rep).product_uom_qty = 5
        line = (
            self.env["sale.order.line"]
            .with_user(rep)
            .with_context(default_promotion_id=promotion.id)
            .create({"order_id": order.id, "product_id": self.tuna.id})
        )
        self.assertFalse(line.promotion_id)

    def test_the_form_says_what_a_little_more_wins(self):
        self.make_promotion([(12, 1)], products=self.mussels)
        order = self.make_order((self.mussels, 10))
        self.assertEqual(
            order.promotion_hint, "Add 2 Units of Mussels and get 1 more free (Autumn)."
        )
        with Form(order) as form, form.order_line.edit(0) as line:
            line.product_uom_qty = 9
        self.assertEqual(
            order.promotion_hint, "Add 3 Units of Mussels and get 1 more free (Autumn)."
        )
        self.assertFalse(order.promotions_outdated)
        order.action_take_promotion_hint()
        self.assertEqual(order.order_line[0].product_uom_qty, 12)
        self.assert_free(order, Mussels=1)
        # and is not told to buy twelve more
        self.assertFalse(order.promotion_hint)
        order.order_line[0].product_uom_qty = 24
        self.assertTrue(order.promotions_outdated)

    def test_the_form_of_an_order_that_is_not_saved(self):
        self.make_promotion([(12, 1)], products=self.mussels)
        form = Form(self.env["sale.order"])
        form.partner_id = self.customer
        with form.order_line.new() as line:
            line.product_id = self.mussels
            line.product_uom_qty = 10
        self.assertEqual(
            form.promotion_hint, "Add 2 Units of Mussels and get 1 more free (Autumn)."
        )
        self.assertEqual(form.promotion_hint_qty, 2)
        order = form.save()
        order.action_take_promotion_hint()
        self.assert_free(order, Mussels=1)

    def test_a_confirmed_order_gets_no_promotion_that_came_later(self):
        with freeze_time("2026-02-20 10:00:00"):
            order = self.make_order((self.mussels, 10))
            order.action_confirm()
        self.make_promotion([self.percent(10)], date_from="2026-03-01")
        with freeze_time("2026-03-03 10:00:00"):
            order.action_refresh_promotions()
        self.assertEqual(order.amount_untaxed, 100)

    def test_the_day_of_what_was_sent(self):
        # given -10 % until 28/02, sent on 20/02 and valid until 15/03
        self.make_promotion([self.percent(10)], date_to="2026-02-28")
        with freeze_time("2026-02-20 10:00:00"):
            order = self.make_order((self.mussels, 10), validity_date="2026-03-15")
            order.action_quotation_sent()
            self.assertEqual(order.amount_untaxed, 90)
        # when it is confirmed on 03/03, then the offer holds; on 16/03 it does not
        with freeze_time("2026-03-16 10:00:00"):
            order.copy()
            self.assertEqual(str(order._get_promotion_day()), "2026-03-16")
        with freeze_time("2026-03-03 10:00:00"):
            order.action_confirm()
        self.assertEqual((order.amount_untaxed, str(order.promotion_day)), (90, "2026-02-20"))

import random

from psycopg2.errors import CheckViolation

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from .common_special import SpecialPriceCase


class TestSpecialPrice(SpecialPriceCase):
    """What a customer's own price makes of an order."""

    def test_a_net_price_from_a_quantity_on(self):
        # SP1: list 10.00, VIP -10 %, special 8.40 from 24 units, net; order discount 5 %
        special = self.agree(min_qty=24, exclusive=True)
        many = self.order(24, header_discount_ids=self.header(5))
        self.assertAlmostEqual(many.amount_untaxed, 201.6)
        self.assertEqual(many.order_line.special_price_id, special)
        # 12 units: 9.00 less 5 %
        few = self.order(12, header_discount_ids=self.header(5))
        self.assertAlmostEqual(few.amount_untaxed, 102.6)
        self.assertFalse(few.order_line.special_price_id)
        # when the 12 become 24, the price follows, and back
        few.order_line.product_uom_qty = 24
        self.assertAlmostEqual(few.amount_untaxed, 201.6)
        few.order_line.product_uom_qty = 12
        self.assertAlmostEqual(few.amount_untaxed, 102.6)

    def test_a_net_price_takes_no_discount_of_the_line_either(self):
        self.agree(exclusive=True)
        order = self.make_order((self.olives, 10, {"line_discounts": "10"}))
        self.assertAlmostEqual(order.amount_untaxed, 84)
        self.assertEqual(order.order_line._get_discount_words(), "")
        # what is not net takes both
        self.env["crm.special.price"].search([]).sudo().exclusive = False
        other = self.make_order(
            (self.olives, 10, {"line_discounts": "10"}), header_discount_ids=self.header(5)
        )
        self.assertAlmostEqual(other.amount_untaxed, 71.82)

    def test_two_boxes_of_twelve(self):
        # SP2
        self.agree(min_qty=24)
        order = self.make_order((self.olives, 2, {"product_uom_id": self.box.id}))
        self.assert_line(order, 100.8, 201.6)

    def test_a_box_of_twelve_is_twelve_units(self):
        rng = random.Random(208)
        for _round in range(12):
            boxes, minimum = rng.randint(1, 9), rng.choice([0, 12, 24, 60])
            kind = rng.choice(["net_price", "cost_plus", "extra_chain"])
            self.olives.standard_price = rng.choice([0, 4, 7.35])
            special = self.agree(kind=kind, value=8.4, chain="5+2", min_qty=minimum)
            in_boxes = self.make_order((self.olives, boxes, {"product_uom_id": self.box.id}))
            in_units = self.order(boxes * 12)
            with self.subTest(boxes=boxes, minimum=minimum, kind=kind):
                self.assertAlmostEqual(in_boxes.amount_untaxed, in_units.amount_untaxed)
                self.assertEqual(
                    in_boxes.order_line.special_price_id, in_units.order_line.special_price_id
                )
            special.action_end()

    def test_an_order_in_dollars(self):
        # SP3: 1 EUR is 1.10 USD; core's fixed price would say 8.40
        dollar, euro = self.env.ref("base.USD"), self.env.ref("base.EUR")
        (dollar | euro).active = True
        self.company.currency_id = euro
        self.env["res.currency.rate"].create(
            {"currency_id": dollar.id, "company_id": self.company.id, "rate": 1.1}
        )
        self.olives.invalidate_recordset()
        self.agree(currency_id=euro.id)
        in_dollars = self.env["product.pricelist"].create(
            {"name": "USD", "currency_id": dollar.id, "company_id": self.company.id}
        )
        order = self.order(10, pricelist_id=in_dollars.id)
        self.assertEqual(order.currency_id, dollar)
        self.assert_line(order, 9.24, 92.4)

    def test_the_lowest_price(self):
        # SP5: a promotion of the pricelist gives 8.00
        self.agree(precedence="lowest")
        self.pricelist.item_ids.fixed_price = 8
        self.pricelist.item_ids.compute_price = "fixed"
        order = self.order(10)
        self.assert_line(order, 8, 80)
        self.assertFalse(order.order_line.special_price_id)
        # without the promotion it is the special price
        self.pricelist.item_ids.fixed_price = 9
        self.assert_line(self.order(10), 8.4, 84)

    def test_always_means_also_above_the_pricelist(self):
        self.agree(value=9.5)
        self.assert_line(self.order(10), 9.5, 95)

    def test_an_order_without_a_pricelist(self):
        # SP6
        self.agree()
        order = self.order(10, pricelist_id=False)
        self.assertFalse(order.pricelist_id)
        self.assert_line(order, 8.4, 84)

    def test_what_is_not_approved_does_not_hold(self):
        # SP7
        special = self.agree(approve=False)
        self.assert_line(self.order(10), 9, 90)
        special.action_propose()
        self.assert_line(self.order(10), 9, 90)
        special.action_approve()
        self.assert_line(self.order(10), 8.4, 84)

    def test_further_discounts_come_on_top_of_the_pricelist(self):
        special = self.agree(kind="extra_chain", chain="5")
        order = self.order(10)
        # 10.00 less 10 % less 5 %, shown as a discount
        self.assertAlmostEqual(order.order_line.price_unit, 10)
        self.assertAlmostEqual(order.order_line.discount, 14.5)
        self.assertEqual(order.order_line.special_price_id, special)
        # and without a pricelist on top of the list price
        bare = self.order(10, pricelist_id=False)
        self.assertAlmostEqual(bare.order_line.discount, 5)
        self.assert_line(bare, 9.5, 95)

    def test_cost_and_so_much_percent(self):
        self.olives.standard_price = 6
        self.agree(kind="cost_plus", value=25)
        self.assert_line(self.order(10), 7.5, 75)

    def test_the_days_are_those_of_the_order(self):
        self.agree(date_from="2026-10-01", date_to="2026-10-31")
        # the last day, late in the evening in Madrid
        self.company.resource_calendar_id.tz = "Europe/Madrid"
        self.assert_line(self.order(1, date_order="2026-10-31 22:59:00"), 8.4, 8.4)
        self.assert_line(self.order(1, date_order="2026-10-31 23:00:00"), 9, 9)
        # a line added later to an old draft has the price of its day
        old = self.order(1, date_order="2026-10-15 10:00:00")
        old.order_line = [Command.create({"product_id": self.olives.id, "product_uom_qty": 5})]
        self.assertEqual(old.order_line.mapped("price_unit"), [8.4, 8.4])
        # also once it is over
        self.env["crm.special.price"]._cron_expire()
        self.assertEqual(self.env["crm.special.price"].search([]).state, "expired")
        old.order_line[0].product_uom_qty = 7
        self.assertAlmostEqual(old.amount_untaxed, 12 * 8.4)

    def test_a_typed_price_stays(self):
        special = self.agree()
        order = self.order(10)
        order.order_line.price_unit = 8.9
        self.assertFalse(order.order_line.special_price_id)
        order.order_line.product_uom_qty = 20
        self.assert_line(order, 8.9, 178)
        # "Update Prices" gives it back
        order.action_update_prices()
        self.assert_line(order, 8.4, 168)
        self.assertEqual(order.order_line.special_price_id, special)

    def test_another_customer_asks_to_update_the_prices(self):
        self.agree()
        other = self.env["res.partner"].create(
            {"name": "Bar", "property_product_pricelist": self.pricelist.id}
        )
        self.env.user.group_ids += self.env.ref("product.group_product_pricelist")
        with Form(self.order(10, partner_id=other.id)) as form:
            self.assertFalse(form.show_update_pricelist)
            form.partner_id = self.customer
            self.assertTrue(form.show_update_pricelist)
            order = form.save()
        self.assert_line(order, 9, 90)
        order.action_update_prices()
        self.assert_line(order, 8.4, 84)

    def test_a_contact_has_the_price_of_the_company(self):
        contact = self.env["res.partner"].create({"name": "Eva", "parent_id": self.customer.id})
        special = self.agree(partner_id=contact.id)
        self.assertEqual(special.partner_id, self.customer)
        self.assert_line(self.order(10, partner_id=contact.id), 8.4, 84)

    def test_tags_and_segments(self):
        tag = self.env["res.partner.category"].create({"name": "HORECA"})
        inner = self.env["res.partner.category"].create({"name": "Hotels", "parent_id": tag.id})
        segment = self.env["crm.segment"].create({"name": "Gold", "code": "G"})
        self.agree(scope="segment", crm_segment_id=segment.id, value=8.8)
        self.assert_line(self.order(1), 9, 9)
        self.customer.crm_segment_id = segment
        self.assert_line(self.order(1), 8.8, 8.8)
        # a tag before a segment, also the tag above
        self.agree(scope="tag", partner_tag_id=tag.id, value=8.6)
        self.customer.category_id = inner
        self.assert_line(self.order(1), 8.6, 8.6)
        # the customer before both
        self.agree()
        self.assert_line(self.order(1), 8.4, 8.4)

    def test_the_nearer_product_and_a_warning(self):
        category = self.env["product.category"].create({"name": "Preserves"})
        self.olives.categ_id = category
        self.agree(target="category", categ_id=category.id, kind="extra_chain", chain="20")
        self.agree(target="template", product_tmpl_id=self.olives.product_tmpl_id.id, value=8.7)
        self.assert_line(self.order(1), 8.7, 8.7)
        first = self.agree()
        self.assertEqual(first.overlap_count, 0)
        # a second one for the same: the newest holds, and both say so
        second = self.agree(value=8.3)
        first.invalidate_recordset()
        self.assertEqual((first | second).mapped("overlap_count"), [1, 1])
        self.assert_line(self.order(1), 8.3, 8.3)
        # a step from another quantity on is no overlap
        self.assertEqual(self.agree(value=8, min_qty=100).overlap_count, 0)

    def test_a_combo_has_its_special_price(self):
        item = self.make_product("Glass", 4)
        combo = self.env["product.combo"].create(
            {
                "name": "Tasting",
                "combo_item_ids": [
                    Command.create({"product_id": self.olives.id}),
                    Command.create({"product_id": item.id}),
                ],
            }
        )
        menu = self.make_product("Menu", 12, type="combo", combo_ids=[Command.set(combo.ids)])
        self.agree()
        self.agree(product_id=menu.id, value=9)
        order = self.order(2, menu)
        order.order_line = [
            Command.create(
                {
                    "product_id": self.olives.id,
                    "product_uom_qty": 2,
                    "combo_item_id": combo.combo_item_ids[0].id,
                    "linked_line_id": order.order_line.id,
                }
            )
        ]
        # the items share the price of the combo; what the olives cost alone is another matter
        self.assertEqual(order.order_line.mapped("price_unit"), [0, 9])
        self.assertFalse(order.order_line[1].special_price_id)

    def test_prices_that_make_no_sense(self):
        for values, words in (
            ({"kind": "extra_chain", "chain": ""}, "such as 10\\+5"),
            ({"kind": "extra_chain", "chain": "ten"}, "“ten”"),
            ({"kind": "cost_plus", "value": -100}, "more than -100 %"),
        ):
            with self.subTest(words), self.assertRaisesRegex(ValidationError, words):
                self.agree(approve=False, **values)

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_them_too(self):
        for values in (
            {"scope": "partner", "partner_id": False},
            {"target": "product", "product_id": False},
            {"value": -1},
            {"date_from": "2026-10-02", "date_to": "2026-10-01"},
        ):
            with (
                self.subTest(values),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.agree(approve=False, **values)

    def test_another_company_has_its_own(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.agree(company_id=other.id)
        self.assert_line(self.order(10), 9, 90)

    def test_a_price_is_named_by_what_is_given(self):
        special = self.agree()
        self.assertRegex(special.display_name, r"8[.,]40.* · Olives · Hotel Ría Mansa")
        special = self.agree(kind="extra_chain", chain="10,00 + 5")
        self.assertEqual(special.price_words, "-10+5 %")

    def test_what_comes_back_has_the_special_price(self):
        self.agree()
        self.assert_line(self.order(-2), 8.4, -16.8)

    def test_a_copy_of_an_order(self):
        special = self.agree(exclusive=True)
        copy = self.order(10, header_discount_ids=self.header(5)).copy()
        self.assertAlmostEqual(copy.amount_untaxed, 84)
        self.assertEqual(copy.order_line.special_price_id, special)
        # a price that was copied from before the agreement is not the agreed one
        special.action_end()
        before = self.order(10)
        self.agree()
        self.assertFalse(before.copy().order_line.special_price_id)

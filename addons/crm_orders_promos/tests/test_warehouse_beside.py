import base64

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form

from .common_signing import SIGNATURE, picture
from .common_warehouse import WarehouseCase


class TestWarehouseBeside(WarehouseCase):
    """A line that goes from several places costs, shows and binds as the one line that it was."""

    def setUp(self):
        super().setUp()
        # given 6 at Central and 20 at North
        self.put(self.oil, central=6, north=20)

    def split(self, order):
        self.suggest(order, "split").action_apply()
        return order.order_line

    def agree(self, **values):
        price = self.env["crm.special.price"].create(
            {
                "partner_id": self.customer.id,
                "product_id": self.oil.id,
                "value": 8,
                "company_id": self.company.id,
                **values,
            }
        )
        price.action_approve()
        return price

    # -- special prices ------------------------------------------------------------------------

    def test_a_special_price_from_ten_on(self):
        # given 8.00 net from ten on, whatever discount the order has
        special = self.agree(min_qty=10, exclusive=True)
        order = self.make_order(
            (self.oil, 10),
            user_id=self.rep.id,
            header_discount_ids=[Command.create({"kind": "commercial", "percent": 10})],
        ).with_user(self.rep)
        self.assertAlmostEqual(order.amount_untaxed, 80)
        first, second = self.split(order)
        for line in (first, second):
            self.assertEqual(line.sudo().special_price_id, special)
            self.assertTrue(line.special_exclusive)
        self.assertAlmostEqual(order.amount_untaxed, 80)
        # the two are priced as one, also when one of them changes
        second.product_uom_qty = 5
        self.assertAlmostEqual(order.amount_untaxed, 88)
        order.action_update_prices()
        self.assertAlmostEqual(order.amount_untaxed, 88)
        # and below ten the ordinary price comes back
        second.product_uom_qty = 2
        order.action_update_prices()
        self.assertAlmostEqual(order.amount_untaxed, 72)

    def test_a_part_that_becomes_something_else(self):
        # given parts of 6 and 4; when the second becomes wine, then ten are ten no more
        self.agree(min_qty=10)
        order = self.make_order((self.oil, 10))
        first, second = self.split(order)
        second.product_id = self.wine
        order.action_update_prices()
        self.assertEqual((first.price_unit, second.price_unit), (10, 5))

    def test_a_form_prices_parts_as_one(self):
        self.agree(min_qty=10)
        order = self.make_order((self.oil, 10))
        self.split(order)
        with Form(order) as form, form.order_line.edit(1) as line:
            line.product_uom_qty = 5
            self.assertEqual(line.price_unit, 8)
        self.assertAlmostEqual(order.amount_untaxed, 88)

    def test_a_quota_after_the_split(self):
        # given 8 left of a quota, and parts of 6 and 4
        special = self.agree(max_qty=8)
        order = self.make_order((self.oil, 10))
        self.split(order)
        order.action_confirm()
        # then the second part gets 2 of it and the rest goes from North too
        self.assertEqual(
            self.sent(order), [("Oil", 6, "Central"), ("Oil", 2, "North"), ("Oil", 2, "North")]
        )
        self.assertEqual(order.order_line.mapped("price_unit"), [8, 8, 10])
        self.assertEqual(special.used_qty, 8)
        self.assertEqual(self.open_deliveries(order), {"Central": {"Oil": 6}, "North": {"Oil": 4}})

    def test_the_rest_of_a_quota_is_split(self):
        # given 2 left of a quota: 2 at 8.00 and 8 at 10.00, of which Central has 4
        special = self.agree(max_qty=2)
        order = self.make_order((self.oil, 10), user_id=self.rep.id).with_user(self.rep)
        order.action_confirm()
        self.assertAlmostEqual(order.amount_untaxed, 96)
        lines = self.split(order)
        self.assertEqual(
            self.sent(order), [("Oil", 2, "Central"), ("Oil", 4, "Central"), ("Oil", 4, "North")]
        )
        self.assertEqual(lines.mapped("beyond_quota"), [False, True, True])
        self.assertEqual(lines[2].quota_line_id, lines[0])
        self.assertAlmostEqual(order.amount_untaxed, 96)
        self.assertEqual(special.used_qty, 2)

    def test_a_confirmed_split_takes_the_quota_once(self):
        special = self.agree(max_qty=10)
        order = self.make_order((self.oil, 10), user_id=self.rep.id).with_user(self.rep)
        order.action_confirm()
        self.split(order)
        self.assertEqual(special.used_qty, 10)
        self.assertEqual(order.order_line.mapped("price_unit"), [8, 8])

    # -- discounts and pictures ----------------------------------------------------------------

    def test_discounts_of_the_order(self):
        # given 10+5 on the line, 30.00 off the order, and a line that is net
        order = self.make_order(
            (self.oil, 10, {"line_discounts": "10+5"}),
            (self.wine, 10, {"discount_locked": True}),
            header_discount_ids=[Command.create({"kind": "amount", "amount": 30})],
        )
        self.put(self.wine, central=3, north=20)
        self.assertAlmostEqual(order.amount_untaxed, 105.5)
        self.split(order)
        self.assertEqual(order.order_line.mapped("line_discounts"), ["10+5", "10+5", False, False])
        self.assertEqual(order.order_line.mapped("discount_locked"), [False, False, True, True])
        self.assertAlmostEqual(order.amount_untaxed, 105.5)

    def test_a_price_that_was_typed(self):
        order = self.make_order((self.oil, 10))
        order.order_line.price_unit = 7.5
        first, second = self.split(order)
        self.assertEqual((first.price_unit, second.price_unit), (7.5, 7.5))
        second.product_uom_qty = 5
        self.assertEqual(second.price_unit, 7.5)

    def test_a_picture_stays_with_its_line(self):
        order = self.make_order((self.oil, 10))
        photo = self.env["crm.order.photo"].create(
            {
                "order_id": order.id,
                "line_id": order.order_line.id,
                "image": base64.b64encode(picture()),
            }
        )
        first, _second = self.split(order)
        self.assertEqual(photo.line_id, first)
        self.assertEqual(order.crm_photo_ids, photo)

    # -- signatures ----------------------------------------------------------------------------

    def signed(self, *lines, confirm=True, **values):
        order = self.make_order(
            *lines, require_signature=True, require_payment=not confirm, **values
        )
        order.action_quotation_sent()
        order._sign(
            name="Elvira Cueto",
            image=SIGNATURE,
            content_sha256=order._get_content_hash(),
            method="device",
        )
        return order

    def test_a_signature_outlives_a_split(self):
        # given a signed order of 10, confirmed or still to be paid
        for confirm in (True, False):
            order = self.signed((self.oil, 10, {"line_discounts": "5"}), confirm=confirm)
            with self.subTest(state=order.state):
                self.assertEqual(order.state, "sale" if confirm else "sent")
                signature = order._get_valid_signature()
                self.split(order)
                self.assertEqual(order.order_line.mapped("product_uom_qty"), [6, 4])
                # then what was signed still says 10 at 9.50, and holds
                self.assertEqual(order._get_valid_signature(), signature)
                [content] = order._get_content()["lines"]
                self.assertEqual((content["quantity"], content["subtotal"]), ("10", "95.00"))
                self.assertEqual(order._get_content_hash(), signature.content_sha256)
                order.action_cancel()

    def test_a_change_of_a_part_is_a_change_of_what_was_signed(self):
        for values in ({"product_uom_qty": 5}, {"price_unit": 9}, {"name": "Better oil"}):
            with self.subTest(values):
                order = self.signed((self.oil, 10))
                part = self.split(order)[1]
                part.write(values)
                self.assertFalse(order._get_valid_signature())
                order.action_cancel()

    def test_units_that_move_between_parts_change_nothing(self):
        order = self.signed((self.oil, 10), confirm=False)
        first, second = self.split(order)
        order.order_line = [
            Command.update(first.id, {"product_uom_qty": 5}),
            Command.update(second.id, {"product_uom_qty": 5}),
        ]
        self.assertEqual(order._get_content()["lines"][0]["quantity"], "10")

    def test_a_cent_is_not_lost_after_the_signature(self):
        # given 10 x 0.625 with taxes rounded line by line: 6.25 + 1.31, and in parts of 6 and 4
        # 3.75 + 0.79 and 2.50 + 0.53, a cent more
        self.env["decimal.precision"].search([("name", "=", "Product Price")]).digits = 4
        self.company.tax_calculation_rounding_method = "round_per_line"
        salt = self.make_product("Salt", 0.625, is_storable=True)
        self.put(salt, central=6, north=20)
        order = self.signed((salt, 10))
        signature = order._get_valid_signature()
        self.assert_totals(order, 6.25, 1.31, 7.56)
        # then it is not split, and nothing else has changed
        wizard = self.suggest(order, "split")
        with self.assertRaisesRegex(UserError, "than what was signed"), self.env.cr.savepoint():
            wizard.action_apply()
        self.env.invalidate_all()
        self.assertEqual(self.sent(order), [("Salt", 10, "Central")])
        self.assertEqual(order._get_valid_signature(), signature)
        # all from one is possible
        self.suggest(order, "single_full").action_apply()
        self.assertEqual(self.sent(order), [("Salt", 10, "North")])
        self.assertEqual(order._get_valid_signature(), signature)
        # and where nobody signed a cent does not matter
        order = self.make_order((salt, 10))
        self.split(order)
        self.assert_totals(order, 6.25, 1.32, 7.57)

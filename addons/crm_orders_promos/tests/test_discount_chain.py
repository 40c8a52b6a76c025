from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form

from .common import OrdersCase


class TestDiscountChain(OrdersCase):
    """Chains typed once are worth the same on the order, the invoice and the refund."""

    def test_a_chain_keeps_its_decimals(self):
        # D1: given 1 x 420.00 with "45+10+5"
        order = self.make_order((self.make_product("Oven", 420), 1, {"line_discounts": "45+10+5"}))
        line = order.order_line
        # then 52.975 % and not 52.98: 197.51, VAT 41.48
        self.assertEqual(line.discount, 52.975)
        self.assertAlmostEqual(line.price_subtotal, 197.51)
        self.assert_totals(order, 197.51, 41.48, 238.99)
        # when it is invoiced and given back, then the figures are the same
        order.action_confirm()
        invoice = order._create_invoices()
        self.assertEqual(invoice.invoice_line_ids.discount, 52.975)
        self.assertEqual(invoice.invoice_line_ids.line_discounts, "45+10+5")
        self.assert_totals(invoice, 197.51, 41.48, 238.99)
        invoice.action_post()
        refund = invoice._reverse_moves()
        self.assertEqual(refund.invoice_line_ids.discount, 52.975)
        self.assert_totals(refund, 197.51, 41.48, 238.99)
        # and nothing is left to invoice, where core leaves half a cent
        self.assertEqual(line.untaxed_amount_to_invoice, 0)

    def test_the_database_keeps_all_decimals(self):
        order = self.make_order((self.make_product("Oven", 420), 1, {"line_discounts": "45+10+5"}))
        order.action_confirm()
        invoice = order._create_invoices()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(order.order_line.discount, 52.975)
        self.assertEqual(invoice.invoice_line_ids.discount, 52.975)
        for model in ("sale.order.line", "account.move.line"):
            field = self.env[model]._fields["discount"]
            self.assertEqual(field.column_type, ("numeric", "numeric"))

    def test_saving_a_form_changes_nothing(self):
        order = self.make_order((self.make_product("Oven", 420), 1, {"line_discounts": "45+10+5"}))
        with Form(order) as form:
            form.client_order_ref = "PO 7"
        self.assertEqual(order.order_line.discount, 52.975)
        self.assertEqual(order.order_line.line_discounts, "45+10+5")
        with Form(order) as form, form.order_line.edit(0) as line:
            line.name = "Oven, as discussed"
        self.assertEqual(order.order_line.discount, 52.975)

    def test_seven_digits(self):
        # D7: 1 x 99 999.99 with "12.5+7.25+3.33"
        order = self.make_order(
            (self.make_product("Line", 99999.99), 1, {"line_discounts": "12,5 + 7.25 + 3.33"})
        )
        self.assertEqual(order.order_line.line_discounts, "12.5+7.25+3.33")
        self.assertAlmostEqual(order.amount_untaxed, 78453.74)

    def test_a_new_quantity_keeps_the_chain(self):
        # D5: given 5 x 20.00 with 10 %
        order = self.make_order((self.make_product("Olives", 20), 5, {"line_discounts": "10"}))
        self.assertAlmostEqual(order.amount_untaxed, 90)
        # when 8 are wanted, then 144.00, where core would forget the discount: 160.00
        order.order_line.product_uom_qty = 8
        self.assertAlmostEqual(order.amount_untaxed, 144)

    def test_a_chain_comes_on_top_of_the_pricelist(self):
        self.pricelist.item_ids = [
            Command.create({"compute_price": "percentage", "percent_price": 10})
        ]
        order = self.make_order((self.make_product("Olives", 20), 5, {"line_discounts": "5"}))
        # 100.00 less 10 % less 5 %
        self.assertAlmostEqual(order.order_line.discount, 14.5)
        self.assertAlmostEqual(order.amount_untaxed, 85.5)

    def test_a_number_replaces_what_the_pricelist_gives(self):
        self.pricelist.item_ids = [
            Command.create({"compute_price": "percentage", "percent_price": 10})
        ]
        order = self.make_order((self.make_product("Olives", 20), 5))
        self.assertAlmostEqual(order.order_line.discount, 10)
        # when an import or an assistant writes the discount as a number
        order.order_line.discount = 25
        self.assertEqual(order.order_line.line_discounts, "25")
        self.assertAlmostEqual(order.amount_untaxed, 75)
        # then a new quantity keeps it
        order.order_line.product_uom_qty = 10
        self.assertAlmostEqual(order.amount_untaxed, 150)
        # and "Update prices" gives it back to the pricelist
        order.action_update_prices()
        self.assertFalse(order.order_line.line_discounts)
        self.assertAlmostEqual(order.amount_untaxed, 180)

    def test_half_a_chain_is_refused_in_words(self):
        order = self.make_order((self.make_product("Olives", 20), 5))
        for text, part in (
            ("10+five", "“five” in “10+five” is not a percentage"),
            ("10+101", "beyond 100 %"),
            ("1+1+1+1+1+1", "has 6 discounts; a line takes up to 5"),
            ("10-5", "not a percentage"),
        ):
            with (
                self.subTest(text),
                self.assertRaisesRegex(ValidationError, part.replace("+", r"\+")),
            ):
                order.order_line.line_discounts = text
        self.assertFalse(order.order_line.line_discounts)

    def test_a_locked_order_keeps_its_chain(self):
        order = self.make_order((self.make_product("Olives", 20), 5))
        order.action_confirm()
        order.action_lock()
        with self.assertRaises(UserError):
            order.order_line.line_discounts = "10"


class TestHeaderDiscount(OrdersCase):
    """Discounts of the whole order are further terms of each line's chain."""

    def header(self, *discounts):
        return [
            Command.create({"kind": kind, "sequence": place, field: value})
            for place, (kind, field, value) in enumerate(discounts)
        ]

    def test_commercial_and_prompt_payment(self):
        # D2: A 10 x 12.50 "10+5", B 3 x 33.33, delivery 6.00; commercial 5 %, prompt payment 2 %
        delivery = self.make_product("Delivery", 6, type="service", crm_no_header_discount=True)
        order = self.make_order(
            (self.make_product("A", 12.5), 10, {"line_discounts": "10+5"}),
            (self.make_product("B", 33.33), 3),
            (delivery, 1),
            header_discount_ids=self.header(
                ("commercial", "percent", 5), ("prompt_payment", "percent", 2)
            ),
        )
        line_a, line_b, line_d = order.order_line
        self.assertAlmostEqual(line_a.discount, 20.3995)
        self.assertAlmostEqual(line_b.discount, 6.9)
        self.assertEqual(line_d.discount, 0)
        self.assertAlmostEqual(line_a.price_subtotal, 99.5)
        self.assertAlmostEqual(line_b.price_subtotal, 93.09)
        self.assert_totals(order, 198.59, 41.7, 240.29)
        # what the portal says it would be without
        self.assertAlmostEqual(order.amount_undiscounted, 230.99)

    def test_its_name_is_in_the_language_of_its_reader(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.env["ir.module.module"]._load_module_terms(["crm_orders_promos"], ["es_ES"])
        order = self.make_order((self.make_product("A", 100), 1))
        order.header_discount_ids = [
            Command.create({"percent": 5}),
            Command.create({"percent": 2, "name": "Opening week"}),
        ]
        labels = [step["label"] for step in order.with_context(lang="en_US")._get_shown_discounts()]
        self.assertEqual(labels, ["Before discounts", "Commercial 5.00 %", "Opening week 2.00 %"])
        labels = [step["label"] for step in order.with_context(lang="es_ES")._get_shown_discounts()]
        expected = ["Antes de descuentos", "Comercial 5,00 %", "Opening week 2,00 %"]
        self.assertEqual(labels, expected)

    def test_the_delta_of_rounding_is_in_the_total(self):
        # D3: three lines of 33.33, order discount 5 %
        product = self.make_product("Thing", 33.33)
        lines = [(product, 1)] * 3
        discount = self.header(("commercial", "percent", 5))
        order = self.make_order(*lines, header_discount_ids=discount)
        for line in order.order_line:
            self.assertAlmostEqual(line.price_subtotal, 31.66)
        self.assertAlmostEqual(order.amount_untaxed, 94.99)
        self.company.tax_calculation_rounding_method = "round_per_line"
        other = self.make_order(*lines, header_discount_ids=discount)
        self.assertAlmostEqual(other.amount_untaxed, 94.98)

    def test_a_partial_delivery_is_invoiced_with_its_share(self):
        # D4: 10 x 100.00, order discount 10 %
        product = self.make_product("Pump", 100, invoice_policy="delivery")
        order = self.make_order(
            (product, 10), header_discount_ids=self.header(("commercial", "percent", 10))
        )
        order.action_confirm()
        # when 3 are delivered, then 270.00 are invoiced
        self.deliver(order, {"Pump": 3})
        first = order._create_invoices()
        self.assertAlmostEqual(first.amount_untaxed, 270)
        first.action_post()
        # then the rest is worth 630.00
        self.deliver(order, {"Pump": 7})
        self.assertAlmostEqual(order._create_invoices().amount_untaxed, 630)
        # D8: 2 of them come back: 180.00
        refund = first._reverse_moves()
        refund.invoice_line_ids.quantity = 2
        self.assertAlmostEqual(refund.amount_untaxed, 180)

    def test_an_amount_is_spread_over_the_lines(self):
        # D6: lines of 100 and 50, 30.00 off
        order = self.make_order(
            (self.make_product("A", 100), 1),
            (self.make_product("B", 50), 1),
            header_discount_ids=self.header(("amount", "amount", 30)),
        )
        self.assertEqual(order.order_line.mapped("price_subtotal"), [80, 40])
        self.assert_totals(order, 120, 25.2, 145.2)
        # when a line is added, then it takes its part
        order.order_line = [
            Command.create({"product_id": self.make_product("C", 150).id, "product_uom_qty": 1})
        ]
        self.assertEqual(order.order_line.mapped("price_subtotal"), [90, 45, 135])

    def test_prices_with_tax_included(self):
        self.vat.price_include_override = "tax_included"
        order = self.make_order(
            (self.make_product("A", 121), 1),
            header_discount_ids=self.header(("amount", "amount", 30)),
        )
        # 121.00 with 21 % is 100.00 without; 30.00 off are 70.00
        self.assert_totals(order, 70, 14.7, 84.7)

    def test_the_customer_and_the_terms_bring_their_discounts(self):
        self.customer.crm_commercial_discount = 5
        terms = self.env["account.payment.term"].create(
            {"name": "Cash", "crm_prompt_discount": 2, "company_id": self.company.id}
        )
        contact = self.env["res.partner"].create({"name": "Ana", "parent_id": self.customer.id})
        order = self.make_order((self.make_product("A", 100), 1), partner_id=contact.id)
        self.assertEqual(order.header_discount_ids.mapped("percent"), [5])
        order.payment_term_id = terms
        self.assertEqual(order.header_discount_ids.mapped("kind"), ["commercial", "prompt_payment"])
        self.assertAlmostEqual(order.amount_untaxed, 93.1)
        # what was added by hand stays when the terms change
        order.header_discount_ids = [
            Command.create({"kind": "volume", "percent": 10, "sequence": 30})
        ]
        order.payment_term_id = False
        self.assertEqual(order.header_discount_ids.mapped("kind"), ["commercial", "volume"])
        self.assertAlmostEqual(order.amount_untaxed, 85.5)
        # and a confirmed order is left alone
        order.action_confirm()
        order.payment_term_id = terms
        self.assertEqual(order.header_discount_ids.mapped("kind"), ["commercial", "volume"])

    def test_a_copy_has_the_same_discounts(self):
        self.customer.crm_commercial_discount = 5
        order = self.make_order(
            (self.make_product("A", 100), 1, {"line_discounts": "10"}),
            header_discount_ids=self.header(("volume", "percent", 20)),
        )
        copy = order.copy()
        self.assertEqual(copy.amount_untaxed, order.amount_untaxed)
        self.assertEqual(copy.order_line.line_discounts, "10")

    def test_only_one_prompt_payment_discount(self):
        with self.assertRaisesRegex(ValidationError, "Choose one of the two"):
            self.env["account.payment.term"].create(
                {
                    "name": "Twice",
                    "crm_prompt_discount": 2,
                    "early_discount": True,
                    "discount_percentage": 2,
                    "discount_days": 10,
                }
            )


class TestCombo(OrdersCase):
    def test_the_items_of_a_combo_take_its_discount(self):
        # given a menu of 20.00 made of a coffee and a cake
        coffee, cake = self.make_product("Coffee", 12), self.make_product("Cake", 8)
        combos = self.env["product.combo"].create(
            [
                {"name": item.name, "combo_item_ids": [Command.create({"product_id": item.id})]}
                for item in (coffee, cake)
            ]
        )
        menu = self.make_product("Menu", 20, type="combo", combo_ids=[Command.set(combos.ids)])
        # when both are ordered together, as the assistant of combos does
        order = self.make_order((menu, 1, {"line_discounts": "10", "virtual_id": "m"}))
        order.order_line = [
            Command.create(
                {
                    "product_id": combo.combo_item_ids.product_id.id,
                    "combo_item_id": combo.combo_item_ids.id,
                    "linked_line_id": order.order_line[0].id,
                }
            )
            for combo in combos
        ]
        # then 20.00 less 10 %
        self.assertEqual(order.order_line.mapped("discount"), [10, 10, 10])
        self.assertAlmostEqual(order.amount_untaxed, 18)
        # and with a discount of the order too
        order.header_discount_ids = [Command.create({"percent": 50})]
        self.assertAlmostEqual(order.amount_untaxed, 9)
        order.order_line[0].line_discounts = ""
        self.assertAlmostEqual(order.amount_untaxed, 10)

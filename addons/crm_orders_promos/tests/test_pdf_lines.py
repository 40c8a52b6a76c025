import io

from pypdf import PdfReader

from odoo import Command

from .common import OrdersCase


class TestLinesOnPaper(OrdersCase):
    """The lines of the document say what the form and the portal say, no more and no less."""

    def text_of(self, order):
        content = self.env["crm.pdf.order"]._render(order)
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)

    def test_a_price_below_a_cent(self):
        # given 1,000 pieces at 0.125, which are 125.00, and half a pound of nails
        order = self.make_order(
            (self.make_product("Screw", 0.125), 1000), (self.make_product("Nails", 8), 0.125)
        )
        self.env["decimal.precision"].search([("name", "=", "Product Unit")]).digits = 3
        order.order_line[1].product_uom_qty = 0.125
        # then the paper does not say 0.13, neither for the price nor for the quantity
        text = self.text_of(order)
        self.assertRegex(text, r"1,000 Units\s+\$ 0\.125\s+\$ 125\.00")
        self.assertRegex(text, r"0\.125 Units\s+\$ 8\.00\s+\$ 1\.00")

    def test_what_a_section_hides(self):
        # given a set whose parts the customer does not see, and one whose prices he does not
        cup, pot = self.make_product("Cup", 5), self.make_product("Pot", 30)
        section = {"display_type": "line_section"}
        order = self.make_order((cup, 1))
        order.order_line = [
            Command.create(section | {"name": "Set", "collapse_composition": True}),
            Command.create({"product_id": pot.id, "name": "Secret part"}),
            Command.create(section | {"name": "Bar", "collapse_prices": True}),
            Command.create({"product_id": pot.id, "name": "Shown part", "price_unit": 31.4}),
        ]
        for place, line in enumerate(order.order_line):
            line.sequence = place
        # then the paper keeps it too, and says what each comes to
        text = self.text_of(order)
        self.assertNotIn("Secret part", text)
        self.assertRegex(text, r"Set\s+\$ 30\.00")
        self.assertRegex(text, r"Bar\s+\$ 31\.40\s+Shown part\s+1 Units\s+Untaxed")
        self.assertRegex(text, r"Untaxed amount\s+\$ 66\.40")

    def test_what_is_bought_after_an_invoice_changes_no_invoice(self):
        # given 100.00 and 100.00 less an amount of 30.00, of which the first is invoiced: 85.00
        cup, pot = self.make_product("Cup", 100), self.make_product("Pot", 100)
        order = self.make_order(
            (cup, 1),
            (pot, 1),
            header_discount_ids=[Command.create({"kind": "amount", "amount": 30})],
        )
        order.action_confirm()
        first = order._create_invoices()
        first.invoice_line_ids.filtered(lambda line: line.product_id == pot).unlink()
        first.action_post()
        self.assertAlmostEqual(first.amount_untaxed, 85)
        # when another 100.00 are bought, then they take the same 15 %
        order.order_line = [Command.create({"product_id": pot.id})]
        second = order._create_invoices()
        second.action_post()
        self.assertAlmostEqual(order.amount_untaxed, 255)
        self.assertAlmostEqual(second.amount_untaxed, 170)
        self.assertAlmostEqual(order.header_discount_ids.taken, -45)
        # and who writes another amount has it spread anew
        order.header_discount_ids.amount = 60
        self.assertAlmostEqual(order.amount_untaxed, 240)

    def test_a_product_that_changes_later_changes_no_order(self):
        # given an invoiced order of 2 x 50.00 with 10 % off
        cup = self.make_product("Cup", 50)
        order = self.make_order((cup, 2), header_discount_ids=[Command.create({"percent": 10})])
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        # when the product takes no order discounts any more
        cup.crm_no_header_discount = True
        # then the order is what was invoiced, step by step, and the next one goes without
        self.env.invalidate_all()
        self.assert_totals(order, 90, 18.9, 108.9)
        self.assertAlmostEqual(order.header_discount_ids.taken, -10)
        self.assertEqual(order.order_line.discount, invoice.invoice_line_ids.discount)
        again = self.make_order((cup, 2), header_discount_ids=[Command.create({"percent": 10})])
        self.assertAlmostEqual(again.amount_untaxed, 100)

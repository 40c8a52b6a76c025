from unittest.mock import Mock, patch

from lxml import etree

from odoo import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.sale.models import sale_order as core

from .common_special import SpecialPriceCase


class TestSpecialPriceEverywhere(SpecialPriceCase):
    """SP8: catalogue, line, portal and paper show the same 8.40."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cheese = cls.make_product("Cheese", 7)
        cls.special = cls.agree()

    def catalogue(self, order, products):
        return order._get_product_catalog_order_line_info(products.ids, child_field="order_line")

    def choose(self, order, quantity):
        """What a tap in the catalogue does."""
        with patch.object(core, "request", Mock()):
            return order._update_order_line_info(self.olives.id, quantity)

    def test_the_catalogue(self):
        order = self.order(1, self.cheese)
        prices = self.catalogue(order, self.olives | self.cheese)
        self.assertAlmostEqual(prices[self.olives.id]["price"], 8.4)
        self.assertAlmostEqual(prices[self.cheese.id]["price"], 6.3)
        # chosen and taken away again
        self.assertAlmostEqual(self.choose(order, 3), 8.4)
        self.assertAlmostEqual(order.amount_untaxed, 3 * 8.4 + 6.3)
        prices = self.catalogue(order, self.olives)
        self.assertAlmostEqual(prices[self.olives.id]["price"], 8.4)
        self.assertAlmostEqual(self.choose(order, 0), 8.4)
        self.assertAlmostEqual(self.choose(order, 0), 8.4)

    def test_the_catalogue_of_an_order_without_a_pricelist(self):
        order = self.order(1, self.cheese, pricelist_id=False)
        prices = self.catalogue(order, self.olives | self.cheese)
        self.assertAlmostEqual(prices[self.olives.id]["price"], 8.4)
        self.assertAlmostEqual(prices[self.cheese.id]["price"], 7)

    def test_the_catalogue_with_two_lines_of_a_product(self):
        order = self.make_order((self.olives, 1), (self.olives, 2))
        prices = self.catalogue(order, self.olives)
        self.assertAlmostEqual(prices[self.olives.id]["price"], 8.4)
        self.assertEqual(prices[self.olives.id]["quantity"], 3)

    def test_the_paper(self):
        order = self.order(10)
        order.company_id.external_report_layout_id = self.env.ref("web.external_layout_standard")
        reports = self.env["ir.actions.report"]
        paper = reports._render_qweb_html("sale.report_saleorder", order.ids)[0].decode()
        self.assertRegex(paper, r"8[.,]40")
        self.assertNotRegex(paper, r"\b9[.,]00")

    def test_who_asks_for_the_price_of_a_customer(self):
        ask = {"quantity": 1.0, "crm_customer": self.customer}
        for pricelist in (self.pricelist, self.pricelist.browse()):
            price, rule = pricelist._get_product_price_rule(self.olives, **ask)
            self.assertAlmostEqual(price, 8.4)
            self.assertFalse(rule)
            template = self.olives.product_tmpl_id
            self.assertAlmostEqual(pricelist._get_product_price(template, **ask), 8.4)
            box = pricelist._get_product_price(self.olives, uom=self.box, **ask)
            self.assertAlmostEqual(box, 100.8)
        # without a customer it is the pricelist's
        self.assertAlmostEqual(self.pricelist._get_product_price(self.olives, 1.0), 9)

    def test_a_pricelist_that_rests_on_another_does_not_take_it_twice(self):
        self.special.action_end()
        self.agree(kind="extra_chain", chain="10")
        upper = self.env["product.pricelist"].create(
            {
                "name": "Upper",
                "item_ids": [
                    Command.create(
                        {
                            "compute_price": "formula",
                            "base": "pricelist",
                            "base_pricelist_id": self.pricelist.id,
                            "price_discount": 10,
                        }
                    )
                ],
            }
        )
        # 10.00 less 10 % less 10 % less the 10 % of the special price, once
        order = self.order(1, pricelist_id=upper.id)
        self.assert_line(order, 7.29, 7.29)
        price = upper._get_product_price(self.olives, 1.0, crm_customer=self.customer)
        self.assertAlmostEqual(price, 7.29)

    def test_an_invoice_and_a_refund_have_it(self):
        order = self.order(24, header_discount_ids=self.header(5))
        self.special.sudo().exclusive = True
        order.action_update_prices()
        order.action_confirm()
        invoice = order._create_invoices()
        self.assertAlmostEqual(invoice.amount_untaxed, 201.6)
        invoice.action_post()
        self.assertAlmostEqual(invoice._reverse_moves().amount_untaxed, 201.6)


@tagged("post_install", "-at_install")
class TestSpecialPriceOnThePortal(SpecialPriceCase, HttpCase):
    def test_the_portal(self):
        self.agree()
        order = self.order(10)
        order.state = "sent"
        page = self.url_open(order.get_portal_url()).text
        table = etree.HTML(page).find(".//table[@id='sales_order_table']")
        shown = " ".join("".join(table.itertext()).split())
        self.assertRegex(shown, r"8[.,]40.*84[.,]00")

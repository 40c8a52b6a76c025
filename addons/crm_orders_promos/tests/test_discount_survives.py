from lxml import etree

from odoo.tests import HttpCase, tagged

from .common import OrdersCase


class TestDiscountSurvives(OrdersCase):
    """52.975 % goes through everything that reads or writes a document."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_product("Oven", 420)
        cls.order = cls.make_order((cls.product, 1, {"line_discounts": "45+10+5"}))

    def test_exported_and_imported_as_a_number(self):
        # given an order line exported with its id
        line = self.order.order_line
        names = ["id", "product_uom_qty", "discount"]
        rows = line.export_data(names)["datas"]
        self.assertEqual(rows[0][2], 52.975)
        # when it is imported again, then it has its chain, and nothing was added to it
        result = self.env["sale.order.line"].load(names, [[str(cell) for cell in rows[0]]])
        self.assertFalse(result["messages"])
        self.assertEqual(line.line_discounts, "45+10+5")
        self.assertEqual(line.discount, 52.975)

    def test_a_new_line_imported_with_a_number(self):
        result = self.env["sale.order.line"].load(
            ["order_id/.id", "product_id/.id", "product_uom_qty", "discount"],
            [[str(self.order.id), str(self.product.id), "1", "52.975"]],
        )
        self.assertFalse(result["messages"])
        line = self.env["sale.order.line"].browse(result["ids"])
        self.assertEqual((line.discount, line.line_discounts), (52.975, "52.975"))
        self.assertAlmostEqual(self.order.amount_untaxed, 395.01)

    def test_a_new_line_imported_with_a_chain(self):
        result = self.env["sale.order.line"].load(
            ["order_id/.id", "product_id/.id", "product_uom_qty", "line_discounts"],
            [[str(self.order.id), str(self.product.id), "1", "45 + 10 + 5"]],
        )
        self.assertFalse(result["messages"])
        line = self.env["sale.order.line"].browse(result["ids"])
        self.assertEqual((line.discount, line.line_discounts), (52.975, "45+10+5"))

    def test_a_chain_that_is_none_is_named_with_its_row(self):
        result = self.env["sale.order.line"].load(
            ["order_id/.id", "product_id/.id", "product_uom_qty", "line_discounts"],
            [[str(self.order.id), str(self.product.id), "1", "45+ten"]],
        )
        self.assertIn("“ten” in “45+ten” is not a percentage", result["messages"][0]["message"])
        self.assertFalse(result["ids"])

    def test_electronic_invoice(self):
        self.order.action_confirm()
        invoice = self.order._create_invoices()
        invoice.action_post()
        builder = self.env["account.edi.xml.ubl_bis3"]
        content, _errors = builder._export_invoice(invoice)
        amounts = {
            etree.QName(node).localname: float(node.text)
            for node in etree.fromstring(content).iter()
            if etree.QName(node).localname in ("LineExtensionAmount", "TaxExclusiveAmount")
        }
        self.assertEqual(amounts, {"LineExtensionAmount": 197.51, "TaxExclusiveAmount": 197.51})

    def test_reports_of_core(self):
        self.order.action_confirm()
        self.order._create_invoices().action_post()
        self.env.flush_all()
        sold = self.env["sale.report"].search(
            [("order_reference", "=", f"sale.order,{self.order.id}")]
        )
        self.assertAlmostEqual(sold.price_subtotal, 197.51)
        self.assertAlmostEqual(sold.discount_amount, 420 * 0.52975)


@tagged("post_install", "-at_install")
class TestDiscountOnThePortal(OrdersCase, HttpCase):
    def test_the_portal_shows_the_same(self):
        order = self.make_order((self.make_product("Oven", 420), 1, {"line_discounts": "45+10+5"}))
        order.state = "sent"
        page = self.url_open(order.get_portal_url()).text
        table = etree.HTML(page).find(".//table[@id='sales_order_table']")
        shown = " ".join("".join(table.itertext()).split())
        self.assertRegex(shown, "197[.,]51")
        self.assertIn("45+10+5%", shown)

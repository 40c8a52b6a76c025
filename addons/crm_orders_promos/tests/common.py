from odoo import Command
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class OrdersCase(TransactionCase):
    """A distributor with 21 % VAT, a customer and products without a pricelist of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.company = cls._make_company()
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.vat = cls.company.account_sale_tax_id
        cls.pricelist = cls.env["product.pricelist"].create({"name": "List"})
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Hotel Ría Mansa",
                "is_company": True,
                "lang": "en_US",
                "property_product_pricelist": cls.pricelist.id,
            }
        )

    @classmethod
    def _make_company(cls):
        country = cls.env.ref("base.es")
        company = cls.env["res.company"].create(
            {"name": "Distribuciones Pilar", "country_id": country.id}
        )
        cls.env.user.company_ids = [Command.link(company.id)]
        cls.env.user.company_id = company
        cls.env["account.chart.template"].try_loading("generic_coa", company, install_demo=False)
        company.account_sale_tax_id = cls.env["account.tax"].create(
            {
                "name": "IVA 21 %",
                "amount": 21,
                "type_tax_use": "sale",
                "company_id": company.id,
                "country_id": company.account_fiscal_country_id.id,
            }
        )
        return company

    @classmethod
    def make_product(cls, name, price, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "list_price": price,
                "type": "consu",
                "invoice_policy": "order",
                "taxes_id": [Command.set(cls.vat.ids)],
                **values,
            }
        )

    @classmethod
    def make_order(cls, *lines, **values):
        """An order of lines given as (product, quantity) or (product, quantity, values)."""
        return cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "pricelist_id": cls.pricelist.id,
                "order_line": [
                    Command.create(
                        {"product_id": line[0].id, "product_uom_qty": line[1]}
                        | (line[2] if len(line) > 2 else {})
                    )
                    for line in lines
                ],
                **values,
            }
        )

    def deliver(self, order, quantities):
        """Delivers quantities by product name, the rest as a back order."""
        picking = order.picking_ids.filtered(lambda each: each.state not in ("done", "cancel"))
        for move in picking.move_ids:
            move.quantity = quantities.get(move.product_id.name, 0)
            move.picked = True
        result = picking.with_context(skip_backorder=True).button_validate()
        self.assertIs(result, True)
        return picking

    def assert_totals(self, document, untaxed, tax, total):
        self.assertAlmostEqual(document.amount_untaxed, untaxed)
        self.assertAlmostEqual(document.amount_tax, tax)
        self.assertAlmostEqual(document.amount_total, total)

from odoo import Command

from .common import OrdersCase


class SpecialPriceCase(OrdersCase):
    """Olives at 10.00, for VIP customers 10 % less, and what was agreed with the hotel."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.olives = cls.make_product("Olives", 10)
        cls.unit = cls.env.ref("uom.product_uom_unit")
        cls.box = cls.env["uom.uom"].create(
            {"name": "Box of 12", "relative_factor": 12, "relative_uom_id": cls.unit.id}
        )
        cls.pricelist.item_ids = [
            Command.create({"compute_price": "percentage", "percent_price": 10})
        ]

    @classmethod
    def agree(cls, approve=True, **values):
        """A special price of the hotel, 8.40 unless said otherwise, approved by a manager."""
        defaults = {"value": 8.4, "company_id": cls.company.id}
        if not {"partner_tag_id", "crm_segment_id"} & set(values):
            defaults["partner_id"] = cls.customer.id
        if not {"categ_id", "product_tmpl_id"} & set(values):
            defaults["product_id"] = cls.olives.id
        price = cls.env["crm.special.price"].create({**defaults, **values})
        if approve:
            price.action_approve()
        return price

    def order(self, quantity, product=None, **values):
        return self.make_order((product or self.olives, quantity), **values)

    def assert_line(self, order, unit, subtotal):
        """The net price of one unit of the only line, and what it comes to."""
        [line] = order.order_line
        self.assertAlmostEqual(line._get_discounted_price(), unit)
        self.assertAlmostEqual(line.price_subtotal, subtotal)

    @classmethod
    def header(cls, percent):
        return [Command.create({"kind": "commercial", "percent": percent})]

from odoo import Command

from .common_special import SpecialPriceCase


class TestSpecialPriceQueries(SpecialPriceCase):
    """A hundred lines with a thousand special prices cost as many queries as ten with ten."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.products = cls.env["product.product"].concat(
            *(cls.make_product(f"Product {number}", 10) for number in range(100))
        )
        others = cls.env["res.partner"].create([{"name": f"Bar {n}"} for n in range(9)])
        prices = cls.env["crm.special.price"].create(
            [
                {"partner_id": partner.id, "product_id": product.id, "value": 8 + number / 100}
                for partner in (cls.customer | others)
                for number, product in enumerate(cls.products)
            ]
        )
        prices.write({"company_id": cls.company.id})
        prices.action_approve()

    def _make(self, products, **values):
        return self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "pricelist_id": False,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": 1 + number})
                    for number, product in enumerate(products)
                ],
                **values,
            }
        )

    def _count(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_an_order_is_priced_again(self):
        few, many = self._make(self.products[:10]), self._make(self.products)
        self.assertEqual(few.order_line.mapped("price_unit")[3], 8.03)
        self._count(few._recompute_prices)
        ten, hundred = self._count(few._recompute_prices), self._count(many._recompute_prices)
        self.assertLessEqual(hundred, ten + 2)

    def test_special_prices_add_a_few_queries_to_an_order_whatever_its_size(self):
        def added(products):
            with_prices = self._count(lambda: self._make(products))
            plain = {"partner_id": self.plain.id}
            return with_prices - self._count(lambda: self._make(products, **plain))

        self.plain = self.env["res.partner"].create({"name": "Plain"})
        added(self.products[:5])
        ten, hundred = added(self.products[:10]), added(self.products)
        self.assertLessEqual(hundred, ten + 2)
        self.assertLessEqual(hundred, 8)

    def test_a_catalogue_of_a_hundred_products(self):
        order = self._make(self.products[:1])
        catalogue = order._get_product_catalog_order_data
        self._count(lambda: catalogue(self.products[:10]))
        ten = self._count(lambda: catalogue(self.products[:10]))
        hundred = self._count(lambda: catalogue(self.products))
        self.assertLessEqual(hundred, ten + 2)

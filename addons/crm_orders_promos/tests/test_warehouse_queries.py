from odoo import Command

from odoo.addons.crm_actions.tests.common_queries import QueryBudgetMixin

from .common_warehouse import WarehouseCase


class TestWarehouseQueries(QueryBudgetMixin, WarehouseCase):
    """Five warehouses cost as many queries for a hundred lines as for ten."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for number in range(3):
            cls.make_warehouse(f"W{number}", f"W{number}")
        cls.places = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)])
        cls.make_rule(cls.north, categ_ids=[Command.set(cls.oil.categ_id.ids)], zip_from="39")
        cls.products = cls.env["product.product"].create(
            [
                {"name": f"Thing {number}", "is_storable": True, "taxes_id": False}
                for number in range(100)
            ]
        )
        for place in cls.places:
            for product in cls.products:
                cls.env["stock.quant"]._update_available_quantity(product, place.lot_stock_id, 4)

    def order(self, count):
        self.assertEqual(len(self.places), 5)
        lines = [(product, 6) for product in self.products[:count]]
        return self.make_order(*lines, user_id=self.rep.id).with_user(self.rep)

    def test_free_quantities(self):
        def measure(count):
            order = self.order(count)
            with self.count_queries() as queries:
                read = order.order_line.mapped("free_qty")
                words = order.order_line.mapped("free_elsewhere")
            self.assertEqual(read, [4] * count)
            self.assertEqual(len(words[0].split(" · ")), 4)
            return queries.count

        self.assert_same_queries(measure)

    def test_three_plans(self):
        def measure(count):
            order = self.order(count)
            with self.count_queries() as queries:
                plans = order._plan_strategies()
            self.assertEqual(len(plans["split"]), 2 * count)
            return queries.count

        self.assert_same_queries(measure)

    def test_warehouses_of_lines(self):
        def measure(count):
            order = self.order(count)
            with self.count_queries() as queries:
                order.warehouse_id = self.places[-1]
                self.env.flush_all()
            self.assertEqual(order.order_line.warehouse_id, self.places[-1])
            return queries.count

        self.assert_same_queries(measure)

    def test_the_window(self):
        def measure(count):
            order = self.order(count)
            with self.count_queries() as queries:
                order.action_suggest_warehouse()
            return queries.count

        # three plans of a line each, stored a hundred rows at a time
        self.assert_same_queries(measure, slack=3)

import random

from odoo import Command

from odoo.addons.crm_actions.tests.common_queries import QueryBudgetMixin

from .common_promotions import PromotionsCase


class TestPromotionAnyOrder(QueryBudgetMixin, PromotionsCase):
    """What holds for any order, and how many queries it takes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.products = cls.env["product.product"].concat(
            *(cls.make_product(f"Product {n}", 1 + n % 17 / 3) for n in range(100))
        )

    def make_promotions(self, count, rng):
        for number in range(count):
            products = self.products[number % 10 :: 10] if number % 3 else self.products
            tiers = [
                [(12, 1), (24, 3)],
                [self.percent(2, 6), self.percent(4, 12)],
                [{"threshold": 18, "effect": "net_price", "price": 1.1}],
            ][number % 3]
            self.make_promotion(
                tiers,
                products=products,
                condition={"mix_match": bool(number % 2)},
                priority=rng.randint(1, 3),
                exclusive_group="A" if number % 4 == 0 else False,
                budget_amount=1000 if number % 5 == 0 else 0,
                budget_policy="cap",
                max_per_partner=5 if number % 7 == 0 else 0,
                name=f"Promotion {number}",
            )

    def test_boxes_are_units_and_invoices_and_refunds_are_orders(self):
        rng = random.Random(19)
        self.make_promotions(9, rng)
        for number in range(6):
            header = [Command.create({"kind": "commercial", "percent": rng.choice([0, 2.5, 5])})]
            lines = [
                (rng.choice(self.products), rng.randint(1, 4), rng.choice(["", "5", "10+3"]))
                for _line in range(rng.randint(1, 8))
            ]
            with self.subTest(number=number):
                units = self.refreshed(
                    *((p, 12 * n, {"line_discounts": chain}) for p, n, chain in lines),
                    header_discount_ids=header,
                )
                boxes = self.refreshed(
                    *(
                        (p, n, {"line_discounts": chain, "product_uom_id": self.dozen.id})
                        for p, n, chain in lines
                    ),
                    header_discount_ids=header,
                )
                self.assertAlmostEqual(units.amount_total, boxes.amount_total)
                self.assertEqual(self.free(units), self.free(boxes))
                self.assert_nothing_changes(units)
                units.action_confirm()
                units.picking_ids.button_validate()
                invoice = units._create_invoices()
                invoice.action_post()
                for document in (invoice, invoice._reverse_moves()):
                    self.assertAlmostEqual(document.amount_total, units.amount_total)

    def assert_nothing_changes(self, order):
        def seen():
            rows = order.promotion_application_ids.sorted("id")
            lines = order.order_line.sorted("id")
            return rows.mapped("digest"), lines.mapped("product_uom_qty"), lines.mapped("discount")

        before = seen()
        order.action_refresh_promotions()
        self.env.invalidate_all()
        self.assertEqual(seen(), before)

    def test_a_hundred_lines_and_fifty_promotions_take_as_many_queries(self):
        rng = random.Random(3)

        def measure(count):
            self.env["crm.promotion"].search([("state", "=", "running")]).action_close()
            self.make_promotions(count // 2, rng)
            order = self.make_order(*((product, 12) for product in self.products[:count]))
            order._evaluate_promotions()
            with self.count_queries() as counter:
                order._evaluate_promotions()
            return counter.count

        measure(10)
        self.assert_same_queries(measure)

    def test_a_second_refresh_takes_as_many_queries(self):
        rng = random.Random(3)

        def measure(count):
            self.env["crm.promotion"].search([("state", "=", "running")]).action_close()
            self.make_promotions(count // 2, rng)
            order = self.refreshed(*((product, 12) for product in self.products[:count]))
            with self.count_queries() as counter:
                order.action_refresh_promotions()
            return counter.count

        measure(10)
        self.assert_same_queries(measure, slack=2)

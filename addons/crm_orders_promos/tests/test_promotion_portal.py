from odoo import Command
from odoo.tests import HttpCase, tagged

from .common_promotions import PromotionsCase


@tagged("-at_install", "post_install")
class TestPromotionPortal(PromotionsCase, HttpCase):
    """A customer changes what is optional on a quotation, on its page."""

    def setUp(self):
        super().setUp()
        self.make_promotion([(12, 1)], products=self.mussels)
        self.quote = self.make_order()
        self.quote.order_line = [
            Command.create({"product_id": self.tuna.id, "product_uom_qty": 1, "sequence": 1}),
            Command.create(
                {
                    "display_type": "line_section", "name": "If you like", "is_optional": True,
                    "sequence": 2,
                }
            ),
            Command.create({"product_id": self.mussels.id, "product_uom_qty": 12, "sequence": 3}),
        ]  # fmt: skip
        self.quote.action_quotation_sent()

    def change(self, line, quantity):
        return self.make_jsonrpc_request(
            f"/my/orders/{self.quote.id}/update_line_dict",
            {
                "line_id": line.id, "input_quantity": quantity,
                "access_token": self.quote._portal_ensure_token(),
            },
        )  # fmt: skip

    def of(self, product, free=False):
        return self.quote.order_line.filtered(
            lambda line: line.product_id == product and bool(line.promotion_id) == free
        )

    def test_what_is_added_earns_promotions(self):
        # given twelve mussels in the optional part, one of them free beside them
        self.assert_free(self.quote, Mussels=1)
        self.assert_totals(self.quote, 140, 29.4, 169.4)
        # when the customer wants 24, then two are free; and of five none
        self.change(self.of(self.mussels), 24)
        self.assert_free(self.quote, Mussels=2)
        self.assert_totals(self.quote, 260, 54.6, 314.6)
        self.change(self.of(self.mussels), 5)
        self.assert_free(self.quote)
        self.assert_totals(self.quote, 70, 14.7, 84.7)

    def test_nobody_helps_himself_to_more_free_goods(self):
        # given that the line of the free goods stands in the optional part too
        free = self.of(self.mussels, free=True)
        self.assertTrue(free._is_line_optional())
        # when the customer's browser asks for a hundred of them
        self.change(free, 100)
        # then there is one
        self.assert_free(self.quote, Mussels=1)
        self.assertFalse(free._can_be_edited_on_portal())

    def test_the_page_says_what_is_free(self):
        page = self.url_open(self.quote.get_portal_url()).text
        self.assertIn("Free: Autumn", page)

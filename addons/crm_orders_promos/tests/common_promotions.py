from odoo import Command
from odoo.tests import new_test_user

from .common import OrdersCase


class PromotionsCase(OrdersCase):
    """Promotions in force on products that are delivered from stock and invoiced as delivered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit = cls.env.ref("uom.product_uom_unit")
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.mussels = cls.make_product("Mussels", 10, invoice_policy="delivery")
        cls.tuna = cls.make_product("Tuna", 20, invoice_policy="delivery")

    @classmethod
    def make_promotion(cls, tiers, *, products=None, condition=(), start=True, **values):
        """A promotion of tiers given as values; free goods as (threshold, units)."""
        promotion = cls.env["crm.promotion"].create(
            {
                "name": "Autumn",
                "company_id": cls.company.id,
                "condition_ids": [
                    Command.create(
                        {
                            "product_ids": [Command.set(products.ids if products else [])],
                            **dict(condition),
                        }
                    )
                ],
                "tier_ids": [Command.create(cls._make_tier(tier)) for tier in tiers],
                **values,
            }
        )
        promotion.action_approve()
        if start:
            promotion.action_start()
        return promotion

    @classmethod
    def _make_tier(cls, tier):
        if isinstance(tier, dict):
            return tier
        return {"threshold": tier[0], "effect": "free_goods", "qty": tier[1]}

    @classmethod
    def percent(cls, percent, threshold=0, **values):
        return {
            "threshold": threshold, "effect": "chain_percent", "percent": percent, **values,
        }  # fmt: skip

    @classmethod
    def make_person(cls, login, groups):
        return new_test_user(
            cls.env,
            login,
            groups,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def refreshed(self, *lines, **values):
        order = self.make_order(*lines, **values)
        order.action_refresh_promotions()
        return order

    def free(self, order):
        """Free goods of an order: quantity by product name."""
        lines = order.order_line.filtered("promotion_id")
        return {line.product_id.name: line.product_uom_qty for line in lines}

    def assert_free(self, order, **quantities):
        self.assertEqual(self.free(order), quantities)

    def ship(self, order, paid, free=None):
        """Deliver so much of the paid lines; of free goods what comes by itself or is given."""
        picking = order.picking_ids.filtered(lambda each: each.state not in ("done", "cancel"))
        for move in picking.move_ids:
            if not move.sale_line_id.promotion_id:
                move.quantity = paid
                move.picked = True
            elif free is not None:
                move.quantity = free
                move.picked = True
        result = picking.with_context(skip_backorder=True).button_validate()
        self.assertIs(result, True)
        return picking

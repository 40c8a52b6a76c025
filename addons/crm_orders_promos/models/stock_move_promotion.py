from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_synch_order(self):
        """What leaves beyond the order is paid for.

        Core binds it to the first line of its product, which may be the one that is free.
        """
        for move in self:
            order = move.picking_id.sale_id
            if not order or move.sale_line_id or not move.picked:
                continue
            lines = order.order_line.grouped("product_id").get(move.product_id)
            paid = lines and lines.filtered(lambda line: not line.promotion_id)
            if paid and paid != lines and move._goes_to_customer():
                move.sale_line_id = paid[:1]
        return super()._action_synch_order()

    def _goes_to_customer(self):
        """Whether core binds it to the order: what leaves for the customer, or comes back."""
        self.ensure_one()
        leaves = self.location_dest_id.usage in ("customer", "transit") and not self.move_dest_ids
        return leaves or (self.location_id.usage == "customer" and self.to_refund)

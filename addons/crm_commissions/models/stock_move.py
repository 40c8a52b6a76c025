from odoo import models


class StockMove(models.Model):
    """What is delivered or comes back is looked at."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder)
        self.env["crm.commission.dirty"]._mark_orders(moves.sale_line_id.order_id)
        return moves

from odoo import models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _pre_action_done_hook(self):
        for picking in self.filtered(lambda each: each.picking_type_code == "outgoing"):
            picking._share_free_goods()
        return super()._pre_action_done_hook()

    def _share_free_goods(self):
        """Free goods leave as the promotion says, in proportion to what leaves that is paid.

        What nobody picked by hand is set; more than is due, picked by hand, is refused.
        """
        self.ensure_one()
        moves = self.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        free = moves.filtered("sale_line_id.promotion_id")
        picked = moves.filtered("picked")
        paid = (picked or moves) - free
        for move in free:
            # sudo: of an order that the warehouse may not see
            due = move.sale_line_id.sudo()._get_free_goods_due(paid)
            due = move.sale_line_id.product_uom_id._compute_quantity(
                due, move.product_uom, round=False
            )
            if move.picked and move.product_uom.compare(move.quantity, due) > 0:
                raise UserError(self._get_too_many_free(move, due))
            if not move.picked:
                move.quantity = min(move.quantity, due)
                move.picked = bool(picked)

    def _get_too_many_free(self, move, due):
        return self.env._(
            "By the promotion “%(promotion)s” %(due)s free %(product)s leave now; %(picked)s are "
            "picked. The rest follows with the next delivery.",
            # sudo: the name of a promotion that the warehouse may not see
            promotion=move.sale_line_id.sudo().promotion_id.name,
            due=f"{due:g}",
            picked=f"{move.quantity:g}",
            product=move.product_id.display_name,
        )

    def _return_quantities(self, wanted):
        """A return of some of this delivery: map of a move to how much of it."""
        self.ensure_one()
        context = {"active_id": self.id, "active_ids": self.ids, "active_model": self._name}
        wizard = self.env["stock.return.picking"].with_context(**context).create({})
        for line in wizard.product_return_moves:
            line.quantity = wanted.get(line.move_id, 0.0)
        return wizard._create_return()

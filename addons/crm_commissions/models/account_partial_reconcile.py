from odoo import api, models


class AccountPartialReconcile(models.Model):
    """What is matched is paid, and what no longer is, is not."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        self.env["crm.commission.dirty"]._mark_moves(partials._get_moves_to_look_at())
        return partials

    def unlink(self):
        moves = self._get_moves_to_look_at()
        result = super().unlink()
        self.env["crm.commission.dirty"]._mark_moves(moves.exists())
        return result

    def _get_moves_to_look_at(self):
        return (self.debit_move_id | self.credit_move_id).move_id

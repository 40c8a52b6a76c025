from odoo import api, models


class AccountPartialReconcile(models.Model):
    """A bill or entry of commissions is paid when it is matched, and no more when it is not."""

    # one file for each purpose
    _inherit = "account.partial.reconcile"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        self.env["crm.commission.settlement"]._look_again(partials._get_moves_of_payees())
        return partials

    def unlink(self):
        moves = self._get_moves_of_payees()
        result = super().unlink()
        self.env["crm.commission.settlement"]._look_again(moves.exists())
        return result

    def _get_moves_of_payees(self):
        """Customers, who are nearly all of them, are never payees: nothing is asked for them."""
        lines = self.debit_move_id | self.credit_move_id
        return lines.filtered(
            lambda line: line.account_id.account_type != "asset_receivable"
        ).move_id

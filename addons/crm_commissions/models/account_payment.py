from odoo import models


class AccountPayment(models.Model):
    """A payment that is a draft again, rejected or cancelled pays nothing."""

    _inherit = "account.payment"

    def write(self, vals):
        result = super().write(vals)
        if {"state", "is_matched"}.intersection(vals):
            self.env["crm.commission.dirty"]._mark_moves(self.move_id)
        return result

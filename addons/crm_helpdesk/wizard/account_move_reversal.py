from odoo import fields, models


class AccountMoveReversal(models.TransientModel):
    """The refund of an invoice that a request is about."""

    _inherit = "account.move.reversal"

    helpdesk_ticket_id = fields.Many2one("crm.helpdesk.ticket", string="Request", readonly=True)

    def reverse_moves(self, is_modify=False):
        before = self.move_ids.reversal_move_ids
        action = super().reverse_moves(is_modify)
        if self.helpdesk_ticket_id:
            made = self.move_ids.reversal_move_ids - before
            self.helpdesk_ticket_id._keep_made("refund_ids", made)
        return action

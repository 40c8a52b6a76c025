from odoo import models

# Of whom the sale is; amounts of a posted invoice can not be changed.
_SAYS_WHOSE = {"invoice_user_id", "team_id", "partner_id", "reversed_entry_id", "invoice_date"}


class AccountMove(models.Model):
    """Invoices, payments and bank entries that come, go and change mark what is to be looked at."""

    # one file for each purpose
    _inherit = "account.move"  # pylint: disable=consider-merging-classes-inherited

    def _post(self, soft=True):
        posted = super()._post(soft)
        self.env["crm.commission.dirty"]._mark_moves(posted)
        return posted

    def button_draft(self):
        """Posted no more: what was matched with it still is, but nothing is earned by it."""
        result = super().button_draft()
        self.env["crm.commission.dirty"]._mark_moves(self)
        return result

    def button_cancel(self):
        """As for drafts."""
        result = super().button_cancel()
        self.env["crm.commission.dirty"]._mark_moves(self)
        return result

    def write(self, vals):
        result = super().write(vals)
        if _SAYS_WHOSE.intersection(vals):
            # whose a sale is, its refunds are, also while it is a draft again
            counted = self.filtered(lambda move: move.state == "posted" or move.reversal_move_ids)
            self.env["crm.commission.dirty"]._mark_moves(counted)
        return result

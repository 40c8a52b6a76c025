from odoo import fields, models


class CrmCommissionReopenWizard(models.TransientModel):
    """Asks why a period is reopened."""

    _name = "crm.commission.reopen.wizard"
    _description = "Reopen a Commission Period"

    period_id = fields.Many2one("crm.commission.period", required=True, ondelete="cascade")
    reason = fields.Text(required=True)

    def action_reopen(self):
        """Reopen the period and keep the reason in its chatter."""
        self.ensure_one()
        self.period_id._reopen(self.reason)
        return {"type": "ir.actions.act_window_close"}

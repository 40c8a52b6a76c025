from odoo import fields, models


class CrmActionCancelWizard(models.TransientModel):
    """Ask why actions are called off."""

    _name = "crm.action.cancel.wizard"
    _description = "Cancel Actions"

    action_ids = fields.Many2many("crm.action", required=True)
    reason = fields.Char(required=True)

    def action_apply(self):
        self.action_ids.cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}

from odoo import fields, models


class CrmHelpdeskWaitWizard(models.TransientModel):
    """Asks for whom requests wait."""

    _name = "crm.helpdesk.wait.wizard"
    _inherit = ["crm.helpdesk.wizard"]
    _description = "Wait for Others"

    reason = fields.Char(string="For whom, and for what", required=True)

    def action_apply(self):
        self.ticket_ids.action_wait_for_others(self.reason)
        return self._close()

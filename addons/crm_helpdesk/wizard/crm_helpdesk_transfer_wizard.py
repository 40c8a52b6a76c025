from odoo import fields, models


class CrmHelpdeskTransferWizard(models.TransientModel):
    """Asks to which department requests go, and why."""

    _name = "crm.helpdesk.transfer.wizard"
    _inherit = ["crm.helpdesk.wizard"]
    _description = "Transfer Requests"

    team_id = fields.Many2one("crm.helpdesk.team", string="To", required=True)
    reason = fields.Char(string="Why", required=True)

    def action_apply(self):
        self.ticket_ids.action_transfer(self.team_id, self.reason)
        return self._close()

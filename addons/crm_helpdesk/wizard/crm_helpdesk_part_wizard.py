from odoo import fields, models


class CrmHelpdeskPartWizard(models.TransientModel):
    """Asks which department does what for a request at the same time."""

    _name = "crm.helpdesk.part.wizard"
    _inherit = ["crm.helpdesk.wizard"]
    _description = "Add a Part"

    team_id = fields.Many2one("crm.helpdesk.team", string="Department", required=True)
    subject = fields.Char(string="What is to be done", required=True)

    def action_apply(self):
        for ticket in self.ticket_ids:
            ticket.action_add_part(self.team_id, self.subject)
        return self._close()

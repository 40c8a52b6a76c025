from odoo import fields, models


class CrmHelpdeskIntakeAppend(models.TransientModel):
    """Asks to which request entries belong."""

    _name = "crm.helpdesk.intake.append"
    _description = "Append Entries to a Request"

    intake_ids = fields.Many2many("crm.helpdesk.intake", required=True)
    ticket_id = fields.Many2one(
        "crm.helpdesk.ticket", string="Request", required=True, ondelete="cascade"
    )

    def action_append(self):
        """Add them to it."""
        self.ensure_one()
        self.intake_ids._append_to(self.ticket_id)
        return self.ticket_id._get_records_action()

from odoo import fields, models


class CrmHelpdeskProposalWizard(models.TransientModel):
    """Asks why no nonconformity is opened now."""

    _name = "crm.helpdesk.proposal.wizard"
    _description = "Not Now, Because"

    proposal_id = fields.Many2one(
        "crm.helpdesk.nonconformity.proposal", required=True, ondelete="cascade"
    )
    reason = fields.Char(required=True)

    def action_dismiss(self):
        """Keep the reason; the same requests do not ask again."""
        self.ensure_one()
        self.proposal_id.dismiss(self.reason)
        return {"type": "ir.actions.act_window_close"}

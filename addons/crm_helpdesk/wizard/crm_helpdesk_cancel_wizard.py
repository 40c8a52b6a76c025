from odoo import api, fields, models


class CrmHelpdeskCancelWizard(models.TransientModel):
    """Asks why requests count nowhere."""

    _name = "crm.helpdesk.cancel.wizard"
    _inherit = ["crm.helpdesk.wizard"]
    _description = "Cancel Requests"

    kind = fields.Selection(
        lambda self: self._get_kinds(), string="Why", required=True, default="spam"
    )
    target_id = fields.Many2one(
        "crm.helpdesk.ticket",
        string="Goes on as",
        help="The request that says the same. What was written in this one goes there.",
    )

    @api.model
    def _get_kinds(self):
        kinds = self.env["crm.helpdesk.ticket"]._fields["cancel_kind"]
        return [pair for pair in kinds._description_selection(self.env) if pair[0] != "merged"]

    def action_apply(self):
        if self.kind == "duplicate" and self.target_id:
            self.ticket_ids.action_merge(self.target_id)
        else:
            self.ticket_ids.action_cancel_as(self.kind)
        return self._close()

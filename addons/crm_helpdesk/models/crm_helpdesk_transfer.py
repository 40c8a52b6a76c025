from odoo import api, fields, models
from odoo.exceptions import UserError

from ..by_flow import BY_FLOW


class CrmHelpdeskTransfer(models.Model):
    """A request went from one department to another, and why."""

    _name = "crm.helpdesk.transfer"
    _description = "Transfer of a Request"
    _order = "at desc, id desc"
    _rec_name = "to_team_id"

    ticket_id = fields.Many2one(
        "crm.helpdesk.ticket", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True)
    from_team_id = fields.Many2one(
        "crm.helpdesk.team", string="From", required=True, readonly=True, ondelete="restrict"
    )
    to_team_id = fields.Many2one(
        "crm.helpdesk.team", string="To", required=True, readonly=True, ondelete="restrict"
    )
    at = fields.Datetime(string="On", required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="By", required=True, readonly=True, ondelete="restrict"
    )

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get("crm_helpdesk_flow") is not BY_FLOW:
            raise UserError(self.env._("Use Transfer on the request."))
        return super().create(vals_list)

    def write(self, vals):
        if self.env.context.get("crm_helpdesk_flow") is not BY_FLOW:
            raise UserError(self.env._("A transfer that happened is not changed."))
        return super().write(vals)

    def _forget(self, words):
        """Put other words in the place of a reason that may name people who are forgotten."""
        self.with_context(crm_helpdesk_flow=BY_FLOW).write({"reason": words})

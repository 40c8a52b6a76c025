from odoo import api, fields, models
from odoo.exceptions import UserError

from ..by_flow import BY_FLOW


class CrmHelpdeskEscalation(models.Model):
    """Somebody was told that a request is near its deadline, late or nobody's. Once each."""

    _name = "crm.helpdesk.escalation"
    _description = "Escalation of a Request"
    _order = "at desc, id desc"
    _rec_name = "kind"

    ticket_id = fields.Many2one(
        "crm.helpdesk.ticket", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True)
    kind = fields.Selection(
        [("warn", "Due soon"), ("breach", "Late"), ("queue", "Nobody can take it")],
        string="Because",
        required=True,
        readonly=True,
    )
    key = fields.Char(
        required=True,
        readonly=True,
        export_string_translation=False,
        help="Clock and cycle, or since when it waits for an agent.",
    )
    at = fields.Datetime(string="On", required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Told", readonly=True, ondelete="set null")

    _told_once = models.Constraint("UNIQUE(ticket_id, kind, key)", "Somebody is told once of each.")

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get("crm_helpdesk_flow") is not BY_FLOW:
            raise UserError(self.env._("Escalations are written by the clocks of requests."))
        return super().create(vals_list)

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("What somebody was told is not changed."))

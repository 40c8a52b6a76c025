from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty


class CrmHelpdeskAnswerWizard(models.TransientModel):
    """An answer to the customer, from a template of the department or not, and what is next."""

    _name = "crm.helpdesk.answer.wizard"
    _inherit = ["crm.helpdesk.wizard"]
    _description = "Answer a Request"

    team_id = fields.Many2one("crm.helpdesk.team", compute="_compute_team_id")
    template_id = fields.Many2one(
        "mail.template",
        string="Answer prepared",
        domain="[('model', '=', 'crm.helpdesk.ticket'), '|', ('helpdesk_team_ids', '=', False), "
        "('helpdesk_team_ids', 'in', team_id)]",
    )
    body = fields.Html(
        string="Answer", compute="_compute_body", store=True, readonly=False, sanitize_style=True
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Files")
    then = fields.Selection(
        [
            ("stay", "It stays in progress"),
            ("wait", "It waits for the customer"),
            ("resolve", "It is resolved"),
        ],
        string="Afterwards",
        required=True,
        default="stay",
    )

    @api.depends("ticket_ids")
    def _compute_team_id(self):
        for wizard in self:
            wizard.team_id = wizard.ticket_ids.team_id[:1]

    @api.depends("template_id")
    def _compute_body(self):
        """What is in the template about this customer and request is filled in."""
        for wizard in self:
            ticket = wizard.ticket_ids[:1]
            if wizard.template_id and ticket:
                wizard.body = wizard.template_id._helpdesk_fill(ticket)

    def action_apply(self):
        self.ensure_one()
        if is_html_empty(self.body):
            raise UserError(self.env._("Write something, or choose an answer that is prepared."))
        for ticket in self.ticket_ids:
            ticket._post_answer(self.body, self.attachment_ids)
        if self.then == "wait":
            self.ticket_ids.action_wait_for_customer()
        elif self.then == "resolve":
            self.ticket_ids.action_resolve()
        return self._close()

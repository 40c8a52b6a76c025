from odoo import api, fields, models


class CrmHelpdeskWizard(models.AbstractModel):
    """What the questions before a step have in common: which requests the step is for."""

    _name = "crm.helpdesk.wizard"
    _description = "Question Before a Step of Requests"

    ticket_ids = fields.Many2many("crm.helpdesk.ticket", string="Requests", required=True)
    ticket_count = fields.Integer(compute="_compute_ticket_count")
    company_id = fields.Many2one("res.company", compute="_compute_company_id")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        context = self.env.context
        if "ticket_ids" in fields and context.get("active_model") == "crm.helpdesk.ticket":
            ids = context.get("active_ids") or [context.get("active_id")]
            values.setdefault("ticket_ids", [(6, 0, ids)])
        return values

    @api.depends("ticket_ids")
    def _compute_ticket_count(self):
        for wizard in self:
            wizard.ticket_count = len(wizard.ticket_ids)

    @api.depends("ticket_ids")
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.ticket_ids[:1].company_id or self.env.company

    def _close(self):
        return {"type": "ir.actions.act_window_close"}

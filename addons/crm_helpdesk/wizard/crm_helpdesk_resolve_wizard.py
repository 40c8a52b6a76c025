from odoo import api, fields, models
from odoo.tools import is_html_empty


class CrmHelpdeskResolveWizard(models.TransientModel):
    """Asks how requests ended, from what they came, and what to tell the customer."""

    _name = "crm.helpdesk.resolve.wizard"
    _inherit = ["crm.helpdesk.wizard"]
    _description = "Resolve Requests"

    kind = fields.Selection(
        lambda self: self._get_kinds(), string="How it ended", required=True, default="solved"
    )
    cause_id = fields.Many2one(
        "crm.helpdesk.cause",
        compute="_compute_cause_id",
        store=True,
        readonly=False,
        help="By it is counted what comes back.",
    )
    answer = fields.Html(
        string="Answer to the customer", help="Sent to the customer, if you write one."
    )

    @api.model
    def _get_kinds(self):
        kinds = self.env["crm.helpdesk.ticket"]._fields["resolution_kind"]
        # of silence only the job knows
        return [pair for pair in kinds._description_selection(self.env) if pair[0] != "silence"]

    @api.depends("ticket_ids")
    def _compute_cause_id(self):
        for wizard in self:
            causes = wizard.ticket_ids.cause_id
            wizard.cause_id = causes if len(causes) == 1 else False

    def action_apply(self):
        tickets = self.ticket_ids
        if self.cause_id:
            tickets.write({"cause_id": self.cause_id.id})
        if not is_html_empty(self.answer):
            for ticket in tickets:
                ticket._post_answer(self.answer)
        tickets.action_resolve(kind=self.kind)
        return self._close()

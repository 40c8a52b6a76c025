from odoo import api, fields, models
from odoo.fields import Command


class CrmHelpdeskNonconformityWizard(models.TransientModel):
    """Which requests are cases of which nonconformity: from either side."""

    _name = "crm.helpdesk.nonconformity.wizard"
    _description = "Add Requests to a Nonconformity"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    nonconformity_id = fields.Many2one(
        "crm.helpdesk.nonconformity",
        required=True,
        check_company=True,
        domain="[('state', '!=', 'closed')]",
        ondelete="cascade",
    )
    ticket_ids = fields.Many2many(
        "crm.helpdesk.ticket",
        string="Requests",
        required=True,
        check_company=True,
        domain="[('nonconformity_id', '=', False), ('state', '!=', 'cancelled')]",
    )

    @api.model
    def default_get(self, fields):
        """What it was opened on; the nonconformity of the same cause, if one is open."""
        values = super().default_get(fields)
        model, ids = self.env.context.get("active_model"), self.env.context.get("active_ids")
        if model == "crm.helpdesk.nonconformity" and ids:
            parent = self.env[model].browse(ids[:1])
            values.update(nonconformity_id=parent.id, company_id=parent.company_id.id)
        elif model == "crm.helpdesk.ticket" and ids:
            tickets = self.env[model].browse(ids)
            values.update(
                ticket_ids=[Command.set(tickets.ids)],
                company_id=tickets[:1].company_id.id,
                nonconformity_id=self._find_like(tickets).id,
            )
        return values

    @api.model
    def _find_like(self, tickets):
        """The open nonconformity of the category of these requests, if there is just one."""
        found = self.env["crm.helpdesk.nonconformity"].search(
            [
                ("company_id", "in", tickets.company_id.ids),
                ("category_id", "in", tickets.category_id.ids),
                ("state", "!=", "closed"),
            ]
        )
        return found if len(found) == 1 else found.browse()

    def action_add(self):
        """They are cases of it from now on."""
        self.ensure_one()
        self.nonconformity_id.add_tickets(self.ticket_ids)
        return {"type": "ir.actions.act_window_close"}

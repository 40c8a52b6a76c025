from odoo import api, fields, models


class CrmHelpdeskMergeWizard(models.TransientModel):
    """Asks as which request others go on."""

    _name = "crm.helpdesk.merge.wizard"
    _inherit = ["crm.helpdesk.wizard"]
    _description = "Merge Requests"

    proposed_ids = fields.Many2many("crm.helpdesk.ticket", compute="_compute_proposed_ids")
    target_id = fields.Many2one(
        "crm.helpdesk.ticket",
        string="Goes on as",
        compute="_compute_target_id",
        store=True,
        readonly=False,
    )
    other_customer = fields.Boolean(compute="_compute_other_customer")

    @api.depends("ticket_ids")
    def _compute_proposed_ids(self):
        """Those marked in a list; for a single one those that may be the same."""
        for wizard in self:
            several = len(wizard.ticket_ids) > 1
            wizard.proposed_ids = wizard.ticket_ids if several else wizard.ticket_ids.duplicate_ids

    @api.depends("ticket_ids")
    def _compute_target_id(self):
        """The oldest of them."""
        for wizard in self:
            wizard.target_id = wizard.proposed_ids.sorted("id")[:1]

    @api.depends("ticket_ids", "target_id")
    def _compute_other_customer(self):
        for wizard in self:
            target = wizard.target_id
            wizard.other_customer = bool(target) and any(
                not ticket._is_of_same_customer(target) for ticket in wizard.ticket_ids - target
            )

    def action_apply(self):
        self.ticket_ids.action_merge(self.target_id)
        target = self.target_id._get_survivor()
        return {
            "type": "ir.actions.act_window",
            "res_model": target._name,
            "res_id": target.id,
            "view_mode": "form",
        }

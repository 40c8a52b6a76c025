from odoo import api, fields, models


class CrmCommissionDisputeWizard(models.TransientModel):
    """Asks for the answer to a dispute: what is right, or why not."""

    _name = "crm.commission.dispute.wizard"
    _description = "Decide a Commission Dispute"

    dispute_id = fields.Many2one("crm.commission.dispute", required=True, ondelete="cascade")
    accepts = fields.Boolean()
    # what may not be read of the dispute is not read through this
    currency_id = fields.Many2one(related="dispute_id.currency_id", related_sudo=False)
    subject = fields.Char(string="What it is about", compute="_compute_disputed")
    note = fields.Text(related="dispute_id.note", related_sudo=False)
    amount_claimed = fields.Monetary(related="dispute_id.amount_claimed", related_sudo=False)
    amount_booked = fields.Float(
        string="Booked",
        digits=(16, 6),
        compute="_compute_disputed",
        help="For the entry or the document, with what earlier disputes have added.",
    )
    amount = fields.Monetary(
        string="What is right",
        compute="_compute_amount",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="What the entry or the document should come to. The difference is booked.",
    )
    difference = fields.Monetary(string="Will be booked", compute="_compute_difference")
    text = fields.Text(string="Answer to the payee")

    @api.depends("dispute_id")
    def _compute_disputed(self):
        """What the dispute works out with all rights, for who may read it."""
        self.dispute_id.check_access("read")
        for wizard in self:
            wizard.subject = wizard.dispute_id.subject
            wizard.amount_booked = wizard.dispute_id.amount_booked

    @api.depends("dispute_id")
    def _compute_amount(self):
        for wizard in self:
            claimed = not wizard.dispute_id._is_about_sale_of_tier() and wizard.amount_claimed
            wizard.amount = claimed or wizard.amount_booked

    @api.depends("amount", "amount_booked")
    def _compute_difference(self):
        for wizard in self:
            wizard.difference = wizard.amount - wizard.amount_booked

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        wizards.dispute_id.check_access("read")
        return wizards

    def write(self, vals):
        result = super().write(vals)
        self.dispute_id.check_access("read")
        return result

    def action_decide(self):
        """Accept or reject the dispute."""
        self.ensure_one()
        if self.accepts:
            self.dispute_id.accept(self.amount, self.text)
        else:
            self.dispute_id.reject(self.text)
        return {"type": "ir.actions.act_window_close"}

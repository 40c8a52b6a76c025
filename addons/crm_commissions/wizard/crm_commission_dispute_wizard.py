from odoo import api, fields, models


class CrmCommissionDisputeWizard(models.TransientModel):
    """Asks for the answer to a dispute: what is right, or why not."""

    _name = "crm.commission.dispute.wizard"
    _description = "Decide a Commission Dispute"

    dispute_id = fields.Many2one("crm.commission.dispute", required=True, ondelete="cascade")
    accepts = fields.Boolean()
    currency_id = fields.Many2one(related="dispute_id.currency_id")
    subject = fields.Char(related="dispute_id.subject")
    note = fields.Text(related="dispute_id.note")
    amount_claimed = fields.Monetary(related="dispute_id.amount_claimed")
    amount_booked = fields.Float(related="dispute_id.amount_booked")
    amount = fields.Monetary(
        string="What is right",
        compute="_compute_amount",
        store=True,
        readonly=False,
        help="What the entry or the document should come to. The difference is booked.",
    )
    difference = fields.Monetary(string="Will be booked", compute="_compute_difference")
    text = fields.Text(string="Answer to the payee")

    @api.depends("dispute_id")
    def _compute_amount(self):
        for wizard in self:
            claimed = not wizard.dispute_id._is_about_sale_of_tier() and wizard.amount_claimed
            wizard.amount = claimed or wizard.amount_booked

    @api.depends("amount", "amount_booked")
    def _compute_difference(self):
        for wizard in self:
            wizard.difference = wizard.amount - wizard.amount_booked

    def action_decide(self):
        """Accept or reject the dispute."""
        self.ensure_one()
        if self.accepts:
            self.dispute_id.accept(self.amount, self.text)
        else:
            self.dispute_id.reject(self.text)
        return {"type": "ir.actions.act_window_close"}

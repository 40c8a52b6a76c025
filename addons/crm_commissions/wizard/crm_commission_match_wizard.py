from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmCommissionMatchWizard(models.TransientModel):
    """Matches the bill that an agent sent with his statement: to the cent, or not at all."""

    _name = "crm.commission.match.wizard"
    _description = "Match the Bill of an Agent"

    statement_id = fields.Many2one("crm.commission.statement", required=True, ondelete="cascade")
    # what may not be read of the statement is not read through this
    company_id = fields.Many2one(related="statement_id.company_id", related_sudo=False)
    currency_id = fields.Many2one(related="statement_id.currency_id", related_sudo=False)
    payee_id = fields.Many2one(related="statement_id.payee_id", related_sudo=False)
    amount_payable = fields.Monetary(related="statement_id.amount_payable", related_sudo=False)
    allowed_move_ids = fields.Many2many("account.move", compute="_compute_allowed_move_ids")
    move_id = fields.Many2one("account.move", string="Bill", ondelete="cascade")
    amount_untaxed = fields.Monetary(string="Without taxes", compute="_compute_difference")
    difference = fields.Monetary(compute="_compute_difference")

    @api.depends("statement_id")
    def _compute_allowed_move_ids(self):
        for wizard in self:
            statement = wizard.statement_id
            moves = wizard.env["account.move"].search(
                [
                    ("company_id", "=", statement.company_id.id),
                    ("move_type", "in", ("in_invoice", "in_refund")),
                    ("state", "=", "draft"),
                    ("commercial_partner_id", "=", statement.payee_id.commercial_partner_id.id),
                ]
            )
            wizard.allowed_move_ids = moves.filtered(lambda move: not move.commission_settlement_id)

    @api.depends("move_id", "statement_id")
    def _compute_difference(self):
        for wizard in self:
            wizard.amount_untaxed = wizard.statement_id._get_untaxed(wizard.move_id)
            wizard.difference = wizard.amount_untaxed - wizard.amount_payable

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        wizards.statement_id.check_access("read")
        return wizards

    def write(self, vals):
        result = super().write(vals)
        self.statement_id.check_access("read")
        return result

    def action_match(self):
        """Settle the statement by this bill.

        :raise UserError: it is not what is to be paid, with the difference
        """
        self.ensure_one()
        if not self.move_id:
            raise UserError(self.env._("Choose the bill that the agent sent."))
        self.statement_id._match_bill(self.move_id)
        return {"type": "ir.actions.act_window_close"}

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..by_flow import BY_FLOW
from ..settling import MAY_SETTLE


class CrmCommissionSettlement(models.Model):
    """That a statement was settled once: with which bill or entry, and what became of it.

    A statement may be settled again after its bill was cancelled; the database says that it is
    settled once at a time. What is posted and paid is read from the accounts, never told.
    """

    _name = "crm.commission.settlement"
    _description = "Settlement of a Commission Statement"
    _order = "id desc"
    _rec_name = "statement_id"
    _check_company_auto = True

    statement_id = fields.Many2one(
        "crm.commission.statement",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="statement_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="statement_id.currency_id")
    amount = fields.Monetary(readonly=True)
    kind = fields.Selection(
        [
            ("bill", "Bill"),
            ("entry", "Journal entry"),
            ("payroll", "Payroll"),
            ("nothing", "Nothing to pay"),
        ],
        required=True,
        readonly=True,
    )
    matched = fields.Boolean(readonly=True, help="The bill is one that the agent sent.")
    move_id = fields.Many2one(
        "account.move",
        string="Bill or entry",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    reference = fields.Char(readonly=True, help="Of the payroll that took it over.")
    undone = fields.Boolean(readonly=True)
    status = fields.Selection(
        [("draft", "Draft"), ("posted", "Posted"), ("paid", "Paid"), ("ended", "Cancelled")],
        compute="_compute_status",
        store=True,
        precompute=True,
    )
    is_live = fields.Boolean(compute="_compute_status", store=True, precompute=True)

    _once = models.UniqueIndex("(statement_id) WHERE is_live", "This statement is settled already.")
    _one_statement = models.UniqueIndex(
        "(move_id) WHERE is_live AND move_id IS NOT NULL",
        "This bill settles another statement already.",
    )

    @api.depends("kind", "undone", "move_id")
    def _compute_status(self):
        """What happens to the move is told by `_look_again`: were it a dependency, each change of
        any invoice would ask for settlements."""
        for settlement in self:
            settlement.status = settlement._find_status()
            settlement.is_live = settlement.status != "ended"

    def _find_status(self):
        move = self.move_id
        if self.undone:
            return "ended"
        if self.kind in ("payroll", "nothing"):
            return "paid"
        if not move or move.state == "cancel":
            return "ended"
        if move.state == "draft":
            return "draft"
        if "posted" in move.reversal_move_ids.mapped("state"):
            return "ended"
        return "paid" if self._is_paid() else "posted"

    def _is_paid(self):
        """All of it is matched with what is posted: a payment may be a draft, or one again."""
        due = self._get_payable_lines()
        others = due.matched_debit_ids.debit_move_id | due.matched_credit_ids.credit_move_id
        return (
            bool(due)
            and all(due.mapped("reconciled"))
            and set(others.mapped("parent_state")) == {"posted"}
        )

    def _get_payable_lines(self):
        """What is owed to the payee, or by him."""
        lines = self.move_id.line_ids
        if self.kind == "bill":
            return lines.filtered(lambda line: line.display_type == "payment_term")
        return lines.filtered(
            lambda line: not line.commission_statement_id and line.account_id.reconcile
        )

    # -- nobody writes them ----------------------------------------------------------------------

    @api.model
    def _by_flow(self):
        """For steps of statements.

        sudo: accountants settle by the steps, and write no settlements.
        """
        return self.sudo().with_context(crm_commission_flow=BY_FLOW)

    @api.model
    def _is_by_flow(self):
        return self.env.context.get("crm_commission_flow") is BY_FLOW

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_by_flow():
            raise UserError(self.env._("Statements are settled by their buttons."))
        return super().create(vals_list)

    def write(self, vals):
        if not self._is_by_flow():
            raise UserError(self.env._("Statements are settled by their buttons."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("That something was settled is kept."))

    # -- what happens in the accounts ------------------------------------------------------------

    @api.model
    def _find_live(self, moves):
        """The settlements that these moves are of; of invoices of customers nothing is asked.

        sudo: whoever posts a bill need not read commissions.
        """
        mine = moves.filtered(lambda move: move.move_type in MAY_SETTLE)
        if not mine:
            return self.sudo()
        return self.sudo().search([("move_id", "in", mine.ids), ("is_live", "=", True)])

    @api.model
    def _look_again(self, moves):
        """The state of these moves, or what they are matched with, has changed.

        Also of what is over: a bill that was cancelled may be a draft again.
        """
        mine = moves.filtered(lambda move: move.move_type in MAY_SETTLE)
        if mine:
            self.sudo().search([("move_id", "in", mine.ids)]).modified(["move_id"])

    def _undo(self):
        """What is not in the accounts yet counts no more."""
        for settlement in self:
            move = settlement.move_id
            settlement._by_flow().undone = True
            if settlement.matched:
                # it is the agent's: it stays, and may be matched again
                move.line_ids._by_settlement().write({"commission_statement_id": False})
            elif move.posted_before:
                move.button_cancel()
            else:
                move.unlink()

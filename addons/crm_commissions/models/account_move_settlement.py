from odoo import fields, models
from odoo.exceptions import UserError

from ..settling import MAY_SETTLE

_OF_STATUS = {"state", "reversed_entry_id"}


class AccountMove(models.Model):
    """Bills and entries that settle a commission statement say exactly what it says."""

    # one file for each purpose
    _inherit = "account.move"  # pylint: disable=consider-merging-classes-inherited

    commission_settlement_id = fields.Many2one(
        "crm.commission.settlement", compute="_compute_commission_settlement_id", compute_sudo=True
    )

    def _compute_commission_settlement_id(self):
        settlements = self.env["crm.commission.settlement"]._find_live(self)
        by_move = {each.move_id: each for each in settlements}
        for move in self:
            move.commission_settlement_id = by_move.get(move._origin)

    def action_open_commission_statement(self):
        """The statement that is settled by this bill or entry."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.commission.statement",
            "res_id": self.commission_settlement_id.statement_id.id,
            "views": [(False, "form")],
        }

    def _post(self, soft=True):
        """
        :raise UserError: a bill or entry is not what its commission statement says
        """
        Settlement = self.env["crm.commission.settlement"]
        settlements = Settlement._find_live(self)
        settlements._check_before_posting()
        given_back = Settlement._find_live(self.reversed_entry_id)
        given_back._check_and_link_reversals(self)
        posted = super()._post(soft)
        self._look_again_at_settlements()
        settlements._after_posting()
        given_back.statement_id._accrue()
        return posted

    def write(self, vals):
        """A settlement is as far as its bill is, and over when that is cancelled or reversed."""
        result = super().write(vals)
        if _OF_STATUS.intersection(vals):
            self.env["crm.commission.settlement"]._look_again(self | self.reversed_entry_id)
        return result

    def button_draft(self):
        """
        :raise UserError: its commission statement was settled by another bill meanwhile
        """
        self._check_not_settled_again()
        settlements = self.env["crm.commission.settlement"]._find_live(self)
        result = super().button_draft()
        self._look_again_at_settlements()
        settlements.statement_id._accrue()
        return result

    def button_cancel(self):
        """As for drafts."""
        self._check_not_settled_again()
        settlements = self.env["crm.commission.settlement"]._find_live(self)
        result = super().button_cancel()
        self._look_again_at_settlements()
        settlements.statement_id._accrue()
        return result

    def unlink(self):
        """The statement of a bill that is deleted waits to be settled again."""
        settlements = self.env["crm.commission.settlement"]._find_live(self)
        if settlements:
            settlements._by_flow().move_id = False
        result = super().unlink()
        settlements.statement_id._accrue()
        return result

    def _look_again_at_settlements(self):
        """Payments that are posted, or no more, pay bills of commissions, or no more."""
        partials = self.line_ids.matched_debit_ids | self.line_ids.matched_credit_ids
        if partials:
            self.env["crm.commission.settlement"]._look_again(partials._get_moves_of_payees())

    def _check_not_settled_again(self):
        """What was cancelled or reversed would count again."""
        mine = self.filtered(lambda move: move.move_type in MAY_SETTLE)
        if not mine:
            return
        # sudo: whoever cancels a bill need not read commissions
        Settlement = self.env["crm.commission.settlement"].sudo()
        ended = Settlement.search(
            [
                ("move_id", "in", (mine | mine.reversed_entry_id).ids),
                ("is_live", "=", False),
                ("undone", "=", False),
            ]
        )
        if not ended:
            return
        again = Settlement.search(
            [("statement_id", "in", ended.statement_id.ids), ("is_live", "=", True)], limit=1
        )
        if again:
            raise UserError(
                self.env._(
                    "%(statement)s was settled again by %(other)s. Cancel that first.",
                    statement=again.statement_id.display_name,
                    other=again.move_id.display_name or again.reference,
                )
            )

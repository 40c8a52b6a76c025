from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from ..engine.money import round_half_up
from ..reading import to_decimal


class CrmCommissionStatement(models.Model):
    """An agent who sends his own bill: it has to say what the statement says."""

    # one file for each purpose
    _inherit = "crm.commission.statement"  # pylint: disable=consider-merging-classes-inherited

    def action_match(self):
        """Choose the bill that the agent sent."""
        self.ensure_one()
        self._check_settler()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Match the Bill of an Agent"),
            "res_model": "crm.commission.match.wizard",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_statement_id": self.id},
        }

    def _get_untaxed(self, move):
        """What a bill says without taxes, below zero if it is a refund."""
        lines = move.line_ids.filtered(lambda line: line.display_type == "product")
        total = sum((to_decimal(line.amount_currency) for line in lines), Decimal(0))
        return float(round_half_up(total, self.currency_id.decimal_places))

    def _match_bill(self, move):
        """
        :raise UserError: the bill is not what is to be paid, of somebody else, or not a draft
        """
        self.ensure_one()
        self._check_settler()
        if not self._take_to_settle():
            raise UserError(self.env._("%s is settled already.", self.display_name))
        self._check_step("approved")
        problem = self._find_match_problem(move)
        if problem:
            raise UserError(problem)
        # the difference is nothing: from here on posting says so as well
        lines = move.line_ids.filtered(lambda line: line.display_type == "product")
        lines._by_settlement().commission_statement_id = self
        self._add_settlements("bill", move, matched=True)

    def _find_match_problem(self, move):
        if move.state != "draft" or move.move_type not in ("in_invoice", "in_refund"):
            return self.env._("%s is not a draft of a bill.", move.display_name)
        if move.company_id != self.company_id:
            return self.env._("%s is of another company.", move.display_name)
        if move.commission_settlement_id:
            return self.env._("%s settles another statement already.", move.display_name)
        payee = self.payee_id.commercial_partner_id
        if move.commercial_partner_id != payee:
            return self.env._(
                "%(move)s is not a bill of %(payee)s.",
                move=move.display_name,
                payee=payee.display_name,
            )
        if move.currency_id != self.currency_id:
            return self.env._(
                "%(move)s is in %(other)s and the statement in %(currency)s.",
                move=move.display_name,
                other=move.currency_id.name,
                currency=self.currency_id.name,
            )
        said = self._get_untaxed(move)
        difference = self.currency_id.round(said - self.amount_payable)
        if difference:
            money = self.currency_id.format
            return self.env._(
                "%(move)s says %(said)s without taxes and %(payable)s are to be paid: the "
                "difference is %(difference)s. Ask the agent for a bill of what was approved.",
                move=move.display_name,
                said=money(said),
                payable=money(self.amount_payable),
                difference=money(difference),
            )
        return None

from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from ..engine.money import round_half_up
from ..reading import to_decimal


class CrmCommissionSettlement(models.Model):
    """What a bill or entry has to say before it is posted: what its statement says (I1, I9)."""

    # one file for each purpose
    _inherit = "crm.commission.settlement"  # pylint: disable=consider-merging-classes-inherited

    def _check_before_posting(self):
        """
        :raise UserError: the sum, payee or an account is not that of the statement
        """
        wrong = self.statement_id._get_wrong() if self else {}
        for settlement in self:
            statement = settlement.statement_id
            problem = wrong.get(statement.id) or settlement._find_problem()
            if statement._is_of(self.env.user):
                problem = self.env._("it is your own, and somebody else has to post it.")
            if problem:
                raise UserError(
                    self.env._(
                        "%(move)s settles %(statement)s and is not posted: %(problem)s",
                        move=settlement.move_id.display_name,
                        statement=statement.display_name,
                        problem=problem,
                    )
                )

    def _find_problem(self):
        """Why the bill or entry is not what the statement says, in a sentence; None if it is."""
        move, statement = self.move_id, self.statement_id
        payable = to_decimal(statement.amount_payable)
        money = statement.currency_id.format
        if self._get_expense_lines().currency_id - statement.currency_id:
            return self.env._("it is not in %s.", statement.currency_id.name)
        for said in (self._sum(self._get_expense_lines()), self._sum(self._get_linked_lines())):
            if said != payable:
                return self.env._(
                    "it says %(said)s without taxes, %(difference)s off the %(payable)s to pay. "
                    "Correct its lines, or cancel it and settle again.",
                    said=money(float(said)),
                    difference=money(float(said - payable)),
                    payable=money(float(payable)),
                )
        return self._find_problem_of_accounts(move, statement)

    def _find_problem_of_accounts(self, move, statement):
        for account in self._get_linked_lines().account_id:
            if account.internal_group != "expense":
                return self.env._(
                    "commissions are an expense, and %s is no account of expenses.",
                    account.with_company(self.company_id).display_name,
                )
        payee = statement.payee_id.commercial_partner_id
        for partner in self._get_payable_lines().partner_id.commercial_partner_id:
            if partner != payee:
                return self.env._(
                    "it is for %(partner)s, and %(payee)s is to be paid.",
                    partner=partner.display_name,
                    payee=payee.display_name,
                )
        return None

    def _get_linked_lines(self):
        return self.move_id.line_ids.filtered(
            lambda line: line.commission_statement_id == self.statement_id
        )

    def _get_expense_lines(self):
        """All that the bill says without taxes, be it linked or not."""
        if self.kind == "entry":
            return self.move_id.line_ids - self._get_payable_lines()
        return self.move_id.line_ids.filtered(lambda line: line.display_type == "product")

    def _sum(self, lines):
        """In the currency of the statement; debits are above zero."""
        digits = self.currency_id.decimal_places
        total = sum((to_decimal(line.amount_currency) for line in lines), Decimal(0))
        return round_half_up(total, digits)

    # -- what takes it back ----------------------------------------------------------------------

    def _check_and_link_reversals(self, moves):
        """Link what takes a bill back, so that all that was posted for a statement adds up.

        :param moves: about to be posted
        :raise UserError: a bill would be taken back in part
        """
        for settlement in self:
            bill = settlement.move_id
            whole = settlement._sum(settlement._get_linked_lines())
            for move in moves.filtered(lambda move, bill=bill: move.reversed_entry_id == bill):
                lines = settlement._find_reversing_lines(move)
                if settlement._sum(lines) != -whole:
                    raise UserError(
                        self.env._(
                            "%(move)s settles %(statement)s: it is taken back whole or not at all. "
                            "What changes a commission is an entry of its ledger.",
                            move=bill.display_name,
                            statement=settlement.statement_id.display_name,
                        )
                    )
                lines._by_settlement().commission_statement_id = settlement.statement_id

    def _find_reversing_lines(self, move):
        if self.kind == "bill":
            return move.line_ids.filtered(lambda line: line.display_type == "product")
        accounts = self._get_linked_lines().account_id
        return move.line_ids.filtered(lambda line: line.account_id in accounts)

    def _after_posting(self):
        """What was accrued is taken back on the day of the bill."""
        for settlement in self:
            if settlement.status in ("posted", "paid"):
                settlement.statement_id._release_accruals(settlement.move_id.date)

from odoo import models
from odoo.exceptions import UserError

from .crm_commission_statement_flow import ACCOUNTANT


class CrmCommissionStatement(models.Model):
    """What payroll takes over: a row an employee, and its word that it has."""

    # one file for each purpose
    _inherit = "crm.commission.statement"  # pylint: disable=consider-merging-classes-inherited

    def _get_payroll_rows(self):
        """Header and rows; in each row the amounts add up to the last one.

        :raise AccessError: not an accountant's step
        """
        self._check_group(ACCOUNTANT)
        header = [
            self.env._("Employee"),
            self.env._("Tax ID"),
            self.env._("Period"),
            self.env._("Gross"),
            self.env._("Clawback"),
            self.env._("Draw"),
            self.env._("Carried"),
            self.env._("To pay"),
            self.env._("Currency"),
        ]
        rows = [
            [
                statement.payee_id.name or "",
                statement.payee_id.vat or "",
                statement.period_id.name,
                statement.amount_earned,
                statement.amount_late,
                statement.draw_amount,
                statement.currency_id.round(statement.carry_in - statement.carry_out),
                statement.amount_payable,
                statement.currency_id.name,
            ]
            for statement in self
        ]
        return header, rows

    def _settle_by_payroll(self, reference):
        """
        :param reference: under which payroll keeps them
        :return: a notice of what was done, and what was not and why
        :raise UserError: there is no reference
        """
        self._check_group(ACCOUNTANT)
        reference = (reference or "").strip()
        if not reference:
            raise UserError(self.env._("Say under which reference payroll keeps them."))
        waiting = self._take_to_settle()
        own = waiting.filtered(lambda statement: statement._is_of(self.env.user))
        done = (waiting - own).filtered(
            lambda statement: (
                statement.state == "approved" and statement.settlement_type == "payroll"
            )
        )
        done._add_settlements("payroll", reference=reference)
        problems = {statement: statement._find_settle_problem() for statement in own}
        return self._tell_settled(done, problems)

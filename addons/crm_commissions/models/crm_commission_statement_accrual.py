from odoo import Command, fields, models

from ..settling import OF_AGENTS


class CrmCommissionStatement(models.Model):
    """What agents have earned in a closed month and have not billed is an expense of that month.

    The entry is taken back on the day of the bill. Employees' entries are dated in their month
    themselves, and payroll has accruals of its own.
    """

    # one file for each purpose
    _inherit = "crm.commission.statement"  # pylint: disable=consider-merging-classes-inherited

    accrual_move_id = fields.Many2one(
        "account.move",
        string="Accrual",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )

    def _accrue(self):
        """Bring the accruals of these statements to what is approved and not billed.

        Closing again changes nothing: what is accrued already, and of the same amount, stays.
        """
        # sudo: the accrual belongs to closing the month, whoever closes it
        every = self.sudo().filtered(lambda row: row.company_id.commission_accrual)
        for company, statements in every.grouped("company_id").items():
            own = statements.with_company(company)
            changed = own.filtered(lambda row: not (row._is_to_accrue() and row._is_accrued()))
            changed._release_accruals()
            missing = changed.filtered(lambda row: row._is_to_accrue())
            if missing:
                company._check_commission_setup("accrual")
                missing._make_accruals()

    def _is_to_accrue(self):
        live = self.settlement_ids.filtered("is_live")
        return (
            self.settlement_type in OF_AGENTS
            and self.state in ("approved", "settled")
            and bool(self.amount_payable)
            and self.period_id.state == "closed"
            and live.status not in ("posted", "paid")
        )

    def _get_live_accrual(self):
        return self.accrual_move_id.filtered(
            lambda move: (
                move.state == "posted" and "posted" not in move.reversal_move_ids.mapped("state")
            )
        )

    def _is_accrued(self):
        account = self.company_id.commission_accrual_account_id
        lines = self._get_live_accrual().line_ids.filtered(lambda row: row.account_id == account)
        accrued = -sum(lines.mapped("amount_currency"))
        return bool(lines) and self.currency_id.compare_amounts(accrued, self.amount_payable) == 0

    def _make_accruals(self):
        moves = self.env["account.move"].create([row._get_accrual_values() for row in self])
        moves._post(soft=False)
        for statement, move in zip(self, moves, strict=True):
            statement._by_flow().accrual_move_id = move

    def _get_accrual_values(self):
        company, day = self.company_id, self.period_id.date_to
        text = self.env._("Commissions not billed yet: %s", self.display_name)
        expense = self._get_entry_line(
            day, company.commission_bill_account_id, text, self.amount_payable
        )
        due = self._get_entry_line(
            day, company.commission_accrual_account_id, text, -self.amount_payable
        )
        return {
            "move_type": "entry",
            "company_id": company.id,
            "journal_id": company.commission_entry_journal_id.id,
            "date": day,
            "ref": text,
            "line_ids": [
                Command.create(expense),
                Command.create({**due, "balance": -expense["balance"]}),
            ],
        }

    def _release_accruals(self, day=None):
        """Take back what is accrued.

        :param day: of the bill; None: the day of the accrual, as if it had not been
        """
        # sudo: whoever posts the bill need not write entries in other journals
        for statement in self.sudo():
            accrual = statement._get_live_accrual()
            if accrual:
                date = max(day or accrual.date, accrual.date)
                ref = self.env._("Billed: %s", accrual.ref)
                accrual._reverse_moves([{"date": date, "ref": ref}], cancel=True)

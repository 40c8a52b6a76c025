from decimal import Decimal

from odoo import Command, models
from odoo.tools import format_date

from ..by_flow import BY_FLOW
from ..engine.money import ZERO
from ..engine.statements import rounded_parts
from ..reading import to_decimal


class CrmCommissionStatement(models.Model):
    """Bills and entries: a line a plan, which add up to what is to be paid."""

    # one file for each purpose
    _inherit = "crm.commission.statement"  # pylint: disable=consider-merging-classes-inherited

    def _get_settlement_parts(self):
        """What is paid by each plan, rounded, and what is carried.

        :return: dict of statement: list of (words, Decimal that is not zero)
        """
        totals = {}
        for statement, plan, amount in (
            self.env["crm.commission.entry"]
            .sudo()
            ._read_group(
                [("statement_id", "in", self.ids)], ["statement_id", "plan_id"], ["amount:sum"]
            )
        ):
            totals.setdefault(statement.id, []).append((plan, Decimal(f"{amount:.6f}")))
        return {
            statement: statement._word_parts(totals.get(statement.id, [])) for statement in self
        }

    def _word_parts(self, totals):
        lang = self.payee_id.lang or self.env.lang
        words = self.with_context(lang=lang)
        month = words._get_month()
        digits = self.currency_id.decimal_places
        gross = to_decimal(self.amount_gross)
        amounts = rounded_parts([amount for _plan, amount in totals], gross, digits)
        parts = [
            (
                words.env._(
                    "Commissions of %(month)s: %(plan)s", month=month, plan=plan.name or ""
                ).rstrip(": "),
                amount,
            )
            for (plan, _exact), amount in zip(totals, amounts, strict=True)
        ]
        carried = to_decimal(self.amount_payable) - (gross if totals else ZERO)
        parts.append((words.env._("Carried from and to other months"), carried))
        return [(text, amount) for text, amount in parts if amount]

    # -- bills -----------------------------------------------------------------------------------

    def _make_bills(self):
        """
        :return: draft bills, or refunds for what is paid back, in the order of the statements
        """
        parts = self._get_settlement_parts()
        Move = self.env["account.move"].with_context(crm_commission_flow=BY_FLOW)
        moves = Move.create([statement._get_bill_values(parts[statement]) for statement in self])
        return moves.with_env(self.env)

    def _get_bill_values(self, parts):
        refund = self.amount_payable < 0
        sign = -1 if refund else 1
        product = self.company_id._get_commission_product()
        return {
            "move_type": "in_refund" if refund else "in_invoice",
            "company_id": self.company_id.id,
            "journal_id": self.company_id.sudo().commission_bill_journal_id.id,
            "partner_id": self.payee_id.id,
            "currency_id": self.currency_id.id,
            "invoice_date": self.company_id._crm_today(),
            "invoice_origin": self.display_name,
            "invoice_line_ids": [
                Command.create(
                    {
                        "product_id": product.id,
                        "name": text,
                        "quantity": 1,
                        "price_unit": float(sign * amount),
                        "commission_statement_id": self.id,
                    }
                )
                for text, amount in parts
            ],
        }

    # -- entries ---------------------------------------------------------------------------------

    def _make_entries(self):
        """
        :return: draft entries in the order of the statements
        """
        parts = self._get_settlement_parts()
        Move = self.env["account.move"].with_context(crm_commission_flow=BY_FLOW)
        moves = Move.create([statement._get_entry_values(parts[statement]) for statement in self])
        for statement, move in zip(self, moves.with_env(self.env), strict=True):
            statement._set_accounting_date(move)
        return moves.with_env(self.env)

    def _get_entry_values(self, parts):
        company = self.company_id.sudo()
        day = min(self.period_id.date_to, company._crm_today())
        lines = [
            self._get_entry_line(day, company.commission_salary_account_id, text, amount)
            | {"commission_statement_id": self.id}
            for text, amount in parts
        ]
        total = sum(amount for _text, amount in parts)
        due = self._get_entry_line(
            day, company.commission_salary_payable_account_id, self.display_name, -total
        )
        # what is owed is what the parts come to, which are converted one by one
        due["balance"] = -sum(line["balance"] for line in lines)
        return {
            "move_type": "entry",
            "company_id": self.company_id.id,
            "journal_id": company.commission_entry_journal_id.id,
            "date": day,
            "ref": self.display_name,
            "line_ids": [Command.create(line) for line in [*lines, due]],
        }

    def _get_entry_line(self, day, account, text, amount):
        company = self.company_id
        return {
            "name": text,
            "account_id": account.id,
            "partner_id": self.payee_id.id,
            "currency_id": self.currency_id.id,
            "amount_currency": float(amount),
            "balance": self.currency_id._convert(float(amount), company.currency_id, company, day),
        }

    def _set_accounting_date(self, move):
        """The day on which it can be entered, if its own is locked, and a sentence about it."""
        locks = move._get_violated_lock_dates(move.date, False)
        if not locks:
            return
        wanted = move.date
        move.date = move._get_accounting_date(wanted, False, lock_dates=locks)
        # sudo: a word in the chatter of a statement that nobody writes
        self.sudo().message_post(
            body=self.env._(
                "%(day)s is locked (%(locks)s): the entry is dated %(date)s.",
                day=format_date(self.env, wanted),
                locks=self.env["res.company"]._format_lock_dates(locks),
                date=format_date(self.env, move.date),
            )
        )

from odoo import Command

from .common_scenario import ScenarioCase


class SettlementCase(ScenarioCase):
    """A2 once more: Nora is an agent from outside, Nils an employee.

    ``ana`` settles: she keeps the commissions and may write bills. The chart is not Spanish, so
    she has chosen journals and accounts herself.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.nora | cls.nils | cls.sara | cls.ana).partner_id.lang = "en_US"
        cls.plan.participant_ids.payee_type = "external"
        cls.flat = cls.make_plan(cls.nils, name="Flat", rate=4)
        cls.invoice(1234.57, day="2026-03-12", rep=cls.nils)
        cls.choose_accounts(cls.company)
        cls.engine._run(cls.company)
        cls.agent = cls.statement("2026-03-01", cls.nora)
        cls.employee = cls.statement("2026-03-01", cls.nils)

    @classmethod
    def choose_accounts(cls, company):
        """Journals and accounts as an accountant chooses them where the chart is not Spanish."""
        Account = cls.env["account.account"].with_company(company)
        accounts = {
            code: Account.create(
                {
                    "name": name,
                    "code": code,
                    "account_type": kind,
                    "reconcile": kind != "expense",
                }
            )
            for code, name, kind in (
                ("623001", "Agents", "expense"),
                ("640001", "Salaries", "expense"),
                ("465001", "Salaries to pay", "liability_payable"),
                ("400901", "Bills to come", "liability_current"),
            )
        }
        tax = cls.env["account.tax"].create(
            {
                "name": "IVA 21 % services",
                "amount": 21,
                "type_tax_use": "purchase",
                "company_id": company.id,
                "country_id": company.account_fiscal_country_id.id,
            }
        )
        product = company._get_commission_product()
        product.supplier_taxes_id = tax
        Journal = cls.env["account.journal"].with_company(company)
        company.write(
            {
                "commission_bill_journal_id": Journal.create(
                    {"name": "Agents", "type": "purchase", "is_self_billing": True}
                ).id,
                "commission_bill_account_id": accounts["623001"].id,
                "commission_entry_journal_id": Journal.search(
                    [("type", "=", "general"), ("company_id", "=", company.id)], limit=1
                ).id,
                "commission_salary_account_id": accounts["640001"].id,
                "commission_salary_payable_account_id": accounts["465001"].id,
                "commission_accrual_account_id": accounts["400901"].id,
            }
        )
        return accounts

    # -- what happens ----------------------------------------------------------------------------

    @classmethod
    def approve(cls, statements):
        for period in statements.period_id.sorted("date_from"):
            if period.state == "open":
                period.with_user(cls.ana).action_calculate()
        return super().approve(statements)

    def settle(self, statement, user=None):
        """Settle, and give the draft."""
        statement.with_user(user or self.ana).action_settle()
        return statement.settlement_ids.filtered("is_live").move_id

    def settled_bill(self):
        """The posted bill of the agent's 1,875.00."""
        self.approve(self.agent)
        bill = self.settle(self.agent)
        bill.with_user(self.ana).action_post()
        return bill

    def pay_bill(self, bill):
        """Pay it whole, and give the payment."""
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=bill.ids)
            .create({"journal_id": self.bank.id, "payment_date": self.TODAY})
        )
        return wizard._create_payments()

    @staticmethod
    def reverse(move, day="2026-06-15"):
        """A posted reversal, by the wizard."""
        wizard = (
            move.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=move.ids)
            .create({"journal_id": move.journal_id.id, "date": day, "reason": "Wrong"})
        )
        return move.browse(wizard.refund_moves()["res_id"])

    # -- what comes of it ------------------------------------------------------------------------

    @staticmethod
    def balances(move):
        """Debits less credits by account code, without those that are nothing."""
        found = {}
        for line in move.line_ids:
            code = line.account_id.with_company(line.company_id).code
            found[code] = round(found.get(code, 0) + line.balance, 2)
        return {code: amount for code, amount in found.items() if amount}

    def edit_price(self, bill, price):
        line = bill.invoice_line_ids[:1]
        bill.write({"invoice_line_ids": [Command.update(line.id, {"price_unit": price})]})

    def linked_sum(self, statement):
        """The sum of all posted items that are linked to a statement."""
        lines = self.env["account.move.line"].search(
            [("commission_statement_id", "=", statement.id), ("parent_state", "=", "posted")]
        )
        return round(sum(lines.mapped("balance")), 2)

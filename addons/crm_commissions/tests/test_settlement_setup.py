from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from .common_commissions import LedgerCase


@tagged("post_install", "-at_install")
class TestSettlementSetup(LedgerCase):
    """What is there before anybody has chosen anything."""

    def test_agents_are_settled_by_bills_and_employees_by_entries(self):
        plan = self.make_plan(active=False)
        agent = self.take_part(plan, self.nora, payee_type="external")
        employee = self.take_part(plan, self.nils)
        self.assertEqual((agent.settlement_type, employee.settlement_type), ("bill", "entry"))
        employee.payee_type = "external"
        self.assertEqual(employee.settlement_type, "bill")

    def test_salaries_are_no_bills_and_bills_no_salaries(self):
        plan = self.make_plan(active=False)
        with self.assertRaisesRegex(ValidationError, "Nora is not settled by “Payroll”"):
            self.take_part(plan, self.nora, payee_type="external", settlement_type="payroll")
        with self.assertRaisesRegex(ValidationError, "Nils is not settled by “Bill of the agent”"):
            self.take_part(plan, self.nils, settlement_type="vendor_bill")

    def test_a_statement_is_settled_as_its_payee_is(self):
        plan = self.make_plan(active=False, rate=5)
        self.take_part(plan, self.nora, payee_type="external", settlement_type="vendor_bill")
        plan.action_activate()
        self.invoice(1000, day="2026-05-05")
        self.run_commissions()
        statement = self.env["crm.commission.statement"].search(
            [("payee_id", "=", self.nora.partner_id.id)]
        )
        self.assertEqual(statement.settlement_type, "vendor_bill")

    def test_the_product_of_the_bills_is_there(self):
        product = self.company._get_commission_product()
        self.assertEqual((product.name, product.type), ("Commissions", "service"))
        self.assertFalse(product.sale_ok)

    def test_of_other_charts_nothing_is_guessed(self):
        """Given a chart that is not Spanish, then the accountant is told what to choose, where."""
        self.company._fill_from_spanish_chart()
        self.assertFalse(self.company.commission_bill_journal_id)
        self.assertFalse(self.company.commission_salary_account_id)
        with self.assertRaisesRegex(
            Exception,
            "there is missing: Journal of employees' commissions, Salaries, and Salaries to pay. "
            "Choose it: Pilares → Configuration → Settings → Commissions",
        ):
            self.company.with_env(self.env)._check_commission_setup("entry")

    def test_without_the_product_it_is_said_as_well(self):
        self.env.ref("crm_commissions.product_commission").unlink()
        self.assertFalse(self.company.commission_bill_account_id)
        with self.assertRaisesRegex(Exception, "Expense of agents.* Product of agents' bills"):
            self.company.with_env(self.env)._check_commission_setup("bill")

    def test_the_account_of_the_settings_is_that_of_the_product(self):
        account = self.env["account.account"].create(
            {"name": "Agents", "code": "623009", "account_type": "expense"}
        )
        settings = self.env["res.config.settings"].create({"company_id": self.company.id})
        settings.commission_bill_account_id = account
        settings.execute()
        product = self.company._get_commission_product()
        self.assertEqual(product.property_account_expense_id, account)
        self.assertFalse(
            product.with_company(self.env.ref("base.main_company").id).property_account_expense_id
            == account
        )

    def test_the_link_of_journal_items_has_an_index_of_its_linked_rows_alone(self):
        [(definition,)] = self.env.execute_query(
            SQL(
                "SELECT indexdef FROM pg_indexes WHERE tablename = 'account_move_line' "
                "AND indexdef LIKE '%%(commission_statement_id)%%'"
            )
        )
        self.assertIn("IS NOT NULL", definition)

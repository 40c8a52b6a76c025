from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from .. import chart_es

_NEEDS = {
    "bill": ("commission_bill_journal_id", "commission_bill_account_id"),
    "entry": (
        "commission_entry_journal_id",
        "commission_salary_account_id",
        "commission_salary_payable_account_id",
    ),
    "accrual": (
        "commission_entry_journal_id",
        "commission_bill_account_id",
        "commission_accrual_account_id",
    ),
}


class ResCompany(models.Model):
    """With which journals and accounts commissions are settled."""

    _inherit = "res.company"

    commission_product_id = fields.Many2one(
        "product.product",
        string="Product of agents' bills",
        check_company=True,
        help="Empty: the product Commissions.",
    )
    commission_bill_journal_id = fields.Many2one(
        "account.journal",
        string="Journal of self-billing",
        check_company=True,
        domain="[('type', '=', 'purchase'), ('is_self_billing', '=', True)]",
        help="For the bills that we write for agents. Its numbers run for each agent.",
    )
    commission_bill_account_id = fields.Many2one(
        "account.account",
        string="Expense of agents",
        compute="_compute_commission_bill_account_id",
        inverse="_inverse_commission_bill_account_id",
        domain="[('internal_group', '=', 'expense')]",
        help="The expense account of the product: 623 in Spain.",
    )
    commission_entry_journal_id = fields.Many2one(
        "account.journal",
        string="Journal of employees' commissions",
        check_company=True,
        domain="[('type', '=', 'general')]",
        help="Accruals of agents' commissions are entered in it as well.",
    )
    commission_salary_account_id = fields.Many2one(
        "account.account",
        string="Salaries",
        check_company=True,
        domain="[('internal_group', '=', 'expense')]",
        help="What employees have earned is debited to it: 640 in Spain.",
    )
    commission_salary_payable_account_id = fields.Many2one(
        "account.account",
        string="Salaries to pay",
        check_company=True,
        domain="[('internal_group', '=', 'liability'), ('reconcile', '=', True)]",
        help="What is owed to employees: 465 in Spain. It is reconciled with what is paid.",
    )
    commission_accrual = fields.Boolean(
        string="Accrue at close",
        help="When a month is closed, what agents have not billed yet is entered as an expense, "
        "and taken back on the date of the bill.",
    )
    commission_accrual_account_id = fields.Many2one(
        "account.account",
        string="Bills to come",
        check_company=True,
        domain="[('internal_group', '=', 'liability'), "
        "('account_type', '!=', 'liability_payable')]",
        help="What is accrued is credited to it: 4009 in Spain.",
    )

    def _get_commission_product(self):
        """The product of agents' bills as this company sees it; none if it was deleted."""
        self.ensure_one()
        # sudo: whoever settles need not read all products
        product = self.sudo().commission_product_id or self.env.ref(
            "crm_commissions.product_commission", raise_if_not_found=False
        )
        return (product or self.env["product.product"]).sudo().with_company(self)

    @api.depends("commission_product_id")
    def _compute_commission_bill_account_id(self):
        for company in self:
            template = company._get_commission_product().product_tmpl_id
            accounts = template.get_product_accounts() if template else {}
            company.commission_bill_account_id = accounts.get("expense")

    def _inverse_commission_bill_account_id(self):
        for company in self:
            product = company._get_commission_product()
            product.property_account_expense_id = company.commission_bill_account_id

    # -- where nothing was chosen ----------------------------------------------------------------

    def _check_commission_setup(self, kind):
        """What settling needs is there; in a Spanish chart it is found by itself.

        :param kind: a key of _NEEDS
        :raise UserError: something is missing, with where to choose it
        """
        self.ensure_one()
        # sudo: whoever settles need not be the one who sets up the company
        company = self.sudo()
        company._fill_from_spanish_chart()
        missing = [name for name in _NEEDS[kind] if not company[name]]
        if "commission_bill_account_id" in missing and not company._get_commission_product():
            missing.append("commission_product_id")
        if missing:
            labels = self.fields_get(missing, ["string"])
            raise UserError(
                self.env._(
                    "To settle commissions of %(company)s there is missing: %(missing)s. Choose "
                    "it: Pilares → Configuration → Settings → Commissions.",
                    company=self.name,
                    missing=format_list(self.env, [labels[name]["string"] for name in missing]),
                )
            )

    def _fill_from_spanish_chart(self):
        """Take from a Spanish chart what was not chosen yet; nothing is known of other charts.

        The chart comes with a module of Odoo that is not ours to need: it is asked for here alone.
        """
        for company in self:
            if not (company.chart_template or "").startswith(chart_es.CHARTS):
                continue
            chart = company.env["account.chart.template"].with_company(company)
            accounts = {
                name: chart.ref(template, raise_if_not_found=False)
                for name, template in chart_es.ACCOUNTS.items()
            }
            found = {
                "commission_salary_account_id": accounts["salary"],
                "commission_salary_payable_account_id": accounts["salary_payable"],
                "commission_accrual_account_id": accounts["accrual"],
                "commission_entry_journal_id": chart.ref(
                    chart_es.ENTRY_JOURNAL, raise_if_not_found=False
                ),
            }
            missing = {
                name: record.id for name, record in found.items() if record and not company[name]
            }
            if missing:
                company.write(missing)
            company._fill_commission_product(accounts["bill"])
            company._fill_commission_bill_journal()

    def _fill_commission_product(self, account):
        """Account and taxes of the product, unless it has an account of its own."""
        product = self._get_commission_product()
        if not product or product.property_account_expense_id or not account:
            return
        product.property_account_expense_id = account
        taxes = account.tax_ids.filtered(lambda tax: tax.type_tax_use == "purchase")
        others = product.supplier_taxes_id.filtered(lambda tax: tax.company_id != self)
        product.supplier_taxes_id = taxes | others

    def _fill_commission_bill_journal(self):
        if self.commission_bill_journal_id:
            return
        Journal = self.env["account.journal"]
        journal = Journal.search(
            [
                ("company_id", "=", self.id),
                ("type", "=", "purchase"),
                ("is_self_billing", "=", True),
            ],
            limit=1,
        )
        self.commission_bill_journal_id = journal or Journal.create(
            {
                "name": self.env._("Commissions of agents"),
                "type": "purchase",
                "is_self_billing": True,
                "company_id": self.id,
            }
        )

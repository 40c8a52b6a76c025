from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    """Money between a customer and us, as figures.

    They are those of the whole commercial entity, in the currency of the current company, over the
    companies that the user works in. Who sees the customer may see them, though not the documents
    behind them: a rep who inherits a customer has to know what is owed, and core shows him neither
    invoices nor the orders of his predecessor.
    """

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _crm_receivables(self):
        """What these customers owe: ``{partner_id: {'open': float, 'overdue': float}}``."""
        lines = self.env["account.move.line"]
        owed = (
            Domain("partner_id", "in", self._crm_customer_ids())
            & Domain("account_type", "=", "asset_receivable")
            & Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
        )
        today = self.env.company._crm_today()
        return self._crm_by_customer(
            {
                "open": (lines, owed, "partner_id", "amount_residual"),
                "overdue": (
                    lines,
                    owed & Domain("date_maturity", "<", today),
                    "partner_id",
                    "amount_residual",
                ),
            }
        )

    def _crm_sales_12m(self):
        """Sales without tax of the last twelve months and of the twelve before.

        :return: ``{partner_id: {'amount': float, 'before': float}}``
        """
        moves = self.env["account.move"]
        sold = (
            Domain("commercial_partner_id", "in", self._crm_customer_ids())
            & Domain("move_type", "in", ("out_invoice", "out_refund"))
            & Domain("state", "=", "posted")
        )
        today = self.env.company._crm_today()
        year_ago, two_ago = today - relativedelta(years=1), today - relativedelta(years=2)
        last = sold & Domain("invoice_date", ">", year_ago) & Domain("invoice_date", "<=", today)
        before = (
            sold & Domain("invoice_date", ">", two_ago) & Domain("invoice_date", "<=", year_ago)
        )
        field, measure = "commercial_partner_id", "amount_untaxed_signed"
        return self._crm_by_customer(
            {"amount": (moves, last, field, measure), "before": (moves, before, field, measure)}
        )

    def _crm_open_quotes(self):
        """Quotes that wait for an answer: ``{partner_id: {'count': int, 'amount': float}}``."""
        # sudo: figures alone, see the class
        orders = self.env["sale.order"].sudo()
        waiting = (
            Domain("partner_id.commercial_partner_id", "in", self._crm_customer_ids())
            & Domain("state", "in", ("draft", "sent"))
            & Domain("company_id", "in", self.env.companies.ids)
        )
        figures = defaultdict(lambda: {"count": 0, "amount": 0.0})
        for partner, currency, count, amount in orders._read_group(
            waiting, ["partner_id", "currency_id"], ["__count", "amount_total:sum"]
        ):
            figure = figures[partner.commercial_partner_id.id]
            figure["count"] += count
            figure["amount"] += self._crm_to_company_currency(amount, currency)
        return self._crm_spread(figures, {"count": 0, "amount": 0.0})

    # -- the work behind them --------------------------------------------------------------------

    def _crm_customer_ids(self):
        return self.commercial_partner_id.ids

    def _crm_by_customer(self, wanted):
        """One grouped read for each figure: ``{key: (model, domain, partner field, measure)}``.

        sudo: figures alone, see the class.
        """
        figures = defaultdict(lambda: dict.fromkeys(wanted, 0.0))
        companies = Domain("company_id", "in", self.env.companies.ids)
        for key, (model, domain, field, measure) in wanted.items():
            for partner, company, amount in model.sudo()._read_group(
                domain & companies, [field, "company_id"], [f"{measure}:sum"]
            ):
                value = self._crm_to_company_currency(amount, company.currency_id)
                figures[partner.id][key] += value
        return self._crm_spread(figures, dict.fromkeys(wanted, 0.0))

    def _crm_to_company_currency(self, amount, currency):
        company = self.env.company
        if currency == company.currency_id:
            return amount
        return currency._convert(amount, company.currency_id, company, company._crm_today())

    def _crm_spread(self, figures, nothing):
        """Figures of commercial entities for each of these contacts; zeros where there are none."""
        currency = self.env.company.currency_id
        return {
            partner.id: {
                key: currency.round(value) if isinstance(value, float) else value
                for key, value in figures.get(partner.commercial_partner_id.id, nothing).items()
            }
            for partner in self
        }

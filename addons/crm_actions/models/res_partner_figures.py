from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import SQL

SALES = SQL("document.move_type IN ('out_invoice', 'out_refund', 'out_receipt')")
"""Posted customer documents; worded as in the index ``_crm_customer_idx`` of account.move."""
OWED = SQL(
    """document.parent_state = 'posted' AND document.reconciled IS NOT TRUE
       AND account.account_type = 'asset_receivable'"""
)
"""What is still to be paid, of ``document``, an entry's line, and its ``account``."""


def overdue(today):
    """Whether a line that is owed, of an invoice or one of its instalments, is past due."""
    return SQL("document.amount_residual > 0 AND document.date_maturity < %s", today)


class ResPartner(models.Model):
    """What customers buy, owe and were offered: each figure by one grouped query.

    The figures pass over the rules of the documents. Whoever looks after a customer has to know
    what it owes, also for what a former rep sold, and a sum gives no document away. Whom they may
    be shown to is for the caller to ask (``_crm360_sees_all``).
    """

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _crm_receivables(self, *, address=None):
        """What these customers owe, by the receivables of the ERP.

        ``open`` is what core calls the receivable: payments that nobody has matched yet lower it.
        ``overdue`` is what invoices, or their instalments, were to be paid before today; unmatched
        payments do not lower that one.

        :param address: only the invoices of what was delivered to this contact
        :return: ``{partner_id: {'open': float, 'overdue': float}}`` for each of these partners:
            figures of its commercial entity, in the allowed companies, in the current company's
            currency
        """
        self.env["account.move.line"].flush_model()
        shipped = SQL()
        if address:
            self.env["account.move"].flush_model(["partner_shipping_id"])
            shipped = SQL(
                """JOIN account_move move
                     ON move.id = document.move_id AND move.partner_shipping_id = %s""",
                address.id,
            )
        return self._crm_sum_documents(
            ("open", "overdue"),
            SQL(
                """SUM(document.amount_residual),
                   SUM(document.amount_residual) FILTER (WHERE %s)""",
                overdue(self.env.company._crm_today()),
            ),
            SQL(
                """JOIN account_move_line document ON document.partner_id = member.id
                   JOIN account_account account ON account.id = document.account_id AND %s %s""",
                OWED,
                shipped,
            ),
        )

    def _crm_open_quotes(self, *, address=None):
        """Quotes that these customers have not answered yet, with taxes.

        :param address: only what would be delivered to this contact
        :return: ``{partner_id: {'count': int, 'amount': float}}``, as in :meth:`_crm_receivables`
        """
        self.env["sale.order"].flush_model()
        return self._crm_sum_documents(
            ("amount", "count"),
            # the rate of an order is that of its currency against its company's
            SQL(
                """SUM(document.amount_total / COALESCE(NULLIF(document.currency_rate, 0), 1)),
                   COUNT(*)"""
            ),
            SQL(
                """JOIN sale_order document ON document.partner_id = member.id
                    AND document.state IN ('draft', 'sent') %s""",
                SQL("AND document.partner_shipping_id = %s", address.id) if address else SQL(),
            ),
            counts=("count",),
        )

    def _crm_sales_12m(self, *, address=None):
        """Untaxed sales that were invoiced, less what was credited.

        :param address: only what was delivered to this contact
        :return: ``{partner_id: {'amount': float, 'before': float}}``, as in
            :meth:`_crm_receivables`: the twelve months up to today, and the twelve before them
        """
        self.env["account.move"].flush_model()
        today = self.env.company._crm_today()
        year_ago, before = today - relativedelta(years=1), today - relativedelta(years=2)
        return self._crm_sum_documents(
            ("amount", "before"),
            SQL(
                """SUM(amount_untaxed_signed) FILTER (WHERE invoice_date > %(ago)s),
                   SUM(amount_untaxed_signed) FILTER (WHERE invoice_date <= %(ago)s)""",
                ago=year_ago,
            ),
            SQL(
                """JOIN account_move document
                     ON document.commercial_partner_id = asked.commercial_partner_id
                    AND document.state = 'posted' AND %s
                    AND document.invoice_date > %s AND document.invoice_date <= %s %s""",
                SALES,
                before,
                today,
                SQL("AND document.partner_shipping_id = %s", address.id) if address else SQL(),
            ),
            by_member=False,
        )

    def _crm_sum_documents(self, names, sums, joins, *, counts=(), by_member=True):
        """Sums over the documents of the customers, by one query.

        :param names: what the sums are called
        :param SQL sums: as many aggregates of ``document``, in the currency of its company
        :param SQL joins: the documents, joined to ``member``, a contact of the customer, or,
            without ``by_member``, to ``asked``, the partner itself
        :param counts: names of what is no money
        :return: ``{partner_id: {name: number}}`` for each of these partners
        """
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        members = SQL(
            "JOIN res_partner member ON member.commercial_partner_id = asked.commercial_partner_id"
        )
        rows = self.env.execute_query(
            SQL(
                """SELECT asked.id, document.company_id, %s FROM res_partner asked %s %s
                    WHERE asked.id = ANY(%s) AND document.company_id = ANY(%s)
                 GROUP BY asked.id, document.company_id""",
                sums,
                members if by_member else SQL(),
                joins,
                list(self._origin.ids),
                self.env.companies.ids,
            )
        )
        figures = {partner.id: dict.fromkeys(names, 0.0) for partner in self._origin}
        figures = {key: {**row, **dict.fromkeys(counts, 0)} for key, row in figures.items()}
        for partner_id, company_id, *amounts in rows:
            for name, amount in zip(names, amounts, strict=True):
                figures[partner_id][name] += (
                    (amount or 0) if name in counts else self._crm_to_currency(amount, company_id)
                )
        return figures

    def _crm_to_currency(self, amount, company_id):
        """An amount of a company in the currency of the current one, at today's rate."""
        company = self.env.company
        # sudo: of an allowed company, only its currency is read
        source = self.env["res.company"].sudo().browse(company_id).currency_id
        if not amount or source == company.currency_id:
            return float(amount or 0)
        return source._convert(float(amount), company.currency_id, company, company._crm_today())

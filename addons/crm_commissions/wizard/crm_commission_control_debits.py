from odoo import api, fields, models
from odoo.tools import SQL


class CrmCommissionControl(models.TransientModel):
    """Receipts that came back and were booked beside the invoice that they had paid.

    The invoice is still matched with the first receipt, so the commission stays paid, and no other
    control can tell: what the bank took back is named line by line, for somebody to match it.
    """

    # one file for each purpose
    _inherit = "crm.commission.control"  # pylint: disable=consider-merging-classes-inherited

    debit_ids = fields.One2many("crm.commission.control.debit", "control_id", readonly=True)
    debit_count = fields.Integer(compute="_compute_debit_count")
    can_return = fields.Boolean(compute="_compute_can_return")

    @api.depends("debit_ids")
    def _compute_debit_count(self):
        for control in self:
            control.debit_count = len(control.debit_ids)

    @api.depends_context("uid")
    def _compute_can_return(self):
        self.can_return = self.env["crm.commission.return.wizard"]._may_return()

    def action_check(self):
        result = super().action_check()
        self._list_debits()
        return result

    def _list_debits(self):
        """sudo: as for the rows of a control, see `action_check`."""
        control = self.sudo()
        control.debit_ids.unlink()
        control.env["crm.commission.control.debit"].create(
            [{"control_id": self.id, **debit} for debit in control._read_debits()]
        )

    def _read_debits(self):
        """Debits of the bank on receivables until the end of the month, not matched to the end.

        Only of customers whose invoices were paid, or of nobody known, and only where a plan pays
        by what is collected or takes back what is not paid.
        """
        self.env.flush_all()
        query = SQL(
            """
            SELECT line.id AS move_line_id, line.move_id, line.partner_id, line.date,
                   line.amount_residual AS amount
              FROM account_move_line AS line
              JOIN account_account AS account ON account.id = line.account_id
               AND account.account_type = 'asset_receivable'
              JOIN account_move AS cash ON cash.id = line.move_id
              JOIN account_journal AS journal ON journal.id = cash.journal_id
         LEFT JOIN res_partner AS partner ON partner.id = line.partner_id
             WHERE line.company_id = %(company)s
               AND line.date <= %(last)s
               AND line.amount_residual > 0
               AND line.balance > 0
               AND cash.state = 'posted'
               AND cash.move_type = 'entry'
               AND (cash.origin_payment_id IS NOT NULL OR cash.statement_line_id IS NOT NULL
                    OR journal.type IN ('bank', 'cash', 'credit'))
               AND (line.partner_id IS NULL OR EXISTS (
                    SELECT FROM account_move AS invoice
                     WHERE invoice.commercial_partner_id = partner.commercial_partner_id
                       AND invoice.company_id = line.company_id
                       AND invoice.state = 'posted'
                       AND invoice.move_type IN ('out_invoice', 'out_receipt')
                       AND invoice.payment_state IN ('in_payment', 'paid', 'partial')
                       AND invoice.invoice_date <= line.date))
               AND EXISTS (SELECT FROM crm_commission_plan AS plan
                            WHERE plan.company_id = line.company_id
                              AND plan.state <> 'draft'
                              AND (plan.trigger = 'collected' OR plan.unpaid_policy <> 'none'))
             ORDER BY line.date, line.id
            """,
            company=self.company_id.id,
            last=self.period_id.date_to,
        )
        return self.env.execute_query_dict(query)

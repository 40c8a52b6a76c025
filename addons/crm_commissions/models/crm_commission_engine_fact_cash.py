from odoo import models
from odoo.tools import SQL


class CrmCommissionEngine(models.AbstractModel):
    """How much of an invoice is paid, by day: the part of what is due that money was matched with.

    Not by the state of payment: an invoice is also "paid" by a refund, by a payment that is a
    draft again, or when it is written off.
    """

    # one file for each purpose
    _inherit = "crm.commission.engine"  # pylint: disable=consider-merging-classes-inherited

    def _get_paid(self, plan, refunds=False):
        """SQL of ``paid``: an invoice, a day, when it was due, the part paid until then and before.

        Amounts are in the invoice's currency: the difference of exchange is not paid by anybody. A
        day is the later one of the invoice and the payment. With nothing due, as after a deposit of
        all, the invoice is paid when it is posted. What is paid of several instalments on a day are
        several parts.

        :param refunds: what refunds have settled counts as well
        """
        cleared = plan.cash_mode == "cleared"
        return SQL(
            """
            due_of_move AS (
                SELECT sale.move_id, MIN(sale.invoice_date) AS invoice_date,
                       SUM(term.amount_currency) AS amount, MAX(term.date_maturity) AS last_day
                  FROM (SELECT DISTINCT move_id, invoice_date FROM sold) AS sale
             LEFT JOIN account_move_line AS term ON term.move_id = sale.move_id
                   AND term.display_type = 'payment_term'
              GROUP BY sale.move_id
            ),
            matched AS (
                SELECT due.move_id, partial.credit_move_id AS other_id, partial.max_date,
                       term.date_maturity AS due_day, partial.debit_amount_currency AS amount
                  FROM due_of_move AS due
                  JOIN account_move_line AS term ON term.move_id = due.move_id
                   AND term.display_type = 'payment_term'
                  JOIN account_partial_reconcile AS partial ON partial.debit_move_id = term.id
             UNION ALL
                SELECT due.move_id, partial.debit_move_id, partial.max_date,
                       term.date_maturity, -partial.credit_amount_currency
                  FROM due_of_move AS due
                  JOIN account_move_line AS term ON term.move_id = due.move_id
                   AND term.display_type = 'payment_term'
                  JOIN account_partial_reconcile AS partial ON partial.credit_move_id = term.id
            ),
            paid_on AS (
                SELECT matched.move_id, %(day)s AS day, matched.due_day,
                       SUM(matched.amount * %(ratio)s) AS amount
                  FROM matched
                  JOIN account_move_line AS other ON other.id = matched.other_id
                  JOIN account_move AS cash ON cash.id = other.move_id
                  JOIN account_journal AS journal ON journal.id = cash.journal_id
             LEFT JOIN account_payment AS payment ON payment.id = cash.origin_payment_id
                 WHERE cash.state = 'posted'  -- a draft again is still matched
                   AND (cash.origin_payment_id IS NOT NULL OR cash.statement_line_id IS NOT NULL
                        OR (journal.type IN ('bank', 'cash', 'credit')
                            AND cash.move_type = 'entry')
                        OR %(refunds)s)
                   AND %(cleared)s
              GROUP BY 1, 2, 3
            ),
            paid AS (
                SELECT paid_on.move_id, paid_on.day, paid_on.due_day,
                       (SUM(paid_on.amount) OVER so_far) / due.amount AS upto,
                       (SUM(paid_on.amount) OVER so_far - paid_on.amount) / due.amount AS before
                  FROM paid_on
                  JOIN due_of_move AS due ON due.move_id = paid_on.move_id
                 WHERE due.amount <> 0
                WINDOW so_far AS (PARTITION BY paid_on.move_id
                                   ORDER BY paid_on.day, paid_on.due_day)
             UNION ALL
                SELECT move_id, invoice_date, last_day, 1, 0
                  FROM due_of_move
                 WHERE COALESCE(amount, 0) = 0
            )
            """,
            day=self._get_bank_day() if cleared else SQL("matched.max_date"),
            ratio=self._get_liquid_part() if plan.epd_policy == "net" else SQL("1"),
            refunds=SQL("cash.move_type = 'out_refund'") if refunds else SQL("FALSE"),
            cleared=SQL("(payment.id IS NULL OR payment.is_matched)") if cleared else SQL("TRUE"),
        )

    def _get_bank_day(self):
        """The day on which the bank had the money: of the matching of what the payment waits on."""
        return SQL(
            """
            COALESCE((SELECT MAX(banked.max_date)
                        FROM account_move_line AS waiting
                        JOIN account_account AS account ON account.id = waiting.account_id
                        JOIN account_partial_reconcile AS banked
                          ON waiting.id IN (banked.debit_move_id, banked.credit_move_id)
                       WHERE waiting.move_id = payment.move_id
                         AND account.account_type NOT IN ('asset_receivable', 'liability_payable')
                     ), matched.max_date)
            """
        )

    def _get_liquid_part(self):
        """What came of what was settled: the rest was a discount for paying early."""
        return SQL(
            """
            COALESCE((SELECT LEAST(1, ABS(COALESCE(
                                 payment.amount_company_currency_signed,
                                 SUM(part.balance) FILTER (
                                     WHERE part.account_id = journal.default_account_id)))
                             / NULLIF(ABS(SUM(part.balance) FILTER (
                                 WHERE account.account_type = 'asset_receivable')), 0))
                        FROM account_move_line AS part
                        JOIN account_account AS account ON account.id = part.account_id
                       WHERE part.move_id = cash.id), 1)
            """
        )

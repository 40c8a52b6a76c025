from odoo import models
from odoo.tools import SQL

from ..scope import SALE_MOVES


class CrmCommissionEngine(models.AbstractModel):
    """Facts of invoices: that they were posted, and paid, or not paid in time."""

    # one file for each purpose
    _inherit = "crm.commission.engine"  # pylint: disable=consider-merging-classes-inherited

    def _get_sold_move_lines(self, company, plan, scope):
        """The posted lines of credits, signed: a refund's are below zero.

        Of a refund the day of the sale is the one of what it reverses; deposits do not count, since
        the invoice that settles them has the whole lines.
        """
        own = plan.currency_id == company.currency_id
        amount = SQL("-line.balance")
        if not own:
            amount = SQL(
                "CASE WHEN line.currency_id = %s THEN -line.amount_currency "
                "ELSE -line.balance * %s END",
                plan.currency_id.id,
                self._get_rate(plan, SQL("move.invoice_date")),
            )
        days, one = self._get_first_sale_of_move(plan)
        return SQL(
            """
            line AS (
                SELECT credit.id AS credit_id, credit.participant_id, line.id, line.move_id,
                       move.move_type, move.invoice_date,
                       COALESCE(origin.invoice_date, move.invoice_date) AS sale_date,
                       CASE WHEN origin.id IS NULL THEN TRUE
                            ELSE move.amount_total = origin.amount_total END AS is_whole,
                       COALESCE(origin.id, move.id) AS origin_id,
                       -line.balance AS own_amount, %(amount)s AS amount,
                       (credit.snapshot ->> 'cost')::numeric AS cost,
                       CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END
                       * line.quantity::numeric
                       * COALESCE(uom.factor / NULLIF(base_uom.factor, 0), 1) AS quantity,
                       %(days)s AS customer_days
                  FROM crm_commission_credit AS credit
                  JOIN account_move_line AS line ON line.id = credit.source_id
                  JOIN account_move AS move ON move.id = line.move_id
             LEFT JOIN account_move AS origin ON origin.id = move.reversed_entry_id
             LEFT JOIN product_product AS product ON product.id = line.product_id
             LEFT JOIN product_template AS template ON template.id = product.product_tmpl_id
             LEFT JOIN uom_uom AS base_uom ON base_uom.id = template.uom_id
             LEFT JOIN uom_uom AS uom ON uom.id = line.product_uom_id
                 WHERE credit.source_model = 'account.move.line'
                   AND credit.plan_id = %(plan)s
                   AND credit.share <> 0
                   AND %(scope)s
                   AND move.state = 'posted'
                   AND move.move_type IN %(types)s
                   AND line.display_type = 'product'
                   AND NOT COALESCE(line.is_downpayment, FALSE)
                   AND COALESCE(origin.invoice_date, move.invoice_date)
                       BETWEEN %(first)s AND %(last)s
            ),
            sold AS (
                SELECT line.credit_id, line.participant_id, line.move_id, line.move_type,
                       line.sale_date, line.invoice_date, %(base)s AS base, line.quantity,
                       %(margin)s AS margin_percent, line.customer_days
                  FROM line
            )
            """,
            amount=amount,
            days=days,
            plan=plan.id,
            scope=scope.of_credits(),
            types=SALE_MOVES,
            first=plan.date_from,
            last=plan.date_to or SQL("'infinity'"),
            base=self._get_base(plan, one),
            margin=self._get_margin_percent(plan),
        )

    def _get_first_sale_of_move(self, plan):
        """
        :return: SQL of the days since the customer's first invoice, and what 1 line counts where
            orders or new customers are counted
        """
        invoices = SQL(
            """
            FROM account_move AS other
           WHERE other.commercial_partner_id = move.commercial_partner_id
             AND other.company_id = move.company_id
             AND other.state = 'posted'
             AND other.move_type = 'out_invoice'
            """
        )
        days = SQL("NULL::int")
        if plan._asks_for("new_customer_days"):
            days = SQL(
                "COALESCE(origin.invoice_date, move.invoice_date) "
                "- (SELECT MIN(other.invoice_date) %s)",
                invoices,
            )
        one = SQL(
            """
            CASE WHEN line.is_whole AND line.id = (
                      SELECT MIN(other.id) FROM account_move_line AS other
                       WHERE other.move_id = line.move_id AND other.display_type = 'product'
                         AND NOT COALESCE(other.is_downpayment, FALSE))
                 THEN CASE WHEN line.move_type = 'out_refund' THEN -1 ELSE 1 END
                 ELSE 0 END
            """
        )
        if plan.metric == "new_customers":
            one = SQL(
                "CASE WHEN line.origin_id = (SELECT other.id FROM account_move AS move %s "
                "ORDER BY other.invoice_date, other.id LIMIT 1) THEN %s ELSE 0 END",
                SQL(
                    """
                    JOIN account_move AS other
                      ON other.commercial_partner_id = move.commercial_partner_id
                     AND other.company_id = move.company_id
                     AND other.state = 'posted'
                     AND other.move_type = 'out_invoice'
                   WHERE move.id = line.move_id
                    """
                ),
                one,
            )
        return days, one

    # -- events ----------------------------------------------------------------------------------

    def _get_invoiced(self, company, plan):
        """On the day of the invoice; a refund counts for its sale, and is booked on its own day."""
        invoiced = SQL(
            """
            SELECT credit_id, participant_id, sale_date AS origin_date,
                   invoice_date AS event_date, base, quantity, margin_percent, customer_days,
                   NULL::int AS delay_days
              FROM sold
            """
        )
        if plan.unpaid_policy == "none":
            return SQL("event AS (%s)", invoiced)
        return SQL(
            """
            %(paid)s,
            settled AS (
                SELECT DISTINCT ON (paid.move_id) paid.move_id, paid.upto
                  FROM paid JOIN due_of_move AS due ON due.move_id = paid.move_id
                 WHERE paid.day <= due.last_day + %(days)s
              ORDER BY paid.move_id, paid.day DESC, paid.due_day DESC
            ),
            late AS (
                SELECT due.move_id, due.last_day + %(days)s AS day,
                       COALESCE(settled.upto, 0) AS upto
                  FROM due_of_move AS due
             LEFT JOIN settled ON settled.move_id = due.move_id
                 WHERE due.amount > 0
                   AND due.last_day + %(days)s <= %(today)s
            ),
            lost AS (
                SELECT move_id, day, upto, 1 AS before FROM late
             UNION ALL
                SELECT paid.move_id, paid.day, paid.upto, paid.before
                  FROM paid JOIN late ON late.move_id = paid.move_id AND paid.day > late.day
            ),
            event AS (
                %(invoiced)s
             UNION ALL
                SELECT %(parts)s, NULL
                  FROM sold JOIN lost AS step ON step.move_id = sold.move_id
                 WHERE sold.move_type <> 'out_refund'
            )
            """,
            paid=self._get_paid(plan, refunds=True),
            days=plan.unpaid_days,
            today=company._crm_today(),
            invoiced=invoiced,
            parts=_PARTS,
        )

    def _get_collected(self, company, plan):
        """On the days on which the customer's money came, and as much of the line as it paid; each
        instalment is late by its own day."""
        return SQL(
            """
            %(paid)s,
            event AS (
                SELECT %(parts)s, step.day - step.due_day AS delay_days
                  FROM sold
                  JOIN paid AS step ON step.move_id = sold.move_id
            )
            """,
            paid=self._get_paid(plan),
            parts=_PARTS,
        )


_PARTS = SQL(
    """
    sold.credit_id, sold.participant_id, step.day AS origin_date, step.day AS event_date,
    ROUND(sold.base * step.upto, 6) - ROUND(sold.base * step.before, 6) AS base,
    ROUND(sold.quantity * step.upto, 6) - ROUND(sold.quantity * step.before, 6) AS quantity,
    sold.margin_percent, sold.customer_days
    """
)

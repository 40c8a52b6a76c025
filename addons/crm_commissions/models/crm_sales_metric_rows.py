from odoo import models
from odoo.tools import SQL

from ..scope import SALE_MOVES


class _Cash:
    """How cash is counted where no plan says so: when it is registered, and all of it."""

    cash_mode = "registered"
    epd_policy = "gross"


class CrmSalesMetric(models.Model):
    """What was sold, as rows that are added up by whatever a target is about.

    A row has whose it is (``user_id``, ``team_id``), of which ``company_id``, ``zone_id`` of the
    customer and ``categ_id`` of the product, its ``day``, its ``value``, and a ``thing`` where
    different things are counted instead. A refund is whose sale it takes back.
    """

    # one file for each purpose
    _inherit = "crm.sales.metric"  # pylint: disable=consider-merging-classes-inherited

    def _get_rows_method(self):
        """The method that gives the SQL of a metric's rows, or None if it has none.

        It gets ids of companies, a first and a last day.
        """
        self.ensure_one()
        return getattr(self, f"_get_metric_rows_{self.code}", None)

    # -- the metrics -----------------------------------------------------------------------------

    def _get_metric_rows_sales_ordered(self, companies, first, last):
        return SQL(
            """
            SELECT ordered.user_id, ordered.team_id, ordered.company_id, customer.crm_zone_id
                   AS zone_id, template.categ_id, local.day, NULL::int AS thing,
                   line.price_subtotal
                   / COALESCE(NULLIF(ordered.currency_rate, 0), 1)::numeric AS value
              FROM sale_order AS ordered
              JOIN res_company AS company ON company.id = ordered.company_id
              JOIN sale_order_line AS line ON line.order_id = ordered.id
              JOIN res_partner AS buyer ON buyer.id = ordered.partner_id
              JOIN res_partner AS customer ON customer.id = buyer.commercial_partner_id
         LEFT JOIN product_product AS product ON product.id = line.product_id
         LEFT JOIN product_template AS template ON template.id = product.product_tmpl_id
         LEFT JOIN resource_calendar AS calendar ON calendar.id = company.resource_calendar_id
        CROSS JOIN LATERAL (SELECT (ordered.date_order AT TIME ZONE 'UTC'
                                    AT TIME ZONE COALESCE(calendar.tz, 'UTC'))::date AS day
                           ) AS local
             WHERE ordered.company_id = ANY(%(companies)s)
               AND ordered.state = 'sale'
               AND ordered.date_order >= %(first)s::date - 1
               AND ordered.date_order < %(last)s::date + 2
               AND local.day BETWEEN %(first)s AND %(last)s
               AND line.display_type IS NULL
               AND NOT COALESCE(line.is_downpayment, FALSE)
            """,
            companies=list(companies),
            first=first,
            last=last,
        )

    def _get_metric_rows_sales_invoiced(self, companies, first, last):
        return self._get_invoiced_rows(companies, first, last, SQL("sold.base"))

    def _get_metric_rows_margin(self, companies, first, last):
        return self._get_invoiced_rows(
            companies, first, last, SQL("sold.base - COALESCE(sold.cost, 0) * sold.quantity")
        )

    def _get_metric_rows_quantity(self, companies, first, last):
        return self._get_invoiced_rows(companies, first, last, SQL("sold.quantity"))

    def _get_metric_rows_sales_collected(self, companies, first, last):
        """The part of each line that money was matched with, on the day of the money."""
        paid_now = SQL(
            """
            (EXISTS (SELECT FROM account_move_line AS term
                       JOIN account_partial_reconcile AS partial
                         ON term.id IN (partial.debit_move_id, partial.credit_move_id)
                      WHERE term.move_id = move.id
                        AND term.display_type = 'payment_term'
                        AND partial.max_date BETWEEN %(first)s AND %(last)s)
             OR (move.amount_total = 0 AND move.invoice_date BETWEEN %(first)s AND %(last)s))
            """,
            first=first,
            last=last,
        )
        return SQL(
            """
            SELECT sold.user_id, sold.team_id, sold.company_id, sold.zone_id, sold.categ_id,
                   step.day, NULL::int AS thing,
                   ROUND(sold.base * step.upto, 6) - ROUND(sold.base * step.before, 6) AS value
              FROM (WITH %(sold)s, %(paid)s SELECT * FROM paid) AS step
              JOIN (WITH %(sold)s SELECT * FROM sold) AS sold ON sold.move_id = step.move_id
             WHERE step.day BETWEEN %(first)s AND %(last)s
            """,
            sold=self._get_sold(companies, paid_now),
            paid=self.env["crm.commission.engine"]._get_paid(_Cash),
            first=first,
            last=last,
        )

    def _get_metric_rows_new_customers(self, companies, first, last):
        """Customers by the day of their first invoice, for whoever sold it."""
        firsts = SQL(
            """
            move.move_type = 'out_invoice'
            AND move.invoice_date BETWEEN %s AND %s
            AND NOT EXISTS (SELECT FROM account_move AS other
                             WHERE other.commercial_partner_id = move.commercial_partner_id
                               AND other.company_id = move.company_id
                               AND other.state = 'posted'
                               AND other.move_type = 'out_invoice'
                               AND (other.invoice_date, other.id) < (move.invoice_date, move.id))
            """,
            first,
            last,
        )
        return SQL(
            """
            SELECT user_id, team_id, company_id, zone_id, categ_id, invoice_date AS day,
                   customer_id AS thing, 1::numeric AS value
              FROM (WITH %s SELECT * FROM sold) AS sold
            """,
            self._get_sold(companies, firsts),
        )

    # -- invoices --------------------------------------------------------------------------------

    def _get_invoiced_rows(self, companies, first, last, value):
        return SQL(
            """
            SELECT user_id, team_id, company_id, zone_id, categ_id, invoice_date AS day,
                   NULL::int AS thing, %s AS value
              FROM (WITH %s SELECT * FROM sold) AS sold
            """,
            value,
            self._get_sold(companies, SQL("move.invoice_date BETWEEN %s AND %s", first, last)),
        )

    def _get_sold(self, companies, which):
        """SQL of ``sold``: posted lines with their amount, signed, in the company's currency.

        ``cost`` is that of the order at the time, else the product's, a unit of ``quantity``.
        """
        return SQL(
            """
            sold AS (
                SELECT line.id, line.move_id, move.invoice_date, move.company_id,
                       COALESCE(origin.invoice_user_id, move.invoice_user_id) AS user_id,
                       COALESCE(origin.team_id, move.team_id) AS team_id,
                       customer.id AS customer_id, customer.crm_zone_id AS zone_id,
                       template.categ_id, -line.balance AS base,
                       CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END
                       * line.quantity::numeric
                       * COALESCE(uom.factor / NULLIF(base_uom.factor, 0), 1)::numeric AS quantity,
                       COALESCE(ordered.cost * base_uom.factor::numeric,
                                (product.standard_price ->> move.company_id::text)::numeric) AS cost
                  FROM account_move AS move
                  JOIN account_move_line AS line ON line.move_id = move.id
             LEFT JOIN account_move AS origin ON origin.id = move.reversed_entry_id
             LEFT JOIN res_partner AS customer ON customer.id = move.commercial_partner_id
             LEFT JOIN product_product AS product ON product.id = line.product_id
             LEFT JOIN product_template AS template ON template.id = product.product_tmpl_id
             LEFT JOIN uom_uom AS base_uom ON base_uom.id = template.uom_id
             LEFT JOIN uom_uom AS uom ON uom.id = line.product_uom_id
             LEFT JOIN LATERAL (
                       SELECT NULLIF(part.purchase_price, 0)::numeric
                              / COALESCE(NULLIF(sale.currency_rate, 0), 1)::numeric
                              / NULLIF(sold_uom.factor, 0)::numeric AS cost
                         FROM sale_order_line_invoice_rel AS rel
                         JOIN sale_order_line AS part ON part.id = rel.order_line_id
                         JOIN sale_order AS sale ON sale.id = part.order_id
                         JOIN uom_uom AS sold_uom ON sold_uom.id = part.product_uom_id
                        WHERE rel.invoice_line_id = line.id
                        ORDER BY part.id LIMIT 1) AS ordered ON TRUE
                 WHERE move.company_id = ANY(%(companies)s)
                   AND move.state = 'posted'
                   AND move.move_type IN %(types)s
                   AND line.display_type = 'product'
                   AND NOT COALESCE(line.is_downpayment, FALSE)
                   AND %(which)s
            )
            """,
            companies=list(companies),
            types=SALE_MOVES,
            which=which,
        )

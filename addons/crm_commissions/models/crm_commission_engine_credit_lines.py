from odoo import models
from odoo.tools import SQL

from ..scope import SALE_MOVES


class CrmCommissionEngine(models.AbstractModel):
    """The lines that commissions are paid for, and the parts of them that orders have.

    A line has: id, its document, product and customer, whose customer ``owned_id`` is asked about
    on which ``sale_date``, discount, pricelist, and its cost in units of ``factor``. A part has
    its line, its order, its weight, of 1 in all, and the salesperson of the order or the invoice.
    """

    # one file for each purpose
    _inherit = "crm.commission.engine"  # pylint: disable=consider-merging-classes-inherited

    def _get_move_lines(self, company, plans, scope):
        return SQL(
            """
            line AS MATERIALIZED (
                SELECT line.id, line.move_id, NULL::int AS order_id, line.product_id,
                       move.commercial_partner_id AS partner_id,
                       COALESCE(origin.id, move.id) AS origin_id,
                       COALESCE(origin.commercial_partner_id, move.commercial_partner_id)
                           AS owned_id,
                       COALESCE(origin.invoice_date, move.invoice_date) AS sale_date,
                       CASE WHEN origin.id IS NULL THEN move.invoice_user_id
                            ELSE origin.invoice_user_id END AS seller_id,
                       CASE WHEN origin.id IS NULL THEN move.team_id
                            ELSE origin.team_id END AS seller_team_id,
                       COALESCE(alike.discount, line.discount::numeric) AS discount,
                       sold.pricelist_id,
                       CASE WHEN COALESCE(alike.is_same, TRUE) THEN sold.cost END AS cost,
                       sold.factor, move.move_type = 'out_refund' AS refund,
                       alike.id AS like_id, alike.product_id AS like_product_id,
                       origin.commercial_partner_id AS like_partner_id, alike.keys AS like_keys,
                       COALESCE(line.product_id, alike.product_id) AS kind_id
                  FROM account_move AS move
                  JOIN account_move_line AS line ON line.move_id = move.id
             LEFT JOIN account_move AS origin ON origin.id = move.reversed_entry_id
             LEFT JOIN LATERAL (%(alike)s) AS alike ON TRUE
             LEFT JOIN LATERAL (
                       SELECT ordered.pricelist_id,
                              -- no join: one over all units would be made for each line
                              (SELECT factor FROM uom_uom WHERE id = sold.product_uom_id)
                              AS factor,
                              NULLIF(sold.purchase_price, 0)::numeric
                              / COALESCE(NULLIF(ordered.currency_rate, 0), 1)::numeric AS cost
                         FROM sale_order_line_invoice_rel AS rel
                         JOIN sale_order_line AS sold ON sold.id = rel.order_line_id
                         JOIN sale_order AS ordered ON ordered.id = sold.order_id
                        WHERE rel.invoice_line_id = COALESCE(alike.id, line.id)
                        ORDER BY sold.id LIMIT 1) AS sold ON TRUE
                 WHERE move.company_id = %(company)s
                   AND move.state = 'posted'
                   AND move.move_type IN %(types)s
                   AND line.display_type = 'product'
                   AND NOT COALESCE(line.is_downpayment, FALSE)
                   AND COALESCE(origin.invoice_date, move.invoice_date) >= %(since)s
                   AND %(scope)s
            ),
            sold AS (
                SELECT line.id AS line_id, sold.order_id, SUM(sold.product_uom_qty) AS qty
                  FROM line
                  JOIN sale_order_line_invoice_rel AS rel ON rel.invoice_line_id = line.id
                  JOIN sale_order_line AS sold ON sold.id = rel.order_line_id
              GROUP BY line.id, sold.order_id
             UNION ALL  -- a refund by hand: the orders of what it reverses, of its product at best
                SELECT line_id, order_id, SUM(qty)
                  FROM (SELECT line.id AS line_id, sold.order_id, sold.product_uom_qty AS qty,
                               RANK() OVER (PARTITION BY line.id ORDER BY
                                   reversed.product_id IS NOT DISTINCT FROM line.product_id DESC
                               ) AS rank
                          FROM line
                          JOIN account_move_line AS reversed ON reversed.move_id = line.origin_id
                           AND reversed.display_type = 'product'
                          JOIN sale_order_line_invoice_rel AS rel
                            ON rel.invoice_line_id = reversed.id
                          JOIN sale_order_line AS sold ON sold.id = rel.order_line_id
                         WHERE line.origin_id <> line.move_id
                           AND NOT EXISTS (SELECT 1 FROM sale_order_line_invoice_rel AS own
                                            WHERE own.invoice_line_id = line.id)) AS ranked
                 WHERE rank = 1
              GROUP BY line_id, order_id
            ),
            part AS (
                SELECT sold.line_id, sold.order_id,
                       COALESCE(ordered.user_id, line.seller_id) AS seller_id,
                       COALESCE(ordered.team_id, line.seller_team_id) AS seller_team_id,
                       CASE WHEN SUM(ABS(sold.qty)) OVER of_line = 0
                            THEN 1.0 / COUNT(*) OVER of_line
                            ELSE ABS(sold.qty) / SUM(ABS(sold.qty)) OVER of_line END::numeric
                           AS weight
                  FROM sold
                  JOIN line ON line.id = sold.line_id
                  JOIN sale_order AS ordered ON ordered.id = sold.order_id
                WINDOW of_line AS (PARTITION BY sold.line_id)
             UNION ALL
                SELECT line.id, NULL, line.seller_id, line.seller_team_id, 1
                  FROM line
                 WHERE NOT EXISTS (SELECT 1 FROM sold WHERE sold.line_id = line.id)
            )
            """,
            company=company.id,
            types=SALE_MOVES,
            since=min(plans.mapped("date_from")),
            scope=scope.of(SQL("move.id"), scope.moves),
            alike=_ALIKE,
        )

    def _get_order_lines(self, company, plans, scope, quoted_on=None):
        """
        :param quoted_on: quotations as well, as if they were confirmed on that day
        """
        return SQL(
            """
            line AS MATERIALIZED (
                SELECT line.id, NULL::int AS move_id, line.order_id, line.product_id,
                       customer.commercial_partner_id AS partner_id, NULL::int AS origin_id,
                       customer.commercial_partner_id AS owned_id, %(day)s AS sale_date,
                       line.discount::numeric AS discount, ordered.pricelist_id, uom.factor,
                       NULLIF(line.purchase_price, 0)::numeric
                       / COALESCE(NULLIF(ordered.currency_rate, 0), 1)::numeric AS cost,
                       ordered.user_id AS seller_id, ordered.team_id AS seller_team_id,
                       line.product_uom_qty < 0 AS refund, NULL::int AS like_id,
                       NULL::int AS like_product_id, NULL::int AS like_partner_id,
                       NULL::text[] AS like_keys, line.product_id AS kind_id
                  FROM sale_order AS ordered
                  JOIN sale_order_line AS line ON line.order_id = ordered.id
                  JOIN res_partner AS customer ON customer.id = ordered.partner_id
             LEFT JOIN uom_uom AS uom ON uom.id = line.product_uom_id
                 WHERE ordered.company_id = %(company)s
                   AND ordered.state IN %(states)s
                   AND line.display_type IS NULL
                   AND NOT COALESCE(line.is_downpayment, FALSE)
                   AND %(day)s >= %(since)s
                   AND %(scope)s
            ),
            part AS (
                SELECT id AS line_id, order_id, seller_id, seller_team_id, 1::numeric AS weight
                  FROM line
            )
            """,
            company=company.id,
            states=("draft", "sent", "sale") if quoted_on else ("sale",),
            day=SQL("%s::date", quoted_on) if quoted_on else self._get_order_day(company),
            since=min(plans.mapped("date_from")),
            scope=scope.of(SQL("ordered.id"), scope.orders),
        )

    def _get_order_day(self, company):
        """The day of ``sale_order AS ordered`` where the company works."""
        return SQL(
            "(ordered.date_order AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", str(company._crm_tz())
        )


# The line of the sale that a line of a refund is most like: of the same product at best, and of
# several the one with the same terms. What it is like in then counts; of another product that is
# the customer alone, and without a product all but the cost.
_ALIKE = SQL(
    """
    SELECT reversed.id, reversed.product_id, sort.is_same,
           CASE WHEN sort.is_same OR line.product_id IS NULL
                THEN reversed.discount::numeric END AS discount,
           CASE WHEN sort.is_same OR line.product_id IS NULL
                THEN ARRAY['categories', 'product_tags'] ELSE ARRAY[]::text[] END
           || CASE WHEN sort.is_same THEN ARRAY['cost'] ELSE ARRAY[]::text[] END
           || CASE WHEN origin.commercial_partner_id = move.commercial_partner_id
                   THEN ARRAY['zone', 'partner_tags'] ELSE ARRAY[]::text[] END AS keys
      FROM account_move_line AS reversed
CROSS JOIN LATERAL (
           SELECT reversed.product_id IS NOT DISTINCT FROM line.product_id AS is_same) AS sort
     WHERE reversed.move_id = origin.id
       AND origin.state = 'posted'
       AND reversed.display_type = 'product'
       AND NOT COALESCE(reversed.is_downpayment, FALSE)
  ORDER BY sort.is_same DESC, (reversed.discount = line.discount) DESC,
           (reversed.price_unit = line.price_unit) DESC, (reversed.quantity = line.quantity) DESC,
           ABS(reversed.balance) DESC, reversed.id
     LIMIT 1
    """
)

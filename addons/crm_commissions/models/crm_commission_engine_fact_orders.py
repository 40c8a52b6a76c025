from odoo import models
from odoo.tools import SQL


class CrmCommissionEngine(models.AbstractModel):
    """Facts of orders: that they were confirmed, and delivered or sent back."""

    # one file for each purpose
    _inherit = "crm.commission.engine"  # pylint: disable=consider-merging-classes-inherited

    def _get_sold_order_lines(self, company, plan, scope):
        """The lines of confirmed orders that credits are of, without what is cancelled."""
        own = SQL("line.price_subtotal / COALESCE(NULLIF(ordered.currency_rate, 0), 1)::numeric")
        amount = own
        if plan.currency_id != company.currency_id:
            amount = SQL(
                "CASE WHEN ordered.currency_id = %s THEN line.price_subtotal ELSE %s * %s END",
                plan.currency_id.id,
                own,
                self._get_rate(plan, self._get_order_day(company)),
            )
        days, one = self._get_first_sale_of_order(company, plan)
        return SQL(
            """
            line AS (
                SELECT credit.id AS credit_id, credit.participant_id, line.id, line.order_id,
                       line.product_id, %(day)s AS sale_date, %(own)s AS own_amount,
                       %(amount)s AS amount, (credit.snapshot ->> 'cost')::numeric AS cost,
                       line.product_uom_qty::numeric * unit.ratio AS quantity, unit.ratio,
                       line.product_uom_qty::numeric AS ordered_qty,
                       line.qty_delivered::numeric AS delivered_qty,
                       COALESCE(uom.factor, 1) AS factor, %(days)s AS customer_days
                  FROM crm_commission_credit AS credit
                  JOIN sale_order_line AS line ON line.id = credit.source_id
                  JOIN sale_order AS ordered ON ordered.id = line.order_id
                  JOIN res_partner AS customer ON customer.id = ordered.partner_id
             LEFT JOIN product_product AS product ON product.id = line.product_id
             LEFT JOIN product_template AS template ON template.id = product.product_tmpl_id
             LEFT JOIN uom_uom AS base_uom ON base_uom.id = template.uom_id
             LEFT JOIN uom_uom AS uom ON uom.id = line.product_uom_id
            CROSS JOIN LATERAL (
                       SELECT COALESCE(uom.factor / NULLIF(base_uom.factor, 0), 1) AS ratio) AS unit
                 WHERE credit.source_model = 'sale.order.line'
                   AND credit.plan_id = %(plan)s
                   AND credit.share <> 0
                   AND %(scope)s
                   AND ordered.state = 'sale'
                   AND line.display_type IS NULL
                   AND %(day)s BETWEEN %(first)s AND %(last)s
            ),
            sold AS (
                SELECT line.*, %(base)s AS base, %(margin)s AS margin_percent
                  FROM line
            )
            """,
            day=self._get_order_day(company),
            own=own,
            amount=amount,
            days=days,
            plan=plan.id,
            scope=scope.of_credits(),
            first=plan.date_from,
            last=plan.date_to or SQL("'infinity'"),
            base=self._get_base(plan, one),
            margin=self._get_margin_percent(plan),
        )

    def _get_first_sale_of_order(self, company, plan):
        """As `_get_first_sale_of_move`, of confirmed orders."""
        others = SQL(
            """
            FROM sale_order AS other
            JOIN res_partner AS buyer ON buyer.id = other.partner_id
           WHERE other.state = 'sale' AND other.company_id = %s
            """,
            company.id,
        )
        days = SQL("NULL::int")
        if plan._asks_for("new_customer_days"):
            days = SQL(
                "%s - (SELECT MIN((other.date_order AT TIME ZONE 'UTC' AT TIME ZONE %s)::date) %s "
                "AND buyer.commercial_partner_id = customer.commercial_partner_id)",
                self._get_order_day(company),
                company._crm_tz(),
                others,
            )
        one = SQL(
            """
            CASE WHEN line.id = (SELECT MIN(other.id) FROM sale_order_line AS other
                                  WHERE other.order_id = line.order_id
                                    AND other.display_type IS NULL
                                    AND NOT COALESCE(other.is_downpayment, FALSE))
                 THEN 1 ELSE 0 END
            """
        )
        if plan.metric == "new_customers":
            one = SQL(
                "CASE WHEN line.order_id = (SELECT other.id %s AND buyer.commercial_partner_id = "
                "(SELECT mine.commercial_partner_id FROM sale_order "
                "JOIN res_partner AS mine ON mine.id = sale_order.partner_id "
                "WHERE sale_order.id = line.order_id) "
                "ORDER BY other.date_order, other.id LIMIT 1) THEN %s ELSE 0 END",
                others,
                one,
            )
        return days, one

    # -- events ----------------------------------------------------------------------------------

    def _get_ordered(self, company, plan):
        return SQL(
            """
            event AS (
                SELECT credit_id, participant_id, sale_date AS origin_date,
                       sale_date AS event_date, base, quantity, margin_percent, customer_days,
                       NULL::int AS delay_days
                  FROM sold
            )
            """
        )

    def _get_delivered(self, company, plan):
        """On the days on which goods went out or came back; what is delivered without a move, like
        a service, on the day of the last move or of the order.

        Of an order or a new customer there is nothing to deliver in parts: the first delivery
        counts it in proportion as well.
        """
        return SQL(
            """
            moved AS (
                SELECT line.id AS line_id,
                       (move.date AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS day,
                       SUM(CASE WHEN target.usage = 'customer' THEN 1 ELSE -1 END
                           * move.quantity::numeric * COALESCE(uom.factor, 1)
                           / NULLIF(line.factor, 0)) AS qty
                  FROM (SELECT DISTINCT id, product_id, factor FROM sold) AS line
                  JOIN stock_move AS move ON move.sale_line_id = line.id
                   AND move.product_id = line.product_id
                  JOIN stock_location AS source ON source.id = move.location_id
                  JOIN stock_location AS target ON target.id = move.location_dest_id
             LEFT JOIN uom_uom AS uom ON uom.id = move.product_uom
                 WHERE move.state = 'done'
                   AND ((target.usage = 'customer' AND source.usage <> 'customer')
                        OR (source.usage = 'customer' AND target.usage <> 'customer'
                            AND COALESCE(move.to_refund, FALSE)))
              GROUP BY 1, 2
            ),
            step AS (
                SELECT line_id, day, qty FROM moved
             UNION ALL
                SELECT line.id, COALESCE(MAX(moved.day), line.sale_date),
                       line.delivered_qty - COALESCE(SUM(moved.qty), 0)
                  FROM (SELECT DISTINCT id, sale_date, delivered_qty FROM sold) AS line
             LEFT JOIN moved ON moved.line_id = line.id
              GROUP BY line.id, line.sale_date, line.delivered_qty
            ),
            event AS (
                SELECT sold.credit_id, sold.participant_id, step.day AS origin_date,
                       step.day AS event_date,
                       sold.base * step.qty / NULLIF(sold.ordered_qty, 0) AS base,
                       step.qty * sold.ratio AS quantity, sold.margin_percent,
                       sold.customer_days, NULL::int AS delay_days
                  FROM sold JOIN step ON step.line_id = sold.id
                 WHERE step.qty <> 0 AND sold.ordered_qty <> 0
            )
            """,
            tz=company._crm_tz(),
        )

from odoo import models
from odoo.tools import SQL

from ..scope import ORDER_TRIGGERS


class CrmCommissionEngine(models.AbstractModel):
    """What happened to credited lines, and when: facts as the documents say it now.

    Amounts are in the plan's currency, of the whole line. What is paid bit by bit is rounded as a
    sum, so that the bits make the line again.
    """

    # one file for each purpose
    _inherit = "crm.commission.engine"  # pylint: disable=consider-merging-classes-inherited

    def _update_facts(self, company, revisions, scope, run_id):
        """Write the facts of the credits in scope, one statement a revision.

        :return: (credit id, participant id, day of origin) of facts that came, went or changed
        """
        changed = []
        for plan in revisions:
            query = SQL(
                """
                WITH %(events)s,
                due AS (
                    SELECT credit_id, participant_id, origin_date, event_date,
                           ROUND(SUM(base), 6) AS base, ROUND(SUM(quantity), 6) AS quantity,
                           MIN(margin_percent) AS margin_percent,
                           MIN(customer_days) AS customer_days, delay_days
                      FROM event
                  GROUP BY credit_id, participant_id, origin_date, event_date, delay_days
                    HAVING ROUND(SUM(base), 6) <> 0 OR ROUND(SUM(quantity), 6) <> 0
                ),
                gone AS (
                    DELETE FROM crm_commission_fact AS fact
                     USING crm_commission_credit AS credit
                     WHERE credit.id = fact.credit_id
                       AND credit.plan_id = %(plan)s
                       AND %(scope)s
                       -- hashed, however few rows are expected
                       AND (fact.credit_id, fact.event_date, fact.origin_date,
                            COALESCE(fact.delay_days, 0)) NOT IN (
                           SELECT credit_id, event_date, origin_date, COALESCE(delay_days, 0)
                             FROM due)
                 RETURNING fact.credit_id, fact.participant_id, fact.origin_date
                ),
                -- read once, before: in the table itself, while it is thought to be empty, each
                -- row would be looked for among all those that this statement has just added
                known AS MATERIALIZED (
                    SELECT fact.*
                      FROM crm_commission_fact AS fact
                      JOIN crm_commission_credit AS credit ON credit.id = fact.credit_id
                     WHERE credit.plan_id = %(plan)s
                       AND %(scope)s
                ),
                added AS (
                    INSERT INTO crm_commission_fact AS fact
                           (run_id, credit_id, participant_id, origin_date, event_date, base,
                            quantity, margin_percent, customer_days, delay_days)
                    SELECT %(run)s, due.*
                      FROM due
                     WHERE NOT EXISTS (
                           SELECT 1 FROM known
                            WHERE known.credit_id = due.credit_id
                              AND (known.origin_date, known.event_date, known.base, known.quantity,
                                   known.margin_percent, known.customer_days, known.delay_days)
                                  IS NOT DISTINCT FROM
                                  (due.origin_date, due.event_date, due.base, due.quantity,
                                   due.margin_percent, due.customer_days, due.delay_days))
               ON CONFLICT (credit_id, event_date, origin_date, COALESCE(delay_days, 0))
                 DO UPDATE SET run_id = EXCLUDED.run_id, base = EXCLUDED.base,
                           quantity = EXCLUDED.quantity,
                           margin_percent = EXCLUDED.margin_percent,
                           customer_days = EXCLUDED.customer_days,
                           delay_days = EXCLUDED.delay_days
                 RETURNING fact.credit_id, fact.participant_id, fact.origin_date
                )
                SELECT * FROM gone UNION ALL SELECT * FROM added
                """,
                events=self._get_events(company, plan, scope),
                plan=plan.id,
                run=run_id,
                scope=scope.of_credits(),
            )
            changed += self.env.execute_query(query)
        return changed

    def _get_events(self, company, plan, scope):
        """SQL that ends in ``event``: a credit, its days, and what of the line it is about."""
        of_orders = plan.trigger in ORDER_TRIGGERS
        lines = self._get_sold_order_lines if of_orders else self._get_sold_move_lines
        events = {
            "ordered": self._get_ordered,
            "delivered": self._get_delivered,
            "invoiced": self._get_invoiced,
            "collected": self._get_collected,
        }[plan.trigger]
        return SQL("%s, %s", lines(company, plan, scope), events(company, plan))

    # -- figures of a line -----------------------------------------------------------------------

    def _get_base(self, plan, counted):
        """What the plan counts, of ``amount``, ``cost`` and ``quantity`` of a line.

        :param counted: SQL that is 1 on one line of each document or new customer
        """
        if plan.metric == "margin":
            # in the plan's currency as the amount is
            return SQL(
                "amount - COALESCE(cost * quantity * COALESCE(amount / NULLIF(own_amount, 0), 1), "
                "0)"
            )
        if plan.metric in ("orders", "new_customers"):
            return counted
        return SQL("amount")

    def _get_margin_percent(self, plan):
        if not plan._asks_for("by_margin"):
            return SQL("NULL::numeric")
        return SQL("ROUND(100 * (own_amount - cost * quantity) / NULLIF(own_amount, 0), 4)")

    def _get_rate(self, plan, day):
        """Units of the plan's currency for one of the company's, on a day."""
        company = plan.company_id

        def rate(currency):
            query = SQL(
                "SELECT rate.rate FROM res_currency_rate AS rate WHERE rate.currency_id = %s "
                "AND (rate.company_id IS NULL OR rate.company_id = %s)",
                currency.id,
                company.root_id.id,
            )
            return SQL(
                "COALESCE((%s AND rate.name <= %s ORDER BY rate.company_id, rate.name DESC "
                "LIMIT 1), (%s ORDER BY rate.company_id, rate.name LIMIT 1), 1)::numeric",
                query,
                day,
                query,
            )

        return SQL("(%s / %s)", rate(plan.currency_id), rate(company.currency_id))

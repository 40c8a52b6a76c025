from odoo import fields, models
from odoo.tools import SQL

from ..scope import MOVE_TRIGGERS, ORDER_TRIGGERS
from .crm_commission_engine_credit_snapshot import KEPT, SNAPSHOT


class CrmCommissionEngine(models.AbstractModel):
    """Whose commission each line counts for.

    Of each part of a line, that of one order or of none, the first that there is says who sold it:
    a split of the invoice, one of the order, for refunds one of the invoice that they reverse, the
    owner of the customer on the day of the sale, the salesperson of the order or the invoice. A
    refund asks as of the sale that it reverses. What lines and parts are of invoices and of orders
    is in ``crm_commission_engine_credit_lines.py``, what they are like in
    ``crm_commission_engine_credit_snapshot.py``.
    """

    # one file for each purpose
    _inherit = "crm.commission.engine"  # pylint: disable=consider-merging-classes-inherited

    def _update_credits(self, company, revisions, scope):
        """Write the credits of the lines in scope; two statements, one a kind of lines.

        :return: ids of the credits that are new or others than before
        """
        changed = set()
        for triggers, model, ids, lines in (
            (MOVE_TRIGGERS, "account.move.line", scope.moves, self._get_move_lines),
            (ORDER_TRIGGERS, "sale.order.line", scope.orders, self._get_order_lines),
        ):
            plans = revisions.filtered(lambda plan, some=triggers: plan.trigger in some)
            if plans and (ids is None or ids):
                query = self._get_credit_query(
                    company, plans, model, lines(company, plans, scope), scope
                )
                changed.update(credit for (credit,) in self.env.execute_query(query))
        return changed

    def _get_credit_query(self, company, plans, model, lines, scope):
        return SQL(
            """
            WITH %(lines)s,
            %(shares)s,
            %(due)s,
            %(attributes)s,
            gone AS (
                UPDATE crm_commission_credit AS credit
                   SET share = 0
                 WHERE credit.source_model = %(model)s
                   AND credit.plan_id IN (
                       SELECT id FROM crm_commission_plan WHERE root_id = ANY(%(roots)s))
                   AND credit.share <> 0
                   AND %(scope)s  -- also of documents that are drafts again, or gone
                   -- hashed, however few rows are expected
                   AND (credit.source_id, credit.participant_id) NOT IN (
                       SELECT line_id, participant_id FROM due)
             RETURNING credit.id
            ),
            added AS (
                INSERT INTO crm_commission_credit AS credit
                       (plan_id, participant_id, source_model, source_id, move_id, order_id,
                        product_id, partner_id, share, reason, snapshot)
                SELECT due.plan_id, due.participant_id, %(model)s, line.id, line.move_id,
                       line.order_id, line.product_id, line.partner_id, due.share, due.reason,
                       %(snapshot)s
                  FROM due
                  JOIN line ON line.id = due.line_id
                  JOIN attribute ON attribute.line_id = line.id
             LEFT JOIN crm_commission_credit AS sale
                    ON sale.source_model = %(model)s AND sale.source_id = line.like_id
                   AND sale.participant_id = due.participant_id
              ORDER BY due.line_id, due.participant_id  -- entries follow the order of credits
           ON CONFLICT (source_model, source_id, participant_id)
             DO UPDATE SET plan_id = EXCLUDED.plan_id, move_id = EXCLUDED.move_id,
                       order_id = EXCLUDED.order_id, product_id = EXCLUDED.product_id,
                       partner_id = EXCLUDED.partner_id, share = EXCLUDED.share,
                       reason = EXCLUDED.reason, snapshot = %(kept)s
                 WHERE (credit.plan_id, credit.product_id, credit.partner_id, credit.share,
                        credit.reason, credit.snapshot, credit.move_id, credit.order_id)
                       IS DISTINCT FROM
                       (EXCLUDED.plan_id, EXCLUDED.product_id, EXCLUDED.partner_id, EXCLUDED.share,
                        EXCLUDED.reason, %(kept)s, EXCLUDED.move_id, EXCLUDED.order_id)
             RETURNING credit.id
            )
            SELECT id FROM gone UNION ALL SELECT id FROM added
            """,
            lines=lines,
            shares=self._get_shares(),
            due=self._get_due_credits(company, plans),
            attributes=self._get_attributes(company),
            kept=KEPT,
            snapshot=SNAPSHOT,
            model=model,
            roots=plans.root_id.ids,
            scope=scope.of_credits(),
        )

    def _get_shares(self):
        """Who sold how much of each line; ``who`` is a user's id, or a contact's below zero.

        The team is the one of that day: whoever goes to another one, or leaves, leaves what was
        sold to the leader of then.
        """
        return SQL(
            """
            asked AS (
                SELECT part.*, line.sale_date, line.owned_id,
                       CASE WHEN line.move_id IN (SELECT move_id FROM crm_commission_split
                                                   WHERE move_id IS NOT NULL) THEN line.move_id
                            WHEN part.order_id IN (SELECT order_id FROM crm_commission_split
                                                    WHERE order_id IS NOT NULL) THEN -part.order_id
                            WHEN line.origin_id IN (SELECT move_id FROM crm_commission_split
                                                     WHERE move_id IS NOT NULL) THEN line.origin_id
                       END AS split_of  -- an invoice's id, or an order's below zero
                  FROM part
                  JOIN line ON line.id = part.line_id
            ),
            share AS (
                SELECT asked.line_id, asked.sale_date, -split.payee_id AS who, seller.id AS user_id,
                       CASE WHEN past.id IS NULL THEN seller.sale_team_id
                            ELSE past.team_id END AS team_id, 'split' AS reason,
                       asked.weight * split.percent::numeric AS percent
                  FROM asked
                  JOIN crm_commission_split AS split
                    ON COALESCE(split.move_id, -split.order_id) = asked.split_of
             LEFT JOIN LATERAL (SELECT id, sale_team_id FROM res_users
                                 WHERE partner_id = split.payee_id
                                 ORDER BY active DESC, id LIMIT 1) AS seller ON TRUE
             LEFT JOIN crm_commission_past_team AS past
                    ON past.user_id = seller.id AND %(past_on_that_day)s
             UNION ALL
                SELECT asked.line_id, asked.sale_date, owning.id, owning.id,
                       CASE WHEN whose.reason = 'seller' AND asked.seller_team_id IS NOT NULL
                            THEN asked.seller_team_id
                            -- what runs went along into the new team
                            WHEN past.id IS NOT NULL
                                 AND COALESCE(owner.date_to, 'infinity') >= past.date_to
                            THEN past.team_id
                            ELSE COALESCE(owner.team_id, owning.sale_team_id) END,
                       whose.reason, asked.weight * 100
                  FROM asked
             LEFT JOIN res_partner AS customer ON customer.id = asked.owned_id
                   -- once owners are written down, a day without one is nobody's
                   AND NOT EXISTS (SELECT FROM crm_portfolio_assignment AS written
                                    WHERE written.partner_id = customer.id
                                      AND written.date_from <= %(today)s)
             LEFT JOIN crm_portfolio_assignment AS owner
                    ON owner.partner_id = asked.owned_id
                   AND owner.date_from <= asked.sale_date
                   AND (owner.date_to IS NULL OR owner.date_to >= asked.sale_date)
            CROSS JOIN LATERAL (
                       SELECT COALESCE(owner.user_id, customer.user_id, asked.seller_id) AS user_id,
                              CASE WHEN COALESCE(owner.user_id, customer.user_id) IS NULL
                                   THEN 'seller' ELSE 'owner' END AS reason) AS whose
             LEFT JOIN res_users AS owning ON owning.id = whose.user_id
             LEFT JOIN crm_commission_past_team AS past
                    ON past.user_id = whose.user_id AND %(past_on_that_day)s
                 WHERE asked.split_of IS NULL
            )
            """,
            today=fields.Date.context_today(self),
            past_on_that_day=SQL(
                "asked.sale_date BETWEEN COALESCE(past.date_from, '-infinity') AND past.date_to"
            ),
        )

    def _get_due_credits(self, company, plans):
        """Shares of people become credits of the participants that they are on that day.

        What a leader or a specialist is paid for is not taken from whoever sold it, and counts each
        line once, however many of the team share it.
        """
        return SQL(
            """
            seat AS MATERIALIZED (  -- few, and looked up by who it is
                SELECT participant.*, participant.share::numeric AS part, who.id AS who
                  FROM crm_commission_participant AS participant
            CROSS JOIN LATERAL (VALUES (participant.user_id), (-participant.payee_id)) AS who (id)
                 WHERE participant.company_id = %(company)s
                   AND participant.plan_id = ANY(%(roots)s)
            ),
            counted AS (
                SELECT seat.id AS participant_id, share.line_id, share.sale_date,
                       MIN(share.reason) AS reason, SUM(share.percent) * seat.part / 100 AS share
                  FROM share
                  JOIN seat ON seat.who = share.who AND seat.role = 'direct'
                   AND share.sale_date >= seat.date_from
                   AND share.sale_date <= COALESCE(seat.date_to, 'infinity')
              GROUP BY seat.id, seat.part, share.line_id, share.sale_date
             UNION ALL
                SELECT participant.id, share.line_id, share.sale_date, 'team',
                       LEAST(SUM(share.percent), 100) * participant.share::numeric / 100
                  FROM share
                  JOIN crm_commission_participant AS participant
                    ON participant.role IN ('override', 'overlay')
                   AND participant.company_id = %(company)s
                   AND participant.plan_id = ANY(%(roots)s)
                   AND (participant.team_id = share.team_id OR participant.team_id IS NULL)
                   AND share.sale_date >= participant.date_from
                   AND share.sale_date <= COALESCE(participant.date_to, 'infinity')
                   AND NOT (COALESCE(participant.exclude_own, FALSE) AND (
                           COALESCE(share.user_id = participant.user_id, FALSE)
                           OR share.who = -participant.payee_id))
                 WHERE share.who IS NOT NULL
              GROUP BY participant.id, participant.share, share.line_id, share.sale_date
            ),
            due AS (
                SELECT counted.participant_id, counted.line_id, counted.reason,
                       ROUND(counted.share, 6) AS share, plan.id AS plan_id
                  FROM counted
                  JOIN crm_commission_participant AS participant
                    ON participant.id = counted.participant_id
                  JOIN crm_commission_plan AS plan ON plan.root_id = participant.plan_id
                   AND plan.id = ANY(%(plans)s)
                   AND counted.sale_date >= plan.date_from
                   AND counted.sale_date <= COALESCE(plan.date_to, 'infinity')
            )
            """,
            company=company.id,
            roots=plans.root_id.ids,
            plans=plans.ids,
        )

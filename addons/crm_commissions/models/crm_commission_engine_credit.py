from odoo import models
from odoo.tools import SQL

from ..scope import MOVE_TRIGGERS, ORDER_TRIGGERS


class CrmCommissionEngine(models.AbstractModel):
    """Whose commission each line counts for.

    Of each part of a line, that of one order or of none, the first that there is says who sold it:
    a split of the invoice, one of the order, for refunds one of the invoice that they reverse, the
    owner of the customer on the day of the sale, the salesperson of the order or the invoice. A
    refund asks as of the sale that it reverses. What lines and parts are of invoices and of orders
    is in ``crm_commission_engine_credit_lines.py``.
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
                query = self._get_credit_query(company, plans, model, lines(company, plans, scope))
                changed.update(credit for (credit,) in self.env.execute_query(query))
        return changed

    def _get_credit_query(self, company, plans, model, lines):
        return SQL(
            """
            WITH %(lines)s,
            %(shares)s,
            %(due)s,
            %(attributes)s,
            gone AS (
                UPDATE crm_commission_credit AS credit
                   SET share = 0
                  FROM line
                 WHERE credit.source_model = %(model)s
                   AND credit.source_id = line.id
                   AND credit.plan_root_id = ANY(%(roots)s)
                   AND credit.share <> 0
                   -- hashed, however few rows are expected
                   AND (credit.source_id, credit.participant_id) NOT IN (
                       SELECT line_id, participant_id FROM due)
             RETURNING credit.id
            ),
            added AS (
                INSERT INTO crm_commission_credit AS credit
                       (company_id, plan_root_id, plan_id, participant_id, source_model, source_id,
                        move_id, order_id, product_id, partner_id, share, reason, snapshot)
                SELECT %(company)s, due.root_id, due.plan_id, due.participant_id, %(model)s,
                       line.id, line.move_id, line.order_id, line.product_id, line.partner_id,
                       due.share, due.reason, attribute.values
                  FROM due
                  JOIN line ON line.id = due.line_id
                  JOIN attribute ON attribute.line_id = line.id
              ORDER BY due.line_id, due.participant_id  -- entries follow the order of credits
           ON CONFLICT (source_model, source_id, participant_id)
             DO UPDATE SET plan_root_id = EXCLUDED.plan_root_id, plan_id = EXCLUDED.plan_id,
                       move_id = EXCLUDED.move_id, order_id = EXCLUDED.order_id,
                       product_id = EXCLUDED.product_id, partner_id = EXCLUDED.partner_id,
                       share = EXCLUDED.share, reason = EXCLUDED.reason,
                       snapshot = %(kept)s
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
            kept=_KEPT,
            model=model,
            roots=plans.root_id.ids,
            company=company.id,
        )

    def _get_shares(self):
        """Who sold how much of each line; ``who`` is a user's id, or a contact's below zero."""
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
                SELECT asked.line_id, -split.payee_id AS who, seller.id AS user_id,
                       seller.sale_team_id AS team_id, 'split' AS reason,
                       asked.weight * split.percent::numeric AS percent
                  FROM asked
                  JOIN crm_commission_split AS split
                    ON COALESCE(split.move_id, -split.order_id) = asked.split_of
             LEFT JOIN LATERAL (SELECT id, sale_team_id FROM res_users
                                 WHERE partner_id = split.payee_id
                                 ORDER BY active DESC, id LIMIT 1) AS seller ON TRUE
             UNION ALL
                SELECT asked.line_id, COALESCE(owner.user_id, customer.user_id, asked.seller_id),
                       COALESCE(owner.user_id, customer.user_id, asked.seller_id),
                       CASE WHEN owner.user_id IS NOT NULL
                            THEN COALESCE(owner.team_id, owning.sale_team_id)
                            WHEN customer.user_id IS NOT NULL THEN owning.sale_team_id
                            ELSE COALESCE(asked.seller_team_id, owning.sale_team_id) END,
                       CASE WHEN COALESCE(owner.user_id, customer.user_id) IS NULL
                            THEN 'seller' ELSE 'owner' END,
                       asked.weight * 100
                  FROM asked
             LEFT JOIN res_partner AS customer ON customer.id = asked.owned_id
             LEFT JOIN crm_portfolio_assignment AS owner
                    ON owner.partner_id = asked.owned_id
                   AND owner.date_from <= asked.sale_date
                   AND (owner.date_to IS NULL OR owner.date_to >= asked.sale_date)
             LEFT JOIN res_users AS owning
                    ON owning.id = COALESCE(owner.user_id, customer.user_id, asked.seller_id)
                 WHERE asked.split_of IS NULL
            )
            """
        )

    def _get_due_credits(self, company, plans):
        """Shares of people become credits of the participants that they are on that day.

        What a leader or a specialist is paid for is not taken from whoever sold it, and counts each
        line once, however many of the team share it.
        """
        return SQL(
            """
            seat AS (
                SELECT participant.*, participant.share::numeric AS part, who.id AS who
                  FROM crm_commission_participant AS participant
            CROSS JOIN LATERAL (VALUES (participant.user_id), (-participant.payee_id)) AS who (id)
                 WHERE participant.company_id = %(company)s
                   AND participant.plan_id = ANY(%(roots)s)
            ),
            counted AS (
                SELECT seat.id AS participant_id, share.line_id, MIN(share.reason) AS reason,
                       SUM(share.percent) * seat.part / 100 AS share
                  FROM share
                  JOIN line ON line.id = share.line_id
                  JOIN seat ON seat.who = share.who AND seat.role = 'direct'
                   AND line.sale_date >= seat.date_from
                   AND line.sale_date <= COALESCE(seat.date_to, 'infinity')
              GROUP BY seat.id, seat.part, share.line_id
             UNION ALL
                SELECT participant.id, share.line_id, 'team',
                       LEAST(SUM(share.percent), 100) * participant.share::numeric / 100
                  FROM share
                  JOIN line ON line.id = share.line_id
                  JOIN crm_commission_participant AS participant
                    ON participant.role IN ('override', 'overlay')
                   AND participant.company_id = %(company)s
                   AND participant.plan_id = ANY(%(roots)s)
                   AND (participant.team_id = share.team_id OR participant.team_id IS NULL)
                   AND line.sale_date >= participant.date_from
                   AND line.sale_date <= COALESCE(participant.date_to, 'infinity')
                   AND NOT (COALESCE(participant.exclude_own, FALSE) AND (
                           COALESCE(share.user_id = participant.user_id, FALSE)
                           OR share.who = -participant.payee_id))
                 WHERE share.who IS NOT NULL
              GROUP BY participant.id, participant.share, share.line_id
            ),
            due AS (
                SELECT counted.participant_id, counted.line_id, counted.reason,
                       ROUND(counted.share, 6) AS share, plan.root_id, plan.id AS plan_id
                  FROM counted
                  JOIN line ON line.id = counted.line_id
                  JOIN crm_commission_participant AS participant
                    ON participant.id = counted.participant_id
                  JOIN crm_commission_plan AS plan ON plan.root_id = participant.plan_id
                   AND plan.id = ANY(%(plans)s)
                   AND line.sale_date >= plan.date_from
                   AND line.sale_date <= COALESCE(plan.date_to, 'infinity')
            )
            """,
            company=company.id,
            roots=plans.root_id.ids,
            plans=plans.ids,
        )

    def _get_attributes(self, company):
        """What rules ask about a line. Discount and pricelist are the document's own; the rest is
        kept as it was when the line was first credited, see `_KEPT`."""
        return SQL(
            """
            item AS (
                SELECT product.id, product.uom_id, product.cost,
                       jsonb_build_object(
                           'categories', to_jsonb(string_to_array(
                               trim(both '/' from category.parent_path), '/')::int[]),
                           'product_tags', (
                               SELECT jsonb_agg(tag ORDER BY tag) FROM (
                                   SELECT product_tag_id AS tag
                                     FROM product_tag_product_template_rel
                                    WHERE product_template_id = product.template_id
                                    UNION
                                   SELECT product_tag_id FROM product_tag_product_product_rel
                                    WHERE product_product_id = product.id) AS tagged)
                       ) AS values
                  FROM (SELECT one.id, one.product_tmpl_id AS template_id, template.categ_id,
                               template.uom_id,
                               (one.standard_price ->> %(company)s)::numeric AS cost
                          FROM (SELECT DISTINCT line.product_id FROM due
                                  JOIN line ON line.id = due.line_id) AS wanted
                          JOIN product_product AS one ON one.id = wanted.product_id
                          JOIN product_template AS template ON template.id = one.product_tmpl_id
                       ) AS product
             LEFT JOIN product_category AS category ON category.id = product.categ_id
            ),
            buyer AS (
                SELECT partner.id,
                       jsonb_build_object(
                           'zone', partner.crm_zone_id,
                           'partner_tags', (SELECT jsonb_agg(rel.category_id ORDER BY 1)
                                              FROM res_partner_res_partner_category_rel AS rel
                                             WHERE rel.partner_id = partner.id)) AS values
                  FROM (SELECT DISTINCT line.partner_id FROM due
                          JOIN line ON line.id = due.line_id) AS wanted
                  JOIN res_partner AS partner ON partner.id = wanted.partner_id
            ),
            attribute AS (
                SELECT line.id AS line_id,
                       jsonb_strip_nulls(
                           COALESCE(item.values, '{}') || COALESCE(buyer.values, '{}')
                           || jsonb_build_object(
                               'discount', NULLIF(line.discount, 0),
                               'pricelist', line.pricelist_id,
                               'refund', NULLIF(line.refund, FALSE),
                               'cost', COALESCE(
                                   ROUND(line.cost * uom.factor / NULLIF(line.factor, 0), 6),
                                   item.cost))) AS values
                  FROM line
             LEFT JOIN item ON item.id = line.product_id
             LEFT JOIN uom_uom AS uom ON uom.id = item.uom_id
             LEFT JOIN buyer ON buyer.id = line.partner_id
            )
            """,
            company=str(company.id),
        )


# A new product or customer brings its own attributes, else those of the first time stay.
_KEPT = SQL(
    """
    CASE WHEN (credit.product_id, credit.partner_id)
              IS NOT DISTINCT FROM (EXCLUDED.product_id, EXCLUDED.partner_id)
         THEN (EXCLUDED.snapshot - ARRAY['categories', 'product_tags', 'zone', 'partner_tags',
                                         'cost'])
              || (credit.snapshot - ARRAY['discount', 'pricelist', 'refund'])
         ELSE EXCLUDED.snapshot END
    """
)

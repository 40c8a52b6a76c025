from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ..coverage import Coverage, Line
from ..engine.money import ZERO
from ..engine.plan_terms import NO_RULE, judge
from ..engine.rules import EXCLUDE
from ..reading import read_sale
from ..scope import ORDER_TRIGGERS, Scope


class CrmCommissionCoverage(models.AbstractModel):
    """Accounts for every line that was invoiced: credited, excluded by a rule, or uncredited.

    The two sides are read apart. What was invoiced comes from the accounts alone; what became of
    it from the credits, also those of lines that are not posted any more. Of several plans the one
    that credits most of a line counts, since a second plan does not sell it again.
    """

    _name = "crm.commission.coverage"
    _description = "Coverage of Commissions"

    @api.model
    def _get_reasons(self):
        """Why nobody is paid for a line; most telling first."""
        return [
            ("no_plan", self.env._("No plan was in force")),
            ("no_order", self.env._("Plans pay for orders, and it comes from none")),
            ("no_owner", self.env._("Nobody's customer, and no salesperson")),
            ("no_participant", self.env._("Whose it is takes part in no plan")),
            ("no_rule", self.env._("No rule of the plan speaks of it")),
            ("rest", self.env._("The shares make less than 100 %")),
        ]

    @api.model
    def _get_coverage(self, period):
        """
        :param period: one crm.commission.period
        :return: a Coverage
        """
        self.env.flush_all()
        engine = self.env["crm.commission.engine"]._as_company(period.company_id)
        own = self.with_env(engine.env)
        lines, invoiced = own._read_invoiced(period)
        coverage = Coverage(lines, invoiced, period.company_id.currency_id.decimal_places)
        shares = own._read_shares(period)
        left = []
        for line in own._read_lines(period):
            credited, excluded, forgotten = shares.get(line.id, (ZERO, ZERO, False))
            rest = coverage.add(line.base, credited, excluded)
            if rest or (not line.base and not credited + excluded):
                left.append((line, rest, bool(credited + excluded), forgotten))
        own._add_reasons(period, coverage, left)
        return coverage

    # -- what was invoiced -----------------------------------------------------------------------

    @api.model
    def _of_period(self, period):
        """SQL of the product lines of customer invoices of a period, posted or not."""
        return SQL(
            """
            line.company_id = %(company)s
            AND line.display_type = 'product'
            AND NOT COALESCE(line.is_downpayment, FALSE)
            AND move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
            AND move.invoice_date BETWEEN %(date_from)s AND %(date_to)s
            """,
            company=period.company_id.id,
            date_from=period.date_from,
            date_to=period.date_to,
        )

    @api.model
    def _read_invoiced(self, period):
        """Number and sum of the lines of posted customer invoices and refunds."""
        query = SQL(
            """
            SELECT COUNT(*), COALESCE(SUM(-line.balance), 0)::text
              FROM account_move_line AS line
              JOIN account_move AS move ON move.id = line.move_id
             WHERE move.state = 'posted' AND %s
            """,
            self._of_period(period),
        )
        [(lines, invoiced)] = self.env.execute_query(query)
        return lines, Decimal(invoiced)

    @api.model
    def _read_lines(self, period):
        query = SQL(
            """
            SELECT line.id, line.move_id, move.commercial_partner_id, line.product_id,
                   (-line.balance)::text, COALESCE(origin.invoice_date, move.invoice_date),
                   EXISTS (SELECT FROM sale_order_line_invoice_rel AS rel
                            WHERE rel.invoice_line_id = line.id)
              FROM account_move_line AS line
              JOIN account_move AS move ON move.id = line.move_id
         LEFT JOIN account_move AS origin ON origin.id = move.reversed_entry_id
             WHERE %s
               AND (move.state = 'posted'
                    OR EXISTS (SELECT FROM crm_commission_credit AS credit
                                WHERE credit.source_model = 'account.move.line'
                                  AND credit.source_id = line.id
                                  AND credit.share > 0))
             ORDER BY line.id
            """,
            self._of_period(period),
        )
        return [
            Line(*ids, Decimal(base), day, has_order)
            for *ids, base, day, has_order in self.env.execute_query(query)
        ]

    # -- what became of it -----------------------------------------------------------------------

    @api.model
    def _read_shares(self, period):
        """How much of each line is credited and excluded, in percent.

        :return: dict of line id: (credited, excluded, whether rules have forgotten some of it)
        """
        by_root = defaultdict(lambda: [ZERO, ZERO, False])
        for line, root, share, outcome in self._judge_credits(period):
            found = by_root[line, root]
            if outcome == NO_RULE:
                found[2] = True
            else:
                found[outcome == EXCLUDE] += share
        shares = {}
        for (line, _root), found in by_root.items():
            shares[line] = max(shares.get(line, (ZERO, ZERO, False)), tuple(found))
        return shares

    @api.model
    def _judge_credits(self, period):
        """Line, first revision of the plan, share and effect of each credit for own sales."""
        plans = self.env["crm.commission.plan"]
        terms = {}
        for line, root, plan, share, product, *sale in self._read_credits(period):
            if plan not in terms:
                terms[plan] = plans.browse(plan)._to_terms()
            yield line, root, Decimal(share), judge(read_sale(product, *sale), terms[plan]).effect

    @api.model
    def _read_credits(self, period):
        """Credits of the lines, and of the order lines that they invoice, with what rules ask."""
        query = SQL(
            """
            WITH line AS (
                SELECT line.id
                  FROM account_move_line AS line
                  JOIN account_move AS move ON move.id = line.move_id
                 WHERE %s
            ),
            found AS (
                SELECT line.id AS line_id, 1 AS parts, credit.*
                  FROM line
                  JOIN crm_commission_credit AS credit
                    ON credit.source_model = 'account.move.line' AND credit.source_id = line.id
             UNION ALL
                SELECT line.id, COUNT(*) OVER (PARTITION BY line.id, credit.participant_id),
                       credit.*
                  FROM line
                  JOIN sale_order_line_invoice_rel AS rel ON rel.invoice_line_id = line.id
                  JOIN crm_commission_credit AS credit
                    ON credit.source_model = 'sale.order.line'
                   AND credit.source_id = rel.order_line_id
            )
            SELECT found.line_id, plan.root_id, found.plan_id,
                   (found.share / found.parts)::text, found.product_id,
                   COALESCE(found.snapshot, '{}'), fact.margin_percent::text,
                   fact.customer_days, fact.delay_days
              FROM found
              JOIN crm_commission_plan AS plan ON plan.id = found.plan_id
              JOIN crm_commission_participant AS participant
                ON participant.id = found.participant_id
         LEFT JOIN LATERAL (SELECT * FROM crm_commission_fact AS fact
                             WHERE fact.credit_id = found.id
                             ORDER BY fact.event_date DESC, fact.id DESC LIMIT 1) AS fact ON TRUE
             WHERE found.share > 0
               AND participant.role = 'direct'
            """,
            self._of_period(period),
        )
        return self.env.execute_query(query)

    # -- why nobody is paid for it ---------------------------------------------------------------

    @api.model
    def _add_reasons(self, period, coverage, left):
        """
        :param left: (line, what is left of it, whether some of it is credited, whether rules have
            forgotten some of it)
        """
        # refunds are paid by the plans of the sales that they take back
        first = min((line.sale_date for line, *_rest in left), default=period.date_from)
        Plan = self.env["crm.commission.plan"]
        plans = Plan.search(Plan._get_in_force_domain(period.company_id, first, period.date_to))
        owned = self._find_owned(period, plans, [line for line, *_rest in left])
        names = dict(self._get_reasons())
        for line, rest, is_shared, forgotten in left:
            reason = (
                ("no_rule" if forgotten else None)
                or ("rest" if is_shared else None)
                or self._find_reason(line, plans, owned)
            )
            coverage.reasons[names[reason]] += 1
            coverage.rows.append(
                {
                    "move_line_id": line.id,
                    "move_id": line.move_id,
                    "partner_id": line.partner_id,
                    "product_id": line.product_id,
                    "reason": reason,
                    "amount": float(rest),
                }
            )

    @api.model
    def _find_reason(self, line, plans, owned):
        day = line.sale_date
        holding = plans.filtered(
            lambda plan: plan.date_from <= day and (not plan.date_to or plan.date_to >= day)
        )
        if not holding:
            return "no_plan"
        if not line.has_order and all(plan.trigger in ORDER_TRIGGERS for plan in holding):
            return "no_order"
        return "no_participant" if line.id in owned else "no_owner"

    @api.model
    def _find_owned(self, period, plans, lines):
        """Which of these lines are somebody's, by the order in which a run asks."""
        if not lines or not plans:
            return set()
        engine = self.env["crm.commission.engine"]
        scope = Scope(moves=tuple(sorted({line.move_id for line in lines})))
        query = SQL(
            "WITH %s, %s SELECT DISTINCT line_id FROM share WHERE who IS NOT NULL",
            engine._get_move_lines(period.company_id, plans, scope),
            engine._get_shares(),
        )
        return {line for (line,) in self.env.execute_query(query)}

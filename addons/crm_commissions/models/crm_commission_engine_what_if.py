from decimal import Decimal
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..engine.money import HUNDRED, ZERO, round_half_up
from ..engine.what_if import Effect, effects
from ..reading import FactRow, gather, window_days
from ..scope import Scope

_OF_MONTHS = ("month", "quarter", "year")


class Quoted(NamedTuple):
    """A line that is offered, and whose commission it would be. Figures are in the company's
    currency and the product's own unit."""

    order_id: int
    plan_id: int
    participant_id: int
    role: str
    share: str
    line_id: int
    product_id: int | None
    amount: Decimal
    quantity: Decimal
    discount: Decimal
    values: dict
    customer_days: int | None

    def at_discount(self, discount, digits):
        """The line with no more discount than this."""
        if self.discount <= discount or self.discount >= HUNDRED:
            return self
        amount = self.amount * (HUNDRED - discount) / (HUNDRED - self.discount)
        return self._replace(
            amount=round_half_up(amount, digits),
            discount=discount,
            values={**self.values, "discount": float(discount)},
        )

    @property
    def margin(self):
        """The amount less what it costs."""
        return self.amount - Decimal(str(self.values.get("cost") or 0)) * self.quantity

    def get_base(self, metric, is_first):
        """What a plan counts of it.

        :param is_first: whether it stands for its order
        """
        if metric == "margin":
            return self.margin
        if metric == "orders":
            return Decimal(is_first)
        if metric == "new_customers":
            return Decimal(is_first and self.customer_days is None)
        return self.amount


class CrmCommissionEngine(models.AbstractModel):
    """What something more would earn, worked out in memory by the same steps. Nothing is written.

    The number of queries depends on the number of plans in force, not on lines or orders.
    """

    # one file for each purpose
    _inherit = "crm.commission.engine"  # pylint: disable=consider-merging-classes-inherited

    # -- quotations ------------------------------------------------------------------------------

    @api.model
    def _estimate_orders(self, orders, discounts=()):
        """What these orders would add if they were confirmed, delivered, invoiced and paid today,
        each by itself.

        :param orders: of one company
        :param discounts: percents, functions of the plans in force if callable
        :return: ``{(order id, plan, participant): {discount or None: Effect}}``
        """
        company = orders.company_id
        engine = self._as_company(company)
        engine.env.flush_all()
        today = company._crm_today()
        Plan = engine.env["crm.commission.plan"]
        plans = Plan.search(Plan._get_in_force_domain(company, today, today))
        lines = engine._read_quoted(company, plans, orders, today) if plans and orders else []
        found = {}
        for plan in plans:
            mine = [line for line in lines if line.plan_id == plan.id]
            if mine:
                tried = discounts(plans, mine) if callable(discounts) else discounts
                found.update(engine._estimate_plan(company, plan, mine, today, tried))
        return found

    def _estimate_plan(self, company, plan, lines, today, discounts):
        judge = self._get_judge(company, plan, {line.participant_id for line in lines}, today)
        digits = company.currency_id.decimal_places
        rate = company.currency_id._get_conversion_rate(
            company.currency_id, plan.currency_id, company, today
        )
        found = {}
        for order in dict.fromkeys(line.order_id for line in lines):
            own = [line for line in lines if line.order_id == order]
            for discount in (None, *discounts):
                tried = own
                if discount is not None:
                    tried = [line.at_discount(discount, digits) for line in own]
                rows = [_to_row(plan, line, own, today, Decimal(str(rate))) for line in tried]
                for participant, effect in judge(rows, tried).items():
                    found.setdefault((order, plan, participant), {})[discount] = effect
        return found

    def _read_quoted(self, company, plans, orders, today):
        scope = Scope(moves=(), orders=tuple(orders.ids))
        query = SQL(
            """
            WITH %(lines)s, %(shares)s, %(due)s, %(attributes)s
            SELECT line.order_id, due.plan_id, due.participant_id, participant.role,
                   due.share::text, line.id, line.product_id,
                   (sold.price_subtotal
                    / COALESCE(NULLIF(ordered.currency_rate, 0), 1)::numeric)::text,
                   (sold.product_uom_qty::numeric
                    * COALESCE(uom.factor / NULLIF(base_uom.factor, 0), 1)::numeric)::text,
                   COALESCE(line.discount, 0)::text, attribute.values,
                   %(today)s::date - (
                       SELECT MIN(other.invoice_date) FROM account_move AS other
                        WHERE other.commercial_partner_id = line.partner_id
                          AND other.company_id = %(company)s
                          AND other.state = 'posted'
                          AND other.move_type = 'out_invoice')
              FROM due
              JOIN line ON line.id = due.line_id
              JOIN attribute ON attribute.line_id = line.id
              JOIN crm_commission_participant AS participant
                ON participant.id = due.participant_id
              JOIN sale_order_line AS sold ON sold.id = line.id
              JOIN sale_order AS ordered ON ordered.id = line.order_id
         LEFT JOIN product_product AS product ON product.id = line.product_id
         LEFT JOIN product_template AS template ON template.id = product.product_tmpl_id
         LEFT JOIN uom_uom AS base_uom ON base_uom.id = template.uom_id
         LEFT JOIN uom_uom AS uom ON uom.id = sold.product_uom_id
             ORDER BY line.id, due.participant_id
            """,
            lines=self._get_order_lines(company, plans, scope, quoted_on=today),
            shares=self._get_shares(),
            due=self._get_due_credits(company, plans),
            attributes=self._get_attributes(company),
            today=today,
            company=company.id,
        )
        return [
            Quoted(*who, Decimal(amount), Decimal(qty), Decimal(discount), values or {}, days)
            for *who, amount, qty, discount, values, days in self.env.execute_query(query)
        ]

    # -- money that is still to come -------------------------------------------------------------

    @api.model
    def _estimate_pending(self, company, participants):
        """What the open invoices would add if they were paid today.

        :return: ``{participant id: Decimal}``, in the currencies of their plans
        """
        engine = self._as_company(company)
        engine.env.flush_all()
        today = company._crm_today()
        added = {}
        for plan, moves in engine._find_open_moves(participants).items():
            rows = engine._read_pending(company, plan, participants, moves, today)
            judge = engine._get_judge(company, plan, set(participants.ids), today, moves)
            for participant, effect in judge(rows, []).items():
                added[participant] = added.get(participant, ZERO) + effect.added
        return added

    def _find_open_moves(self, participants):
        """Revisions that pay on what is collected, with the invoices that are not paid yet."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT credit.plan_id, ARRAY_AGG(DISTINCT credit.move_id)
                  FROM crm_commission_credit AS credit
                  JOIN crm_commission_plan AS plan ON plan.id = credit.plan_id
                   AND plan.trigger = 'collected'
                  JOIN account_move AS move ON move.id = credit.move_id
                 WHERE credit.participant_id = ANY(%s::int[])
                   AND credit.share <> 0
                   AND move.state = 'posted'
                   AND move.amount_residual <> 0
              GROUP BY credit.plan_id
                """,
                participants.ids,
            )
        )
        return {self.env["crm.commission.plan"].browse(plan): moves for plan, moves in rows}

    def _read_pending(self, company, plan, participants, moves, today):
        query = SQL(
            """
            WITH %(sold)s,
            owed AS (
                SELECT term.move_id, SUM(term.amount_currency) AS amount,
                       SUM(term.amount_residual_currency) AS open,
                       MAX(term.date_maturity) AS last_day
                  FROM account_move_line AS term
                 WHERE term.move_id = ANY(%(moves)s)
                   AND term.display_type = 'payment_term'
              GROUP BY term.move_id
            )
            SELECT credit.id, credit.participant_id, credit.source_model, credit.source_id,
                   credit.move_id, credit.order_id, credit.product_id, credit.share::text,
                   participant.role, %(today)s::date, %(today)s::date, 0,
                   ROUND(sold.base * owed.open / owed.amount, 6)::text,
                   ROUND(sold.quantity * owed.open / owed.amount, 6)::text, FALSE,
                   jsonb_build_array(credit.snapshot, sold.margin_percent::text,
                                     sold.customer_days, %(today)s::date - owed.last_day)
              FROM sold
              JOIN owed ON owed.move_id = sold.move_id
              JOIN crm_commission_credit AS credit ON credit.id = sold.credit_id
              JOIN crm_commission_participant AS participant
                ON participant.id = credit.participant_id
             WHERE owed.amount <> 0
               AND credit.participant_id = ANY(%(participants)s)
            """,
            sold=self._get_sold_move_lines(company, plan, Scope(tuple(moves), ())),
            moves=moves,
            today=today,
            participants=participants.ids,
        )
        return self.env.execute_query(query)

    # -- the arithmetic --------------------------------------------------------------------------

    def _get_judge(self, company, plan, participants, day, moves=()):
        """What is known is read once, so that several things can be tried.

        :param participants: ids
        :param moves: ids of the invoices that are tried
        :return: function of rows (`FactRow`) and quoted lines to ``{participant id: Effect}``
        """
        terms = self._get_terms(company, plan)
        known = self._read_known(company, plan, participants, day, moves)
        goals = self._get_judge_of_goals(company, plan, participants, day)

        def judge(rows, lines):
            found = effects(known, gather(rows, plan.tier_window).facts, terms)
            for participant, more in goals(lines).items():
                found[participant] = _add(found.get(participant, Effect()), more)
            return found

        return judge

    def _read_known(self, company, plan, participants, day, moves):
        """The facts that have filled the tiers so far."""
        if plan.tier_mode in ("none", "goals"):
            return []
        reach = SQL("credit.move_id = ANY(%s::int[])", list(moves))
        if plan.tier_window in _OF_MONTHS:
            first, last = window_days(plan.tier_window, day)
            reach = SQL("fact.origin_date BETWEEN %s AND %s", first, last)
        of_people = SQL("fact.participant_id = ANY(%s) AND %s", list(participants), reach)
        return self._read_facts(company, plan, of_people, 0).facts


def _to_row(plan, line, lines, day, rate):
    """A quoted line as a fact of today."""
    base = line.get_base(plan.metric, line.line_id == lines[0].line_id)
    if plan.metric in ("amount", "margin"):
        base *= rate
    margin = HUNDRED * line.margin / line.amount if line.amount else None
    return FactRow(
        -line.line_id,
        line.participant_id,
        "sale.order.line",
        line.line_id,
        None,
        line.order_id,
        line.product_id,
        line.share,
        line.role,
        day,
        day,
        0,
        str(base),
        str(line.quantity),
        False,
        [line.values, None if margin is None else str(margin), line.customer_days or 0, 0],
    )


def _add(one, other):
    return Effect(
        one.amount_before + other.amount_before,
        one.amount_after + other.amount_after,
        one.total_before + other.total_before,
        one.total_after + other.total_after,
    )

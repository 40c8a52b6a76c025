import json

from odoo import fields, models
from odoo.tools import SQL

# Columns of an entry that the run says itself, and those of them that are text.
_FIGURES = (
    "participant_id",
    "rule_id",
    "credit_id",
    "bracket",
    "origin_period_id",
    "period_id",
    "statement_id",
    "event_date",
    "base",
    "rate",
    "amount",
    "number",
)
_TEXTS = ("kind", "window")


class CrmCommissionEngine(models.AbstractModel):
    """Entries go into the ledger, very many at once."""

    # one file for each purpose
    _inherit = "crm.commission.engine"  # pylint: disable=consider-merging-classes-inherited

    def _insert(self, company, plan, rows, run_id):
        """One statement for all entries, in their order. They travel by columns, which the database
        reads in a third of the time that rows of JSON take it, and figures as text, so that
        nothing is rounded.

        :param rows: dicts with ``explain`` and, where it is not None, each of `_FIGURES` but the
            statement and of `_TEXTS`
        """
        rows = self._put_on_statements(company, plan, rows)
        columns = {name: _to_array(rows, name) for name in _FIGURES}
        columns |= {name: [row.get(name) for row in rows] for name in _TEXTS}
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_commission_entry
                       (currency_id, plan_id, run_id, run_at, participant_id, payee_id, rule_id,
                        credit_id, partner_id, product_id, kind, window_key, bracket,
                        origin_period_id, period_id, statement_id, event_date, base, rate, amount,
                        number, explain)
                SELECT %(currency)s, %(plan)s, %(run)s, %(now)s, new.participant_id,
                       participant.payee_id, new.rule_id, new.credit_id, credit.partner_id,
                       credit.product_id, new.kind, new.window_key, new.bracket,
                       new.origin_period_id, new.period_id, new.statement_id, new.event_date,
                       new.base, new.rate, new.amount, new.number, new.explain
                  FROM ROWS FROM (
                       unnest(%(participant_id)s::int[], %(rule_id)s::int[], %(credit_id)s::int[],
                              %(bracket)s::int[], %(origin_period_id)s::int[],
                              %(period_id)s::int[], %(statement_id)s::int[],
                              %(event_date)s::date[], %(base)s::numeric[], %(rate)s::numeric[],
                              %(amount)s::numeric[], %(number)s::int[], %(kind)s::text[],
                              %(window)s::text[]),
                       jsonb_array_elements(%(explain)s)) WITH ORDINALITY AS new (
                       participant_id, rule_id, credit_id, bracket, origin_period_id, period_id,
                       statement_id, event_date, base, rate, amount, number, kind, window_key,
                       explain, position)
                  JOIN crm_commission_participant AS participant
                    ON participant.id = new.participant_id
             LEFT JOIN crm_commission_credit AS credit ON credit.id = new.credit_id
              ORDER BY new.position
                """,
                currency=plan.currency_id.id,
                plan=plan.id,
                run=run_id,
                now=fields.Datetime.now(),
                explain=json.dumps([row["explain"] for row in rows]),
                **columns,
            )
        )
        self.env["crm.commission.entry"].invalidate_model()


def _to_array(rows, name):
    """A column as the database writes an array of numbers or days: short, and quickly read."""
    return "{%s}" % ",".join(
        ["NULL" if (value := row.get(name)) is None else str(value) for row in rows]
    )

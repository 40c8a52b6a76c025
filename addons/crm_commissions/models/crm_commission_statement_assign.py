from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from .crm_commission_statement import LIVE


class CrmCommissionStatement(models.Model):
    """Which entry goes on which statement."""

    # one file for each purpose
    _inherit = "crm.commission.statement"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _assign_entries(self, company):
        groups = self._read_unassigned(company)
        if not groups:
            return
        goals = self._find_goals(company, groups)
        rows = [(*group, goal.id) for group, goal in goals.items()]
        self.env.flush_all()
        self.env.cr.execute_values(
            """
            UPDATE crm_commission_entry AS entry
               SET statement_id = goal.statement_id
              FROM (VALUES %s) AS goal(payee_id, currency_id, period_id, statement_id)
             WHERE entry.statement_id IS NULL
               AND entry.payee_id = goal.payee_id
               AND entry.currency_id = goal.currency_id
               AND entry.period_id = goal.period_id
            """,
            rows,
        )
        self.env["crm.commission.entry"].invalidate_model(["statement_id"])
        self.invalidate_model(["entry_ids"])

    @api.model
    def _get_statements(self, company, groups):
        """The statement on which new entries of each group go, made where it is missing.

        :param groups: (payee id, currency id, period id)
        :return: dict of group: statement
        """
        own = self._by_flow().with_context(tracking_disable=True)
        return own._find_goals(company, own._in_order(groups))

    @api.model
    def _in_order(self, groups):
        """Oldest periods first, so that statements are made in their order."""
        periods = self.env["crm.commission.period"].browse({group[2] for group in groups})
        days = {each.id: each.date_from for each in periods}
        return sorted(groups, key=lambda group: (days[group[2]], group))

    @api.model
    def _read_unassigned(self, company):
        """Payee, currency and period of the entries that are on no statement, oldest first."""
        query = SQL(
            """
            SELECT entry.payee_id, entry.currency_id, entry.period_id
              FROM crm_commission_entry AS entry
              JOIN crm_commission_period AS period ON period.id = entry.period_id
             WHERE entry.statement_id IS NULL
               AND period.company_id = %s
               AND period.state <> 'closed'  -- the ledger of a closed period stays as it is
             GROUP BY entry.payee_id, entry.currency_id, entry.period_id, period.date_from
             ORDER BY period.date_from, entry.payee_id
            """,
            company.id,
        )
        return self.env.execute_query(query)

    @api.model
    def _find_goals(self, company, groups):
        """The statement of each group, made where it is missing.

        :param groups: (payee id, currency id, period id)
        :return: dict of group: statement
        """
        Period = self.env["crm.commission.period"].sudo()
        periods = Period.search([("company_id", "=", company.id)], order="date_from")
        known = self.search(
            [
                ("company_id", "=", company.id),
                ("payee_id", "in", list({group[0] for group in groups})),
                ("period_id.state", "!=", "closed"),
            ]
        )
        statements = {(row.payee_id.id, row.currency_id.id, row.period_id): row for row in known}
        wanted = {}
        for payee, currency, period in groups:
            day = Period.browse(period).date_from
            for candidate in periods:
                there = statements.get((payee, currency, candidate))
                stands = candidate.state == "closed" or (there and there.state not in LIVE)
                if candidate.date_from >= day and not stands:
                    break
            else:
                candidate = self._make_next_period(company, periods)
                periods |= candidate
            wanted[payee, currency, period] = (payee, currency, candidate)
        missing = [key for key in dict.fromkeys(wanted.values()) if key not in statements]
        made = self.create(
            [
                {
                    "company_id": company.id,
                    "payee_id": payee,
                    "currency_id": currency,
                    "period_id": period.id,
                }
                for payee, currency, period in missing
            ]
        )
        statements.update(zip(missing, made, strict=True))
        return {group: statements[key] for group, key in wanted.items()}

    @api.model
    def _make_next_period(self, company, periods):
        day = periods[-1].date_to + timedelta(days=1)
        return self.env["crm.commission.period"]._ensure_periods(company, day, day).sudo()

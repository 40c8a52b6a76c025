from odoo import models
from odoo.tools import SQL

from ..reading import line_keys, window_days

_OF_MONTHS = ("month", "quarter", "year")


class CrmCommissionEngine(models.AbstractModel):
    """How far a change reaches: what has to be looked at together, and no more."""

    # one file for each purpose
    _inherit = "crm.commission.engine"  # pylint: disable=consider-merging-classes-inherited

    def _get_reach(self, plan, scope, changed):
        """Which facts and entries have to be looked at together.

        Where tiers add up over months, all of a participant's in these windows; else those of the
        credits and, where tiers are of a line or document, of its other credits.

        :return: SQL about ``fact`` and ``credit``, and about ``entry``; None if nothing changed
        """
        if scope.is_all:
            return SQL("TRUE"), SQL("TRUE")
        facts, entries = self._get_reach_of_sales(plan, changed)
        if plan.tier_mode != "goals":
            return facts, entries
        # what was booked for goals is compared in each run, whatever has changed
        of_goals = SQL("entry.window_key IS NOT NULL")
        if facts is None:
            return SQL("FALSE"), of_goals
        return facts, SQL("(%s OR %s)", entries, of_goals)

    def _get_reach_of_sales(self, plan, changed):
        credits, facts = changed
        touched = self._read_touched(credits, facts)
        if not touched:
            return None, None
        if plan.tier_mode != "none" and plan.tier_window in _OF_MONTHS:
            return self._get_reach_of_windows(plan, touched)
        ids = sorted({credit for credit, _participant, _day in touched})
        if plan.tier_mode == "none":
            return (
                SQL("fact.credit_id = ANY(%s)", ids),
                SQL("entry.credit_id = ANY(%s)", ids),
            )
        return self._get_reach_of_documents(ids)

    def _read_touched(self, credits, facts):
        rows = self.env.execute_query(
            SQL(
                "SELECT credit_id, participant_id, origin_date FROM crm_commission_fact "
                "WHERE credit_id = ANY(%s::int[])",
                list(credits),
            )
        )
        return {*rows, *facts}

    def _get_reach_of_windows(self, plan, touched):
        windows = {
            (participant, *window_days(plan.tier_window, day))
            for _credit, participant, day in touched
        }
        participants, firsts, lasts = (
            list(column) for column in zip(*sorted(windows), strict=True)
        )
        window = SQL(
            "unnest(%s::int[], %s::date[], %s::date[]) AS reach (participant_id, first, last)",
            participants,
            firsts,
            lasts,
        )
        return (
            SQL(
                "EXISTS (SELECT 1 FROM %s WHERE reach.participant_id = fact.participant_id "
                "AND fact.origin_date BETWEEN reach.first AND reach.last)",
                window,
            ),
            SQL(
                "EXISTS (SELECT 1 FROM %s WHERE reach.participant_id = entry.participant_id "
                "AND origin.date_from BETWEEN reach.first AND reach.last)",
                window,
            ),
        )

    def _get_reach_of_documents(self, ids):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT other.id, other.source_model, other.source_id, other.move_id, other.order_id
                  FROM crm_commission_credit AS credit
                  JOIN crm_commission_plan AS plan ON plan.id = credit.plan_id
                  JOIN crm_commission_credit AS other
                    ON (other.move_id = credit.move_id OR other.order_id = credit.order_id
                        OR other.id = credit.id)
                  JOIN crm_commission_plan AS revision
                    ON revision.id = other.plan_id AND revision.root_id = plan.root_id
                 WHERE credit.id = ANY(%s)
              GROUP BY other.id
                """,
                ids,
            )
        )
        keys = set()
        for _credit, model, line, move, order in rows:
            keys.update(line_keys(model, line, move, order))
        credits = [credit for credit, *_rest in rows]
        return (
            SQL("fact.credit_id = ANY(%s)", credits),
            SQL("(entry.credit_id = ANY(%s) OR entry.window_key = ANY(%s))", credits, list(keys)),
        )

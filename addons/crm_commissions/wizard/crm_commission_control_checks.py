from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL, format_list

from ..models.crm_commission_statement import LIVE

_SHOWN = 3  # names in a sentence


class Verdict(NamedTuple):
    """What a check has found: ``problem`` in a sentence, empty if it holds."""

    problem: str
    figure: str
    holds: str
    statement_ids: tuple = ()


class CrmCommissionControl(models.TransientModel):
    """The invariants, each a method that reads and answers with a Verdict."""

    # one file for each purpose
    _inherit = "crm.commission.control"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_checks(self, probe):
        """Code, title and check of each invariant. Others add theirs.

        :return: list of (code, title, function without parameters that returns a Verdict)
        """
        return [
            ("I1", self.env._("Entries = total = to pay"), self._check_sums),
            ("I2", self.env._("The ledger can be rebuilt"), lambda: self._check_rebuilt(probe)),
            ("I3", self.env._("Running again writes nothing"), lambda: self._check_again(probe)),
            ("I4", self.env._("The order changes nothing"), lambda: self._check_orders(probe)),
            ("I5", self.env._("Closed periods are untouched"), self._check_closed),
            ("I6", self.env._("Shares make 100 %"), self._check_shares),
            (
                "I7",
                self.env._("Coverage to the cent"),
                lambda: self._check_coverage(probe.coverage),
            ),
            ("I8", self.env._("Nobody approves his own"), self._check_four_eyes),
            ("I9", self.env._("What is approved stands"), self._check_approved),
            ("I10", self.env._("Advances less recoveries"), self._check_draws),
        ]

    def _get_rows(self, probe):
        """
        :param probe: what looking at everything has found
        :return: values of the rows, by number of the invariant
        """
        rows = []
        for sequence, (code, title, check) in enumerate(self._get_checks(probe), 1):
            verdict = check()
            rows.append(
                {
                    "sequence": sequence,
                    "code": code,
                    "title": title,
                    "light": "red" if verdict.problem else "green",
                    "figure": verdict.figure,
                    "sentence": verdict.problem or verdict.holds,
                    "statement_ids": list(verdict.statement_ids),
                }
            )
        return rows

    # -- I1, I8, I9: statements ------------------------------------------------------------------

    def _check_sums(self):
        statements = self._get_statements([("state", "!=", "cancelled")])
        verdict = self._judge_statements(
            statements,
            statements._get_wrong(),
            self.env._("Every statement adds up, and takes over what the one before left."),
        )
        loose = self.env["crm.commission.entry"].search_count(
            [("period_id", "=", self.period_id.id), ("statement_id", "=", False)]
        )
        if not loose:
            return verdict
        problem = self.env._("Entries on no statement: %s. Run the commissions.", loose)
        return verdict._replace(problem=f"{problem} {verdict.problem}".strip())

    def _check_approved(self):
        statements = self._get_statements([("state", "not in", (*LIVE, "cancelled"))])
        return self._judge_statements(
            statements,
            statements._get_wrong(),
            self.env._("No approved statement is other than when it was approved."),
        )

    def _check_four_eyes(self):
        statements = self._get_statements([("approved_by_id", "!=", False)])
        own = {
            each.id: self.env._("was approved by %s.", each.approved_by_id.name)
            for each in statements
            if each._is_of(each.approved_by_id)
        }
        disputes = self.env["crm.commission.dispute"].search(
            [("period_id", "=", self.period_id.id), ("resolved_by_id", "!=", False)]
        )
        for each in disputes:
            if each._is_of(each.resolved_by_id):
                own[each.statement_id.id] = self.env._(
                    "its dispute was decided by %s.", each.resolved_by_id.name
                )
        return self._judge_statements(
            statements | disputes.statement_id,
            own,
            self.env._("Somebody else has approved each statement and decided each dispute."),
        )

    def _get_statements(self, domain):
        return self.env["crm.commission.statement"].search(
            [("period_id", "=", self.period_id.id), *domain]
        )

    def _judge_statements(self, statements, wrong, holds):
        sentences = [
            self.env._("%(statement)s: %(problem)s", statement=each.display_name, problem=problem)
            for each in statements
            if (problem := wrong.get(each.id))
        ]
        figure = self.env._(
            "%(good)s of %(all)s", good=len(statements) - len(sentences), all=len(statements)
        )
        return Verdict(" ".join(sentences[:_SHOWN]), figure, holds, tuple(wrong))

    # -- I2, I3, I4: the ledger ------------------------------------------------------------------

    def _check_rebuilt(self, probe):
        return self._judge_deltas(
            probe.deltas,
            self.env._("Entries: %s", self._count_entries()),
            self.env._("Computed anew from the documents, every amount is the same."),
        )

    def _check_again(self, probe):
        problem = probe.booked and self.env._(
            "Entries that a full run would book: %s. It should book none.", probe.booked
        )
        return Verdict(
            problem or "",
            self.env._("Rows: %s", probe.booked),
            self.env._("A full run books nothing that is not booked already."),
        )

    def _check_orders(self, probe):
        wrong = [deltas for deltas in probe.shuffled if deltas]
        every = len(probe.shuffled)
        return self._judge_deltas(
            wrong[0] if wrong else [],
            self.env._("%(good)s of %(all)s", good=every - len(wrong), all=every),
            self.env._("In random orders the same facts earn what is booked."),
        )

    def _judge_deltas(self, deltas, figure, holds):
        if not deltas:
            return Verdict("", figure, holds)
        Participant = self.env["crm.commission.participant"]
        people = Participant.browse(dict.fromkeys(each.key.participant_id for each in deltas))
        problem = self.env._(
            "Amounts that differ: %(count)s, %(sum)s in all, of %(people)s. Run the commissions; "
            "if it stays red, the ledger was changed by hand.",
            count=len(deltas),
            sum=self.currency_id.format(float(sum(abs(each.amount) for each in deltas))),
            people=format_list(self.env, people.payee_id[:_SHOWN].mapped("name")),
        )
        return Verdict(problem, figure, holds)

    def _count_entries(self):
        return self.env["crm.commission.entry"].search_count(
            [("company_id", "=", self.company_id.id)]
        )

    # -- I5, I6, I10: rows that must not be ------------------------------------------------------

    def _check_closed(self):
        query = SQL(
            """
            SELECT period.name, COUNT(*)
              FROM crm_commission_entry AS entry
              JOIN crm_commission_period AS period ON period.id = entry.period_id
             WHERE period.company_id = %s
               AND period.state = 'closed'
               AND entry.run_at > period.closed_at
             GROUP BY period.name
             ORDER BY period.name
            """,
            self.company_id.id,
        )
        late = self.env.execute_query(query)
        problem = late and self.env._(
            "Booked after the period was closed: %s. The ledger was changed by hand.",
            format_list(self.env, [f"{name} ({count})" for name, count in late]),
        )
        return Verdict(
            problem or "",
            self.env._("Rows: %s", sum(count for _name, count in late)),
            self.env._("Nothing was booked into a period after it was closed."),
        )

    def _check_shares(self):
        """Direct shares of a line and plan: what is above 100 % is paid twice."""
        query = SQL(
            """
            SELECT credit.source_model, credit.source_id, plan.root_id, SUM(credit.share)
              FROM crm_commission_credit AS credit
              JOIN crm_commission_plan AS plan ON plan.id = credit.plan_id
              JOIN crm_commission_participant AS participant
                   ON participant.id = credit.participant_id
             WHERE plan.company_id = %s
               AND participant.role = 'direct'
             GROUP BY credit.source_model, credit.source_id, plan.root_id
            HAVING ROUND(SUM(credit.share)::numeric, 4) > 100
             ORDER BY 1, 2
            """,
            self.company_id.id,
        )
        over = self.env.execute_query(query)
        names = [
            f"{self.env[model].browse(number).display_name} ({share:.2f} %)"
            for model, number, _plan, share in over[:_SHOWN]
        ]
        problem = over and self.env._(
            "More than all of a line is shared out: %s. Correct the split of its document.",
            format_list(self.env, names),
        )
        return Verdict(
            problem or "",
            self.env._("Lines: %s", len(over)),
            self.env._("Nobody shares in more than there is; what is left is uncredited."),
        )

    def _check_draws(self):
        query = SQL(
            """
            SELECT entry.participant_id,
                   SUM(entry.amount) FILTER (WHERE entry.kind = 'draw') AS advanced,
                   -SUM(entry.amount) FILTER (WHERE entry.kind = 'recover') AS recovered
              FROM crm_commission_entry AS entry
              JOIN crm_commission_period AS period ON period.id = entry.period_id
             WHERE period.company_id = %s
               AND entry.kind IN ('draw', 'recover')
             GROUP BY entry.participant_id
            """,
            self.company_id.id,
        )
        balances = {
            number: round((advanced or 0) - (recovered or 0), 6)
            for number, advanced, recovered in self.env.execute_query(query)
        }
        below = [number for number, balance in balances.items() if balance < 0]
        people = self.env["crm.commission.participant"].browse(below[:_SHOWN]).payee_id
        problem = below and self.env._(
            "More was recovered than had been advanced: %s.",
            format_list(self.env, people.mapped("name")),
        )
        total = self.currency_id.format(sum(balances.values()))
        return Verdict(
            problem or "",
            total,
            self.env._("%s of draws are still to be recovered.", total),
        )

    # -- I7: coverage ----------------------------------------------------------------------------

    def _check_coverage(self, coverage):
        difference = self.currency_id.format(coverage.difference)
        problem = coverage.difference and self.env._(
            "Credited, excluded and uncredited are %s off what was invoiced. Run the commissions.",
            difference,
        )
        return Verdict(
            problem or "",
            difference,
            self.env._("Credited, excluded and uncredited are what was invoiced."),
        )

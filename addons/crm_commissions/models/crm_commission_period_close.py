from odoo import models
from odoo.tools import format_date, format_list

from .crm_commission_period import ACCOUNTANT, MANAGER
from .crm_commission_statement import LIVE

_SHOWN = 5  # names in a sentence; the list has them all


class CrmCommissionPeriod(models.Model):
    """Closing a period: what is in the way, and why there is nothing where there is nothing."""

    # one file for each purpose
    _inherit = "crm.commission.period"  # pylint: disable=consider-merging-classes-inherited

    def action_calculate(self):
        """Bring the figures up to date before they are looked at."""
        self._run_commissions()
        super().action_calculate()
        return self._tell_if_nothing()

    def action_close(self):
        """Close the periods; says why where nobody earned anything.

        :raise UserError: a statement is not approved, or something else is in the way
        """
        self._run_commissions()
        super().action_close()
        return self._tell_if_nothing()

    def _run_commissions(self):
        """What has happened is booked: here while the period is open, else into the next one."""
        self._check_group(ACCOUNTANT, MANAGER)
        for company in self.company_id:
            self.env["crm.commission.engine"]._run(company)

    def action_open_statements(self):
        """The statements of the period."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_commissions.crm_commission_statement_action"
        )
        return {**action, "domain": [("period_id", "=", self.id)], "context": {}}

    # -- what is in the way ----------------------------------------------------------------------

    def _get_close_problems(self):
        problems = super()._get_close_problems()
        # sudo: what is in the way is in the way, seen or not
        period = self.sudo()
        waiting = period.env["crm.commission.statement"].search(
            [("period_id", "=", self.id), ("state", "in", LIVE)]
        )
        if waiting:
            names = waiting[:_SHOWN].payee_id.mapped("name")
            more = len(waiting) - len(names)
            if more > 0:
                names.append(self.env._("%s more", more))
            problems.append(
                self.env._(
                    "These statements of %(month)s are not approved yet: %(people)s.",
                    month=self._get_month(),
                    people=format_list(self.env, names),
                )
            )
        loose = period.env["crm.commission.entry"].search_count(
            [("period_id", "=", self.id), ("statement_id", "=", False)]
        )
        if loose:
            problems.append(
                self.env._(
                    "Entries of %(month)s on no statement: %(count)s. Run the commissions.",
                    count=loose,
                    month=self._get_month(),
                )
            )
        return problems

    # -- why there is nothing --------------------------------------------------------------------

    def _tell_if_nothing(self):
        """Say in the chatter, and to whoever pressed the button, why nobody earned anything.

        :return: an action that shows it; None if there are statements
        """
        sentences = []
        for period in self:
            sentence = period._explain_nothing()
            if sentence:
                period.message_post(body=sentence)
                sentences.append(sentence)
        if not sentences:
            return None
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "title": self.env._("Nobody earned a commission"),
                "message": " ".join(sentences),
                "sticky": True,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _explain_nothing(self):
        """Why the period has no statement, in a sentence with what to do; None if it has some."""
        self.ensure_one()
        period = self.sudo()  # sudo: the reason is the same for whoever asks
        if period.env["crm.commission.statement"].search_count(
            [("period_id", "=", self.id)], limit=1
        ):
            return None
        Plan = period.env["crm.commission.plan"]
        plans = Plan.search(
            Plan._get_in_force_domain(self.company_id, self.date_from, self.date_to)
        )
        if not plans:
            return self.env._(
                "%s has no statements: no plan was in force. Activate a plan that begins by then.",
                self._get_month(),
            )
        if not plans.root_id.participant_ids.filtered(period._has_on_its_days):
            return self.env._(
                "%(month)s has no statements: nobody took part in %(plans)s. Add participants.",
                month=self._get_month(),
                plans=format_list(self.env, plans.mapped("display_name")),
            )
        return period._explain_nothing_credited()

    def _explain_nothing_credited(self):
        coverage = self.env["crm.commission.coverage"]._get_coverage(self)
        if not coverage.lines:
            return self.env._(
                "%s has no statements: nothing was invoiced, and nothing else that a plan pays "
                "for happened.",
                self._get_month(),
            )
        reasons = [
            self.env._("%(reason)s: %(count)s", reason=reason, count=count)
            for reason, count in coverage.reasons.items()
        ]
        if not reasons:
            return self.env._(
                "%s has no statements: what was invoiced earns nothing yet under the plans in "
                "force.",
                self._get_month(),
            )
        return self.env._(
            "%(month)s has no statements. Invoiced lines: %(count)s, of them %(reasons)s. "
            "Control lists them.",
            month=self._get_month(),
            count=coverage.lines,
            reasons=format_list(self.env, reasons),
        )

    def _has_on_its_days(self, participant):
        ends = participant.date_to
        return participant.date_from <= self.date_to and (not ends or ends >= self.date_from)

    def _get_month(self):
        return format_date(self.env, self.date_from, date_format="MMMM y")

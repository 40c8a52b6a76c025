from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.tools import get_lang
from odoo.tools.misc import babel_locale_parse

from ..engine import health

CURES = {
    health.NO_NEXT: "plan",
    health.OVERDUE: "close",
    health.SILENCE: "call",
    health.UNANSWERED: "call",
    health.FAR: "plan",
    health.STAGE: "plan",
    health.DEADLINE: "deadline",
}


class CrmLead(models.Model):
    """The reasons of a follow-up score in the reader's language, and what cures the worst."""

    # one file for each purpose
    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    followup_reasons = fields.Text(
        string="Why", compute="_compute_followup_reasons", help="The worst reason comes first."
    )
    followup_cure = fields.Selection(
        [
            ("plan", "Plan it"),
            ("close", "Report it"),
            ("call", "Call now"),
            ("deadline", "New date"),
            ("view", "Look at it"),
        ],
        string="What helps",
        compute="_compute_followup_reasons",
    )

    @api.depends("followup_reason_data")
    @api.depends_context("lang")
    def _compute_followup_reasons(self):
        for lead in self:
            reasons = lead.followup_reason_data or []
            lead.followup_reasons = "\n".join(lead._word_reason(reason) for reason in reasons)
            worst = reasons[0]["code"] if reasons else None
            lead.followup_cure = CURES.get(worst, "view")

    def action_followup_cure(self):
        """Open what helps against the worst reason."""
        self.ensure_one()
        openers = {
            "plan": self.action_plan_visit,
            "close": self._open_overdue_step,
            "call": self.action_log_call,
            "deadline": self._open_deadline,
        }
        return openers.get(self.followup_cure, self.get_formview_action)()

    def _open_overdue_step(self):
        """The report of the action that is due, or the opportunity with its activities."""
        planned = self.crm_action_ids.filtered(lambda action: action.state == "planned")
        due = planned.sorted("stop")[:1]
        if not due.has_access("write"):
            return self.get_formview_action()
        return due.action_open_close()

    def _open_deadline(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New expected closing"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref("crm_actions.crm_lead_view_form_deadline").id, "form")],
            "target": "new",
        }

    def _word_reason(self, reason):
        """One reason as a short sentence."""
        worder = getattr(self, f"_word_{reason['code']}", None)
        return worder(reason) if worder else reason["code"]

    def _word_no_next(self, reason):
        if reason.get("after"):
            return self.env._("Nothing planned for after the pause")
        return self.env._("No next step")

    def _word_overdue(self, reason):
        day = self._format_reason_date(reason)
        if not reason["days"]:
            return self.env._("Next step was due on %(date)s", date=day)
        if reason["days"] == 1:
            return self.env._("Next step overdue by one working day (%(date)s)", date=day)
        return self.env._(
            "Next step overdue by %(days)s working days (%(date)s)", days=reason["days"], date=day
        )

    def _word_silence(self, reason):
        if reason["days"] == 1:
            return self.env._("One day without contact")
        return self.env._("%(days)s days without contact", days=reason["days"])

    def _word_far(self, reason):
        return self.env._("Next step is far away (%(date)s)", date=self._format_reason_date(reason))

    def _word_stage(self, reason):
        return self.env._(
            "%(days)s days in the stage (limit %(limit)s)",
            days=reason["days"],
            limit=reason["limit"],
        )

    def _word_deadline(self, reason):
        if reason["days"] == 1:
            return self.env._("Expected closing was yesterday")
        return self.env._("Expected closing %(days)s days ago", days=reason["days"])

    def _word_unanswered(self, reason):
        return self.env._("%(attempts)s attempts without an answer", attempts=reason["attempts"])

    def _word_snoozed(self, reason):
        return self.env._("Paused until %(date)s", date=self._format_reason_date(reason))

    def _word_next(self, reason):
        return self.env._("Next step on %(date)s", date=self._format_reason_date(reason))

    def _word_running(self, reason):
        return self.env._("In progress until %(date)s", date=self._format_reason_date(reason))

    def _word_contact(self, reason):
        if not reason["days"]:
            return self.env._("Last contact today")
        if reason["days"] == 1:
            return self.env._("Last contact yesterday")
        return self.env._("Last contact %(days)s days ago", days=reason["days"])

    def _word_grace(self, reason):
        return self.env._(
            "Not judged as at risk before %(date)s", date=self._format_reason_date(reason)
        )

    def _format_reason_date(self, reason):
        """The day as the reader's language writes it, as in "Fri, Oct 16"."""
        locale = babel_locale_parse(get_lang(self.env).code)
        return format_skeleton("MMMEd", fields.Date.to_date(reason["date"]), locale=locale)

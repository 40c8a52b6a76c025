from odoo import api, fields, models
from odoo.tools import format_date

from ..engine.satisfaction import SCALES

READERS = "crm_helpdesk.group_helpdesk_supervisor,crm_helpdesk.group_helpdesk_quality"


class CrmHelpdeskTicket(models.Model):
    """After a solution the customer is asked; who solved it neither asks nor sees the answer."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    survey_request_ids = fields.One2many(
        "crm.helpdesk.survey.request",
        "ticket_id",
        string="Questions to the customer",
        groups=READERS,
    )
    survey_answer_ids = fields.One2many(
        "crm.helpdesk.survey.answer",
        "ticket_id",
        string="Satisfaction",
        groups=READERS,
    )

    survey_text = fields.Char(
        string="What the customer said",
        compute="_compute_survey_text",
        groups=READERS,
    )

    @api.depends("survey_request_ids.state", "survey_answer_ids.score")
    def _compute_survey_text(self):
        states = dict(
            self.env["crm.helpdesk.survey.request"]
            ._fields["state"]
            ._description_selection(self.env)
        )
        for ticket in self:
            answer, request = ticket.survey_answer_ids[:1], ticket.survey_request_ids[:1]
            ticket.survey_text = (
                f"{answer.score} / {SCALES[answer.kind][1]}"
                if answer
                else states.get(request.state)
            )

    def _after_resolve(self):
        result = super()._after_resolve()
        self._get_survey_requests()._queue(self.sudo())  # sudo: see _get_survey_requests
        return result

    def _after_reopen(self):
        result = super()._after_reopen()
        self._get_survey_requests()._note_reopening(self)
        return result

    def _get_survey_requests(self):
        """sudo: whoever solves a request may neither see nor write what the customer is asked."""
        return self.env["crm.helpdesk.survey.request"].sudo()

    def _after_low_score(self, answer):
        """A customer has scored the solution with 1 or 2; the supervisor has a task already.

        Extended by whatever else follows. Called with all rights, on one request.

        :param answer: ``crm.helpdesk.survey.answer`` of this request
        """
        self.ensure_one()
        if self.company_id.helpdesk_survey_proposes_nc:
            self._propose_nonconformity("low_score")

    def _get_side_facts(self):
        """Of answers by name, for those who may read them: the latest of the customer."""
        facts = super()._get_side_facts()
        answers = self.env["crm.helpdesk.survey.answer"]
        customer = self.commercial_partner_id
        if not customer or not self.env.user.has_groups(READERS):
            return facts
        found = answers.search([("commercial_partner_id", "=", customer.id)], limit=1)
        if not found:
            return facts
        return [
            *facts,
            {
                "key": "satisfaction",
                "label": self.env._("Satisfaction"),
                "value": f"{found.score} / {SCALES[found.kind][1]} · "
                f"{format_date(self.env, found.answer_day)}",
                "tone": found._get_tone(),
            },
        ]

    def action_open_survey_answers(self):
        """What the customer said of the solution, or whether he was asked."""
        self.ensure_one()
        answer = self.survey_answer_ids[:1]
        record = answer or self.survey_request_ids[:1]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Satisfaction"),
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }

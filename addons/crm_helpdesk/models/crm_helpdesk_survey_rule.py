from odoo import api, fields, models

from .crm_helpdesk_category import KINDS
from .res_company_survey import AFTER_REQUEST


class CrmHelpdeskSurveyRule(models.Model):
    """What is asked after requests of a department or a kind; the most specific row holds."""

    _name = "crm.helpdesk.survey.rule"
    _description = "Question after Requests"
    _order = "company_id, team_id, ticket_kind"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    team_id = fields.Many2one(
        "crm.helpdesk.team",
        string="Department",
        check_company=True,
        ondelete="cascade",
        help="Empty for all departments.",
    )
    ticket_kind = fields.Selection(
        KINDS, string="Kind of request", help="Empty for all kinds. A department goes first."
    )
    kind = fields.Selection(AFTER_REQUEST, string="Question", required=True, default="csat")

    _once = models.UniqueIndex(
        "(company_id, COALESCE(team_id, 0), COALESCE(ticket_kind, ''))",
        "Of this department and kind it is said already what is asked.",
    )

    @api.depends("team_id", "ticket_kind", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for rule in self:
            where = rule.team_id.name or self.env._("All departments")
            rule.display_name = f"{where}: {kinds.get(rule.kind, '')}"

    @api.model
    def _get_kinds(self, tickets):
        """What is asked after each of some requests.

        :return: ``{ticket: 'csat' | 'ces' | 'nps' | 'none'}``
        """
        rules = self.search([("company_id", "in", tickets.company_id.ids)])
        asked = {(rule.company_id, rule.team_id, rule.ticket_kind): rule.kind for rule in rules}
        nowhere = self.env["crm.helpdesk.team"]
        found = {}
        for ticket in tickets:
            company = ticket.company_id
            places = (
                (company, ticket.team_id, ticket.kind),
                (company, ticket.team_id, False),
                (company, nowhere, ticket.kind),
                (company, nowhere, False),
            )
            known = [asked[place] for place in places if place in asked]
            found[ticket] = known[0] if known else company.helpdesk_survey_kind
        return found

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.clock import METRICS
from .crm_helpdesk_category import KINDS, PRIORITIES

# The more a condition says about a customer, the more it weighs.
_WEIGHTS = {
    "partner_id": 32, "partner_tag_ids": 16, "category_id": 8, "priority": 4, "kind": 2,
    "team_id": 1,
}  # fmt: skip


class CrmHelpdeskSlaPolicy(models.Model):
    """What is promised to whom: working hours until an answer, until it is solved.

    Of the policies that fit a request the most specific one holds, for each promise by itself: a
    policy that says nothing of one leaves it to the next.
    """

    _name = "crm.helpdesk.sla.policy"
    _description = "Service Level Policy"
    _order = "specificity desc, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    team_id = fields.Many2one("crm.helpdesk.team", string="Department", check_company=True)
    category_id = fields.Many2one("crm.helpdesk.category", check_company=True)
    kind = fields.Selection(KINDS)
    priority = fields.Selection(PRIORITIES)
    partner_tag_ids = fields.Many2many("res.partner.category", string="Customer tags")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", help="He and whoever belongs to his company."
    )
    specificity = fields.Integer(
        compute="_compute_specificity", store=True, help="The highest that fits a request holds."
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Counted by",
        check_company=True,
        help="Empty for the working hours of the department in which the request came in.",
    )
    first_response_hours = fields.Float(
        string="First answer", help="Working hours. 0 promises nothing."
    )
    next_response_hours = fields.Float(
        string="Next answers", help="Working hours. 0 promises nothing."
    )
    resolution_hours = fields.Float(string="Solution", help="Working hours. 0 promises nothing.")
    department_hours = fields.Float(
        string="In a department",
        help="Working hours of the department that has it. 0 promises nothing.",
    )
    pause_for_third = fields.Boolean(
        string="Waiting for others pauses",
        help="While another firm is waited for, the time of the customer stands still too.",
    )

    _hours_positive = models.Constraint(
        "CHECK(LEAST(first_response_hours, next_response_hours, resolution_hours,"
        " department_hours) >= 0)",
        "A time that is promised is not below zero.",
    )

    @api.depends(*_WEIGHTS)
    def _compute_specificity(self):
        for policy in self:
            policy.specificity = sum(weight for name, weight in _WEIGHTS.items() if policy[name])

    @api.constrains("calendar_id")
    def _check_calendar(self):
        for policy in self.filtered("calendar_id"):
            if reason := policy.calendar_id._helpdesk_get_problem():
                raise ValidationError(reason)

    def _get_budget(self, metric):
        """Whole working seconds that it promises; None where it promises nothing."""
        return round(self[f"{metric}_hours"] * 3600) or None

    def _fits(self, ticket):
        """Whether it holds for a request, its department aside."""
        return (
            (not self.category_id or self.category_id == ticket.category_id)
            and (not self.kind or self.kind == ticket.kind)
            and (not self.priority or self.priority == ticket.priority)
            and (not self.partner_id or self._is_of(ticket.partner_id))
            and (
                not self.partner_tag_ids
                or self.partner_tag_ids
                & (ticket.partner_id | ticket.partner_id.commercial_partner_id).category_id
            )
        )

    def _is_of(self, partner):
        own = self.partner_id
        return bool(partner) and (partner == own or partner.commercial_partner_id == own)

    def _choose(self, ticket, team):
        """Of these policies, in order, the one of each promise.

        :return: ``{metric: policy}``, an empty record where nothing is promised
        """
        fitting = self.filtered(
            lambda policy: (
                policy.company_id == ticket.company_id
                and (not policy.team_id or policy.team_id == team)
                and policy._fits(ticket)
            )
        )
        return {
            metric: next((each for each in fitting if each._get_budget(metric)), self.browse())
            for metric in METRICS
        }

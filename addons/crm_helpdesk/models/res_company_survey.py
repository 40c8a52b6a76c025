from odoo import fields, models

AFTER_REQUEST = [
    ("none", "Nothing"),
    ("csat", "Satisfaction, 1 to 5 (CSAT)"),
    ("ces", "Ease, 1 to 7 (CES)"),
    ("nps", "Recommendation, 0 to 10 (NPS)"),
]


class ResCompany(models.Model):
    """What a company asks its customers, how often, and what it shows of few answers."""

    # one file for each purpose
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    helpdesk_survey_kind = fields.Selection(
        AFTER_REQUEST,
        string="Question after a request",
        required=True,
        default="csat",
        help="What a customer is asked once a request is resolved, where the list of questions "
        "says nothing else for its department and kind.",
    )
    helpdesk_survey_delay = fields.Float(
        string="Ask after",
        default=1,
        help="Working hours of the department between the solution and the question. A request "
        "that is opened again until then is not asked about.",
    )
    helpdesk_survey_quota_days = fields.Integer(
        string="Ask a contact once in",
        default=30,
        help="Days in which a contact gets one question at most, of requests and campaigns "
        "together. 0 for no limit.",
    )
    helpdesk_survey_days = fields.Integer(
        string="A question is open for",
        default=14,
        help="Days after which the link in the mail takes no answer any more.",
    )
    helpdesk_anon_min_n = fields.Integer(
        string="Least anonymous answers",
        default=5,
        help="Groups of fewer anonymous answers are not shown, nor what agents see of their "
        "departments: so few are as good as named.",
    )
    helpdesk_survey_proposes_nc = fields.Boolean(
        string="Low scores propose a nonconformity",
        help="A score of 1 or 2 proposes a nonconformity, beside the task for the supervisor.",
    )

    _helpdesk_survey_delay = models.Constraint(
        "CHECK(helpdesk_survey_delay BETWEEN 0 AND 400)",
        "A customer is asked from 0 to 400 working hours after the solution.",
    )
    _helpdesk_survey_quota_days = models.Constraint(
        "CHECK(helpdesk_survey_quota_days BETWEEN 0 AND 3650)",
        "A contact is asked once in 0 to 3,650 days.",
    )
    _helpdesk_survey_days = models.Constraint(
        "CHECK(helpdesk_survey_days BETWEEN 1 AND 365)", "A question is open from 1 to 365 days."
    )
    _helpdesk_anon_min_n = models.Constraint(
        "CHECK(helpdesk_anon_min_n BETWEEN 3 AND 100)",
        "Fewer than 3 anonymous answers tell who gave them: say from 3 to 100.",
    )

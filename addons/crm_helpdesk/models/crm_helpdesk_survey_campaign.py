from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..by_flow import BY_FLOW
from .crm_helpdesk_survey_request import QUESTIONS

QUALITY = "crm_helpdesk.group_helpdesk_quality"
LOCKED = {
    "kind", "anonymous", "survey_id", "question", "subject", "introduction", "selection", "domain",
    "segment_ids", "category_ids", "partner_ids", "planned_on", "open_days", "company_id",
}  # fmt: skip
"""What customers have been told, or by what they were chosen: it stays once it is sent."""
BY_STEPS = {"state", "position", "is_prepared", "sender_id"}


class CrmHelpdeskSurveyCampaign(models.Model):
    """The quality department asks a selection of customers one question, or a questionnaire.

    Sending is in ``crm_helpdesk_survey_campaign_send.py``, results in ``…_result.py``.
    """

    _name = "crm.helpdesk.survey.campaign"
    _description = "Satisfaction Campaign"
    _inherit = ["mail.thread"]
    _order = "planned_on desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(QUESTIONS, string="Question", required=True, default="nps")
    anonymous = fields.Boolean(
        help="Nothing leads from an answer to who gave it, for nobody. Results are shown in groups "
        "that are large enough."
    )
    survey_id = fields.Many2one(
        "survey.survey",
        string="Questionnaire",
        ondelete="restrict",
        domain="[('survey_type', 'in', ('survey', 'custom')), ('access_mode', '=', 'token')]",
    )
    question = fields.Char(
        string="Question in your words", translate=True, help="Empty for the usual question."
    )
    subject = fields.Char(
        string="Subject of the mail", translate=True, help="Empty for the usual subject."
    )
    introduction = fields.Text(translate=True, help="What the mail says before the question.")
    selection = fields.Selection(
        [("filter", "By what they have in common"), ("list", "One by one")],
        string="Customers",
        required=True,
        default="filter",
    )
    domain = fields.Char(string="Filter", default="[]")
    segment_ids = fields.Many2many("crm.segment", string="Segments")
    category_ids = fields.Many2many("res.partner.category", string="Tags")
    partner_ids = fields.Many2many("res.partner", string="List")
    planned_on = fields.Date(
        string="Planned for",
        required=True,
        default=lambda self: self.env.company._crm_today(),
        help="From nine o'clock of that day on, where the company is.",
    )
    open_days = fields.Integer(
        string="Open for", default=14, required=True, help="Days until which links take answers."
    )
    state = fields.Selection(
        [("draft", "Draft"), ("sending", "Being sent"), ("sent", "Sent"), ("closed", "Closed")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        tracking=True,
    )
    sender_id = fields.Many2one("res.users", string="Sent by", readonly=True, copy=False)
    position = fields.Integer(readonly=True, copy=False)
    is_prepared = fields.Boolean(readonly=True, copy=False)
    request_ids = fields.One2many("crm.helpdesk.survey.request", "campaign_id")
    target_count = fields.Integer(string="Customers chosen", compute="_compute_target_count")

    _open_days = models.Constraint(
        "CHECK(open_days BETWEEN 1 AND 365)", "A question is open from 1 to 365 days."
    )

    # -- whom --------------------------------------------------------------------------------

    @api.depends("selection", "domain", "segment_ids", "category_ids", "partner_ids", "company_id")
    def _compute_target_count(self):
        for campaign in self:
            try:
                domain = campaign._get_target_domain()
            except ValidationError:
                campaign.target_count = 0
                continue
            campaign.target_count = self.env["res.partner"].search_count(domain)

    def _get_target_domain(self):
        """Whom to ask: contacts with an address, none of our people.

        :raise ValidationError: the filter cannot be read
        """
        self.ensure_one()
        partners = Domain("email", "!=", False) & Domain("partner_share", "=", True)
        partners &= Domain("company_id", "in", (self.company_id.id, False))
        if self.selection == "list":
            return partners & Domain("id", "in", self.partner_ids.ids)
        # a filter that was left empty asks each customer once, not the whole address book
        partners &= self.env["res.partner"]._crm_get_customer_domain() & self._read_filter()
        if self.segment_ids:
            segments = self.segment_ids.ids
            partners &= Domain("commercial_partner_id.crm_segment_id", "in", segments)
        if self.category_ids:
            partners &= Domain("category_id", "child_of", self.category_ids.ids)
        return partners

    def _read_filter(self):
        try:
            domain = Domain(literal_eval(self.domain or "[]"))
            domain.validate(self.env["res.partner"])
        except (ValueError, SyntaxError, TypeError) as error:
            raise ValidationError(
                self.env._(
                    "%(campaign)s: the filter cannot be read. Choose its conditions anew.",
                    campaign=self.name,
                )
            ) from error
        return domain

    # -- rules of writing --------------------------------------------------------------------

    @api.constrains("kind", "anonymous", "survey_id")
    def _check_question(self):
        for campaign in self:
            if campaign.kind != "questionnaire":
                continue
            if campaign.anonymous:
                raise ValidationError(
                    self.env._(
                        "%(campaign)s: a questionnaire keeps who fills it in. Ask one question, or "
                        "do not promise that it is anonymous.",
                        campaign=campaign.name,
                    )
                )

    @api.constrains("domain")
    def _check_domain(self):
        for campaign in self:
            campaign._read_filter()

    def _is_by_flow(self):
        return self.env.context.get("crm_helpdesk_flow") is BY_FLOW

    def _by_flow(self):
        """sudo: who may take a step has been checked, and it writes nothing else."""
        return self.sudo().with_context(crm_helpdesk_flow=BY_FLOW)

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_by_flow():
            for vals in vals_list:
                for name in BY_STEPS:
                    vals.pop(name, None)
        return super().create(vals_list)

    def write(self, vals):
        if not self._is_by_flow():
            if BY_STEPS & set(vals):
                raise UserError(self.env._("A campaign goes on by its buttons."))
            if LOCKED & set(vals) and any(each.state != "draft" for each in self):
                raise UserError(
                    self.env._("What customers were asked stays as it was. Duplicate the campaign.")
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        if any(campaign.state != "draft" for campaign in self):
            raise UserError(
                self.env._("A campaign that was sent is not deleted: its answers belong to it.")
            )

    def copy_data(self, default=None):
        rows = super().copy_data(default)
        for campaign, row in zip(self, rows, strict=True):
            row["name"] = self.env._("%(campaign)s (copy)", campaign=campaign.name)
            row["planned_on"] = campaign.company_id._crm_today()
        return rows

    def _check_officer(self):
        """:raise AccessError: campaigns are the quality department's"""
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(QUALITY):
            raise AccessError(
                self.env._("Campaigns are sent and closed by the quality department.")
            )

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..by_flow import BY_FLOW

# What may be changed while a plan is in force: who takes part has dates of its own.
_FREE = {"participant_ids", "root_participant_ids"}
_OF_FLOW = {"state", "root_id", "revision"}


class CrmCommissionPlan(models.Model):
    """What is paid for sales, in one revision.

    A plan in force is not changed: what was paid by it has to be explained by it for years. It is
    revised instead. Participants belong to the first revision, `root_id`, and so to all of them.
    Its steps are in ``crm_commission_plan_flow.py``, its terms for the engine in
    ``crm_commission_plan_terms.py``.
    """

    _name = "crm.commission.plan"
    _description = "Commission Plan"
    _inherit = ["mail.thread"]
    _order = "company_id, name, root_id, revision desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        help="Bounds, targets and fixed amounts are in this currency.",
    )
    trigger = fields.Selection(
        [
            ("ordered", "What is ordered"),
            ("delivered", "What is delivered"),
            ("invoiced", "What is invoiced"),
            ("collected", "What is collected"),
        ],
        string="Paid on",
        required=True,
        default="invoiced",
    )
    cash_mode = fields.Selection(
        [("registered", "When the payment is registered"), ("cleared", "When the bank has it")],
        string="Collected",
        required=True,
        default="registered",
    )
    metric = fields.Selection(
        [
            ("amount", "Amount without taxes"),
            ("margin", "Margin"),
            ("quantity", "Quantity"),
            ("orders", "Orders"),
            ("new_customers", "New customers"),
        ],
        string="Counted",
        required=True,
        default="amount",
    )
    tier_mode = fields.Selection(
        [
            ("none", "None"),
            ("marginal", "Each part at the rate of its tier"),
            ("whole", "All at the rate of the tier reached"),
            ("curve", "Payout by attainment of a target"),
            ("goals", "Payout by weighted goals"),
        ],
        string="Tiers",
        required=True,
        default="none",
    )
    tier_window = fields.Selection(
        [
            ("line", "Each line"),
            ("document", "Each document"),
            ("month", "Each month"),
            ("quarter", "Each quarter"),
            ("year", "Each year"),
        ],
        string="Added up over",
        required=True,
        default="month",
    )
    target_amount = fields.Float(
        string="Target",
        digits=(16, 2),
        aggregator=False,
        help="What 100 % of attainment is, in the window of the tiers: money, or pieces. 0: each "
        "payee has a target of his own.",
    )
    on_target_pay = fields.Monetary(
        aggregator=False, help="What 100 % of payout is, in the window of the tiers."
    )
    rate = fields.Float(
        digits=(16, 4),
        aggregator=False,
        help="For what no rule speaks of: percent, or money a piece where pieces are counted. 0: "
        "such sales go into the tiers, and without tiers they are listed as not credited.",
    )
    cap_amount = fields.Monetary(string="Cap", aggregator=False, help="A month; 0: no cap.")
    floor_amount = fields.Monetary(string="Floor", aggregator=False, help="A month; 0: no floor.")
    epd_policy = fields.Selection(
        [("gross", "Is not taken off"), ("net", "Is taken off")],
        string="Early payment discount",
        required=True,
        default="gross",
    )
    negative_policy = fields.Selection(
        [("carry", "Is carried to the next one"), ("refund", "Is paid back")],
        string="A statement below zero",
        required=True,
        default="carry",
    )
    unpaid_policy = fields.Selection(
        [("none", "Keep their commission"), ("after_days", "Lose it after some days")],
        string="Unpaid invoices",
        required=True,
        default="none",
    )
    unpaid_days = fields.Integer(string="Days after the due date", default=90)
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("retired", "Retired")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    root_id = fields.Many2one(
        "crm.commission.plan",
        string="First revision",
        readonly=True,
        copy=False,
        index=True,
        ondelete="cascade",
    )
    revision = fields.Integer(default=1, readonly=True, copy=False)
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self.env.company._crm_today().replace(day=1),
        tracking=True,
    )
    date_to = fields.Date(string="Until", copy=False, tracking=True, help="Empty: no end.")
    rule_ids = fields.One2many("crm.commission.rule", "plan_id", string="Rules", copy=True)
    tier_ids = fields.One2many("crm.commission.tier", "plan_id", string="Steps", copy=True)
    participant_ids = fields.One2many(
        "crm.commission.participant", "plan_id", string="Participants", copy=False
    )
    root_participant_ids = fields.One2many(
        related="root_id.participant_ids", string="Participants of all revisions"
    )
    participant_count = fields.Integer(compute="_compute_participant_count")

    _revision_unique = models.UniqueIndex(
        "(root_id, revision)", "There is such a revision of the plan already."
    )
    _dates_range = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "A plan ends after it begins."
    )
    _amounts_range = models.Constraint(
        "CHECK (COALESCE(cap_amount, 0) >= 0 AND COALESCE(floor_amount, 0) >= 0 AND "
        "COALESCE(target_amount, 0) >= 0 AND COALESCE(on_target_pay, 0) >= 0 AND "
        "COALESCE(unpaid_days, 0) >= 0)",
        "Cap, floor, target, pay and days are 0 or more.",
    )
    _limits_range = models.Constraint(
        "CHECK (COALESCE(cap_amount, 0) = 0 OR COALESCE(floor_amount, 0) <= cap_amount)",
        "The floor is not above the cap.",
    )

    @api.depends("name", "revision")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = (
                self.env._("%(plan)s, revision %(number)s", plan=plan.name, number=plan.revision)
                if plan.revision > 1
                else plan.name
            )

    @api.depends("root_id.participant_ids")
    def _compute_participant_count(self):
        for plan in self:
            plan.participant_count = len(plan._get_participants())

    def _get_participants(self):
        """Who takes part: one list for all revisions of a plan."""
        return (self.root_id or self).participant_ids

    @api.constrains("root_id", "state", "date_from", "date_to")
    def _check_revisions_apart(self):
        """No day has two revisions in force: a sale would be paid by both."""
        held = self.filtered(lambda plan: plan.state != "draft")
        if not held:
            return
        others = self.search([("root_id", "in", held.root_id.ids), ("state", "!=", "draft")])
        by_root = others.grouped("root_id")
        for plan in held:
            for other in by_root[plan.root_id] - plan:
                if plan._overlaps(other):
                    raise ValidationError(
                        self.env._(
                            "%(plan)s and %(other)s would hold on the same days. Choose another "
                            "first day.",
                            plan=plan.display_name,
                            other=other.display_name,
                        )
                    )

    def _overlaps(self, other):
        return (not self.date_to or other.date_from <= self.date_to) and (
            not other.date_to or self.date_from <= other.date_to
        )

    @api.constrains("company_id")
    def _check_company_of_participants(self):
        for plan in self:
            if plan.participant_ids.company_id - plan.company_id:
                raise ValidationError(
                    self.env._("The participants of %s are of another company.", plan.name)
                )

    # -- what nobody changes by hand -------------------------------------------------------------

    @api.model
    def _is_by_flow(self):
        return self.env.context.get("crm_commission_flow") is BY_FLOW

    def _by_flow(self):
        return self.with_context(crm_commission_flow=BY_FLOW)

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_by_flow():
            vals_list = [
                {name: value for name, value in vals.items() if name not in _OF_FLOW}
                for vals in vals_list
            ]
        plans = super().create(vals_list)
        for plan in plans.filtered(lambda plan: not plan.root_id):
            plan._by_flow().root_id = plan
        return plans

    def write(self, vals):
        if not self._is_by_flow():
            if _OF_FLOW.intersection(vals):
                raise UserError(
                    self.env._("Plans are activated, revised and retired by their buttons.")
                )
            if any(name not in _FREE and not name.startswith("message_") for name in vals):
                self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_draft()

    def _check_draft(self):
        """
        :raise UserError: one of the plans is in force, or was
        """
        for plan in self:
            if plan.state != "draft":
                raise UserError(
                    self.env._(
                        "%s is in force: what was paid by it stays explained by it. Revise it "
                        "from a day on instead.",
                        plan.display_name,
                    )
                )

    # -- who asks --------------------------------------------------------------------------------

    @api.model
    def _get_in_force_domain(self, company, date_from, date_to):
        """The revisions that hold on some of these days; retired ones held too, until they ended.

        :param company: one company
        :param date_from: first day; :param date_to: last day
        """
        ends = Domain("date_to", "=", False) | Domain("date_to", ">=", date_from)
        holds = Domain("state", "!=", "draft") & Domain("date_from", "<=", date_to) & ends
        return Domain("company_id", "=", company.id) & holds

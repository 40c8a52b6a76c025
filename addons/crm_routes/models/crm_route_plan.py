from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from .. import bounds

PERSONS = {
    "name", "company_id", "user_id", "date_from", "date_to", "rep_ids", "segment_ids", "zone_ids",
    "category_ids", "seconds", "seed", "frozen_days",
}  # fmt: skip
"""What a person writes; everything else follows from planning and publishing."""
MOST_DAYS = 92
MOST_SECONDS = 600


class CrmRoutePlan(models.Model):
    """Weeks of visits for some reps, from the question to what was published.

    What happens to it is in ``crm_route_plan_flow.py``, the work is done by its jobs
    (``crm_route_plan_job.py``).
    """

    _name = "crm.route.plan"
    _description = "Route Plan"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, precompute=True, required=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        string="Planner",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        copy=False,
    )
    # for whom
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self._default_monday()
    )
    date_to = fields.Date(
        string="Until",
        required=True,
        default=lambda self: self._default_monday() + timedelta(days=11),
    )
    rep_ids = fields.Many2many(
        "crm.route.rep",
        "crm_route_plan_rep_rel",
        "plan_id",
        "rep_id",
        string="Reps",
        check_company=True,
        default=lambda self: self._default_reps(),
    )
    segment_ids = fields.Many2many("crm.segment", string="Segments")
    zone_ids = fields.Many2many("crm.zone", string="Zones")
    category_ids = fields.Many2many("res.partner.category", string="Tags")
    # how
    seconds = fields.Integer(
        string="Seconds a territory",
        default=15,
        required=True,
        help="How long the search may take for each rep, or for reps that share a territory.",
    )
    seed = fields.Integer(
        default=1, required=True, help="Another number looks for the plan in another order."
    )
    frozen_days = fields.Integer(
        string="Days that stay",
        default=1,
        help="From today on: what was published for these days is not changed any more.",
    )
    # what came of it
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("planning", "Planning"),
            ("proposed", "Proposed"),
            ("publishing", "Publishing"),
            ("published", "Published"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        group_expand=True,
    )
    job_ids = fields.One2many("crm.route.plan.job", "plan_id", readonly=True, copy=False)
    route_ids = fields.One2many("crm.route", "plan_id", string="Routes", readonly=True, copy=False)
    stop_ids = fields.One2many("crm.route.stop", "plan_id", string="Stops", readonly=True)
    left_out_ids = fields.One2many(
        "crm.route.left.out", "plan_id", string="Left out", readonly=True, copy=False
    )
    progress = fields.Float(compute="_compute_progress")
    changed_at = fields.Datetime(readonly=True, copy=False, export_string_translation=False)
    published_at = fields.Datetime(string="Published on", readonly=True, copy=False)

    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "A plan ends after it begins."
    )
    _seconds_range = models.Constraint(
        f"CHECK (seconds BETWEEN 1 AND {MOST_SECONDS})",
        "The search takes from 1 to 600 seconds a territory.",
    )
    _frozen_range = models.Constraint(
        "CHECK (COALESCE(frozen_days, 0) BETWEEN 0 AND 14)", "From 0 to 14 days stay."
    )

    @api.model
    def _default_monday(self):
        """The next Monday: the agenda of a week that has begun is not turned over."""
        today = self.env.company._crm_today()
        return today + timedelta(days=7 - today.weekday())

    @api.model
    def _default_reps(self):
        return self.env["crm.route.rep"].search([("company_id", "=", self.env.company.id)])

    @api.depends("date_from", "date_to")
    @api.depends_context("lang")
    def _compute_name(self):
        for plan in self:
            if not plan.name and plan.date_from and plan.date_to:
                plan.name = self.env._(
                    "Routes from %(first)s to %(last)s",
                    first=format_date(self.env, plan.date_from, date_format="d MMM"),
                    last=format_date(self.env, plan.date_to, date_format="d MMM y"),
                )

    @api.depends("job_ids.progress", "job_ids.state")
    def _compute_progress(self):
        for plan in self:
            jobs = plan.job_ids
            plan.progress = sum(jobs.mapped("progress")) / len(jobs) if jobs else 0

    @api.constrains("date_from", "date_to")
    def _check_horizon(self):
        for plan in self:
            if not (bounds.is_within(plan.date_from) and bounds.is_within(plan.date_to)):
                raise ValidationError(
                    self.env._(
                        "A plan lies between 2000 and 2099: %(date)s does not.",
                        date=plan.date_to if bounds.is_within(plan.date_from) else plan.date_from,
                    )
                )
            if (plan.date_to - plan.date_from).days >= MOST_DAYS:
                raise ValidationError(self.env._("A plan has 92 days at most."))

    @api.onchange("company_id")
    def _onchange_company_id(self):
        self.rep_ids = self.rep_ids.filtered(lambda rep: rep.company_id == self.company_id)

    # -- records ---------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_written(vals)
        if not self.env.su:
            # defaults of a context would say what planning alone may say
            context = {
                key: value
                for key, value in self.env.context.items()
                if not key.startswith("default_") or key.removeprefix("default_") in PERSONS
            }
            self = self.with_context(context)  # noqa: PLW0642 pylint: disable=context-overridden
        return super().create(vals_list)

    def write(self, vals):
        self._check_written(vals)
        if not self.env.su and set(vals) - {"name"}:
            self._check_is_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        for plan in self:
            if plan.state not in ("draft", "proposed", "cancelled"):
                raise UserError(
                    self.env._(
                        "%(plan)s is at work or was published, so it stays. Cancel it first, or "
                        "let it close.",
                        plan=plan.name,
                    )
                )
        self._check_not_in_agendas()

    @api.model
    def _check_written(self, vals):
        """Status and results say what happened: nobody writes them from outside."""
        if not self.env.su and not vals.keys() <= PERSONS:
            raise UserError(
                self.env._("Status and routes of a plan come from planning and publishing.")
            )

    def _check_is_draft(self):
        for plan in self:
            if plan.state != "draft":
                raise UserError(
                    self.env._(
                        "%(plan)s is not a draft any more. Set it back to draft to change it.",
                        plan=plan.name,
                    )
                )

    # -- what the screens open -------------------------------------------------------------------

    def _open(self, action, **context):
        self.ensure_one()
        found = self.env["ir.actions.act_window"]._for_xml_id(f"crm_routes.{action}")
        return {**found, "domain": [("plan_id", "=", self.id)], "context": context}

    def action_view_routes(self):
        return self._open("crm_route_action")

    def action_view_stops(self):
        return self._open("crm_route_stop_action")

    def action_view_left_out(self):
        return self._open("crm_route_left_out_action")

from ast import literal_eval
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.base.models.res_partner import _tz_get

from ..engine import plans

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PLANNED_BY_PLAN = {
    "target", "partner_id", "segment_ids", "zone_ids", "category_ids", "owner_id", "domain",
    "user_id", "team_id", "company_id", "type_id", "mode", "repeat", "interval", "cycle_days",
    "month_day", "month_week", "hour", "allday", "minutes", "tz", "holiday_policy", "date_from",
    "date_to", "summary", "active", "reach_team_ids", *WEEKDAYS,
}  # fmt: skip


class CrmActionPlan(models.Model):
    """Visits that plan themselves: to one customer, or to all that a rule describes.

    What a plan says is worked out in ``engine/plans.py``; ``crm_action_plan_generate.py`` makes
    the visits, ``crm_action_plan_words.py`` tells a person what the plan does.
    """

    _name = "crm.action.plan"
    _inherit = ["mail.thread"]
    _description = "Visit Plan"
    _order = "id desc"
    _rec_names_search = ["name", "partner_id"]
    _check_company_auto = True

    name = fields.Char(help="Empty: the plan is called after its customer or rule.")
    active = fields.Boolean(default=True, tracking=True)
    # with whom
    target = fields.Selection(
        [("partner", "One customer"), ("rule", "All customers that…")],
        string="For",
        required=True,
        default="partner",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        tracking=True,
    )
    segment_ids = fields.Many2many("crm.segment", string="Segments")
    zone_ids = fields.Many2many("crm.zone", string="Zones")
    category_ids = fields.Many2many("res.partner.category", string="Tags")
    owner_id = fields.Many2one(
        "res.users",
        string="Customers of",
        ondelete="restrict",
        domain="[('share', '=', False)]",
        default=lambda self: self._default_user(),
        help="Only customers of this salesperson.",
    )
    domain = fields.Char(string="Also", default="[]", help="Further conditions for the customers.")
    # who
    user_id = fields.Many2one(
        "res.users",
        string="Rep",
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('share', '=', False)]",
        default=lambda self: self._default_user(),
        tracking=True,
        help="Empty: the salesperson of each customer.",
    )
    team_id = fields.Many2one(
        "crm.team",
        string="Sales Team",
        compute="_compute_team_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="set null",
        check_company=True,
        help="Without a rep, the plan is for the customers of this team's salespeople alone.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    # what
    type_id = fields.Many2one(
        "crm.action.type",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env["crm.action.type"].search([("code", "=", "visit")], limit=1),
    )
    summary = fields.Char(string="Objective", help="What each visit is meant to achieve.")
    # when
    mode = fields.Selection(
        [("fixed", "On fixed days"), ("cycle", "Some days after the last visit")],
        string="Rhythm",
        required=True,
        default="fixed",
        tracking=True,
    )
    repeat = fields.Selection(
        [
            (plans.WEEK, "By week"),
            (plans.MONTH_DAY, "By month, on a date"),
            (plans.MONTH_WEEKDAY, "By month, on a weekday"),
        ],
        required=True,
        default=plans.WEEK,
    )
    interval = fields.Integer(string="Every", default=1, help="In weeks or months.")
    month_day = fields.Integer(
        string="Day of the month", default=1, help="31 is the last day, whatever the month."
    )
    month_week = fields.Selection(
        [("1", "First"), ("2", "Second"), ("3", "Third"), ("4", "Fourth"), ("-1", "Last")],
        string="Week of the month",
        default="1",
    )
    cycle_days = fields.Integer(
        string="Days after the last visit",
        default=14,
        tracking=True,
        help="0: the visit cycle of the customer's segment.",
    )
    mon = fields.Boolean()
    tue = fields.Boolean()
    wed = fields.Boolean()
    thu = fields.Boolean()
    fri = fields.Boolean()
    sat = fields.Boolean()
    sun = fields.Boolean()
    allday = fields.Boolean(string="At any hour", help="The rep chooses the hour.")
    hour = fields.Float(default=10.0, aggregator=False, help="On the clock of the time zone.")
    minutes = fields.Integer(
        string="Duration (minutes)",
        compute="_compute_minutes",
        store=True,
        readonly=False,
        precompute=True,
    )
    tz = fields.Selection(
        _tz_get,
        string="Time zone",
        compute="_compute_tz",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    holiday_policy = fields.Selection(
        [
            (plans.NEXT, "The next working day"),
            (plans.PREVIOUS, "The working day before"),
            (plans.SKIP, "Leave it out"),
            (plans.KEEP, "Visit all the same"),
        ],
        string="On a day off",
        required=True,
        default=plans.NEXT,
        help="What becomes of a visit on a day on which the company does not work.",
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self.env.company._crm_today()
    )
    date_to = fields.Date(string="Until", help="Last day of the plan; empty: it does not end.")
    # what came of it
    action_ids = fields.One2many("crm.action", "plan_id", string="Visits")
    action_count = fields.Integer(string="Planned visits", compute="_compute_planned")
    next_visit_at = fields.Datetime(string="Next visit", compute="_compute_planned")
    skip_ids = fields.One2many("crm.action.plan.skip", "plan_id", string="Left out")
    generated_on = fields.Date(
        string="Worked out on",
        readonly=True,
        copy=False,
        help="Empty: the visits are made in the background.",
    )

    _interval_range = models.Constraint(
        "CHECK (interval BETWEEN 1 AND 52)", "A plan repeats every 1 to 52 weeks or months."
    )
    _cycle_range = models.Constraint(
        "CHECK (cycle_days BETWEEN 0 AND 730)",
        "A visit comes 1 to 730 days after the last one, or at the cycle of the segment (0).",
    )
    _month_day_range = models.Constraint(
        "CHECK (month_day BETWEEN 1 AND 31)", "The day of the month goes from 1 to 31."
    )
    _hour_range = models.Constraint(
        "CHECK (hour >= 0 AND hour < 24)", "The hour goes from 00:00 to 23:59."
    )
    _minutes_range = models.Constraint(
        "CHECK (minutes BETWEEN 1 AND 1440)", "A visit takes from 1 minute to 1440 (one day)."
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "A plan cannot end before it begins."
    )
    _partner_or_rule = models.Constraint(
        "CHECK (target = 'rule' OR partner_id IS NOT NULL)", "Choose the customer of the plan."
    )

    def _default_user(self):
        """A rep plans for himself; who leads others leaves it to each customer's salesperson."""
        user = self.env.user
        leads = "crm_actions.group_team_leader,sales_team.group_sale_salesman_all_leads"
        return user.browse() if user.has_groups(leads) else user

    @api.depends("user_id", "partner_id.user_id", "target", "company_id")
    def _compute_team_id(self):
        led = self.env["crm.team"].search([("user_id", "=", self.env.uid)])
        for plan in self:
            rep = plan._get_reps(plan.partner_id).get(plan.partner_id) or plan.user_id
            team = rep.sale_team_id if rep else led[:1]
            fits = not team.company_id or team.company_id == plan.company_id
            plan.team_id = team if fits else False

    @api.depends("type_id")
    def _compute_minutes(self):
        for plan in self:
            plan.minutes = plan.type_id.default_minutes or 30

    @api.depends("company_id")
    def _compute_tz(self):
        for plan in self:
            plan.tz = plan.tz or (plan.company_id or self.env.company).sudo()._crm_tz()

    def _compute_planned(self):
        planned = Domain("plan_id", "in", self.ids) & Domain("state", "=", "planned")
        now = fields.Datetime.now()
        Action = self.env["crm.action"]
        counts = dict(Action._read_group(planned, ["plan_id"], ["__count"]))
        following = dict(
            Action._read_group(planned & Domain("stop", ">=", now), ["plan_id"], ["start:min"])
        )
        for plan in self:
            plan.action_count = counts.get(plan._origin, 0)
            plan.next_visit_at = following.get(plan._origin)

    # -- checks ---------------------------------------------------------------------------------

    @api.constrains("mode", "repeat", *WEEKDAYS)
    def _check_weekdays(self):
        for plan in self:
            needs = plan.mode == "fixed" and plan.repeat != plans.MONTH_DAY
            if needs and not plan._get_weekdays():
                raise ValidationError(self.env._("Choose at least one weekday for the visits."))

    @api.constrains(
        "target", "segment_ids", "zone_ids", "category_ids", "owner_id", "domain", "reach_team_ids"
    )
    def _check_rule(self):
        """A rule says something, and something that can be read."""
        for plan in self.filtered(lambda plan: plan.target == "rule"):
            conditions = plan._read_domain()
            chosen = plan.segment_ids or plan.zone_ids or plan.category_ids
            whose = plan.owner_id or plan.reach_team_ids
            if conditions.is_true() and not (chosen or whose):
                raise ValidationError(
                    self.env._(
                        "Say which customers: by segment, zone, tag, salesperson or a condition "
                        "of your own. To visit all of them, choose a condition that all meet."
                    )
                )
            try:
                self.env["res.partner"].search(conditions, limit=1)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "The conditions for the customers cannot be read: %(problem)s",
                        problem=error,
                    )
                ) from error

    def _check_author(self, vals):
        """What depends on who writes the plan: constraints run with full rights."""
        if {"user_id", "team_id", "company_id", "partner_id"}.intersection(vals):
            # nobody hands a plan to people for whom he may not plan
            self.check_access("write")
            self._check_team_of_rep()
        if {"domain", "target"}.intersection(vals):
            for plan in self.filtered(lambda plan: plan.target == "rule"):
                # whoever may not read a field may not find customers by it either
                self.env["res.partner"].search(plan._read_domain(), limit=1)

    def _check_team_of_rep(self):
        """The team decides who sees the plan: who does not see all takes the rep's own."""
        if self.env["crm.action"]._chooses_team():
            return
        for plan in self:
            # sudo: a team of others is named in the refusal
            team = plan.sudo().team_id
            if plan.user_id and team and team != plan.sudo().user_id.sale_team_id:
                raise ValidationError(
                    self.env._(
                        "%(rep)s is not in the sales team %(team)s.",
                        rep=plan.user_id.name,
                        team=team.name,
                    )
                )

    def _read_domain(self):
        """The further conditions as a domain.

        :raise ValidationError: text that is no domain
        """
        try:
            return Domain(literal_eval(self.domain or "[]"))
        except (ValueError, SyntaxError, TypeError) as error:
            raise ValidationError(
                self.env._(
                    "The conditions for the customers cannot be read: %(problem)s", problem=error
                )
            ) from error

    # -- records --------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        new_plans = super().create(vals_list)
        new_plans._check_author({name for vals in vals_list for name in vals})
        new_plans._replan()
        return new_plans

    def write(self, vals):
        result = super().write(vals)
        self._check_author(vals)
        if PLANNED_BY_PLAN.intersection(vals):
            self._replan()
        return result

    def unlink(self):
        """What the plan made and nobody has touched goes with it; the rest stays as it is."""
        self.check_access("unlink")
        self.sudo()._withdraw()  # sudo: who may delete the plan may take back what it made
        return super().unlink()

    def copy_data(self, default=None):
        """A copy begins today: in the past there is nothing left to plan."""
        copies = super().copy_data(default)
        for plan, vals in zip(self, copies, strict=True):
            if "date_from" not in (default or {}):
                vals["date_from"] = max(plan.date_from, plan.company_id.sudo()._crm_today())
                if plan.date_to and plan.date_to < vals["date_from"]:
                    vals["date_to"] = False
        return copies

    # -- what the plan says ---------------------------------------------------------------------

    def _get_weekdays(self):
        """Numbers of the chosen weekdays, Monday being 0."""
        return frozenset(number for number, day in enumerate(WEEKDAYS) if self[day])

    def _to_engine(self, interval):
        """The plan as the engine takes it; ``interval`` in days for a cycle."""
        hour = round((self.hour or 0) * 60)
        return plans.Plan(
            mode=self.mode,
            interval=max(1, interval),
            date_from=self.date_from,
            date_to=self.date_to or None,
            tz=self.tz,
            repeat=self.repeat,
            weekdays=self._get_weekdays(),
            month_day=min(max(self.month_day, 1), 31),
            month_week=int(self.month_week or 1),
            holidays=self.holiday_policy,
            minute=None if self.allday else min(max(hour, 0), 24 * 60 - 1),
            minutes=max(self.minutes, 1),
        )

    def _get_interval(self, partner):
        """Weeks or months of a fixed plan, days of a cycle; 0 where nobody has said them."""
        if self.mode == "fixed":
            return self.interval
        # sudo: the segment may be another company's
        return self.cycle_days or partner.sudo().crm_segment_id.cycle_days

    def _get_customers(self, among=None):
        """The active customers for whom the plan is, with full rights.

        :param among: look only at these
        """
        self.ensure_one()
        # sudo: whom the plan visits does not depend on who looks at it
        if self.target == "partner":
            return self.partner_id.sudo().filtered("active")
        domain = self._get_customer_domain()
        if among is not None:
            domain &= Domain("id", "in", among.ids)
        customers = self.env["res.partner"].sudo().search(domain)
        if self.user_id or not self.team_id:
            return customers
        reps = self._get_reps(customers)
        # a customer without anybody stays, for the form to say so
        return customers.filtered(
            lambda partner: partner not in reps or reps[partner].sale_team_id == self.team_id
        )

    def _get_customer_domain(self):
        # the company's own address is a contact too
        own = self.env["res.company"].sudo().search(Domain.TRUE).partner_id
        domain = self._read_domain() & Domain("company_id", "in", [False, self.company_id.id])
        domain &= Domain("is_company", "=", True) | Domain("parent_id", "=", False)
        domain &= Domain("partner_share", "=", True) & Domain("id", "not in", own.ids)
        for field, chosen in (
            ("crm_segment_id", self.segment_ids),
            ("crm_zone_id", self.zone_ids),
            ("category_id", self.category_ids),
            ("user_id", self.owner_id),
        ):
            if chosen:
                domain &= Domain(field, "in", chosen.ids)
        return domain

    def _get_reps(self, partners):
        """Who visits each customer: ``{partner: user}``, without those whom nobody visits."""
        self.ensure_one()
        if self.user_id:
            return dict.fromkeys(partners, self.user_id)
        reps = {}
        for partner in partners:
            # sudo: who the salesperson is does not depend on who may read the customer
            known = partner.sudo()
            rep = known.user_id or known.commercial_partner_id.user_id
            # a plan of a team makes no visits for the reps of another
            team = self.sudo().team_id
            if rep and (not team or rep.sale_team_id == team):
                reps[partner] = rep.with_env(self.env)
        return reps

    @api.model
    def _partners_planned_elsewhere(self, partners, start, stop):
        """Customers whose visits somebody else plans; plans of calls and other actions go on.

        An extension point: heirs return their own and what ``super()`` returns. Visits that a plan
        has already made for these customers stay, for whoever plans them to take into account.

        :param partners: ``res.partner`` records that are about to be planned
        :param start: first instant of the horizon, UTC
        :param stop: first instant after it, UTC
        :return: those of ``partners`` that are to be left alone
        """
        return partners.browse()

    # -- screens --------------------------------------------------------------------------------

    def action_generate(self):
        """Make the visits now and say what was done."""
        done = self.generate()
        if done["busy"]:
            message = self.env._("The plan is being worked out at this moment; look again shortly.")
        elif any(done[key] for key in ("created", "moved", "removed", "cancelled")):
            message = self.env._(
                "Visits made: %(created)d, moved: %(moved)d, withdrawn: %(removed)d, "
                "overdue and called off: %(cancelled)d.",
                **{key: done[key] for key in ("created", "moved", "removed", "cancelled")},
            )
        else:
            message = self.env._("Everything that the plan wants is already planned.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_view_visits(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_actions.crm_action_action")
        action["views"] = [(False, mode) for mode in ("list", "kanban", "calendar", "form")]
        return {
            **action,
            "display_name": self.env._("Visits of %(plan)s", plan=self.display_name),
            "domain": [("plan_id", "=", self.id)],
            "context": {"create": False},
        }

    def _get_horizon(self, until=None):
        """First and last date of what is planned now, on the clock of the plan's company.

        :raise UserError: ``until`` in the past or more than a year ahead
        """
        today = self.company_id.sudo()._crm_today()
        weeks = self.company_id.sudo().crm_plan_horizon_weeks
        last = fields.Date.to_date(until) if until else today + timedelta(weeks=weeks)
        if not today <= last <= today + timedelta(days=366):
            raise UserError(
                self.env._("Visits are planned from today to one year ahead, not until %(date)s.",
                           date=last)
            )  # fmt: skip
        return today, last

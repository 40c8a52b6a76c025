from collections import defaultdict
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_datetime

from ..engine import days

TARGETS = {"partner_id", "opportunity_id"}


class CrmAction(models.Model):
    """One thing that a rep does with a customer.

    ``start`` and ``stop`` are UTC; an all-day action keeps 08:00 to 18:00 of its date, as
    ``calendar.event`` does. The life cycle is in ``crm_action_visit.py``, the calendar in
    ``crm_action_mirror.py``.
    """

    _name = "crm.action"
    _inherit = ["mail.thread"]
    _description = "Commercial Action"
    _order = "start desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    # what
    type_id = fields.Many2one(
        "crm.action.type",
        required=True,
        ondelete="restrict",
        tracking=True,
        default=lambda self: self.env["crm.action.type"].search([], limit=1),
    )
    type_code = fields.Selection(related="type_id.code", string="Kind")
    type_color = fields.Integer(related="type_id.color", string="Color")
    geo_policy = fields.Selection(related="type_id.geo_policy")
    summary = fields.Char(string="Objective", help="What the action is meant to achieve.")
    note = fields.Html(help="What was said and agreed.")
    photo_ids = fields.Many2many(
        "ir.attachment", "crm_action_photo_rel", "action_id", "attachment_id", string="Photos"
    )
    origin = fields.Selection(
        [
            ("manual", "By hand"),
            ("logged", "Written down afterwards"),
            ("plan", "Visit plan"),
            ("route", "Route"),
            ("email", "Email"),
            ("pbx", "Telephone"),
            ("ticket", "Request"),
            ("import", "Import"),
        ],
        required=True,
        default="manual",
        copy=False,
        readonly=True,
    )
    client_uuid = fields.Char(
        copy=False,
        readonly=True,
        help="Given by the device that made the action, so that sending it twice makes it once.",
        export_string_translation=False,
    )
    # with whom
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", store=True, index=True
    )
    opportunity_id = fields.Many2one(
        "crm.lead",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        tracking=True,
    )
    # who
    user_id = fields.Many2one(
        "res.users",
        string="Rep",
        required=True,
        default=lambda self: self.env.user,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('share', '=', False)]",
        tracking=True,
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
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
    )
    # when
    start = fields.Datetime(
        required=True, index=True, tracking=True, default=lambda self: self._default_start()
    )
    stop = fields.Datetime(
        string="End",
        compute="_compute_stop",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    allday = fields.Boolean(string="All day")
    overdue = fields.Boolean(compute="_compute_overdue", search="_search_overdue")
    # how it went
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("in_progress", "In progress"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        default="planned",
        copy=False,
        index=True,
        readonly=True,
        tracking=True,
        group_expand=True,
    )
    outcome_id = fields.Many2one(
        "crm.action.outcome", readonly=True, copy=False, ondelete="restrict", tracking=True
    )
    contacted = fields.Boolean(
        string="Customer reached", compute="_compute_contacted", store=True, copy=False
    )
    done_at = fields.Datetime(string="Done on", readonly=True, copy=False, index=True)
    reported_at = fields.Datetime(string="Reported on", readonly=True, copy=False)
    cancel_reason = fields.Char(readonly=True, copy=False, tracking=True)
    previous_id = fields.Many2one(
        "crm.action",
        string="Previous action",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    next_id = fields.Many2one(
        "crm.action",
        string="Next step",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    next_missing = fields.Boolean(
        string="Without next step",
        readonly=True,
        copy=False,
        help="It was closed without a next step although the opportunity is still open.",
    )

    _stop_after_start = models.Constraint(
        "CHECK (stop >= start)", "An action cannot end before it starts."
    )
    _done_is_reported = models.Constraint(
        "CHECK (state != 'done' OR (outcome_id IS NOT NULL AND done_at IS NOT NULL))",
        "A done action needs an outcome and the moment when it was done.",
    )
    _client_uuid_unique = models.UniqueIndex(
        "(client_uuid) WHERE client_uuid IS NOT NULL", "This action was already received."
    )
    _agenda_idx = models.Index("(user_id, start) WHERE state IN ('planned', 'in_progress')")
    _reported_idx = models.Index("(user_id, reported_at) WHERE reported_at IS NOT NULL")

    @api.model
    def _default_start(self):
        """The next quarter of an hour, in UTC."""
        now = fields.Datetime.now().replace(second=0)
        return now + timedelta(minutes=-now.minute % 15 or 15)

    @api.depends("opportunity_id")
    def _compute_partner_id(self):
        for action in self:
            action.partner_id = action.partner_id or action.opportunity_id.partner_id

    @api.depends("user_id", "company_id")
    def _compute_team_id(self):
        for action in self:
            team = action.user_id.sale_team_id
            fits = not team.company_id or team.company_id == action.company_id
            action.team_id = team if fits else False

    @api.depends("partner_id", "opportunity_id")
    def _compute_company_id(self):
        for action in self:
            action.company_id = (
                action.company_id
                or action.opportunity_id.company_id
                or action.partner_id.company_id
                or self.env.company
            )

    @api.depends("start", "type_id")
    def _compute_stop(self):
        for action in self:
            origin = action._origin
            if origin.stop and origin.start and origin.type_id == action.type_id:
                length = origin.stop - origin.start
            else:
                length = timedelta(minutes=action.type_id.default_minutes or 30)
            action.stop = action.start and action.start + length

    @api.depends("outcome_id", "state", "type_id")
    def _compute_contacted(self):
        for action in self:
            action.contacted = (
                action.state == "done"
                and action.outcome_id.contacted
                and action.type_id.counts_as_touch
            )

    @api.depends("state", "stop", "allday")
    @api.depends_context("tz")
    def _compute_overdue(self):
        overdue = self.filtered_domain(self._get_overdue_domain())
        overdue.overdue = True
        (self - overdue).overdue = False

    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_overdue_domain()

    @api.model
    def _get_overdue_domain(self):
        """Planned actions that should be over by now; an all-day one is over with its date."""
        today = fields.Date.context_today(self)
        return Domain("state", "=", "planned") & (
            (Domain("allday", "=", False) & Domain("stop", "<", fields.Datetime.now()))
            | (
                Domain("allday", "=", True)
                & Domain("stop", "<", datetime.combine(today, days.ALL_DAY_START))
            )
        )

    @api.depends("type_id", "partner_id", "opportunity_id", "summary")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for action in self:
            # with whom comes first: a narrow screen shows no more
            # sudo: who may read the action may know what it is about, as on the board
            known = action.sudo()
            about = known.partner_id.name or known.opportunity_id.name or action.summary
            action.display_name = " · ".join(filter(None, (about, action.type_id.name)))

    @api.model
    def _search_display_name(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        return Domain.OR(
            Domain(name, operator, value)
            for name in ("partner_id", "opportunity_id", "type_id", "summary")
        )

    @api.constrains("partner_id", "opportunity_id", "type_id")
    def _check_visit_has_customer(self):
        for action in self:
            if action.type_id.code == "visit" and not (action.partner_id or action.opportunity_id):
                raise ValidationError(
                    self.env._("A visit needs a customer or an opportunity: choose one.")
                )

    def _check_customer_is_active(self):
        """Asked when something is planned, not on every write: a merge plans nothing."""
        for action in self:
            if action.state in ("planned", "cancelled") and not (
                action.partner_id.active or not action.partner_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(customer)s is archived, so nothing can be planned with them. "
                        "Unarchive the customer first.",
                        customer=action.partner_id.display_name,
                    )
                )

    @api.constrains("outcome_id", "type_id")
    def _check_outcome(self):
        for action in self.filtered("outcome_id"):
            if action.outcome_id not in action.type_id.with_context(active_test=False).outcome_ids:
                raise ValidationError(
                    self.env._(
                        "“%(outcome)s” is not an outcome of the type “%(type)s”. "
                        "Choose one of: %(choices)s.",
                        outcome=action.outcome_id.name,
                        type=action.type_id.name,
                        choices=", ".join(action.type_id.outcome_ids.mapped("name")) or "-",
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not self._chooses_team():
                vals.pop("team_id", None)  # computed from the rep
            if vals.get("allday") and not vals.get("start"):
                vals["start"] = self._default_start()
        vals_list = [self._with_new_lifecycle(self._complete_times(vals)) for vals in vals_list]
        for vals in vals_list:
            self._check_times(vals)
            if vals.get("opportunity_id") and not vals.get("partner_id"):
                vals.pop("partner_id", None)  # it is the opportunity's
        # the agenda shows new work; a mail for each action of a plan would drown what matters
        silent = self._without_default_team().with_context(mail_auto_subscribe_no_notify=True)
        actions = super(CrmAction, silent).create(vals_list).with_env(self.env)
        actions._check_may_know(TARGETS)
        actions._check_customer_is_active()
        actions._attach_photos()
        actions._sync_calendar_events()
        return actions

    def write(self, vals):
        self._check_lifecycle_untouched(vals)
        self._check_team_untouched(vals)
        self._check_still_editable(vals)
        former = {action: action.user_id.partner_id for action in self}
        result = True
        for actions, own_vals in self._split_times(vals):
            actions._check_times(own_vals)
            result = super(CrmAction, actions).write(own_vals)
        self._check_may_know(vals.keys() & TARGETS)
        if {"user_id", "team_id", "company_id"}.intersection(vals):
            # nobody hands work to people for whom he may not plan
            self.check_access("write")
        if vals.get("partner_id"):
            self._check_customer_is_active()
        if "photo_ids" in vals:
            self._attach_photos()
        self._log_late_edit(vals)
        self._sync_calendar_events(vals.keys(), former if "user_id" in vals else None)
        return result

    @api.model
    def get_unusual_days(self, date_from, date_to=None):
        """Days on which the company does not work, which the calendar greys.

        :return: ``{'YYYY-MM-DD': True if nobody works}``
        """
        company = self.env.company
        return company.resource_calendar_id._get_unusual_days(
            fields.Datetime.to_datetime(date_from),
            fields.Datetime.to_datetime(date_to or date_from),
            company,
        )

    def action_view_previous(self):
        return self.previous_id.get_formview_action()

    def action_view_next(self):
        return self.next_id.get_formview_action()

    def unlink(self):
        # the event of a deleted plan has no reason left; the database would only unlink the two
        self._get_mirror_events().unlink()
        return super().unlink()

    def _split_times(self, vals):
        """Pairs of actions and the values to write on them: each keeps its own length and day."""
        if len(self) < 2 or not ("allday" in vals or ("start" in vals and "stop" not in vals)):
            return [(self, self._complete_times(vals))]
        groups = defaultdict(self.browse)
        for action in self:
            own_vals = action._complete_times(vals)
            groups[own_vals.get("start"), own_vals.get("stop")] += action
        return [(actions, actions[0]._complete_times(vals)) for actions in groups.values()]

    def _complete_times(self, vals):
        """Values with the end that follows from the start, and all-day spans as they are kept."""
        vals = dict(vals)
        if "start" in vals and "stop" not in vals and len(self) == 1 and self.stop:
            start = self._read_moment(vals["start"])
            vals["stop"] = start and start + (self.stop - self.start)
        allday = vals.get("allday", self.allday if len(self) == 1 else False)
        if allday and vals.get("start"):
            first = self._to_date(vals["start"])
            last = self._to_date(vals["stop"]) if vals.get("stop") else first
            vals["start"], vals["stop"] = days.all_day_span(first, last)
        elif vals.get("allday") and len(self) == 1:
            vals["start"], vals["stop"] = days.all_day_span(
                self._to_date(self.start), self._to_date(self.stop)
            )
        return vals

    @api.model
    def _read_moment(self, value):
        """A moment (UTC) as datetime, False if empty.

        :raise ValidationError: text that is no moment
        """
        try:
            return fields.Datetime.to_datetime(value or False)
        except (TypeError, ValueError) as error:
            raise ValidationError(
                self.env._(
                    "“%(text)s” is no day and hour. Write it as in 2026-10-25 09:30:00.", text=value
                )
            ) from error

    @api.model
    def _to_date(self, value):
        """The date that a stored or typed moment stands for, for the person at the screen."""
        if isinstance(value, str) and len(value) == 10:
            return fields.Date.to_date(value)
        moment = self._read_moment(value)
        if moment.time() in (days.ALL_DAY_START, days.ALL_DAY_STOP):
            return moment.date()
        return days.to_wall(moment, self.env.user.tz).date()

    def _check_times(self, vals):
        """Say it in a sentence before the database refuses it."""
        if not {"start", "stop"}.intersection(vals):
            return
        for action in self or [self]:
            start = self._read_moment(vals.get("start", action.start))
            stop = self._read_moment(vals.get("stop", action.stop))
            if start and stop and stop < start:
                raise ValidationError(
                    self.env._(
                        "An action cannot end (%(stop)s) before it starts (%(start)s).",
                        start=format_datetime(self.env, start, dt_format="short"),
                        stop=format_datetime(self.env, stop, dt_format="short"),
                    )
                )

    def _attach_photos(self):
        """Photos belong to their action, so that who may read the one may see the other.

        Only what the user has just uploaded, here or in the closing sheet, is taken: linking a
        foreign attachment must not open it.
        """
        for action in self:
            loose = action.photo_ids.filtered(
                lambda photo: (
                    photo.create_uid == self.env.user
                    and (not photo.res_id or photo.res_model == "crm.action.close.wizard")
                )
            )
            if loose:
                loose.write({"res_model": self._name, "res_id": action.id})

from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.tools import plaintext2html

from ..engine import days
from ..mirror import BY_MIRROR


class CrmActionCloseWizard(models.TransientModel):
    """The sheet where a rep says how it went and what comes next.

    With ``action_id`` it closes that action; without, it logs one that has just happened.
    Rules are in ``crm.action.close``: this only collects.
    """

    _name = "crm.action.close.wizard"
    _description = "Close an Action"

    action_id = fields.Many2one("crm.action", readonly=True)
    type_id = fields.Many2one(
        "crm.action.type",
        compute="_compute_from_action",
        compute_sudo=False,
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_from_action",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    opportunity_id = fields.Many2one(
        "crm.lead",
        compute="_compute_from_action",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    # read as the user: the sheet shows nothing of an action that he may not see
    checkin_at = fields.Datetime(related="action_id.checkin_at", related_sudo=False)
    checkin_verdict = fields.Selection(related="action_id.checkin_verdict", related_sudo=False)
    allowed_outcome_ids = fields.Many2many(related="type_id.outcome_ids")
    outcome_id = fields.Many2one(
        "crm.action.outcome",
        string="How did it go?",
        required=True,
        domain="[('id', 'in', allowed_outcome_ids)]",
    )
    note = fields.Text(help="Plain text: it is typed or dictated on a phone.")
    photo_ids = fields.Many2many("ir.attachment", string="Photos")
    done_at = fields.Datetime(string="When", default=fields.Datetime.now, required=True)
    follow_up = fields.Selection(
        [
            ("next", "Plan the next step"),
            ("none", "Nothing for now"),
            ("won", "Opportunity won"),
            ("lost", "Opportunity lost"),
            ("snooze", "Pause the opportunity"),
        ],
        string="And now?",
        compute="_compute_follow_up",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    allowed_follow_ups = fields.Json(
        string="Possible follow-ups", compute="_compute_allowed_follow_ups"
    )
    next_in = fields.Selection(
        [
            ("2d", "In 2 days"),
            ("1w", "In a week"),
            ("1m", "In a month"),
            ("pick", "Choose"),
        ],
        string="In how long",
        default="1w",
    )
    next_type_id = fields.Many2one(
        "crm.action.type",
        string="What",
        compute="_compute_next_type_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    next_start = fields.Datetime(
        string="Day and hour",
        compute="_compute_next_start",
        store=True,
        readonly=False,
        precompute=True,
    )
    next_summary = fields.Char(string="Objective")
    lost_reason_id = fields.Many2one("crm.lost.reason")
    snooze_until = fields.Date(string="Paused until")
    snooze_reason = fields.Char(string="Agreed with the customer")
    next_step_policy = fields.Selection(
        selection=lambda self: self.env["crm.team"]._fields["next_step_policy"].selection,
        compute="_compute_next_step_policy",
    )

    @api.depends("action_id")
    def _compute_from_action(self):
        for wizard in self:
            action = wizard.action_id
            wizard.type_id = action.type_id or wizard.type_id
            wizard.partner_id = action.partner_id or wizard.partner_id
            wizard.opportunity_id = action.opportunity_id or wizard.opportunity_id

    @api.depends("opportunity_id")
    def _compute_follow_up(self):
        for wizard in self:
            if wizard.follow_up not in wizard._get_allowed_follow_ups():
                wizard.follow_up = "next"

    @api.depends("opportunity_id")
    def _compute_allowed_follow_ups(self):
        for wizard in self:
            wizard.allowed_follow_ups = wizard._get_allowed_follow_ups()

    @api.depends("action_id")
    def _compute_next_step_policy(self):
        for wizard in self:
            team = wizard.action_id.team_id or self.env.user.sale_team_id
            wizard.next_step_policy = team.next_step_policy

    def _get_allowed_follow_ups(self):
        """Without an opportunity there is nothing to win, lose or pause."""
        if self.opportunity_id:
            return ["next", "none", "won", "lost", "snooze"]
        return ["next", "none"]

    @api.depends("type_id")
    def _compute_next_type_id(self):
        for wizard in self:
            wizard.next_type_id = wizard.type_id

    @api.depends("next_in", "outcome_id")
    def _compute_next_start(self):
        for wizard in self:
            if wizard.next_in == "pick" and wizard.next_start:
                continue
            wizard.next_start = wizard._propose_next_start()

    @api.onchange("outcome_id")
    def _onchange_outcome_id(self):
        suggested = self.outcome_id.next_days
        if suggested:
            self.next_in = {2: "2d", 7: "1w", 30: "1m"}.get(suggested, "pick")
            self.next_start = self._propose_next_start()
        if self.outcome_id and self.follow_up in ("next", "none"):
            self.follow_up = "next" if suggested else "none"

    def _propose_next_start(self):
        """Same hour on the proposed day, moved to the next working day of the company; UTC."""
        self.ensure_one()
        tz = self.env.user.tz
        base = self.action_id.start or fields.Datetime.now().replace(second=0, microsecond=0)
        hour = days.to_wall(base, tz).time().replace(second=0)
        today = fields.Date.context_today(self)
        ahead = {"2d": 2, "1w": 7, "1m": 30}.get(self.next_in) or self.outcome_id.next_days or 7
        day = self._next_working_day(today + timedelta(days=ahead))
        return days.to_utc(datetime.combine(day, hour), tz)

    @api.model
    def _next_working_day(self, day):
        """The day itself, or the first one after it on which the company works."""
        tz = self.env.user.tz
        span = days.day_span(day, tz)[0], days.day_span(day + timedelta(days=31), tz)[1]
        start, stop = (fields.Datetime.context_timestamp(self, moment) for moment in span)
        calendar = self.env.company.resource_calendar_id
        if not calendar:
            return day
        intervals = calendar._work_intervals_batch(start, stop)[False]
        return next((begin.date() for begin, _stop, _meta in intervals), day)

    def action_apply(self):
        """Close (or log) the action; returns to the screen behind the sheet."""
        self.ensure_one()
        action = self.action_id or self._log_action()
        action.close(self._prepare_close_vals())
        return {"type": "ir.actions.act_window_close"}

    def _log_action(self):
        """What has already happened needs no event in the calendar."""
        actions = self.env["crm.action"]
        action = actions.with_context(crm_action_mirror=BY_MIRROR).create(
            self._prepare_action_vals()
        )
        action = action.with_env(self.env)
        # what nobody planned can be neither on plan nor off it
        action._write_lifecycle({"origin": "logged"})
        return action

    def _prepare_action_vals(self):
        minutes = self.type_id.default_minutes
        return {
            "type_id": self.type_id.id,
            "partner_id": self.partner_id.id,
            "opportunity_id": self.opportunity_id.id,
            "start": self.done_at - timedelta(minutes=minutes),
            "stop": self.done_at,
        }

    def _prepare_close_vals(self):
        vals = {
            "outcome_id": self.outcome_id.id,
            "note": plaintext2html(self.note) if self.note else False,
            "photo_ids": self.photo_ids.ids,
        }
        if not self.checkin_at:
            vals["done_at"] = self.done_at
        if self.follow_up == "next":
            vals["next"] = {
                "type_id": self.next_type_id.id,
                "start": self.next_start,
                "summary": self.next_summary,
            }
        elif self.follow_up in ("won", "lost"):
            vals.update(opportunity=self.follow_up, lost_reason_id=self.lost_reason_id.id)
        elif self.follow_up == "snooze":
            vals.update(snooze_until=self.snooze_until, snooze_reason=self.snooze_reason)
        return vals

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import get_lang


class CrmDaySheetWizard(models.TransientModel):
    """Whose agenda is printed, and of which day or week; or which actions."""

    _name = "crm.day.sheet.wizard"
    _description = "Day Sheet"

    user_id = fields.Many2one(
        "res.users", string="Rep", required=True, default=lambda self: self.env.user
    )
    user_choice_ids = fields.Many2many(
        "res.users", string="Reps to choose from", compute="_compute_user_choice_ids"
    )
    date = fields.Date(string="Day", required=True, default=fields.Date.context_today)
    period = fields.Selection([("day", "Day"), ("week", "Week")], required=True, default="day")
    action_ids = fields.Many2many("crm.action", string="Actions")

    @api.depends_context("uid")
    def _compute_user_choice_ids(self):
        self.user_choice_ids = self.env["crm.action"]._get_board_colleagues() | self.env.user

    def action_print(self):
        """Open the sheet in a new window.

        :raise UserError: a rep whose agenda the user may not see
        """
        self.ensure_one()
        self._check_rep()
        return self.env["crm.action"]._open_pdf(self, "day")

    def _check_rep(self):
        """Say it, rather than print an empty sheet as if there was nothing to do."""
        seen = self.env["crm.action"]._plans_all_teams() or self.user_id in self.user_choice_ids
        if not self.action_ids and not seen:
            raise UserError(
                self.env._(
                    "You can print your own day sheet and those of the teams that you lead, not "
                    "that of %(rep)s.",
                    rep=self.user_id.name,
                )
            )

    # -- what the document asks -------------------------------------------------------------------

    def _get_actions(self):
        """The actions on the sheet that the user may read, by day, rep and hour."""
        if self.action_ids:
            actions = self.action_ids._filtered_access("read")
        else:
            domain = self.env["crm.action"]._get_days_domain(*self._get_chosen_days())
            actions = self.env["crm.action"].search([("user_id", "=", self.user_id.id), *domain])
        return actions.sorted(
            lambda action: (
                self._get_place(action)[0],
                action.user_id.name or "",
                action.user_id.id,
                not action.allday,
                action.start,
                action.id,
            )
        )

    def _get_place(self, action):
        """The day and the rep under which an action stands."""
        day = action._get_planned_day()
        if not self.action_ids:
            # what began before the first day of the sheet is still going on then
            day = max(day, self._get_chosen_days()[0])
        return day, action.user_id

    def _get_days(self):
        """First and last date of the sheet."""
        if not self.action_ids:
            return self._get_chosen_days()
        found = [self._get_place(action)[0] for action in self._get_actions()]
        return (min(found), max(found)) if found else (self.date, self.date)

    def _get_reps(self):
        """Whose sheet it is."""
        return self._get_actions().user_id if self.action_ids else self.user_id

    def _get_chosen_days(self):
        if self.period == "day":
            return self.date, self.date
        offset = (self.date.isoweekday() - int(get_lang(self.env).week_start)) % 7
        first = self.date - timedelta(days=offset)
        return first, first + timedelta(days=6)

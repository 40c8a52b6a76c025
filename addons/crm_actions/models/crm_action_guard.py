from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Datetime

LIFECYCLE_FIELDS = {
    "state", "outcome_id", "done_at", "reported_at", "next_id", "previous_id", "next_missing",
    "cancel_reason", "checkin_at", "checkin_device_at", "checkin_verdict", "checkin_distance_m",
    "checkin_implausible", "checkout_at", "checkout_device_at", "checkout_verdict",
    "checkout_distance_m", "duration_s", "off_calendar", "origin", "touch_key",
    "touch_direction", "plan_id", "plan_date", "plan_touched",
    "done_despite_cancel", "clock_skew_s", "promised_on",
    # worked out from others, but a field that is stored can be written over the network
    "contacted", "commercial_partner_id",
}  # fmt: skip
WHO_AND_WHEN = {"type_id", "partner_id", "user_id", "team_id", "start", "stop", "allday"}
EDIT_WINDOW = timedelta(hours=24)


class CrmAction(models.Model):
    """What may be written on an action, by whom and until when."""

    # one file for each purpose
    _inherit = "crm.action"  # pylint: disable=consider-merging-classes-inherited

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        """What has begun is history; what somebody else planned is cancelled with a reason."""
        for action in self:
            if action.state in ("in_progress", "done") or action.checkin_at or action.done_at:
                raise UserError(
                    self.env._(
                        "%(action)s has begun or is done, so it is part of the history and stays.",
                        action=action.display_name,
                    )
                )
            if not self._is_manager() and action.create_uid != self.env.user:
                raise UserError(
                    self.env._(
                        "%(action)s was planned by %(planner)s: cancel it with a reason instead.",
                        action=action.display_name,
                        planner=action.create_uid.name,
                    )
                )

    @api.model
    def _is_manager(self):
        return self.env.su or self.env.user.has_group("sales_team.group_sale_manager")

    @api.model
    def _check_lifecycle_untouched(self, vals):
        """Status and what comes with it change by check_in, check_out, close and cancel alone."""
        touched = LIFECYCLE_FIELDS.intersection(vals)
        if self.env.su or not touched:
            return
        labels = sorted(self._fields[name]._description_string(self.env) for name in touched)
        raise UserError(
            self.env._(
                "The status of an action changes by checking in, closing or cancelling it, "
                "not by editing: %(fields)s.",
                fields=", ".join(labels),
            )
        )

    @api.model
    def _with_new_lifecycle(self, vals):
        """Values of a new action, whose story begins now whatever defaults the caller brings."""
        if self.env.su:
            return vals
        wanted = {name: value for name, value in vals.items() if value}
        for name, value in (("state", "planned"), ("origin", "manual")):
            if wanted.get(name) == value:
                del wanted[name]
        self._check_lifecycle_untouched(wanted)
        return {
            **vals,
            # what was promised follows from the start
            **dict.fromkeys(LIFECYCLE_FIELDS - {"promised_on"}, False),
            "state": "planned",
            "origin": "manual",
        }

    @api.model
    def _chooses_team(self):
        user = self.env.user
        return self.env.su or user.has_group("sales_team.group_sale_salesman_all_leads")

    def _check_team_untouched(self, vals):
        """The team decides who sees the action and what is asked of it: it is the rep's own."""
        if "team_id" in vals and not self._chooses_team():
            raise UserError(
                self.env._(
                    "The sales team of an action is that of its rep; a manager may change it."
                )
            )

    @api.model
    def _without_default_team(self):
        """This model in a context that does not choose the team of new records."""
        if self._chooses_team() or "default_team_id" not in self.env.context:
            return self
        context = dict(self.env.context)
        del context["default_team_id"]
        return self.with_context(context)  # pylint: disable=context-overridden

    def _check_may_know(self, names):
        """Nobody works on a customer or an opportunity that he may not read.

        An action shows the name and the amount of what it is about, and moves its follow-up.

        :raise AccessError: one of them is closed to the user
        """
        if self.env.su:
            return
        for name in names:
            # sudo: to know which ones they are; they are then asked for with the user's rights
            self.sudo()[name].sudo(False).check_access("read")

    def _check_still_editable(self, vals):
        """From the check-in on it is a record of what happened; after a day it is closed."""
        if self._is_manager():
            return
        limit = Datetime.now() - EDIT_WINDOW
        for action in self:
            if action.state == "done" and (action.reported_at or action.done_at) < limit:
                raise UserError(
                    self.env._(
                        "%(action)s was reported more than 24 hours ago. "
                        "Ask a sales manager to change it.",
                        action=action.display_name,
                    )
                )
        self._check_who_and_when(vals)

    def _check_who_and_when(self, vals):
        if not WHO_AND_WHEN.intersection(vals):
            return
        for action in self:
            if action.state in ("done", "cancelled") or action.checkin_at:
                raise UserError(
                    self.env._(
                        "%(action)s has begun or is finished: its customer, rep and time no longer "
                        "change.",
                        action=action.display_name,
                    )
                )

    def _log_late_edit(self, vals):
        """A manager may correct an old report; the history says so."""
        if self.env.su:
            return
        limit = Datetime.now() - EDIT_WINDOW
        late = self.filtered(lambda action: action.reported_at and action.reported_at < limit)
        labels = sorted(self._fields[name]._description_string(self.env) for name in vals)
        if late:
            body = self.env._("Changed after 24 hours: %(fields)s", fields=", ".join(labels))
            late._message_log_batch(bodies=dict.fromkeys(late.ids, body))

from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine import days

LONGEST_PAUSE = relativedelta(years=5)
"""No customer asks for more: a later year is a slip of the keyboard."""
AFTER_A_PAUSE = time(9)


class CrmLead(models.Model):
    """The customer asked to be left alone for a while."""

    # one file for each purpose
    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    snooze_until = fields.Date(
        string="Paused until",
        tracking=True,
        copy=False,
        help="The customer asked to be left alone until then: before, neither silence nor the time "
        "in the stage counts, and the next step is one for afterwards.",
    )
    snooze_reason = fields.Char(string="Reason for the pause", tracking=True, copy=False)

    @api.constrains("snooze_until")
    def _check_pause_is_to_come(self):
        """Asked when the date is written: a pause that is over stays in the history."""
        today = fields.Date.context_today(self)
        for until in filter(None, self.mapped("snooze_until")):
            if until <= today:
                raise ValidationError(self.env._("Pause it until a day after today."))
            if until > today + LONGEST_PAUSE:
                raise ValidationError(
                    self.env._("Pause it for five years at most: look at the year.")
                )

    @api.constrains("snooze_until", "snooze_reason")
    def _check_pause_has_reason(self):
        if any(lead.snooze_until and not (lead.snooze_reason or "").strip() for lead in self):
            raise ValidationError(self.env._("Say why the opportunity is paused."))

    def action_snooze(self, until, reason):
        """Pause the opportunities.

        :param until: date (or its ISO text) up to which nothing is expected, in the future
        :param str reason: what was agreed, required
        :raise ValidationError: date not in the future or years away, or no reason
        """
        until = fields.Date.to_date(until)
        if not until:
            raise ValidationError(self.env._("Pause it until a day after today."))
        self.write({"snooze_until": until, "snooze_reason": (reason or "").strip()})

    def action_unsnooze(self):
        """End the pause: from now on the opportunities are judged as any other."""
        self.write({"snooze_until": False, "snooze_reason": False})

    def action_open_snooze(self):
        """Ask until when it is paused, and why."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pause the opportunity"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref("crm_actions.crm_lead_view_form_snooze").id, "form")],
            "target": "new",
        }

    def action_plan_visit(self):
        """What is planned while it is paused is meant for afterwards."""
        action = super().action_plan_visit()
        if self._is_paused():
            action["context"]["default_start"] = self._get_start_after_pause()
        return action

    def _is_paused(self):
        return bool(self.snooze_until and self.snooze_until >= fields.Date.context_today(self))

    def _get_start_after_pause(self):
        """Nine o'clock of the first working day after the pause, in UTC."""
        day = self.snooze_until + timedelta(days=1)
        days_off = self._get_touch_company()._crm_days_off(day, day + timedelta(days=31))
        worked = self.env["crm.action"]._next_worked(day, days_off)
        return days.to_utc(datetime.combine(worked, AFTER_A_PAUSE), self.env.user.tz)

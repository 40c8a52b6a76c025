from odoo import models


class ResourceCalendar(models.Model):
    """The hours by which departments work."""

    _inherit = "resource.calendar"

    def write(self, vals):
        result = super().write(vals)
        if {"tz", "two_weeks_calendar", "attendance_ids", "global_leave_ids"} & set(vals):
            self.env["crm.helpdesk.ticket"]._wake_calendars()
        return result

    def _helpdesk_get_problem(self):
        """Why deadlines cannot be counted by this calendar, or ""."""
        self.ensure_one()
        if self.flexible_hours or self.duration_based:
            return self.env._(
                "%(calendar)s has no hours of a clock, by which deadlines are counted.",
                calendar=self.display_name,
            )
        if not self.attendance_ids.filtered(
            lambda each: not each.display_type and each.day_period != "lunch"
        ):
            return self.env._(
                "%(calendar)s has no working hours: nothing would ever be due.",
                calendar=self.display_name,
            )
        return ""

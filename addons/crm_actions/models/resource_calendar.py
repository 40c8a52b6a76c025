from odoo import models
from odoo.fields import Domain

CLOCK = ("tz", "flexible_hours")


class ResourceCalendar(models.Model):
    """The clock and the days off of a company, by which opportunities are judged."""

    _inherit = "resource.calendar"

    def write(self, vals):
        former = {calendar: [calendar[name] for name in CLOCK] for calendar in self}
        result = super().write(vals)
        changed = self.filtered(
            lambda calendar: former[calendar] != [calendar[name] for name in CLOCK]
        )
        changed._crm_get_companies()._crm_expire_followup()
        return result

    def _crm_expire_overdue(self):
        """Other days off: they only matter to what is due since a day before."""
        self._crm_get_companies()._crm_expire_followup(Domain("next_step_at", "<", "now"))

    def _crm_get_companies(self):
        """Companies that work by these calendars.

        sudo: who keeps a calendar need not be of all companies that use it.
        """
        return self.env["res.company"].sudo().search([("resource_calendar_id", "in", self.ids)])

from odoo import api, models
from odoo.fields import Domain


class ResourceCalendarLeaves(models.Model):
    """Public holidays: days off, which opportunities are judged by."""

    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._crm_get_closed_calendars()._crm_expire_overdue()
        return leaves

    def write(self, vals):
        former = self._crm_get_closed_calendars()
        result = super().write(vals)
        (former | self._crm_get_closed_calendars())._crm_expire_overdue()
        return result

    def unlink(self):
        calendars = self._crm_get_closed_calendars()
        result = super().unlink()
        calendars._crm_expire_overdue()
        return result

    def _crm_get_closed_calendars(self):
        """Calendars of which these are holidays; the time off of one person is none.

        sudo: a holiday of no calendar is one of all, whoever may see them.
        """
        holidays = self.filtered(lambda leave: not leave.resource_id)
        calendars = holidays.calendar_id
        if len(holidays.filtered("calendar_id")) < len(holidays):
            calendars |= self.env["res.company"].sudo().search(Domain.TRUE).resource_calendar_id
        return calendars

from odoo import api, models


class ResourceCalendarAttendance(models.Model):
    """Hours of a weekday: without any it is a day off, which opportunities are judged by."""

    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        hours = super().create(vals_list)
        hours.calendar_id._crm_expire_overdue()
        return hours

    def write(self, vals):
        former = self.calendar_id
        result = super().write(vals)
        (former | self.calendar_id)._crm_expire_overdue()
        return result

    def unlink(self):
        calendars = self.calendar_id
        result = super().unlink()
        calendars.exists()._crm_expire_overdue()
        return result

from odoo import api, models


class ResourceCalendarAttendance(models.Model):
    """Hours of a weekday: deadlines are counted by them."""

    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        hours = super().create(vals_list)
        self.env["crm.helpdesk.ticket"]._wake_calendars()
        return hours

    def write(self, vals):
        result = super().write(vals)
        self.env["crm.helpdesk.ticket"]._wake_calendars()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["crm.helpdesk.ticket"]._wake_calendars()
        return result

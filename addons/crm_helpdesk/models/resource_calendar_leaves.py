from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    """Public holidays: nobody works then, so no deadline runs."""

    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._wake_helpdesk()
        return leaves

    def write(self, vals):
        before = self.filtered(lambda leave: not leave.resource_id)
        result = super().write(vals)
        (before | self)._wake_helpdesk()
        return result

    def unlink(self):
        holidays = self.filtered(lambda leave: not leave.resource_id)
        result = super().unlink()
        if holidays:
            self.env["crm.helpdesk.ticket"]._wake_calendars()
        return result

    def _wake_helpdesk(self):
        """The time off of one person moves no deadline."""
        if self.filtered(lambda leave: not leave.resource_id):
            self.env["crm.helpdesk.ticket"]._wake_calendars()

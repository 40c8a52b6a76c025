from odoo import api, models, tools


class CrmHelpdeskTimetable(models.Model):
    """What calendars say now, read once a process until one of them changes."""

    # one file for each purpose
    _inherit = "crm.helpdesk.timetable"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _read_contents(self, pairs):
        return {pair: self._read_content(pair[0].id, pair[1].id) for pair in pairs}

    @api.model
    @tools.ormcache("calendar_id", "company_id")
    def _read_content(self, calendar_id, company_id):
        # sudo: what counts as working time is the same for everybody
        calendar = self.env["resource.calendar"].sudo().browse(calendar_id)
        company = self.env["res.company"].sudo().browse(company_id)  # sudo: as above
        return super()._read_contents({(calendar, company)})[calendar, company]

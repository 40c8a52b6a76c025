from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

from ..engine import log
from .crm_helpdesk_stage import ACTIVE

_BATCH = 1_000


class CrmHelpdeskTicket(models.Model):
    """Working hours that change: what still runs or waits is counted anew, and the log says so."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _wake_calendars(self):
        """Some calendar may say something else now: look soon."""
        # sudo: whoever keeps a calendar
        cron = self.env.ref("crm_helpdesk.ir_cron_helpdesk_calendars", raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()

    @api.model
    def _cron_recount_calendars(self):
        """Requests counted by hours that have changed; twice is as good as once."""
        found = self._get_outdated()
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=sum(len(ids) for ids in found.values()))
        for (former, current), ids in found.items():
            for part in self._split_recount(ids):
                self.browse(part)._log_calendar(former, current)
                if not progress._commit_progress(len(part)):
                    return

    @api.model
    def _get_outdated(self):
        """
        :return: ``{(timetable, the one that its calendar has now): ids of requests}``
        """
        targets = self.env["crm.helpdesk.sla.target"]
        counted = Domain("ticket_id.state", "in", [*ACTIVE, "resolved"])
        rows = targets._read_group(counted, ["timetable_id"], ["ticket_id:array_agg"])
        in_use = {table: ids for table, ids in rows if table}
        current = self.env["crm.helpdesk.timetable"]._get_current(
            {(table.calendar_id, table.company_id) for table in in_use}
        )
        found = {}
        for table, ids in in_use.items():
            becomes = current[table.calendar_id, table.company_id]
            if becomes != table:
                found[table.id, becomes.id] = sorted(set(ids))
        return found

    @api.model
    def _split_recount(self, ids):
        """As many at once as are kept after each."""
        return split_every(_BATCH, ids, list)

    def _log_calendar(self, former, current):
        data = {"calendar": former, "becomes": current}
        # sudo: working hours change every request that they measure, whoever keeps them
        events = self.env["crm.helpdesk.sla.event"].sudo()
        events._append_to_all(self.ids, fields.Datetime.now(), log.CALENDAR, data)
        self._refresh_clocks()

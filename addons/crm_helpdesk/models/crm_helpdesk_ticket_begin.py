from datetime import datetime, time

from odoo import models

from ..engine import log
from ..engine.instants import to_utc


class CrmHelpdeskTicket(models.Model):
    """Requests that began before they were written down here."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _begin_on(self, day):
        """Let these run since a day, by what is promised now; a later day changes nothing.

        The log is only appended to, and of several beginnings the earliest counts.
        """
        for team, tickets in self.grouped("team_id").items():
            # midnight in the zone of the department: the first working hour of the day is the first
            at = to_utc(datetime.combine(day, time()), team.calendar_id.tz or "UTC")
            starts = {
                ticket: ticket.sudo().event_ids.filtered(lambda each: each.kind == log.START)[:1]
                for ticket in tickets  # sudo: the log is read whole, whoever moves requests in
            }
            earlier = {
                ticket: (log.START, start.team_id, start.data)
                for ticket, start in starts.items()
                if at < start.at
            }
            if earlier:
                self.browse()._log_events(earlier, at)

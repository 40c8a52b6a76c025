from datetime import timedelta, timezone

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..engine import days, workdays
from ..engine.slots import free_starts

SLOTS = 6
SLOT_LENGTH = timedelta(minutes=30)
SLOT_DAYS = 14
"""How far ahead a free slot is looked for."""


class CrmAction(models.Model):
    """When something can be planned: working days ahead and a rep's free time."""

    # one file for each purpose
    _inherit = "crm.action"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_next_step_choices(self):
        """The working days that "in two days", "in a week" and "in a month" come to.

        :return: ``[{'key': '2d', '1w' or '1m', 'date': 'YYYY-MM-DD'}]``
        """
        today = fields.Date.context_today(self)
        wanted = {
            "2d": today + timedelta(days=2),
            "1w": today + timedelta(weeks=1),
            "1m": today + relativedelta(months=1),
        }
        days_off = self.env.company._crm_days_off(today, wanted["1m"] + timedelta(days=31))
        return [
            {"key": key, "date": str(self._next_worked(day, days_off))}
            for key, day in wanted.items()
        ]

    @api.model
    def _next_worked(self, day, days_off):
        try:
            return workdays.next_working_day(day, days_off)
        except ValueError:
            return day  # a company that never works plans all the same

    @api.model
    def _get_free_slots(self, day):
        """Starts (UTC, text) of the user's next free half hours in working time, from ``day`` on.

        Taken are the user's own planned actions and what is busy in the calendar.
        """
        now = fields.Datetime.now()
        first, last = days.day_span(day, self._board_tz())
        first, last = max(first, now), last + timedelta(days=SLOT_DAYS)
        working, busy = self._get_working_spans(first, last), self._get_busy_spans(first, last)
        starts = free_starts(working, busy, SLOT_LENGTH, first, SLOTS)
        return [fields.Datetime.to_string(start) for start in starts]

    @api.model
    def _get_working_spans(self, first, last):
        """When the user works, as pairs of UTC moments."""
        # sudo: the user's own working hours
        user = self.env.user.sudo()
        calendar = user.resource_calendar_id or self.env.company.sudo().resource_calendar_id
        if not calendar:
            return [(first, last)]
        resource = user.resource_ids.filtered(lambda one: one.calendar_id == calendar)[:1]
        span = (fields.Datetime.context_timestamp(self, moment) for moment in (first, last))
        intervals = calendar._work_intervals_batch(*span, resources=resource)[resource.id]
        return [(_to_utc(begin), _to_utc(end)) for begin, end, _meta in intervals]

    @api.model
    def _get_busy_spans(self, first, last):
        inside = Domain("start", "<", last) & Domain("stop", ">", first)
        actions = self.search_fetch(
            inside
            & Domain("user_id", "=", self.env.uid)
            & Domain("state", "in", ("planned", "in_progress"))
            & Domain("allday", "=", False),
            ["start", "stop"],
        )
        events = self.env["calendar.event"].search_fetch(
            inside
            & Domain("partner_ids", "in", self.env.user.partner_id.ids)
            & Domain("show_as", "=", "busy")
            & Domain("crm_action_id", "=", False)
            & Domain("allday", "=", False),
            ["start", "stop"],
        )
        return [(one.start, one.stop) for records in (actions, events) for one in records]


def _to_utc(moment):
    """The naive UTC moment of an aware one."""
    return moment.astimezone(timezone.utc).replace(tzinfo=None)

from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.crm_actions.engine import days
from odoo.addons.crm_actions.hours import word_minutes, word_window

from ..engine import demand, rep_days
from ..engine.instance import Span

WEEK, ONE_DAY = timedelta(days=7), timedelta(days=1)


class CrmRouteRep(models.Model):
    """When a rep works: calendar, leaves, public holidays and absences, day by day."""

    # one file for each purpose
    _inherit = "crm.route.rep"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_days(self, users, company, first, last):
        """The working days of reps, as plain values: what a planner starts from.

        Who has no line in the list of reps works as the calendar says. Calendars are read once
        for all who have them.

        sudo: when a colleague works is read to plan his or her visits, and nothing else of it.

        :param users: ``res.users``
        :param first: first date, on each rep's own clock
        :param last: last date, included
        :return: map of each user to a list of :class:`engine.rep_days.RepDay`
        """
        users, company = users.sudo(), company.sudo()
        known = {rep.user_id: rep for rep in self._find(users, company)}
        intervals = self._read_intervals(users, company, first, last)
        found = {}
        for user in users:
            zone = days.zone(user.tz or company._crm_tz())
            rep = known.get(user, self.browse())
            by_date = rep_days.by_date(intervals[user], zone)
            inside = {day: spans for day, spans in by_date.items() if first <= day <= last}
            found[user] = rep_days.rep_days(inside, rep._get_lunch(), rep._get_absences())
        return found

    @api.model
    def _find(self, users, company):
        return self.sudo().search([("user_id", "in", users.ids), ("company_id", "=", company.id)])

    def _get_lunch(self):
        if not self.lunch_to:
            return None
        return Span(round(self.lunch_from * 3600), round(self.lunch_to * 3600))

    def _get_absences(self):
        return [(each.date_from, each.date_to) for each in self.absence_ids]

    @api.model
    def _read_intervals(self, users, company, first, last):
        """Pairs of aware moments at which each user works."""
        # a day on either side: the clock of a rep may be another than that of the calendar
        start = pytz.utc.localize(datetime.combine(first - timedelta(days=1), time.min))
        stop = pytz.utc.localize(datetime.combine(last + timedelta(days=2), time.min))
        resources = (
            self.env["resource.resource"]
            .sudo()
            .search(Domain("user_id", "in", users.ids) & Domain("company_id", "=", company.id))
        )
        mine = {}
        for resource in resources:
            mine.setdefault(resource.user_id, resource)
        groups = defaultdict(list)
        for user in users:
            resource = mine.get(user, resources.browse())
            groups[resource.calendar_id or company.resource_calendar_id].append((user, resource))
        found = {user: [] for user in users}
        for calendar, members in groups.items():
            if not calendar:
                continue
            theirs = self._read_calendar(calendar, members, company, start, stop)
            found.update(theirs)
        return found

    @api.model
    def _read_calendar(self, calendar, members, company, start, stop):
        """What a calendar says of each of its members, their own leaves taken off."""
        fixed = resources = self.env["resource.resource"].sudo()
        for _user, resource in members:
            resources |= resource
            # who has no hours of an own is on the road when the company works
            fixed |= resource.filtered("calendar_id")
        holidays = [("time_type", "=", "leave"), ("company_id", "in", [False, company.id])]
        work = calendar._work_intervals_batch(start, stop, resources=fixed)
        general = calendar._work_intervals_batch(start, stop, domain=holidays)[False]
        leaves = calendar._leave_intervals_batch(start, stop, resources=resources - fixed)
        found = {}
        for user, resource in members:
            if resource and resource in fixed:
                intervals = work[resource.id]
            else:
                intervals = general - leaves[resource.id] if resource else general
            found[user] = [(begin, end) for begin, end, _meta in intervals]
        return found

    @api.model
    def _get_plain_reps(self, users, company, weeks=4):
        """Reps as the engine takes them, over the weeks to come: map of a user to a ``Rep``."""
        today = company._crm_today()
        calendars = self._get_days(users, company, today, today + weeks * WEEK - ONE_DAY)
        known = {rep.user_id: rep for rep in self._find(users, company)}
        found = {}
        for user in users:
            # one who is not in the list travels by the defaults of a new line
            rep = known.get(user) or self.sudo().new({"user_id": user.id, "company_id": company.id})
            found[user] = demand.Rep(
                tuple(calendars[user.sudo()]),
                self._get_point(rep._get_start()),
                self._get_point(rep._get_end()),
                rep.max_km * 1000 or None,
            )
        return found

    # -- words -----------------------------------------------------------------------------------

    def _word_week(self):
        """The next seven days, so that one sees what the calendar and the absences come to."""
        if not self.user_id or not self.company_id:
            return False
        today = self.company_id.sudo()._crm_today()
        user = self.user_id._origin or self.user_id
        intervals = self._read_intervals(user.sudo(), self.company_id, today, today + WEEK)
        zone = days.zone(user.sudo().tz or self.company_id.sudo()._crm_tz())
        by_date = {
            day: spans
            for day, spans in rep_days.by_date(intervals[user.sudo()], zone).items()
            if today <= day < today + WEEK
        }
        worked = {
            each.day: each
            for each in rep_days.rep_days(by_date, self._get_lunch(), self._get_absences())
        }
        lines = [
            self.env._(
                "%(day)s: %(hours)s",
                day=format_date(self.env, day, date_format="EEEE d MMM"),
                hours=self._word_day(worked.get(day)),
            )
            for day in (today + timedelta(days=number) for number in range(7))
        ]
        return "\n".join(lines)

    @api.model
    def _word_day(self, day):
        if day is None:
            return self.env._("not on the road")
        if day.lunch is None:
            return self._word_shift(day.opens, day.closes)
        before = self._word_shift(day.opens, day.lunch.opens)
        after = self._word_shift(day.lunch.closes, day.closes)
        return f"{before}, {after}"

    @api.model
    def _word_shift(self, opens, closes):
        return word_window(
            word_minutes(self.env, opens // 60), word_minutes(self.env, closes // 60)
        )

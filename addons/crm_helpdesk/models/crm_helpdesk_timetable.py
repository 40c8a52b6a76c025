import hashlib
import json

from odoo import api, fields, models, tools
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.calendars import Closure, Shift, WeekCalendar, seconds_of_hour
from ..engine.worktime import Timetable


class CrmHelpdeskTimetable(models.Model):
    """What a calendar said at a time: its zone, hours and closures, never changed.

    A calendar that changes gets another row, so that the log of a request still gives the figures
    that it gave then, whoever computes them.
    """

    _name = "crm.helpdesk.timetable"
    _description = "Working Hours at a Time"
    _rec_name = "calendar_id"
    _order = "id desc"

    calendar_id = fields.Many2one(
        "resource.calendar", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    digest = fields.Char(required=True, readonly=True)
    content = fields.Json(
        required=True,
        readonly=True,
        help="tz; shifts: weekday, opening and closing second, week; closures: from, until, label.",
    )

    _content_once = models.Constraint(
        "UNIQUE(calendar_id, company_id, digest)", "These working hours are kept already."
    )

    @api.model
    def _get_current(self, pairs):
        """The timetables of calendars as they are now, made where they are new.

        sudo: what counts as working time is the same for everybody, whatever they may see.

        :param pairs: of calendar and company
        :return: ``{(calendar, company): timetable}``
        """
        pairs = {(calendar.sudo(), company.sudo()) for calendar, company in pairs}
        contents = self._read_contents(pairs)
        digests = {pair: _digest_of(content) for pair, content in contents.items()}
        known = {
            (row.calendar_id, row.company_id, row.digest): row
            for row in self.sudo().search([("digest", "in", list(digests.values()))])
        }
        found = {}
        for pair, digest in digests.items():
            key = (*pair, digest)
            found[pair] = known.get(key) or self._keep(*pair, digest, contents[pair])
        return found

    @api.model
    def _keep(self, calendar, company, digest, content):
        """A new row. Who comes second in a race is tried again, and takes the row of the first.

        Not by the ORM: a broken unique key is told to people, a conflict is not.
        """
        [(number,)] = self.env.execute_query(
            SQL(
                """
                INSERT INTO crm_helpdesk_timetable (calendar_id, company_id, digest, content,
                                                    create_uid, create_date, write_uid, write_date)
                     VALUES (%s, %s, %s, %s, %s, now() AT TIME ZONE 'UTC', %s,
                             now() AT TIME ZONE 'UTC')
                ON CONFLICT (calendar_id, company_id, digest) DO NOTHING RETURNING id
                """,
                calendar.id, company.id, digest, json.dumps(content), self.env.uid, self.env.uid,
            )
        )  # fmt: skip
        return self.sudo().browse(number)  # sudo: see _get_current

    @api.model
    def _read_contents(self, pairs):
        return {pair: self._read_content(pair[0].id, pair[1].id) for pair in pairs}

    @api.model
    @tools.ormcache("calendar_id", "company_id")
    def _read_content(self, calendar_id, company_id):
        """What a calendar says now, read once a process until one of them changes."""
        # sudo: see _get_current
        calendar = self.env["resource.calendar"].sudo().browse(calendar_id)
        company = self.env["res.company"].sudo().browse(company_id)  # sudo: as above
        leaves = (
            self.env["resource.calendar.leaves"]
            .sudo()  # sudo: see _get_current
            .search(
                Domain("resource_id", "=", False)
                & Domain("time_type", "=", "leave")
                & Domain("calendar_id", "in", [calendar_id, False])
            )
        )
        return {
            "tz": calendar.tz or "UTC",
            "shifts": _shifts_of(calendar),
            "closures": _closures_of(leaves, calendar, company),
        }

    @tools.ormcache("self.id")
    def _get_timetable(self):
        """The engine's timetable of this row; laid out once a process, as it never changes.

        :rtype: Timetable
        """
        content = self.sudo().content  # sudo: see _get_current
        closures = [
            Closure(fields.Datetime.to_datetime(start), fields.Datetime.to_datetime(stop), label)
            for start, stop, label in content["closures"]
        ]
        shifts = [Shift(*shift) for shift in content["shifts"]]
        return Timetable(WeekCalendar(content["tz"], tuple(shifts), tuple(closures)))

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("Working hours that were in force are kept as they were."))

    @api.model
    def _get_calendars(self, ids):
        """What the engine calls calendars: ``{id: Timetable}``."""
        return {row.id: row._get_timetable() for row in self.browse(sorted(ids))}


def _shifts_of(calendar):
    hours = calendar.attendance_ids.filtered(
        lambda each: not each.display_type and each.day_period != "lunch"
    )
    two_weeks = calendar.two_weeks_calendar
    return sorted(
        (
            [
                int(each.dayofweek),
                seconds_of_hour(each.hour_from),
                seconds_of_hour(each.hour_to),
                int(each.week_type) if two_weeks and each.week_type else None,
            ]
            for each in hours
            if seconds_of_hour(each.hour_to) > seconds_of_hour(each.hour_from)
        ),
        key=str,
    )


def _closures_of(leaves, calendar, company):
    """A leave of another company never counts, even if it names no calendar."""
    fitting = leaves.filtered(
        lambda leave: (
            (not leave.company_id or leave.company_id == company)
            and (not leave.calendar_id or leave.calendar_id == calendar)
            and leave.date_from < leave.date_to
        )
    )
    to_string = fields.Datetime.to_string
    return sorted(
        [to_string(leave.date_from), to_string(leave.date_to), leave.name or ""]
        for leave in fitting
    )


def _digest_of(content):
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

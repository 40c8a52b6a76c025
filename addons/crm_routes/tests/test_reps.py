from datetime import date, datetime

from freezegun import freeze_time
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import GIJON, RoutesCase

HOUR = 3600
MONDAY, SUNDAY = date(2026, 11, 30), date(2026, 12, 6)


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestReps(RoutesCase):
    """Working days of a rep: 8 to 12 and 13 to 17 in Madrid, from Monday to Friday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env["resource.calendar"].create(
            {"name": "Forty hours", "tz": "Europe/Madrid", "company_id": cls.company.id}
        )
        cls.company.resource_calendar_id = cls.calendar
        cls.rep = cls._rep(cls.nora)

    @classmethod
    def _rep(cls, user, by=None, **values):
        reps = cls.env["crm.route.rep"].with_user(by or cls.pia)
        return reps.create({"user_id": user.id, **values})

    def _days(self, user=None, first=MONDAY, last=SUNDAY):
        user = user or self.nora
        found = self.env["crm.route.rep"]._get_days(user, self.company, first, last)
        return found[user]

    def _leave(self, day, resource=None, hours=(0, 24)):
        midnight = datetime(day.year, day.month, day.day)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Away",
                "company_id": self.company.id,
                "calendar_id": self.calendar.id,
                "resource_id": resource.id if resource else False,
                "date_from": midnight.replace(hour=hours[0]),
                "date_to": midnight.replace(hour=min(hours[1], 23), minute=59),
            }
        )

    def _resource(self, user, calendar=None):
        return self.env["resource.resource"].create(
            {
                "name": user.name,
                "user_id": user.id,
                "company_id": self.company.id,
                "calendar_id": (calendar or self.calendar).id,
                "tz": "Europe/Madrid",
            }
        )

    def test_a_week_of_the_company(self):
        days = self._days()
        self.assertEqual([each.day.weekday() for each in days], [0, 1, 2, 3, 4])
        first = days[0]
        self.assertEqual(
            (first.opens, first.lunch.opens, first.lunch.closes, first.closes),
            (8 * HOUR, 12 * HOUR, 13 * HOUR, 17 * HOUR),
        )

    def test_a_public_holiday_and_an_absence_are_no_days(self):
        self._leave(date(2026, 12, 1))
        self.rep.absence_ids = [
            Command.create({"date_from": "2026-12-03", "date_to": "2026-12-04"})
        ]
        self.assertEqual([each.day.day for each in self._days()], [30, 2])

    def test_a_leave_is_of_one_rep_and_half_a_day_is_half_a_day(self):
        resource = self._resource(self.nora)
        self._leave(date(2026, 12, 1), resource)
        self._leave(date(2026, 12, 2), resource, hours=(11, 24))
        mine, theirs = self._days(), self._days(self.nils)
        self.assertEqual([each.day.day for each in mine], [30, 2, 3, 4])
        self.assertEqual(mine[1].closes, 12 * HOUR)
        self.assertEqual(len(theirs), 5)

    def test_part_time_is_the_reps_own_calendar(self):
        mornings = self.calendar.copy({"name": "Mornings"})
        mornings.attendance_ids.filtered(lambda each: each.hour_from >= 12).unlink()
        self._resource(self.nora, mornings)
        self.assertEqual({each.closes for each in self._days()}, {12 * HOUR})

    def test_lunch_as_the_rep_has_it(self):
        self.rep.write({"lunch_from": 14, "lunch_to": 15.5})
        lunch = self._days()[0].lunch
        self.assertEqual((lunch.opens, lunch.closes), (14 * HOUR, 15.5 * HOUR))

    def test_hours_are_of_the_reps_clock(self):
        # given Nora lives by the clock of the Canary Islands
        self.nora.tz = "Atlantic/Canary"
        self.assertEqual(self._days()[0].opens, 7 * HOUR)

    def test_daylight_saving_moves_no_hour(self):
        days = self._days(first=date(2026, 10, 23), last=date(2026, 10, 26))
        self.assertEqual([each.opens for each in days], [8 * HOUR, 8 * HOUR])

    def test_calendars_are_read_once_for_all(self):
        def count(users):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.env["crm.route.rep"]._get_days(users, self.company, MONDAY, SUNDAY)
            return self.env.cr.sql_log_count - start

        users = self.nora | self.nils | self.sara | self.lea | self.lou
        count(users)
        self.assertLessEqual(count(users), count(users[:1]) + 1)

    def test_the_form_shows_the_days_to_come(self):
        self.rep.absence_ids = [
            Command.create({"date_from": "2026-11-30", "date_to": "2026-11-30"})
        ]
        lines = self.rep.week_text.split("\n")
        self.assertEqual(
            lines[0],
            "Friday 27 Nov: 08:00\u202fAM – 12:00\u202fPM, 01:00\u202fPM – 05:00\u202fPM",
        )
        self.assertEqual(lines[1], "Saturday 28 Nov: not on the road")
        self.assertEqual(lines[3], "Monday 30 Nov: not on the road")

    def test_the_day_begins_where_it_is_said_else_at_home_else_at_the_company(self):
        self.assertEqual(self.rep._get_start(), self.company.partner_id)
        self.nora.partner_id.write(self._at(GIJON))
        self.assertEqual(self.rep._get_start(), self.nora.partner_id)
        depot = self.env["res.partner"].create({"name": "Depot"})
        self.rep.start_id = depot
        self.assertEqual(self.rep.start_text, "Depot, not located")
        self.assertFalse(self.rep.is_located)
        plain = self.env["crm.route.rep"]._get_plain_reps(self.nora, self.company)[self.nora]
        self.assertIsNone(plain.start)

    def test_who_is_not_in_the_list_travels_by_the_calendar(self):
        plain = self.env["crm.route.rep"]._get_plain_reps(self.nils, self.company)[self.nils]
        self.assertTrue(plain.start)
        self.assertEqual(len(plain.days), 20)

    def test_numbers_out_of_range(self):
        for values, constraint in (
            ({"lunch_from": 15, "lunch_to": 14}, "lunch_range"),
            ({"max_visits": -1}, "limits_range"),
            ({"max_km": 9999}, "limits_range"),
        ):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation) as refusal,
            ):
                self._rep(self.nils, **values)
            self.assertEqual(refusal.exception.diag.constraint_name, f"crm_route_rep_{constraint}")
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._rep(self.nora)

    def test_a_rep_sees_own_settings_a_leader_keeps_those_of_the_team(self):
        others = self._rep(self.sara)
        reps = self.env["crm.route.rep"]
        for user, seen in (
            (self.nora, self.rep),
            (self.sara, others),
            (self.lea, self.rep),
            (self.lou, others),
            (self.pia, self.rep | others),
        ):
            found = reps.with_user(user).search([("id", "in", (self.rep | others).ids)])
            with self.subTest(user.login):
                self.assertEqual(found.ids, seen.ids)
        with self.assertRaises(AccessError):
            self.rep.with_user(self.nora).max_km = 1
        self.rep.with_user(self.lea).max_km = 300
        with self.assertRaises(AccessError):
            self._rep(self.sara.copy({"login": "sue"}), by=self.lea)

    def test_a_territory_goes_to_whoever_takes_over(self):
        self.rep.zone_ids = self.zone
        self.nora.with_user(self.max).crm_hand_over({"territory": self.nils.id})
        self.assertFalse(self.rep.zone_ids)
        theirs = self.env["crm.route.rep"].search([("user_id", "=", self.nils.id)])
        self.assertEqual(theirs.zone_ids, self.zone)

from datetime import date

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import TransactionCase, tagged

from .common import HelpdeskCase, madrid


@tagged("-at_install", "post_install")
class TestFigures(HelpdeskCase, TransactionCase):
    """Each figure with what it is a share of; months are those of Madrid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id = cls.hours
        cls.company.partner_id.tz = "Europe/Madrid"
        cls.policy.first_response_hours = 1
        cls.policy.resolution_hours = 4

    def make_done(self, came, answered, resolved, **values):
        """A request that was answered once and resolved."""
        ticket = self.make_ticket(came, **values)
        with self.at(answered):
            self.answer(ticket)
        with self.at(resolved):
            ticket.action_resolve()
        return ticket

    def page(self, user=None, at="2026-10-30 12:00", **options):
        with self.at(at):
            figures = self.env["crm.helpdesk.figures"].with_user(user or self.supervisor)
            return figures.with_company(self.company).get_page(**options)

    def row(self, rows, key):
        return next(row for row in rows if row["key"] == key)

    def test_promises_by_the_month_of_their_deadline(self):
        # Given one solved in time and two late, all due in October,
        self.make_done("2026-10-05 09:00", "2026-10-05 09:30", "2026-10-05 12:00")
        self.make_done("2026-10-06 09:00", "2026-10-06 09:30", "2026-10-06 18:00")
        # one of them still running after its deadline,
        self.make_ticket("2026-10-07 09:00")
        # one not due yet and one cancelled,
        self.make_ticket("2026-10-30 11:00")
        cancelled = self.make_ticket("2026-10-08 09:00")
        with self.at("2026-10-08 10:00"):
            cancelled.action_cancel()
        # then one of three was kept
        row = self.row(self.page(months=2)["promises"], "resolution")
        self.assertEqual((row["total"]["n"], row["total"]["of"]), (1, 3))
        self.assertEqual(row["total"]["percent"], 33.3)
        self.assertEqual([cell["of"] for cell in row["cells"]], [0, 3])
        # and the figure leads to these three rows
        with self.at("2026-10-30 12:00"):
            found = self.env["crm.helpdesk.sla.target"].search(row["domain"])
        self.assertEqual(len(found), 3)

    def test_a_month_ends_at_midnight_in_madrid(self):
        # Given one that is due at midnight of 31 July in Madrid, when it is still July in UTC,
        self.hours.attendance_ids.filtered(
            lambda each: each.dayofweek == "4" and each.hour_from == 16
        ).hour_to = 24
        ticket = self.make_ticket("2026-07-31 20:00")
        self.assertEqual(str(self.clock(ticket).deadline), "2026-07-31 22:00:00")
        # then it counts in August
        row = self.row(self.page(at="2026-08-20 12:00", months=2)["promises"], "resolution")
        self.assertEqual([cell["of"] for cell in row["cells"]], [0, 1])

    def test_durations_in_working_minutes(self):
        for minutes in (10, 20, 30, 59):
            self.make_done("2026-10-05 09:00", f"2026-10-05 09:{minutes}", "2026-10-05 12:00")
        rows = self.page(months=1)["durations"]
        self.assertEqual(self.row(rows, "first_median")["minutes"], 25)
        self.assertEqual(self.row(rows, "first_p90")["minutes"], 59)
        self.assertEqual(self.row(rows, "resolution_p90")["minutes"], 180)
        self.assertEqual(self.row(rows, "first_median")["of"], 4)

    def test_reopened_one_touch_and_ping_pong(self):
        back = self.make_done("2026-10-05 09:00", "2026-10-05 09:30", "2026-10-05 12:00")
        with self.at("2026-10-06 09:00"):
            back.action_reopen()
            self.answer(back)
            back.action_resolve()
        moved = self.make_ticket("2026-10-07 09:00")
        with self.at("2026-10-07 10:00"):
            moved.action_transfer(self.quality, "Packaging")
            moved.action_transfer(self.support, "Replaced")
            self.answer(moved)
            moved.action_resolve()
        done = self.page(months=1)["done"]
        rates = {row["key"]: (row["total"]["n"], row["total"]["of"]) for row in done["rates"]}
        self.assertEqual(rates, {"reopened": (1, 2), "one_touch": (1, 2)})
        self.assertEqual((done["transfers"]["value"], done["transfers"]["of"]), (1.0, 2))

    def test_backlog_by_calendar_days(self):
        for day in (30, 28, 25, 5):
            ticket = self.make_ticket(f"2026-10-{day:02d} 09:00")
            self.env.cr.execute(
                "UPDATE crm_helpdesk_ticket SET create_date = %s WHERE id = %s",
                [madrid(f"2026-10-{day:02d} 09:00"), ticket.id],
            )
        bands = self.page()["backlog"]
        self.assertEqual(
            {band["key"]: band["count"] for band in bands},
            {"0-1": 1, "2-3": 1, "4-7": 1, "8-30": 1, "31+": 0},
        )
        for band in bands:
            found = self.env["crm.helpdesk.ticket"].search_count(band["domain"])
            self.assertEqual(found, band["count"], band["key"])

    def test_by_department(self):
        self.make_done("2026-10-05 09:00", "2026-10-05 09:30", "2026-10-05 12:00")
        self.make_done(
            "2026-10-05 09:00", "2026-10-05 09:30", "2026-10-05 18:00", team_id=self.quality.id
        )
        rows = {row["name"]: row for row in self.page(months=1)["departments"]}
        self.assertEqual(rows["Soporte"]["promises"]["percent"], 100.0)
        self.assertEqual(rows["Calidad"]["promises"]["percent"], 0.0)
        only = self.page(months=1, team_id=self.quality.id)
        self.assertEqual([row["name"] for row in only["departments"]], ["Calidad"])

    def test_an_agent_sees_the_own_departments_and_others_all(self):
        self.make_done("2026-10-05 09:00", "2026-10-05 09:30", "2026-10-05 12:00")
        self.make_done(
            "2026-10-05 09:00", "2026-10-05 09:30", "2026-10-05 12:00", team_id=self.quality.id
        )
        counts = {
            user.name: self.row(self.page(user, months=1)["promises"], "resolution")["total"]["of"]
            for user in (self.agent, self.supervisor, self.officer)
        }
        self.assertEqual(counts, {"Jon": 1, "Ane": 2, "Nerea": 2})
        reporter = self._make_user("iker", "crm_helpdesk.group_helpdesk_user")
        with self.assertRaises(AccessError):
            self.page(reporter)

    def test_clocks_are_seen_by_who_sees_the_request(self):
        ticket = self.make_ticket("2026-10-05 09:00", team_id=self.quality.id)
        with self.at("2026-10-05 09:10"):
            ticket.with_user(self.supervisor).action_take()
        targets = self.env["crm.helpdesk.sla.target"]
        seen = {
            user.name: bool(targets.with_user(user).search([("ticket_id", "=", ticket.id)]))
            for user in (self.agent, self.supervisor, self.officer)
        }
        self.assertEqual(seen, {"Jon": False, "Ane": True, "Nerea": True})

    def test_as_many_queries_for_many_as_for_few(self):
        self.make_done("2026-10-05 09:00", "2026-10-05 09:30", "2026-10-05 12:00")
        few = self.count_queries()
        for _each in range(5):
            self.make_done("2026-10-06 09:00", "2026-10-06 09:30", "2026-10-06 12:00")
        self.assertLessEqual(self.count_queries(), few)

    def count_queries(self):
        self.page()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.page()
        return self.env.cr.sql_log_count - before

    def test_months_that_make_no_sense(self):
        for months in (0, 25, "many"):
            with self.assertRaises(ValidationError):
                self.page(months=months)
        self.assertEqual(
            self.page(months=2)["months"], [str(date(2026, 9, 1)), str(date(2026, 10, 1))]
        )

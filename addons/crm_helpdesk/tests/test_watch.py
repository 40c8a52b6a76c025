from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from .common import madrid, shown
from .common_work import WorkCase

CRON = "crm_helpdesk.ir_cron_helpdesk_watch"


@tagged("-at_install", "post_install")
class TestWatch(WorkCase, CronMixinCase):
    """Deadlines that come near: four hours are promised, so the warning comes after three."""

    def test_the_agent_while_there_is_time_then_the_supervisor(self):
        # Given a request of Ana that came on Monday at 10:00, due at 14:00,
        ticket = self.make_ticket("2026-10-05 10:00", user_id=self.ana.id)
        # when three hours have passed,
        self.watch("2026-10-05 12:59")
        self.assertEqual(self.alerts(ticket), [])
        self.watch("2026-10-05 13:00")
        # then Ana is told, and Leo once it is late, in the afternoon
        self.assertEqual(self.alerts(ticket), [(self.ana, "Due soon")])
        self.watch("2026-10-05 14:01")
        self.assertEqual(self.clock(ticket).state, "breached")
        self.assertEqual(len(self.alerts(ticket)), 1)
        self.watch("2026-10-05 16:00")
        self.assertEqual(self.alerts(ticket), [(self.ana, "Due soon"), (self.leo, "Late")])
        self.assertEqual(ticket.escalation_ids.mapped("kind"), ["breach", "warn"])

    def test_each_is_told_once(self):
        ticket = self.make_ticket("2026-10-05 10:00", user_id=self.ana.id)
        for _each in range(3):
            self.watch("2026-10-05 13:00")
        for _each in range(3):
            self.watch("2026-10-06 10:00")
        self.assertEqual(len(self.alerts(ticket)), 2)

    def test_never_at_night_or_at_the_weekend(self):
        # Given a promise around the clock, and a request of Friday evening, due at 22:00,
        always = self._make_calendar("Always", [(0, 24)])
        for day in ("5", "6"):
            always.attendance_ids[0].copy({"dayofweek": day, "hour_from": 0, "hour_to": 24})
        self.policy.calendar_id = always
        ticket = self.make_ticket("2026-10-16 18:00", user_id=self.ana.id)
        # when it gets late on Friday evening,
        for moment in ("2026-10-16 21:30", "2026-10-17 12:00", "2026-10-18 23:00"):
            self.watch(moment)
        # then it is marked at once, and people hear of it on Monday at nine
        self.assertEqual(self.clock(ticket).state, "breached")
        self.assertEqual(self.alerts(ticket), [])
        self.env["ir.cron.trigger"].search([]).unlink()
        with self.capture_triggers(CRON) as capture:
            self.watch("2026-10-19 08:00")
        self.assertEqual([shown(each.call_at) for each in capture.records], ["2026-10-19 09:00"])
        self.watch("2026-10-19 09:01")
        self.assertEqual(self.alerts(ticket), [(self.leo, "Late")])

    def test_it_wakes_itself_for_the_next_one(self):
        with self.at("2026-10-05 09:59"), self.capture_triggers(CRON) as capture:
            self.make_ticket("2026-10-05 10:00", user_id=self.ana.id)
        self.assertEqual([shown(each.call_at) for each in capture.records], ["2026-10-05 13:00"])
        self.env["ir.cron.trigger"].search([]).unlink()
        with self.capture_triggers(CRON) as capture:
            self.watch("2026-10-05 13:00")
        self.assertEqual(capture.records.call_at, madrid("2026-10-05 14:00:01"))

    def test_what_is_answered_in_time_is_told_to_nobody(self):
        ticket = self.make_ticket("2026-10-05 10:00", user_id=self.ana.id)
        with self.at("2026-10-05 12:00"):
            ticket.action_open()
            ticket.action_resolve()
        self.watch("2026-10-06 12:00")
        self.assertEqual(self.alerts(ticket), [])

    def test_what_is_resolved_needs_no_alert_any_more(self):
        ticket = self.make_ticket("2026-10-05 10:00", user_id=self.ana.id)
        self.watch("2026-10-05 13:00")
        with self.at("2026-10-05 13:30"):
            ticket.with_user(self.ana).action_open()
            ticket.with_user(self.ana).action_resolve()
        self.assertEqual(self.alerts(ticket), [])

    def test_what_is_nobodys_is_told_to_the_supervisor(self):
        ticket = self.make_ticket("2026-10-05 10:00")
        self.watch("2026-10-05 13:00")
        self.assertEqual(self.alerts(ticket), [(self.leo, "Due soon")])

    def test_thirty_cost_about_as_many_queries_as_two(self):
        counts = []
        for day, number in (("2026-10-05", 2), ("2026-10-06", 30)):
            for _each in range(number):
                self.make_ticket(f"{day} 10:00", user_id=self.ana.id)
            self.env.flush_all()
            self.env.invalidate_all()
            cron = type(self.env["ir.cron"])
            with self.at(f"{day} 13:00"), patch.object(cron, "_commit_progress", return_value=60):
                start = self.env.cr.sql_log_count
                self.env["crm.helpdesk.ticket"]._cron_watch()
                self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - start)
        told = self.env["crm.helpdesk.escalation"].search_count([("kind", "=", "warn")])
        self.assertEqual(told, 32)
        self.assertLess(counts[1] - counts[0], 28 * 4)

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from .common import HelpdeskCase, madrid, shown


@tagged("-at_install", "post_install")
class TestClocks(HelpdeskCase, TransactionCase):
    """Deadlines by hours of Monday to Friday, 9 to 14 and 16 to 19; 12 October is a holiday."""

    def deadline(self, ticket):
        return shown(self.clock(ticket).deadline)

    def test_h1_four_hours_over_a_long_weekend(self):
        # Given four hours promised, when a request comes on Friday 9 October at 17:30,
        ticket = self.make_ticket("2026-10-09 17:30")
        # then it is due on Tuesday at 11:30: an hour and a half of Friday, the rest of Tuesday
        self.assertEqual(self.deadline(ticket), "2026-10-13 11:30")
        self.assertEqual(shown(ticket.deadline), "2026-10-13 11:30")
        with self.at("2026-10-13 12:15"):
            ticket.action_open()
            ticket.action_resolve()
        self.assertEqual(self.clock(ticket).state, "breached")
        self.assertEqual(self.clock(ticket).overdue_s, 0.75 * 3600)

    def test_h1_paused_at_noon_half_an_hour_late(self):
        ticket = self.make_ticket("2026-10-09 17:30")
        with self.at("2026-10-13 12:00"):
            self.answer(ticket)
            ticket.action_wait_for_customer()
        with self.at("2026-10-13 18:00"):
            ticket.action_resolve()
        self.assertEqual(self.clock(ticket).overdue_s, 0.5 * 3600)

    def test_h2_the_clock_goes_back(self):
        ticket = self.make_ticket("2026-10-23 17:30")
        self.assertEqual(str(self.clock(ticket).deadline), "2026-10-26 10:30:00")

    def test_h4_a_pause_uses_nothing(self):
        self.policy.resolution_hours = 8
        ticket = self.make_ticket("2026-10-05 10:00")
        self.assertEqual(self.deadline(ticket), "2026-10-06 10:00")
        with self.at("2026-10-05 12:00"):
            self.answer(ticket)
            ticket.action_wait_for_customer()
        self.assertEqual((ticket.sla_state, ticket.deadline), ("paused", False))
        with self.at("2026-10-06 17:00"):
            self.reply(ticket)
        self.assertEqual(ticket.state, "open")
        self.assertEqual(self.deadline(ticket), "2026-10-07 13:00")
        return ticket

    def test_h5_opened_again_with_what_was_left(self):
        ticket = self.test_h4_a_pause_uses_nothing()
        with self.at("2026-10-07 12:00"):
            ticket.action_resolve()
        with self.at("2026-10-08 18:30"):
            ticket.action_reopen()
        self.assertEqual(self.deadline(ticket), "2026-10-09 09:30")
        self.assertEqual(ticket.reopen_count, 1)

    def test_h6_a_holiday_is_declared(self):
        ticket = self.test_h4_a_pause_uses_nothing()
        late = self.make_ticket("2026-10-05 09:00", priority="3")
        with self.at("2026-10-06 18:59"):
            self._add_holiday("2026-10-07", "Fiesta local")
            self.run_cron("ir_cron_helpdesk_calendars")
        self.assertEqual(self.deadline(ticket), "2026-10-08 13:00")
        self.assertIn("calendar", ticket.event_ids.mapped("kind"))
        # what is late already stays where it was
        self.assertEqual(self.deadline(late), "2026-10-05 19:00")
        number = len(ticket.event_ids)
        with self.at("2026-10-06 19:30"):
            self.run_cron("ir_cron_helpdesk_calendars")
        self.assertEqual(len(ticket.event_ids), number)

    def test_h8_another_priority_promises_less(self):
        self.policy.resolution_hours = 8
        self.policy.copy({"name": "Urgent", "priority": "3", "resolution_hours": 4})
        early, late = (self.make_ticket("2026-10-05 10:00") for _each in range(2))
        with self.at("2026-10-05 13:00"):
            early.priority = "3"
        with self.at("2026-10-05 17:00"):
            late.priority = "3"
        self.assertEqual(self.deadline(early), "2026-10-05 14:00")
        self.assertEqual(self.deadline(late), "2026-10-05 14:00")
        self.assertEqual(self.clock(early).state, "running")
        self.assertEqual(self.clock(late).state, "breached")
        self.assertTrue(self.clock(late).retroactive)

    def test_h9_resolved_straight_from_waiting(self):
        ticket = self.make_ticket("2026-10-05 10:00")
        with self.at("2026-10-05 12:00"):
            self.answer(ticket)
            ticket.action_wait_for_customer()
        with self.at("2026-10-08 11:00"):
            ticket.action_resolve()
        self.assertEqual(self.clock(ticket).accrued_s, 2 * 3600)
        self.assertEqual(self.clock(ticket).state, "met")

    def test_h9b_two_clocks(self):
        # Given a request that came to Soporte on Monday at 9,
        self.policy.resolution_hours = 40
        ticket = self.make_ticket("2026-10-05 09:00")
        before = self.deadline(ticket)
        # when it goes to Calidad from 12 to 17 and is resolved on Tuesday at 10,
        with self.at("2026-10-05 12:00"):
            ticket.action_transfer(self.quality, "It is the packaging")
        self.assertEqual(self.deadline(ticket), before)
        with self.at("2026-10-05 17:00"):
            ticket.action_transfer(self.support, "Replaced")
        with self.at("2026-10-06 10:00"):
            ticket.action_open()
            ticket.action_resolve()
        # then the customer has waited 9 hours, Soporte had it for 6 and Calidad for 3
        self.assertEqual(self.clock(ticket).accrued_s, 9 * 3600)
        clocks = ticket.target_ids.filtered(lambda each: each.metric == "department")
        hours = {
            team: sum(clocks.filtered(lambda each, t=team: each.team_id == t).mapped("accrued_s"))
            for team in (self.support, self.quality)
        }
        self.assertEqual(hours, {self.support: 6 * 3600, self.quality: 3 * 3600})
        self.assertEqual(len(ticket.transfer_ids), 2)

    def test_h22_a_holiday_of_another_company(self):
        other = self.env["res.company"].create({"name": "Otra"})
        self.env.user.company_ids |= other
        holiday = (
            self.env["resource.calendar.leaves"]
            .with_company(other)
            .create(
                {
                    "name": "Suya",
                    "date_from": madrid("2026-10-13 00:00"),
                    "date_to": madrid("2026-10-13 23:59"),
                }
            )
        )
        self.assertEqual((holiday.company_id, holiday.calendar_id.id), (other, False))
        ticket = self.make_ticket("2026-10-09 17:30")
        self.assertEqual(self.deadline(ticket), "2026-10-13 11:30")

    def test_waiting_for_others_goes_on_for_the_customer(self):
        ticket = self.make_ticket("2026-10-05 10:00")
        with self.at("2026-10-05 11:00"):
            ticket.action_wait_for_others("Supplier")
        self.assertEqual(self.clock(ticket).state, "running")
        self.assertEqual(self.clock(ticket, "department").state, "paused")

    def test_the_log_is_nobodys_to_write(self):
        ticket = self.make_ticket("2026-10-05 10:00")
        with self.assertRaises(UserError):
            ticket.event_ids.at = "2026-10-01 10:00:00"
        with self.assertRaises(UserError):
            self.env["crm.helpdesk.sla.event"].create(
                {"ticket_id": ticket.id, "at": "2026-10-05 10:00:00", "kind": "stop"}
            )
        with self.assertRaises(UserError):
            ticket.target_ids.write({"state": "met"})

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from .common import madrid
from .common_work import WorkCase


@tagged("-at_install", "post_install")
class TestAssignment(WorkCase, CronMixinCase):
    """Who gets a request, and why."""

    def setUp(self):
        super().setUp()
        self.support.assign_mode = "balanced"

    def give(self, user, count):
        """So many open requests, which a job has nothing to do with."""
        for _each in range(count):
            self.make_ticket("2026-10-02 10:00", user_id=user.id)

    def test_h17_five_new_ones(self):
        # Given Ana with 4 of 10, who got her last at 9:00, Berta with 4 of 10, at 9:05,
        # and Carla with 1 of 5,
        for user, capacity, last, load in (
            (self.ana, 10, "2026-10-05 09:00", 4),
            (self.berta, 10, "2026-10-05 09:05", 4),
            (self.carla, 5, "2026-10-05 08:00", 1),
        ):
            self.member(user).write({"capacity": capacity, "last_assigned_at": madrid(last)})
            self.give(user, load)
        # when five come,
        tickets = [self.make_ticket("2026-10-05 10:00") for _each in range(5)]
        self.assertFalse(tickets[0].user_id)
        self.assign("2026-10-05 10:01")
        # then Carla, Ana, Berta, Carla and Ana get them
        got = [ticket.user_id for ticket in tickets]
        self.assertEqual(got, [self.carla, self.ana, self.berta, self.carla, self.ana])

    def test_why_me(self):
        self.give(self.ana, 2)
        ticket = self.make_ticket("2026-10-05 10:00")
        self.member(self.carla).capacity = 1
        self.give(self.carla, 1)
        self.assign("2026-10-05 10:01")
        self.assertEqual(
            ticket.with_context(lang="en_US").assigned_words.split("\n"),
            [
                "Berta had the lowest load.",
                "Open requests by capacity: Ana 20 %, Berta 0 %",
                "Could not take it: Carla (has as many as the capacity allows)",
            ],
        )
        self.assertEqual(ticket.assigned_why["why"], "lowest_load")

    def test_in_turns_whoever_has_waited_longest(self):
        self.support.assign_mode = "round_robin"
        self.give(self.ana, 6)
        tickets = [self.make_ticket("2026-10-05 10:00") for _each in range(4)]
        self.assign("2026-10-05 10:01")
        self.assertEqual(
            [ticket.user_id for ticket in tickets], [self.ana, self.berta, self.carla, self.ana]
        )

    def test_by_skill(self):
        self.support.assign_mode = "skill"
        cold = self.env["crm.helpdesk.skill"].create({"name": "Cold chain"})
        category = self.env["crm.helpdesk.category"].create(
            {"name": "Thawed", "skill_ids": cold.ids}
        )
        self.member(self.carla).skill_ids = cold
        ticket = self.make_ticket("2026-10-05 10:00", category_id=category.id)
        self.give(self.carla, 3)
        self.assign("2026-10-05 10:01")
        self.assertEqual(ticket.user_id, self.carla)
        self.assertEqual(ticket.assigned_why["why"], "only_one")

    def test_by_hand_nobody_gets_it(self):
        self.support.assign_mode = "manual"
        ticket = self.make_ticket("2026-10-05 10:00")
        self.assign("2026-10-05 10:01")
        self.assertFalse(ticket.user_id)

    def test_who_is_absent_gets_none(self):
        # Given Ana on leave, Berta out of office by her preferences, Carla's own hours at night,
        resource = self.env["resource.resource"].create(
            {"name": "Ana", "user_id": self.ana.id, "company_id": self.company.id,
             "calendar_id": self.hours.id}
        )  # fmt: skip
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holidays",
                "resource_id": resource.id,
                "calendar_id": self.hours.id,
                "date_from": madrid("2026-10-05 00:00"),
                "date_to": madrid("2026-10-05 23:59"),
            }
        )
        self.berta.sudo().write(
            {
                "out_of_office_from": madrid("2026-10-05 00:00"),
                "out_of_office_to": madrid("2026-10-05 23:59"),
            }
        )
        nights = self._make_calendar("Night", [(20, 23)])
        self.env["resource.resource"].create(
            {"name": "Carla", "user_id": self.carla.id, "company_id": self.company.id,
             "calendar_id": nights.id}
        )  # fmt: skip
        # when a request comes, then it stays,
        ticket = self.make_ticket("2026-10-05 10:00")
        self.assign("2026-10-05 10:01")
        self.assertFalse(ticket.user_id)
        self.assertEqual(
            ticket.assigned_why["excluded"],
            [[self.ana.id, "absent"], [self.berta.id, "absent"], [self.carla.id, "off_hours"]],
        )
        self.assertEqual(self.alerts(ticket), [])
        # after half an hour of work the supervisor knows, once,
        for time in ("10:29", "10:31", "10:45"):
            self.assign(f"2026-10-05 {time}")
        self.assertEqual(self.alerts(ticket), [(self.leo, "Nobody can take it")])
        # and the next day it goes to whoever is there
        self.assign("2026-10-06 09:01")
        self.assertEqual(ticket.user_id, self.ana)

    def test_half_an_hour_of_work_is_not_one_of_the_night(self):
        self.support.member_ids.unlink()
        ticket = self.make_ticket("2026-10-05 18:50")
        self.assign("2026-10-05 22:00")
        self.assertEqual(self.alerts(ticket), [])
        self.assign("2026-10-06 09:21")
        self.assertEqual(len(self.alerts(ticket)), 1)

    def test_at_night_it_waits_for_the_morning(self):
        ticket = self.make_ticket("2026-10-05 22:00")
        self.assign("2026-10-05 22:01")
        self.assertFalse(ticket.user_id)
        self.assign("2026-10-06 09:00")
        self.assertTrue(ticket.user_id)

    def test_the_job_is_woken_by_what_brings_work(self):
        cron = "crm_helpdesk.ir_cron_helpdesk_assign"
        with self.capture_triggers(cron) as capture:
            ticket = self.make_ticket("2026-10-05 10:00")
        self.assertEqual(len(capture.records), 1)
        self.assign("2026-10-05 10:01")
        self.quality.assign_mode = "balanced"
        with self.at("2026-10-05 11:00"), self.capture_triggers(cron) as capture:
            ticket.action_transfer(self.quality, "Packaging")
        self.assertTrue(capture.records)
        self.assertFalse(ticket.user_id)
        self.support.assign_mode = self.quality.assign_mode = "manual"
        with self.capture_triggers(cron) as capture:
            self.make_ticket("2026-10-05 10:00")
        self.assertFalse(capture.records)

    def test_twice_is_as_good_as_once(self):
        ticket = self.make_ticket("2026-10-05 10:00")
        self.assign("2026-10-05 10:01")
        user = ticket.user_id
        self.assign("2026-10-05 10:02")
        self.assertEqual(ticket.user_id, user)

    # -- by a person -----------------------------------------------------------------------------

    def test_a_supervisor_gives_several_to_somebody(self):
        tickets = self.make_ticket("2026-10-05 10:00") | self.make_ticket("2026-10-05 10:00")
        wizard = self.wizard("assign", tickets, self.leo, user_id=self.berta.id)
        self.assertEqual(wizard.people_ids, self.ana | self.berta | self.carla | self.leo)
        wizard.action_apply()
        self.assertEqual(tickets.user_id, self.berta)
        self.assertFalse(tickets[0].assigned_why)
        self.wizard("assign", tickets, self.leo).action_apply()
        self.assertFalse(tickets.user_id)

    def test_nobody_gets_what_is_of_another_department(self):
        ticket = self.make_ticket("2026-10-05 10:00")
        with self.assertRaisesRegex(UserError, "Jon does not work in Soporte"):
            ticket.with_user(self.leo).action_assign(self.agent)

    def test_a_reporter_gives_nothing_to_anybody(self):
        rep = self._make_user("rep", "crm_helpdesk.group_helpdesk_user")
        ticket = self.make_ticket("2026-10-05 10:00")
        with self.assertRaises(AccessError):
            ticket.with_user(rep).action_assign(self.ana)

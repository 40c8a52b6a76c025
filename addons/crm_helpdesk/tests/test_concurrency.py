from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.crm_actions.tests.common_connections import ConnectionsCase

CREATORS, EACH = 4, 30


@tagged("-at_install", "post_install")
class TestConcurrency(ConnectionsCase):
    """People and mails at the same moment, each over a connection of their own."""

    def setUp(self):
        super().setUp()
        with self._connection() as env:
            counted = env["crm.helpdesk.intake.day"].search([], order="id desc", limit=1)
            self.received = counted.id or 0
            groups = env.ref("base.group_user") | env.ref("crm_helpdesk.group_helpdesk_agent")
            users = env["res.users"].with_context(no_reset_password=True).create(
                [
                    {"name": name, "login": f"twin_{name}", "group_ids": [(6, 0, groups.ids)]}
                    for name in ("Ana", "Berta", "Carla")
                ]
            )  # fmt: skip
            calendar = env["resource.calendar"].create(
                {
                    "name": "Always",
                    "tz": "UTC",
                    "attendance_ids": [(5, 0, 0)]
                    + [
                        (0, 0, {"name": str(day), "dayofweek": str(day), "hour_from": 0,
                                "hour_to": 24, "day_period": "morning"})
                        for day in range(7)
                    ],
                }
            )  # fmt: skip
            team = env["crm.helpdesk.team"].create(
                {
                    "name": "Twins",
                    "calendar_id": calendar.id,
                    "assign_mode": "balanced",
                    "member_ids": [(0, 0, {"user_id": user.id, "capacity": 50}) for user in users],
                }
            )
            self.users, self.team, self.calendar = users.ids, team.id, calendar.id
        self.addCleanup(self._take_away)

    def _take_away(self):
        with self._connection() as env:
            team = env["crm.helpdesk.team"].browse(self.team)
            tickets = env["crm.helpdesk.ticket"].search([("team_id", "=", team.id)])
            ids = tuple(tickets.ids) or (0,)
            for table in ("crm_helpdesk_intake", "crm_helpdesk_escalation",
                          "crm_helpdesk_sla_target", "crm_helpdesk_sla_event"):  # fmt: skip
                env.cr.execute(
                    SQL("DELETE FROM %s WHERE ticket_id IN %s", SQL.identifier(table), ids)
                )
            env["mail.message"].search(
                [("model", "=", tickets._name), ("res_id", "in", ids)]
            ).unlink()
            env.cr.execute(SQL("DELETE FROM crm_helpdesk_ticket WHERE id IN %s", ids))
            env["mail.followers"].search(
                [("res_model", "=", tickets._name), ("res_id", "in", ids)]
            ).unlink()
            env.invalidate_all()
            env["mail.message"].search(
                [("model", "=", team._name), ("res_id", "=", team.id)]
            ).unlink()
            team.unlink()
            env.cr.execute(SQL("DELETE FROM crm_helpdesk_intake_day WHERE id > %s", self.received))
            env.cr.execute(
                SQL("DELETE FROM crm_helpdesk_timetable WHERE calendar_id = %s", self.calendar)
            )
            env["resource.calendar"].browse(self.calendar).unlink()
            users = env["res.users"].browse(self.users)
            partners = users.partner_id
            users.unlink()
            partners.unlink()

    def _create(self, number, start):
        start.wait()
        for each in range(EACH // CREATORS + (number < EACH % CREATORS)):
            with self._connection() as env:
                env["crm.helpdesk.ticket"].create(
                    {"name": f"{number}/{each}", "team_id": self.team}
                )

    def test_h17_thirty_by_four_creators_are_ten_each(self):
        # Given three idle agents, when four connections write thirty requests at the same time,
        start = Barrier(CREATORS)
        with ThreadPoolExecutor(CREATORS) as pool:
            list(pool.map(lambda number: self._create(number, start), range(CREATORS)))
        # and the job runs,
        with self._connection() as env:
            env["crm.helpdesk.team"].browse(self.team)._assign_queue()
        # then each of them has ten
        with self._connection() as env:
            rows = env["crm.helpdesk.ticket"]._read_group(
                [("team_id", "=", self.team)], ["user_id"], ["__count"]
            )
            self.assertEqual(
                {user.id: count for user, count in rows}, dict.fromkeys(self.users, 10)
            )

    def test_two_jobs_give_a_request_to_one_agent(self):
        with self._connection() as env:
            env["crm.helpdesk.ticket"].create({"name": "One", "team_id": self.team})
        with self._connection() as first, self._connection() as second:
            for env in (first, second):
                env["crm.helpdesk.team"].browse(self.team)._assign_queue()
                env.flush_all()
        with self._connection() as env:
            ticket = env["crm.helpdesk.ticket"].search([("team_id", "=", self.team)])
            self.assertEqual(len(ticket.user_id), 1)
            members = env["crm.helpdesk.team"].browse(self.team).member_ids
            self.assertEqual(len(members.filtered("last_assigned_at")), 1)

    def test_h18_two_press_take_at_once(self):
        with self._connection() as env:
            env["crm.helpdesk.team"].browse(self.team).assign_mode = "manual"
            number = env["crm.helpdesk.ticket"].create({"name": "One", "team_id": self.team}).id
        ana, berta, _carla = self.users
        # Given Berta looks at it before Ana has taken it,
        with self._connection(berta) as late:
            ticket = late["crm.helpdesk.ticket"].browse(number)
            self.assertFalse(ticket.user_id)
            with self._connection(ana) as first:
                first["crm.helpdesk.ticket"].browse(number).action_take()
                # when she presses in the same moment, then she is told so
                with self.assertRaisesRegex(UserError, "Somebody else is changing|otra persona"):
                    ticket.action_take()
        # and a moment later who has it
        with self._connection(berta) as late, self.assertRaisesRegex(UserError, "Ana"):
            late["crm.helpdesk.ticket"].browse(number).action_take()
        with self._connection() as env:
            ticket = env["crm.helpdesk.ticket"].browse(number)
            self.assertEqual(ticket.user_id.id, ana)
            changes = ticket.message_ids.tracking_value_ids.filtered(
                lambda value: value.field_id.name == "user_id"
            )
            self.assertEqual(len(changes), 1)

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, tagged

from .common import HelpdeskCase


@tagged("-at_install", "post_install")
class TestFlow(HelpdeskCase, TransactionCase):
    """A request from state to state."""

    def setUp(self):
        super().setUp()
        self.ticket = self.make_ticket("2026-10-05 10:00")

    def test_an_answer_opens_it(self):
        with self.at("2026-10-05 10:22"):
            self.answer(self.ticket)
        self.assertEqual((self.ticket.state, self.ticket.answer_count), ("open", 1))
        self.assertEqual(self.clock(self.ticket, "first_response").accrued_s, 22 * 60)

    def test_a_note_is_no_answer(self):
        self.ticket.with_user(self.agent).message_post(body="Hm.", subtype_xmlid="mail.mt_note")
        self.assertEqual((self.ticket.state, self.ticket.answer_count), ("new", 0))

    def test_what_nobody_outside_gets_is_no_answer(self):
        ticket = self.make_ticket("2026-10-05 10:00", partner_id=False)
        self.answer(ticket)
        self.assertEqual((ticket.state, ticket.answer_count), ("new", 0))

    def test_nobody_parks_it_without_asking(self):
        with self.assertRaisesRegex(UserError, "ask the customer first"):
            self.ticket.with_user(self.agent).action_wait_for_customer()

    def test_a_card_that_is_dragged_takes_the_step(self):
        stages = self.env["crm.helpdesk.stage"]
        ticket = self.ticket.with_user(self.agent)
        ticket.stage_id = stages._get_for("open", self.support)
        ticket.stage_id = stages._get_for("resolved", self.support)
        self.assertTrue(self.ticket.resolved_at)
        self.assertEqual(self.ticket.event_ids.mapped("kind"), ["start", "stop"])
        with self.assertRaisesRegex(UserError, "not new again"):
            ticket.stage_id = stages._get_for("new", self.support)

    def test_what_steps_write_nobody_writes(self):
        for values in ({"team_id": self.quality.id}, {"resolved_at": "2026-10-01"}):
            with self.assertRaises(UserError):
                self.ticket.write(values)
        with self.assertRaises(UserError):
            self.ticket.unlink()

    def test_a_reporter_takes_no_step(self):
        rep = self._make_user("rep", "crm_helpdesk.group_helpdesk_user")
        ticket = (
            self.env["crm.helpdesk.ticket"]
            .with_user(rep)
            .create({"name": "Late", "team_id": self.support.id})
        )
        with self.assertRaises(AccessError):
            ticket.action_resolve()

    def test_back_for_the_third_time_a_supervisor_decides(self):
        ticket = self.ticket.with_user(self.agent)
        ticket.action_transfer(self.quality, "Packaging")
        self.env["crm.helpdesk.member"].create(
            {"team_id": self.quality.id, "user_id": self.agent.id}
        )
        ticket.action_transfer(self.support, "Not ours")
        ticket.action_transfer(self.quality, "It is")
        with self.assertRaisesRegex(UserError, "a supervisor decides"):
            ticket.action_transfer(self.support, "No")
        ticket.with_user(self.supervisor).action_transfer(self.support, "Theirs")
        self.assertEqual(self.ticket.team_id, self.support)

    def test_each_has_a_number_of_its_own(self):
        other = self.make_ticket("2026-10-05 10:05")
        self.assertNotEqual(other.number, self.ticket.number)
        self.assertTrue(other.number.startswith("INC-"))

    def test_a_category_sends_the_requests_of_its_company(self):
        # Given a category of all companies with a department of this one,
        shared = self.env["crm.helpdesk.category"].create(
            {"name": "Broken", "team_id": self.quality.id}
        )
        values = {"name": "Two boxes", "category_id": shared.id}
        # then requests of this company go there, and those of another one stay where they are
        self.assertEqual(self.env["crm.helpdesk.ticket"].create(values).team_id, self.quality)
        other = self.env["res.company"].create({"name": "Otra"})
        self.env.user.company_ids |= other
        elsewhere = self.env["crm.helpdesk.ticket"].with_company(other).create(values)
        self.assertEqual(elsewhere.company_id, other)
        with self.assertRaisesRegex(ValidationError, "different companies"):
            shared.company_id = other

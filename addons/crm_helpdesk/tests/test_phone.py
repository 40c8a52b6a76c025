import json
import time
from datetime import UTC

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, TransactionCase, tagged

from .common import HelpdeskCase, madrid

NUMBER, SAID = "+34944112233", "944 11 22 33"


@tagged("-at_install", "post_install")
class TestPhone(HelpdeskCase, TransactionCase):
    """Customers call: Lorea has a number, extension 101 is Jon's, who works in Soporte."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        (cls.agent | cls.supervisor).lang = "en_US"
        cls.company.country_id = cls.env.ref("base.es")
        cls.company.partner_id.lang = "en_US"
        cls.contact.phone = SAID
        cls.pbx = cls.env["crm.pbx.account"].create(
            {
                "name": "Bilbao",
                "company_id": cls.company.id,
                "helpdesk_team_id": cls.support.id,
                "extension_ids": [Command.create({"ext": "101", "user_id": cls.agent.id})],
            }
        )

    def _tell(self, linked_id, at, event="ringing", **values):
        """What the phone system sends of a call at a time in Madrid; the call."""
        moment = int(madrid(at).replace(tzinfo=UTC).timestamp())
        data = {"event": event, "linked_id": linked_id, "at": moment, "ext": "101", **values}
        if event == "ringing":
            data = {"direction": "in", "number": SAID, **data}
        account = self.pbx.sudo()
        status, _answer = account._receive(str(int(time.time())), json.dumps(data).encode())
        self.assertEqual(status, 200)
        return self.env["crm.call"].search([("linked_id", "=", linked_id)])

    def _miss(self, linked_id, at, **values):
        call = self._tell(linked_id, at, **values)
        self._tell(linked_id, at, "missed", **values)
        return call

    def _write(self, user=None, **values):
        """The screen as an agent fills it in; the request."""
        user = user or self.agent
        screen = Form(self.env["crm.helpdesk.phone"].with_user(user).with_company(self.company))
        for name, value in values.items():
            setattr(screen, name, value)
        action = screen.save().action_save()
        return self.env["crm.helpdesk.ticket"].browse(action["res_id"])

    # -- one screen ------------------------------------------------------------------------------

    def test_who_calls_is_found_by_the_number(self):
        screen = Form(self.env["crm.helpdesk.phone"].with_user(self.agent))
        screen.number = "+34 944 112 233"
        self.assertEqual(screen.partner_id, self.contact)
        self.assertEqual(screen.team_id, self.support)

    def test_of_several_one_is_asked_for_and_not_guessed(self):
        other = self.contact.copy({"phone": SAID})
        screen = Form(self.env["crm.helpdesk.phone"].with_user(self.agent))
        screen.number = SAID
        self.assertFalse(screen.partner_id)
        self.assertEqual(screen.match_count, 2)
        screen.partner_id = other
        self.assertEqual(screen.partner_id, other)

    def test_open_requests_and_orders_at_a_glance(self):
        ticket = self.make_ticket("2026-10-05 10:00")
        product = self.env["product.product"].create({"name": "Tomato", "type": "consu"})
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "order_line": [Command.create({"product_id": product.id})],
            }
        )
        order.action_confirm()
        self.assertFalse(order.with_user(self.agent).has_access("read"))
        screen = Form(self.env["crm.helpdesk.phone"].with_user(self.agent))
        screen.partner_id = self.contact
        for word in ("Hostelería Peña Blanca", ticket.number, ticket.name, order.name):
            self.assertIn(word, screen.glance)
        self.assertEqual(screen.open_count, 1)

    # -- what is written down --------------------------------------------------------------------

    def test_answered_at_once_the_promise_of_an_answer_is_met(self):
        # Given an hour promised for an answer,
        self.policy.first_response_hours = 1
        # when Jon writes down on Monday at 10 what he has answered on the telephone,
        with self.at("2026-10-05 10:00"):
            ticket = self._write(
                number=SAID, name="Where is my order?", text="Order 17", answer="On its way"
            )
        # then it is met at once, the request is in progress, and the solution is still promised
        clock = self.clock(ticket, "first_response")
        self.assertEqual((clock.state, clock.accrued_s), ("met", 0))
        self.assertEqual(ticket.first_answer_at, madrid("2026-10-05 10:00"))
        self.assertEqual(
            (ticket.state, ticket.channel, ticket.answer_count, ticket.partner_id),
            ("open", "phone", 1, self.contact),
        )
        self.assertEqual(self.clock(ticket).state, "running")
        self.assertEqual(ticket.event_ids.mapped("kind"), ["start", "answer"])
        # what was said is a note of ours, and no mail went out
        note = ticket.message_ids.filtered(lambda one: "On its way" in one.body)
        self.assertTrue(note.subtype_id.internal)
        self.assertFalse(note.notification_ids)

    def test_solved_at_once(self):
        ticket = self._write(partner_id=self.contact, name="Opening hours", outcome="solved")
        self.assertEqual((ticket.state, ticket.answer_count), ("resolved", 1))

    def test_to_be_answered_later(self):
        ticket = self._write(partner_id=self.contact, name="A refund", outcome="open")
        self.assertEqual((ticket.state, ticket.answer_count), ("new", 0))

    def test_about_one_that_is_open(self):
        ticket = self.make_ticket("2026-10-05 10:00")
        with self.at("2026-10-05 11:00"):
            self.answer(ticket)
            ticket.action_wait_for_customer()
        with self.at("2026-10-05 12:00"):
            found = self._write(
                partner_id=self.contact, ticket_id=ticket, text="Two boxes", outcome="open"
            )
        self.assertEqual(found, ticket)
        self.assertEqual(ticket.state, "open")
        self.assertEqual(ticket.last_customer_at, madrid("2026-10-05 12:00"))
        note = ticket.message_ids.filtered(lambda one: "Two boxes" in one.body)
        self.assertTrue(note.subtype_id.internal)

    def test_somebody_who_is_not_known(self):
        ticket = self._write(partner_name="Amaia", number="600 11 22 33", name="An offer")
        self.assertEqual((ticket.partner_name, ticket.partner_phone), ("Amaia", "600 11 22 33"))
        self.assertFalse(ticket.partner_id)
        intake = self.env["crm.helpdesk.phone"].with_user(self.agent)
        with self.assertRaisesRegex(UserError, "who calls"):
            intake.create({"name": "x", "team_id": self.support.id}).action_save()
        with self.assertRaisesRegex(UserError, "what it is about"):
            intake.create({"partner_id": self.contact.id}).action_save()

    def test_a_rep_writes_down_and_solves_nothing(self):
        rep = self._make_user("rep", "crm_helpdesk.group_helpdesk_user")
        ticket = self._write(rep, partner_id=self.contact, name="Heard of", outcome="answered")
        self.assertEqual(ticket.state, "open")
        with self.assertRaises(AccessError):
            self._write(rep, partner_id=self.contact, name="Heard of", outcome="solved")

    # -- from the call ---------------------------------------------------------------------------

    def test_the_pop_up_opens_it_filled(self):
        call = self._tell("1.1", "2026-10-05 10:00").with_user(self.agent)
        self.assertIn("New request", [each["label"] for each in call._get_popup()["actions"]])
        action = call.action_run_popup("helpdesk_request")
        intake = self.env["crm.helpdesk.phone"].with_user(self.agent)
        screen = Form(intake.with_context(**action["context"]))
        self.assertEqual(screen.partner_id, self.contact)
        self.assertEqual(screen.number, "+34 944 11 22 33")
        screen.name = "Where is my order?"
        ticket = self.env["crm.helpdesk.ticket"].browse(screen.save().action_save()["res_id"])
        self.assertEqual(ticket.call_ids, call.sudo(False))
        self.assertEqual(call.helpdesk_ticket_id, ticket)

    def test_it_is_then_known_who_called(self):
        other = self.contact.copy({"phone": SAID})
        call = self._tell("1.1", "2026-10-05 10:00").with_user(self.agent)
        self.assertFalse(call.partner_id)
        self._tell("1.1", "2026-10-05 10:01", "answered")
        action = call.action_run_popup("helpdesk_request")
        screen = Form(
            self.env["crm.helpdesk.phone"].with_user(self.agent).with_context(**action["context"])
        )
        self.assertFalse(screen.partner_id)
        screen.partner_id = other
        screen.name = "Where is my order?"
        screen.save().action_save()
        self.assertEqual(call.partner_id, other)

    def test_nobody_links_a_call_by_hand(self):
        ticket = self.make_ticket("2026-10-05 10:00")
        call = self._tell("1.1", "2026-10-05 10:00").with_user(self.agent)
        with self.assertRaisesRegex(UserError, "under Customer Calls"):
            call.helpdesk_ticket_id = ticket

    # -- nobody has answered ---------------------------------------------------------------------

    def _call_backs(self):
        return self.env["crm.helpdesk.ticket"].search([("callback_number", "=", NUMBER)])

    def test_missed_calls_of_a_number_are_one_request(self):
        # Given that Lorea calls in vain at 10:00, 10:05 and 10:19,
        calls = [
            self._miss(f"1.{n}", f"2026-10-05 10:{minute}")
            for n, minute in enumerate(("00", "05", "19"))
        ]
        # then there is one request to call her back, that counts three
        ticket = self._call_backs()
        self.assertEqual(len(ticket), 1)
        self.assertEqual((ticket.missed_count, ticket.partner_id), (3, self.contact))
        self.assertEqual(ticket.last_missed_at, madrid("2026-10-05 10:19"))
        self.assertEqual((ticket.team_id, ticket.channel), (self.support, "phone"))
        self.assertEqual(ticket.name, "Call back Hostelería Peña Blanca, Lorea Saiz")
        self.assertEqual(set(ticket.call_ids), set(calls))
        # and hearing of a call twice changes nothing
        self._tell("1.2", "2026-10-05 10:19", "missed")
        self.assertEqual(ticket.missed_count, 3)

    def test_a_quarter_of_an_hour_after_somebody_has_begun(self):
        self._miss("1.1", "2026-10-05 10:00")
        first = self._call_backs()
        first.action_open()
        self._miss("1.2", "2026-10-05 10:15")
        self.assertEqual((self._call_backs(), first.missed_count), (first, 2))
        self._miss("1.3", "2026-10-05 10:31")
        second = self._call_backs() - first
        self.assertEqual((second.missed_count, first.missed_count), (1, 2))
        # a done one is no longer added to
        second.action_resolve()
        self._miss("1.4", "2026-10-05 10:32")
        self.assertEqual(len(self._call_backs()), 3)

    def test_only_where_a_department_calls_back(self):
        self.pbx.helpdesk_team_id = False
        self._miss("1.1", "2026-10-05 10:00")
        # nor a call that was answered, or that we made
        self.pbx.helpdesk_team_id = self.support
        self._tell("1.2", "2026-10-05 10:00")
        self._tell("1.2", "2026-10-05 10:01", "answered")
        self._miss("1.3", "2026-10-05 10:02", direction="out")
        # nor one whose number is withheld
        self._miss("1.4", "2026-10-05 10:03", number="")
        self.assertFalse(self._call_backs())

    def test_nobody_writes_the_counter(self):
        self._miss("1.1", "2026-10-05 10:00")
        ticket = self._call_backs().with_user(self.agent)
        with self.assertRaises(UserError):
            ticket.missed_count = 9
        with self.assertRaises(UserError):
            ticket.callback_number = False

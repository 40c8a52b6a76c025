from odoo.tests import TransactionCase, tagged

from .common_mail import DESK, HelpdeskMailCase


@tagged("-at_install", "post_install")
class TestMailScenarios(HelpdeskMailCase, TransactionCase):
    """What becomes of mails, from the gateway to the ledger."""

    def test_a_mail_becomes_a_request(self):
        # when a customer writes to Soporte
        with self.at("2026-10-09 17:30"):
            row = self.receive()
        # then it is a request of Soporte and of that customer, and nobody's yet
        ticket = row.ticket_id
        self.assertEqual(
            (row.verdict, row.sender, row.team_id), ("accepted", "lorea@example.com", self.support)
        )
        self.assertEqual(
            (ticket.channel, ticket.team_id, ticket.company_id),
            ("email", self.support, self.company),
        )
        self.assertEqual((ticket.partner_id, ticket.user_id.id), (self.contact, False))
        self.assertEqual((ticket.name, ticket.partner_email), ("Broken boxes", "lorea@example.com"))
        self.assertIn("Two are broken.", ticket.description)
        # and its clocks run from then on, as those of any other
        self.assertEqual(ticket.event_ids.mapped("kind"), ["start"])
        self.assertTrue(ticket.deadline)
        # and the customer sees what he wrote on the portal
        message = ticket.message_ids.filtered(lambda each: each.message_type == "email")
        self.assertEqual((message.subtype_id, message.is_internal), (self.comment(), False))
        # and its bytes are kept
        self.assertIn(b"Two are broken.", row._read_raw())
        self.assert_balanced(received=1, ticketed=1)

    def test_nobody_becomes_a_contact_by_writing(self):
        before = self.env["res.partner"].search_count([])
        ticket = self.receive(sender="Nuevo Bar <nuevo@bar.example>").ticket_id
        self.assertEqual(self.env["res.partner"].search_count([]), before)
        self.assertEqual(
            (ticket.partner_name, ticket.partner_email), ("Nuevo Bar", "nuevo@bar.example")
        )

    def test_h10_an_absence_changes_nothing(self):
        # given a request that waits for the customer, who was asked something
        with self.at("2026-10-05 10:00"):
            ticket = self.receive().ticket_id
        with self.at("2026-10-05 10:30"):
            self.run_cron("ir_cron_helpdesk_acknowledge")
            self.answer(ticket)
            ticket.with_user(self.agent).action_wait_for_customer()
        events = ticket.event_ids.mapped("kind")
        # when his program says that he is away
        with self.at("2026-10-05 10:31"), self.mock_mail_gateway():
            row = self.respond(
                ticket, "I am away.", Subject="Fuera de oficina: Broken boxes",
                Auto_Submitted="auto-replied (vacation)",
            )  # fmt: skip
            self.run_cron("ir_cron_helpdesk_acknowledge")
        # then it is a note, the request waits on, and nothing goes out
        self.assertEqual((row.verdict, row.cause, row.ticket_id), ("note_only", "vacation", ticket))
        self.assertEqual((ticket.state, ticket.reopen_count), ("pending_customer", 0))
        self.assertEqual(ticket.event_ids.mapped("kind"), events)
        note = ticket.message_ids.filtered(lambda each: each.message_type == "email")[0]
        self.assertEqual((note.subtype_id, note.is_internal), (self.env.ref("mail.mt_note"), True))
        self.assertFalse(self._new_mails)
        self.assert_balanced(received=2, ticketed=1, appended=1)

    def test_h11_the_twenty_first_of_a_sender_waits(self):
        # when a machine writes 21 mails within two hours
        with self.mock_mail_gateway():
            rows = self.intake
            for number in range(21):
                with self.at(f"2026-10-05 10:{number:02}"):
                    rows |= self.receive(sender="robot@tienda.example", Subject=f"Order {number}")
        # then 20 are requests, the last waits, none is lost, and nothing went out
        self.assertEqual(rows.sorted("id").mapped("verdict"), ["accepted"] * 20 + ["quarantined"])
        self.assertEqual(rows.sorted("id")[-1].cause, "loop")
        self.assertFalse(self._new_mails)
        self.assert_balanced(received=21, ticketed=20, quarantined=1)
        # and one more after two hours is let in
        with self.at("2026-10-05 12:30"):
            self.assertEqual(self.receive(sender="robot@tienda.example").verdict, "accepted")

    def test_h14_two_departments_one_request(self):
        # when a mail goes to both
        row = self.receive(to=f"calidad@ormaza.example, {DESK}")
        # then the first has it, and the other reads it
        self.assertEqual(
            (row.ticket_id.team_id, row.ticket_id.cc_team_ids), (self.quality, self.support)
        )
        self.assertEqual(
            self.env["crm.helpdesk.ticket"].search_count([("company_id", "=", self.company.id)]), 1
        )
        self.env["crm.helpdesk.member"].create(
            {"team_id": self.quality.id, "user_id": self.supervisor.id}
        )
        row.ticket_id._assign(self.supervisor)
        self.assertEqual(row.ticket_id.with_user(self.agent).name, "Broken boxes")
        self.assert_balanced(received=1, ticketed=1)

    def test_h15_a_number_threads_nothing(self):
        # given a request of Lorea
        ticket = self.receive().ticket_id
        messages = len(ticket.message_ids)
        # when a stranger quotes its number
        row = self.receive(
            sender="x@stranger.example", Subject=f"Re: [{ticket.number}] Broken boxes"
        )
        # then that is a request of his own
        self.assertEqual(row.verdict, "accepted")
        self.assertNotEqual(row.ticket_id, ticket)
        self.assertEqual(len(ticket.message_ids), messages)

    def test_h15_a_stranger_in_the_thread_writes_a_note(self):
        # given a request that Lorea and Jon talk about
        ticket = self.receive().ticket_id
        self.answer(ticket)
        # when a stranger forges the thread
        with self.mock_mail_gateway():
            row = self.respond(ticket, "Pay here: …", "x@stranger.example", Cc="y@stranger.example")
        # then it is a note of which nobody outside hears
        self.assertEqual(
            (row.verdict, row.cause, row.ticket_id), ("note_only", "not_participant", ticket)
        )
        note = ticket.message_ids[0]
        self.assertEqual(
            (note.subtype_id, note.is_internal, note.author_id.id),
            (self.env.ref("mail.mt_note"), True, False),
        )
        self.assertFalse(self._new_mails)
        self.assertNotIn(self.contact, note.notification_ids.res_partner_id)
        # but the agent, once there is one, is told
        ticket.with_user(self.agent).action_take()
        self.respond(ticket, "Pay at once!", "x@stranger.example")
        told = self.env["mail.message"].search(
            [("res_id", "=", ticket.id), ("message_type", "=", "user_notification")]
        )
        self.assertEqual(told.partner_ids, self.agent.partner_id)
        # and whom he copies takes part no more than he
        self.assertEqual(self.respond(ticket, "Pay!", "y@stranger.example").verdict, "note_only")

    def test_a_forged_sender_waits_without_a_customer(self):
        self.company.helpdesk_trusted_authserv = "mx.ormaza.example"
        row = self.receive(
            Authentication_Results="mx.ormaza.example; dmarc=fail header.from=example.com"
        )
        self.assertEqual(
            (row.verdict, row.cause, row.sender_trust), ("quarantined", "auth_fail", "suspicious")
        )
        row.with_user(self.supervisor).action_make_ticket()
        self.assertFalse(row.ticket_id.partner_id)
        self.assertEqual((row.verdict, row.decided_by), ("accepted", self.supervisor))

from odoo.tests import TransactionCase, tagged

from .common_mail import HelpdeskMailCase


@tagged("-at_install", "post_install")
class TestMailReplies(HelpdeskMailCase, TransactionCase):
    """What a reply does to a request that waits, that is resolved, or that is long done."""

    def setUp(self):
        super().setUp()
        with self.at("2026-10-05 10:00"):
            self.ticket = self.receive().ticket_id

    def _resolve(self, text="2026-10-06 10:00"):
        with self.at(text):
            self.answer(self.ticket)
            self.ticket.with_user(self.agent).action_resolve()

    def test_the_customer_ends_the_pause(self):
        with self.at("2026-10-05 12:00"):
            self.answer(self.ticket)
            self.ticket.with_user(self.agent).action_wait_for_customer()
        with self.at("2026-10-06 17:00"):
            row = self.respond(self.ticket, "Here is the lot number: 4711")
        self.assertEqual((row.verdict, row.ticket_id), ("appended", self.ticket))
        self.assertEqual(self.ticket.state, "open")
        self.assertEqual(self.ticket.event_ids.mapped("kind")[-2:], ["pause", "reply"])

    def test_a_colleague_of_the_customer_takes_part(self):
        self.answer(self.ticket)
        self.env["res.partner"].create(
            {"name": "Unai", "parent_id": self.customer.id, "email": "unai@other.example"}
        )
        row = self.respond(self.ticket, "I have photos.", "unai@other.example")
        self.assertEqual(row.verdict, "appended")
        # and so does who shares the domain of the address, which is no domain of free mail
        self.assertEqual(self.respond(self.ticket, "Me too.", "x@example.com").verdict, "appended")

    def test_a_resolved_request_opens_again(self):
        self._resolve()
        with self.at("2026-10-08 10:00"):
            row = self.respond(self.ticket, "The pallet of today is broken in the same way again.")
        self.assertEqual((row.verdict, self.ticket.state), ("appended", "open"))
        self.assertEqual(self.ticket.reopen_count, 1)

    def test_thanks_leave_it_resolved(self):
        self._resolve()
        with self.at("2026-10-08 10:00"):
            self.respond(self.ticket, "¡Muchas gracias, Jon!\n\nEl 6 oct 2026 Jon escribió:\n> ya")
        self.assertEqual((self.ticket.state, self.ticket.reopen_count), ("resolved", 0))
        self.assertTrue(self.ticket.thanked_at)
        # but a question does not
        with self.at("2026-10-08 11:00"):
            self.respond(self.ticket, "¿Y la otra caja?")
        self.assertEqual((self.ticket.state, self.ticket.thanked_at), ("open", False))

    def test_after_the_days_to_reopen_it_is_a_new_request(self):
        self._resolve()
        with self.at("2026-10-13 10:01"):
            row = self.respond(self.ticket, "It is broken again, all four boxes of the delivery.")
        self.assertEqual((row.verdict, row.thread_ticket_id), ("accepted", self.ticket))
        self.assertEqual(row.ticket_id.origin_ticket_id, self.ticket)
        self.assertEqual((row.ticket_id.team_id, self.ticket.state), (self.support, "resolved"))

    def test_a_reply_to_what_was_joined_reaches_the_other(self):
        other = self.make_ticket("2026-10-05 09:00")
        self.answer(self.ticket)
        self.ticket._by_flow().write({"merged_into_id": other.id})
        self.ticket.with_user(self.agent).action_cancel()
        row = self.respond(self.ticket, "More about it.")
        self.assertEqual((row.verdict, row.ticket_id), ("appended", other))

    def test_an_agent_answers_by_mail(self):
        # given that no server of ours says who writes, as long as Jon follows the request
        self.ticket.with_user(self.agent).action_take()
        self.answer(self.ticket)
        sender = self.agent.email_formatted
        row = self.respond(self.ticket, "We send two new ones.", sender)
        self.assertEqual((row.verdict, self.ticket.answer_count), ("appended", 2))
        # once a server does, whoever it does not name is a stranger
        self.company.helpdesk_trusted_authserv = "mx.ormaza.example"
        row = self.respond(self.ticket, "Pay to this account.", sender)
        self.assertEqual((row.verdict, row.cause), ("note_only", "not_participant"))
        good = "mx.ormaza.example; dmarc=pass header.from=ormaza.example"
        row = self.respond(self.ticket, "On its way.", sender, Authentication_Results=good)
        self.assertEqual((row.verdict, self.ticket.answer_count), ("appended", 3))

    def test_answers_come_back_to_the_department(self):
        self.ticket.with_user(self.agent).action_transfer(self.quality, "Packaging")
        self.assertIn("calidad@ormaza.example", self.answer(self.ticket).reply_to)

    def test_a_returned_answer_is_a_note(self):
        message = self.answer(self.ticket)
        report = (
            "From: MAILER-DAEMON@mx.example\r\nTo: soporte@ormaza.example\r\n"
            "Message-Id: <bounce-1@mx.example>\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
            "--b\r\nContent-Type: text/plain\r\n\r\nNo such mailbox\r\n"
            "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
            "Final-Recipient: rfc822; lorea@example.com\r\nAction: failed\r\n\r\n"
            f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-Id: {message.message_id}\r\n"
            "\r\n--b--\r\n"
        )
        row = self.receive(report.encode())
        self.assertEqual((row.verdict, row.cause), ("note_only", "bounce"))
        self.assertEqual(row.ticket_id, self.ticket)
        self.assertIn("No such mailbox", self.ticket.message_ids[0].body)
        self.assertTrue(self.ticket.message_ids[0].is_internal)

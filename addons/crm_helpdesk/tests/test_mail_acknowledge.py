from odoo.tests import TransactionCase, tagged

from .common_mail import HelpdeskMailCase


@tagged("-at_install", "post_install")
class TestMailAcknowledge(HelpdeskMailCase, TransactionCase):
    """Whoever writes a request by mail is told its number, once, and machines are not."""

    def _acknowledge(self):
        with self.mock_mail_gateway():
            self.run_cron("ir_cron_helpdesk_acknowledge")
        return self._new_mails

    def test_once_a_day_and_department(self):
        with self.at("2026-10-05 10:00"):
            first = self.receive(body="SECRET WORDS")
            mails = self._acknowledge()
        # then one mail names the number, without an echo, and asks machines to be silent
        self.assertEqual(mails.recipient_ids, self.contact)
        self.assertIn(first.ticket_id.number, mails.subject + mails.body_html)
        self.assertNotIn("SECRET", mails.body_html)
        self.assertIn("'Auto-Submitted': 'auto-replied'", mails.headers)
        self.assertIn("soporte@ormaza.example", mails.reply_to)
        # and it is no answer
        self.assertEqual((first.ticket_id.state, first.ticket_id.answer_count), ("new", 0))
        self.assertFalse(first.ticket_id.first_answer_at)
        with self.at("2026-10-05 12:00"):
            second = self.receive()
            self.assertFalse(self._acknowledge())
        self.assertEqual((first.acknowledgement, second.acknowledgement), ("sent", "skipped"))
        # another department, and the next day, are other matters
        with self.at("2026-10-05 12:10"):
            self.receive(to="calidad@ormaza.example")
            self.assertEqual(len(self._acknowledge()), 1)
        with self.at("2026-10-06 10:01"):
            self.receive()
            self.assertEqual(len(self._acknowledge()), 1)

    def test_an_address_without_a_contact_is_told_too(self):
        self.receive(sender="Nuevo Bar <nuevo@bar.example>")
        mails = self._acknowledge()
        self.assertIn("nuevo@bar.example", mails.email_to)

    def test_machines_and_colleagues_are_told_nothing(self):
        self.receive(sender="no-reply@tienda.example")
        self.receive(Auto_Submitted="auto-generated")
        self.receive(X_Auto_Response_Suppress="OOF, AutoReply")
        self.receive(sender=self.agent.email_formatted)
        self.assertFalse(self._acknowledge())

    def test_two_mails_at_once_have_one_answer(self):
        with self.at("2026-10-05 10:00"):
            self.receive()
            self.receive()
            self.assertEqual(len(self._acknowledge()), 1)

    def test_an_answer_to_the_acknowledgement_is_of_the_request(self):
        ticket = self.receive().ticket_id
        self._acknowledge()
        note = ticket.message_ids.filtered(lambda each: each.message_type == "auto_comment")
        row = self.receive(In_Reply_To=note.message_id, body="And one jar is open.")
        self.assertEqual((row.verdict, row.ticket_id), ("appended", ticket))
        self.assertEqual(ticket.message_ids[0].subtype_id, self.comment())

    def test_it_is_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("es_ES")
        template = self.env.ref("crm_helpdesk.mail_template_helpdesk_received")
        template.with_context(lang="es_ES").subject = "Su petición {{ object.number }}"
        self.contact.lang = "es_ES"
        self.receive()
        self.assertTrue(self._acknowledge().subject.startswith("Su petición INC-"))

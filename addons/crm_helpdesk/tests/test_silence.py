from markupsafe import Markup

from odoo.tests import TransactionCase, tagged

from .common_work import WorkCase


@tagged("-at_install", "post_install")
class TestSilence(WorkCase, TransactionCase):
    """Customers who say nothing. After ten working days it counts as an answer."""

    def setUp(self):
        super().setUp()
        # asked on Thursday 1 October; Monday the 12th is a holiday
        self.ticket = self.make_ticket("2026-10-01 10:00", user_id=self.ana.id)
        with self.at("2026-10-01 11:00"):
            self.answer(self.ticket, self.ana)
            self.ticket.with_user(self.ana).action_wait_for_customer()

    def mails(self):
        return self.ticket.message_ids.filtered(lambda each: each.message_type == "auto_comment")

    def test_two_reminders_and_it_is_resolved(self):
        days = [
            ("2026-10-05 10:00", 0, "pending_customer"),  # two working days
            ("2026-10-06 10:00", 1, "pending_customer"),
            ("2026-10-08 10:00", 1, "pending_customer"),
            ("2026-10-09 10:00", 2, "pending_customer"),
            ("2026-10-15 10:00", 2, "pending_customer"),  # nine: the 12th was a holiday
            ("2026-10-16 10:00", 2, "resolved"),
        ]
        for moment, reminders, state in days:
            for _twice in range(2):
                self.silence(moment)
            with self.subTest(moment):
                self.assertEqual((len(self.mails()), self.ticket.state), (reminders, state))
        self.assertTrue(self.ticket.auto_closed)
        self.assertEqual(self.ticket.resolution_kind, "silence")
        # a reminder is no answer of ours
        self.assertEqual(self.ticket.answer_count, 1)
        self.assertIn(self.contact, self.mails()[0].notified_partner_ids)

    def test_what_has_open_parts_goes_on_waiting(self):
        self.ticket.with_user(self.ana).action_add_part(self.quality, "Look at the film")
        for moment in ("2026-10-06 10:00", "2026-10-09 10:00", "2026-10-16 10:00"):
            self.silence(moment)
        self.assertEqual((self.ticket.state, self.ticket.auto_closed), ("pending_customer", False))

    def test_never_outside_of_hours(self):
        self.silence("2026-10-06 22:00")
        self.assertFalse(self.mails())

    def test_an_answer_begins_anew(self):
        self.silence("2026-10-06 10:00")
        with self.at("2026-10-07 10:00"):
            self.reply(self.ticket)
            self.answer(self.ticket, self.ana)
            self.ticket.with_user(self.ana).action_wait_for_customer()
        self.assertEqual(self.ticket.reminder_count, 0)
        self.silence("2026-10-08 10:00")
        self.assertEqual(len(self.mails()), 1)

    def test_zero_days_never(self):
        self.support.auto_close_days = 0
        self.silence("2026-12-01 10:00")
        self.assertFalse(self.mails())

    def test_resolved_is_closed_after_the_days_to_reopen(self):
        with self.at("2026-10-02 10:00"):
            self.ticket.with_user(self.ana).action_resolve()
        self.silence("2026-10-09 09:59")
        self.assertEqual(self.ticket.state, "resolved")
        self.silence("2026-10-09 10:00")
        self.assertEqual(self.ticket.state, "closed")
        self.assertTrue(self.ticket.closed_at)


@tagged("-at_install", "post_install")
class TestReopen(WorkCase, TransactionCase):
    """What a customer writes after the end; seven days it may still be opened again."""

    def setUp(self):
        super().setUp()
        self.ticket = self.make_ticket("2026-10-05 10:00", user_id=self.ana.id)
        with self.at("2026-10-05 12:00"):
            self.answer(self.ticket, self.ana)
            self.ticket.with_user(self.ana).action_resolve()

    def says(self, moment, body):
        with self.at(moment):
            return self.ticket.sudo().message_post(
                body=Markup(body),
                message_type="email",
                subtype_xmlid="mail.mt_comment",
                author_id=self.contact.id,
            )

    def test_it_is_opened_again_with_what_was_left(self):
        self.says("2026-10-06 09:00", "<p>The second pallet came broken too, look at it.</p>")
        self.assertEqual((self.ticket.state, self.ticket.reopen_count), ("open", 1))
        # two of four hours were used: due at 11:00
        self.assertEqual(str(self.ticket.deadline), "2026-10-06 09:00:00")

    def test_thanks_open_nothing(self):
        quoted = "<blockquote><p>We sent another box on Monday, is that all right?</p></blockquote>"
        self.says("2026-10-06 09:00", f"<p>Muchas gracias, Ana</p>{quoted}")
        self.assertEqual((self.ticket.state, self.ticket.reopen_count), ("resolved", 0))
        self.assertTrue(self.ticket.thanked_at)
        self.assertEqual(
            self.alerts(self.ticket), [(self.ana, "Thanks? Open it again if it is not solved.")]
        )
        self.ticket.with_user(self.ana).action_reopen()
        self.assertFalse(self.ticket.thanked_at)
        self.assertFalse(self.alerts(self.ticket))

    def test_too_late_it_is_a_new_one_that_follows(self):
        message = self.says("2026-10-12 12:01", "<p>Now it happened again with the new boxes</p>")
        self.assertEqual(self.ticket.state, "resolved")
        new = self.env["crm.helpdesk.ticket"].search([("origin_ticket_id", "=", self.ticket.id)])
        self.assertEqual(
            (new.state, new.team_id, new.partner_id, new.channel),
            ("new", self.support, self.contact, "email"),
        )
        self.assertEqual(message.res_id, new.id)

    def test_on_the_last_day_it_is_still_opened(self):
        self.says("2026-10-12 12:00", "<p>Now it happened again with the new boxes</p>")
        self.assertEqual(self.ticket.state, "open")

    def test_what_is_closed_early_is_opened_again(self):
        with self.at("2026-10-05 13:00"):
            self.ticket.with_user(self.ana).action_close()
        self.says("2026-10-06 09:00", "<p>Sigue roto</p>")
        self.assertEqual(self.ticket.state, "open")

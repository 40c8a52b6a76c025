from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCommon

from .common import ActionCase

NOW = "2026-10-14 09:00:00"


@tagged("post_install", "-at_install")
class TestTouch(ActionCase, MailCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls._opportunity()

    def _actions(self, record):
        return self.env["crm.action"].search([("opportunity_id", "=", record.id)])

    @freeze_time(NOW)
    def test_a_mail_to_the_customer_is_a_done_action(self):
        """Given Nora writes to the customer, then her history has the mail, and no silence ends."""
        with self.mock_mail_gateway():
            message = self.lead.with_user(self.nora).message_post(
                body="Our offer",
                subject="Winter breakfasts: offer",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.customer.ids,
            )
        action = self._actions(self.lead)
        self.assertEqual(
            (action.type_code, action.user_id, action.partner_id, action.state, action.origin),
            ("email", self.nora, self.customer, "done", "email"),
        )
        self.assertEqual(action.summary, "Winter breakfasts: offer")
        self.assertEqual(action.done_at, message.date)
        self.assertFalse(action.contacted, "nobody knows whether it was read")
        self.assertFalse(self.lead.last_touch_at)
        self.assertFalse(action.calendar_event_ids)

    @freeze_time(NOW)
    def test_notes_and_messages_to_colleagues_are_none(self):
        self.lead.with_user(self.nora).message_post(
            body="Ask the boss", message_type="comment", subtype_xmlid="mail.mt_note"
        )
        with self.mock_mail_gateway():
            self.lead.with_user(self.nora).message_post(
                body="Look at this",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.lea.partner_id.ids,
            )
        self.assertFalse(self._actions(self.lead))

    @freeze_time(NOW)
    def test_who_does_not_sell_has_no_history(self):
        clerk = self._user("clerk", "base.group_partner_manager")
        with self.mock_mail_gateway():
            self.customer.with_user(clerk).message_post(
                body="Your invoice",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.customer.ids,
            )
        self.assertFalse(self.env["crm.action"].search([("partner_id", "=", self.customer.id)]))

    def test_a_mail_from_the_customer_ends_the_silence(self):
        """Given the customer answers, then the opportunity and the customer were heard from."""
        with freeze_time(NOW):
            reply = self._reply("<answer-1@hotel.example.com>")
        self.assertFalse(self._actions(self.lead), "nobody of us did anything")
        self.assertEqual(self.lead.last_touch_at, reply.date)
        self.assertEqual(self.customer.last_touch_at, reply.date)
        self.assertEqual(self.lead.last_inbound_at, reply.date)

    def _reply(self, message_id):
        with self.mock_mail_gateway():
            return self.lead.message_post(
                body="Yes",
                message_type="email",
                subtype_xmlid="mail.mt_comment",
                author_id=self.customer.id,
                email_from=self.customer.email_formatted,
                message_id=message_id,
            )

    def test_a_mail_through_the_gateway(self):
        """The real path: a mail that answers the thread of the opportunity."""
        self.lead.message_post(body="Offer", message_type="comment", message_id="<offer-1@us>")
        source = (
            "From: Hotel <hotel@example.com>\nTo: sales@example.com\nSubject: Re: offer\n"
            "Message-Id: <answer-2@hotel.example.com>\nIn-Reply-To: <offer-1@us>\n"
            "Date: Wed, 14 Oct 2026 08:00:00 +0000\n\nYes\n"
        )
        with self.mock_mail_gateway(), freeze_time(NOW):
            self.env["mail.thread"].message_process("crm.lead", source)
        self.assertEqual(self.lead.last_inbound_at, datetime(2026, 10, 14, 8))

    @freeze_time(NOW)
    def test_the_same_contact_twice_is_one(self):
        """Given a call told twice by the exchange, then there is one action."""
        told = {
            "direction": "out", "user": self.nora, "key": "pbx:1-2", "summary": "Call",
        }  # fmt: skip
        at = datetime(2026, 10, 14, 8)
        one = self.customer._crm_log_touch("call", at, contacted=True, **told)
        two = self.customer._crm_log_touch("call", at, contacted=True, **told)
        self.assertEqual(one, two)
        self.assertEqual((one.origin, one.outcome_id.contacted), ("pbx", True))
        self.assertEqual(one.outcome_id.result, "neutral", "it claims no result")
        self.assertEqual(self.customer.last_touch_at, at)

    @freeze_time(NOW)
    def test_an_older_contact_does_not_go_back(self):
        at = datetime(2026, 10, 14, 8)
        self.lead._crm_log_touch("email", at, direction="in", key="mail:b")
        self.lead._crm_log_touch("email", at - timedelta(days=3), direction="in", key="mail:a")
        self.assertEqual(self.lead.last_inbound_at, at)

    @freeze_time(NOW)
    def test_a_forged_date_is_now(self):
        self.lead._crm_log_touch("email", "2030-01-01 00:00:00", direction="in", key="mail:c")
        self.assertEqual(self.lead.last_inbound_at, fields.Datetime.now())

    @freeze_time(NOW)
    def test_an_addon_without_such_a_type_loses_nothing_else(self):
        """Without any type of calls the call is not logged, but the customer was heard from."""
        self.env["crm.action.type"].search([("code", "=", "call")]).active = False
        at = datetime(2026, 10, 14, 8)
        logged = self.lead._crm_log_touch("call", at, direction="in", user=self.nora, key="pbx:9")
        self.assertFalse(logged)
        self.assertEqual(self.lead.last_inbound_at, at)

    @freeze_time(NOW)
    def test_a_company_hears_through_its_contacts(self):
        buyer = self.env["res.partner"].create({"name": "Eva", "parent_id": self.customer.id})
        buyer._crm_log_touch("email", datetime(2026, 10, 14, 8), direction="in", key="mail:d")
        self.assertEqual(self.customer.last_touch_at, datetime(2026, 10, 14, 8))

    def test_merged_opportunities_keep_the_last_word(self):
        other = self._opportunity(name="Summer")
        other._note_inbound(datetime(2026, 10, 14, 8))
        (self.lead | other).merge_opportunity(auto_unlink=True)
        self.assertEqual((self.lead | other).exists().last_inbound_at, datetime(2026, 10, 14, 8))

    def test_reps_do_not_write_the_link_of_a_touch(self):
        action = self._plan()
        with self.assertRaises(UserError):
            action.with_user(self.nora).write({"touch_key": "mail:forged"})

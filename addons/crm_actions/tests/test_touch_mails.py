from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCommon

from .common import ActionCase

NOW = "2026-10-14 09:00:00"


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestTouchOfMails(ActionCase, MailCommon):
    """Mails through the gateway and from the composer: who wrote to whom decides what they are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls._opportunity()
        cls.supplier = cls.env["res.partner"].create(
            {"name": "Flour mill", "is_company": True, "email": "mill@example.com"}
        )
        cls.buyer = cls.env["res.partner"].create(
            {"name": "Eva", "parent_id": cls.customer.id, "email": "eva@example.com"}
        )
        cls.lead.message_post(
            body="Offer",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            message_id="<offer-1@us>",
        )

    def _receive(self, sender, *headers, to="sales@example.com", body="Yes", parent="<offer-1@us>"):
        """A mail as it comes over the wire, in answer to the thread of the opportunity."""
        source = "\n".join(
            (
                f"From: {sender}", f"To: {to}", "Subject: Re: offer",
                f"Message-Id: <{abs(hash((sender, headers, to)))}@example.com>",
                f"In-Reply-To: {parent}", "Date: Wed, 14 Oct 2026 08:00:00 +0000",
                *headers, "", body, "",
            )
        )  # fmt: skip
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process("crm.lead", source)

    def _write(self, to, user=None, record=None, **values):
        with self.mock_mail_gateway():
            return (
                (record or self.lead)
                .with_user(user or self.nora)
                .message_post(
                    body="Our offer",
                    message_type="comment",
                    subtype_xmlid="mail.mt_comment",
                    partner_ids=to.ids,
                    **values,
                )
            )

    def _actions(self):
        return self.env["crm.action"].search([])

    # -- what no person wrote -----------------------------------------------------------------

    def test_an_automatic_reply_ends_no_silence(self):
        """Given the hotel's absence note, then it is in the thread and nobody was heard from."""
        for header in (
            "Auto-Submitted: auto-replied", "X-Autoreply: yes", "X-Autorespond: Re: offer",
            "Precedence: auto_reply", "Return-Path: <>",
        ):  # fmt: skip
            with self.subTest(header=header):
                before = len(self.lead.message_ids)
                self._receive("Hotel <hotel@example.com>", header)
                self.assertEqual(len(self.lead.message_ids), before + 1)
                self.assertFalse(self.lead.last_inbound_at)
                self.assertFalse(self.customer.last_inbound_at)

    def test_the_post_office_is_no_customer(self):
        self._receive("Mail <postmaster@example.com>")
        self._receive("Mail <mailer-daemon@example.com>")
        self._receive(
            "Hotel <hotel@example.com>",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
            body="--b\nContent-Type: text/plain\n\nNot delivered\n--b--",
        )
        self.assertFalse(self.lead.last_inbound_at)

    def test_a_new_opportunity_from_a_machine_has_not_been_heard_from(self):
        self._receive("Hotel <hotel@example.com>", "Precedence: bulk", parent="<nothing@us>")
        made = self.env["crm.lead"].search([("name", "=", "Re: offer")])
        self.assertEqual(len(made), 1)
        self.assertFalse(made.last_inbound_at)

    def test_what_a_person_writes_to_a_shared_mailbox_is_heard(self):
        self._receive("Hotel <hotel@example.com>", "Precedence: list")
        self.assertTrue(self.lead.last_inbound_at)

    def test_after_a_machine_the_person_is_heard(self):
        self._receive("Hotel <hotel@example.com>", "Auto-Submitted: auto-replied")
        self._receive("Hotel <hotel@example.com>", "Auto-Submitted: no")
        self.assertEqual(self.lead.last_inbound_at, datetime(2026, 10, 14, 8))

    def test_the_absence_note_of_a_rep_is_no_work(self):
        self._receive(
            "Nora <nora@example.com>", "Auto-Submitted: auto-replied", to="hotel@example.com"
        )
        self.assertFalse(self._actions())

    # -- to whom ------------------------------------------------------------------------------

    def test_a_mail_to_a_supplier_is_no_touch_of_the_opportunity(self):
        """Given Nora asks the mill for a price in the thread, then the hotel heard nothing."""
        self._write(self.supplier)
        self._write(self.supplier | self.lea.partner_id)
        self.assertFalse(self._actions())

    def test_a_mail_to_a_contact_of_the_customer_is_one(self):
        self._write(self.buyer | self.supplier)
        self.assertEqual(self._actions().partner_id, self.customer)

    def test_a_mail_to_an_address_of_the_customer_is_one(self):
        self._write(self.env["res.partner"], outgoing_email_to="Mill <mill@example.com>")
        self.assertFalse(self._actions())
        self._write(self.env["res.partner"], outgoing_email_to="Eva <EVA@example.com>")
        self.assertEqual(len(self._actions()), 1)

    def test_a_prospect_is_known_by_the_address(self):
        """Given an opportunity without a contact, then its own address is the customer's."""
        prospect = self._opportunity(partner_id=False, email_from="new@example.com")
        stranger = self.env["res.partner"].create({"name": "Ana", "email": "new@example.com"})
        self._write(self.supplier, record=prospect)
        self.assertFalse(self._actions())
        self._write(stranger, record=prospect)
        self.assertEqual(self._actions().opportunity_id, prospect)

    def test_where_nobody_knows_the_customer_whoever_is_outside_may_be_it(self):
        prospect = self._opportunity(partner_id=False)
        self._write(self.lea.partner_id, record=prospect)
        self.assertFalse(self._actions())
        self._write(self.supplier, record=prospect)
        self.assertEqual(self._actions().opportunity_id, prospect)

    # -- from the mail program ----------------------------------------------------------------

    def test_an_answer_from_the_mail_program_is_work_of_the_rep(self):
        """Given Nora answers the hotel from Outlook with us in copy, then she wrote to it."""
        self._receive(
            "Nora <nora@example.com>", "Cc: sales@example.com", to="Hotel <hotel@example.com>"
        )
        action = self._actions()
        self.assertEqual(
            (action.user_id, action.opportunity_id, action.touch_direction, action.done_at),
            (self.nora, self.lead, "out", datetime(2026, 10, 14, 8)),
        )
        self.assertFalse(action.contacted, "nobody knows whether it was read")
        self.assertFalse(self.lead.last_inbound_at)

    def test_an_answer_that_odoo_passes_on_to_the_customer(self):
        """Given the hotel follows the opportunity, then a mail to the thread reaches it."""
        self.lead.message_subscribe(partner_ids=self.customer.ids)
        self._receive("Nora <nora@example.com>")
        self.assertEqual(self._actions().user_id, self.nora)

    def test_an_answer_among_colleagues_is_none(self):
        self._receive("Nora <nora@example.com>", to="Lea <lea@example.com>")
        self._receive("Nora <nora@example.com>", to="Mill <mill@example.com>")
        self.assertFalse(self._actions())

    # -- to many at once ----------------------------------------------------------------------

    def _send_to_all(self, records, **values):
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.nora)
            .with_context(active_ids=records.ids, default_model=records._name)
            .create(
                {
                    "composition_mode": "mass_mail",
                    "model": records._name,
                    "res_ids": records.ids,
                    "subject": "Winter menus",
                    "body": "<p>Our winter menus</p>",
                    **values,
                }
            )
        )
        with self.mock_mail_gateway():
            composer._action_send_mail()

    def test_a_mail_to_many_customers_is_one_action_each(self):
        other = self.env["res.partner"].create(
            {"name": "Bar", "is_company": True, "email": "bar@example.com"}
        )
        silent = self.env["res.partner"].create({"name": "No mail", "is_company": True})
        self._send_to_all(self.customer | other | silent)
        actions = self._actions()
        self.assertEqual(actions.partner_id, self.customer | other)
        self.assertEqual(
            {(one.user_id, one.summary, one.origin, one.contacted) for one in actions},
            {(self.nora, "Winter menus", "email", False)},
        )

    def test_a_mail_to_many_opportunities(self):
        prospect = self._opportunity(partner_id=False, email_from="new@example.com")
        self._send_to_all(self.lead | prospect)
        self.assertEqual(self._actions().opportunity_id, self.lead | prospect)

    def test_a_mail_to_many_costs_as_many_queries_as_to_a_few(self):
        """Given mails to 4 and to 24 customers, then noting them costs a few queries more."""
        counts = []
        for number in (4, 24):
            partners = self.env["res.partner"].create(
                [
                    {"name": f"Bar {number}-{each}", "email": f"b{number}-{each}@example.com"}
                    for each in range(number)
                ]
            )
            mails = self.env["mail.mail"].create(
                [
                    {
                        "model": "res.partner",
                        "res_id": partner.id,
                        "author_id": self.nora.partner_id.id,
                        "recipient_ids": [(4, partner.id)],
                    }
                    for partner in partners
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            reached = partners._find_addressed(mails)
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(reached), number)
        self.assertLessEqual(counts[1], counts[0] + 1, counts)

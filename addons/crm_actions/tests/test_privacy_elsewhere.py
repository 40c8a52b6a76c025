from datetime import datetime, timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from odoo.addons.mail.tests.common import MailCommon

from .common import ActionCase

MAIL = "xandru@example.com"
PHONE = "+34 884 00 09 99"


@tagged("-at_install", "post_install")
class TestPrivacyElsewhere(ActionCase, MailCommon):
    """Xandru asks to be forgotten; he also stands where nobody linked his contact."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.xandru = cls.env["res.partner"].create(
            {"name": "Xandru Muñiz", "email": MAIL, "phone": PHONE}
        )
        cls.order = cls.env["sale.order"].create({"partner_id": cls.customer.id})

    def _erase(self):
        counts = self.xandru.with_user(self.max)._crm_erase()
        self.env.flush_all()
        self.env.invalidate_all()
        return counts

    def _write_to(self, record, **values):
        with self.mock_mail_gateway():
            return record.message_post(
                body="Xandru Muñiz asks for a table",
                message_type="email",
                author_id=self.xandru.id,
                email_from=f"Xandru <{MAIL}>",
                **values,
            )

    # -- opportunities ------------------------------------------------------------------------

    def test_an_opportunity_that_has_his_address_and_no_contact(self):
        """Given two leads from a web form, found by address and by number, then both are his."""
        values = {"partner_id": False, "contact_name": "Xandru", "description": "Coeliac"}
        by_mail = self._opportunity(email_from=f"X. <{MAIL.upper()}>", **values)
        by_phone = self._opportunity(phone="884 000 999", country_id=self.ref("base.es"), **values)
        stranger = self._opportunity(email_from="eva@example.com", **values)
        self.assertEqual(self._erase()["opportunities"], 2)
        for lead in by_mail | by_phone:
            found = (lead.email_from, lead.phone, lead.contact_name, lead.description)
            self.assertFalse(any(found), found)
        self.assertEqual(stranger.contact_name, "Xandru")

    def test_an_opportunity_that_is_paused_stays_so_without_his_words(self):
        """Given his own and the hotel's, paused for a reason that names him, then no pause ends."""
        until = fields.Date.today() + timedelta(days=60)
        own = self._opportunity(partner_id=self.xandru.id, snooze_until=until, snooze_reason="Ill")
        hotels = self._opportunity(snooze_until=until, snooze_reason=MAIL)
        self.assertEqual(self._erase()["opportunities"], 1)
        self.assertEqual((own.snooze_until, hotels.snooze_until), (until, until))
        self.assertEqual(own.snooze_reason, "Erased at the request of the person")
        self.assertEqual(hotels.snooze_reason, "…")
        # and a second time nothing is left to do
        self.assertFalse(self._erase()["opportunities"])

    def test_an_address_that_a_colleague_shares_finds_nobody(self):
        """Given one address for the whole house, then the other guest's lead stays."""
        self.env["res.partner"].create({"name": "Eva", "email": MAIL, "phone": PHONE})
        lead = self._opportunity(partner_id=False, email_from=MAIL, contact_name="Eva")
        self._erase()
        self.assertEqual((lead.contact_name, lead.email_from), ("Eva", MAIL))

    def test_an_opportunity_of_the_hotel_forgets_only_how_to_reach_him(self):
        lead = self._opportunity(
            email_from=MAIL, contact_name="Xandru Muñiz", description=f"Ask {MAIL} for the menu"
        )
        self.customer.email = "hotel@example.com"
        lead.email_from = MAIL
        self.customer.email = "hotel@example.com"
        self._erase()
        self.assertFalse(lead.contact_name or "xandru" in (lead.email_from or ""))
        self.assertEqual(str(lead.description), "<p>Ask … for the menu</p>")
        self.assertEqual(self.customer.email, "hotel@example.com")

    # -- messages -----------------------------------------------------------------------------

    def test_what_he_wrote_on_a_quotation_is_deleted(self):
        message = self._write_to(self.order, attachments=[("menu.txt", b"nuts")])
        files = message.attachment_ids
        self._erase()
        self.assertFalse(message.exists() or files.exists())

    def test_what_he_wrote_on_a_confirmed_order_is_kept_without_his_name(self):
        """The law keeps the correspondence of a contract; name and address are not needed."""
        self.order.action_confirm()
        message = self._write_to(self.order, attachments=[("menu.txt", b"nuts")])
        self._erase()
        self.assertEqual(str(message.body), "<p>… asks for a table</p>")
        self.assertFalse(message.email_from)
        self.assertEqual(message.attachment_ids.name, "menu.txt")
        self.assertEqual(message.author_id.name, f"Erased contact {self.xandru.id}")

    def test_what_we_wrote_to_him_forgets_his_name(self):
        with self.mock_mail_gateway():
            message = self.order.message_post(
                body="Dear Xandru Muñiz, the table is yours", partner_ids=self.xandru.ids,
                message_type="comment", subtype_xmlid="mail.mt_comment",
            )  # fmt: skip
        self.assertTrue(message.notification_ids)
        self._erase()
        self.assertEqual(str(message.body), "<p>Dear …, the table is yours</p>")
        self.assertFalse(message.notification_ids)

    def test_what_a_former_colleague_wrote_stays(self):
        """Given Xandru once worked here, then the notes that he took are the company's."""
        user = new_test_user(self.env, "xandru", "base.group_user", email=MAIL)
        former, user.active = user.partner_id, False
        message = self.order.message_post(body="Delivered at the back", author_id=former.id)
        former.with_user(self.max)._crm_erase()
        self.assertEqual(str(message.body), "<p>Delivered at the back</p>")
        self.assertFalse(message.email_from)
        self.assertNotIn("xandru", user.login)

    def test_mails_that_wait_or_were_sent(self):
        other = {"recipient_ids": [(4, self.customer.id)]}
        waiting, sent, shared = self.env["mail.mail"].create(
            [
                {"email_to": f"Xandru <{MAIL}>", "body_html": "<p>Dear Xandru</p>"},
                {"recipient_ids": [(4, self.xandru.id)], "state": "sent"},
                {"recipient_ids": [(4, self.xandru.id), *other["recipient_ids"]]},
            ]
        )
        self._erase()
        self.assertFalse((waiting | sent).exists())
        self.assertEqual(shared.recipient_ids, self.customer)

    def test_who_has_a_longer_address_is_somebody_else(self):
        """Given joxandru@… wrote and was written to, then nothing of hers goes."""
        with self.mock_mail_gateway():
            message = self.order.message_post(
                body="Yes", message_type="email", email_from=f"jo{MAIL}", author_id=False
            )
        mail = self.env["mail.mail"].create({"email_to": f"jo{MAIL}", "body_html": "Yes"})
        self._erase()
        self.assertEqual((message.email_from, mail.email_to), (f"jo{MAIL}", f"jo{MAIL}"))

    def test_a_mail_to_several_goes_to_the_others(self):
        several = self.env["mail.mail"].create(
            {"email_to": f"Eva <eva@example.com>, Xandru <{MAIL}>", "body_html": f"To {MAIL}"}
        )
        self._erase()
        self.assertEqual(several.email_to, '"Eva" <eva@example.com>')
        self.assertEqual(several.body_html, "To …")

    def test_a_mail_about_a_confirmed_order_goes_and_its_message_stays(self):
        self.order.action_confirm()
        mail = self.env["mail.mail"].create(
            {
                "model": "sale.order",
                "res_id": self.order.id,
                "email_to": MAIL,
                "body": f"<p>Confirmed for {MAIL}</p>",
                "state": "sent",
            }
        )
        message = mail.mail_message_id
        self._erase()
        self.assertFalse(mail.exists())
        self.assertEqual(str(message.body), "<p>Confirmed for …</p>")

    # -- meetings -----------------------------------------------------------------------------

    def _meeting(self, people, **values):
        return self.env["calendar.event"].create(
            {
                "name": "Tasting with Xandru Muñiz",
                "start": datetime(2026, 10, 15, 9),
                "stop": datetime(2026, 10, 15, 10),
                "location": "C/ Real 1",
                "description": "His wife is ill",
                "user_id": self.nora.id,
                "partner_ids": [(6, 0, (people | self.nora.partner_id).ids)],
                **values,
            }
        )

    def test_a_meeting_with_him_is_an_hour_without_whom(self):
        event = self._meeting(self.xandru)
        with self.mock_mail_gateway():
            counts = self._erase()
        self.assertEqual(counts["meetings"], 1)
        self.assertEqual((event.name, event.location, event.description), ("Meeting", False, False))
        self.assertEqual(event.partner_ids, self.nora.partner_id)
        self.assertEqual(event.start, datetime(2026, 10, 15, 9))
        self.assertFalse(self._new_mails, "nobody is told of it by mail")

    def test_a_meeting_with_others_stays_theirs(self):
        event = self._meeting(self.xandru | self.customer, privacy="private")
        self._erase()
        self.assertEqual((event.name, event.location), ("Tasting with …", "C/ Real 1"))
        self.assertEqual(event.attendee_ids.partner_id, self.customer | self.nora.partner_id)

    def test_meetings_of_a_former_colleague_stay_the_companys(self):
        user = new_test_user(self.env, "formerly", "base.group_user", email="formerly@example.com")
        former = user.partner_id
        event = self._meeting(former, name="Targets of the year")
        user.active = False
        former.with_user(self.max)._crm_erase()
        self.assertEqual(event.name, "Targets of the year")
        self.assertIn("His wife is ill", event.description)
        # core writes the guests' addresses into it
        self.assertNotIn("formerly@", event.description)
        self.assertEqual(event.partner_ids, self.nora.partner_id)

    # -- the access request -------------------------------------------------------------------

    def test_an_access_request_tells_activities_plans_and_meetings(self):
        self._meeting(self.xandru)
        self._opportunity(partner_id=False, email_from=MAIL, name="Web form")
        self.xandru.activity_schedule(summary="Send the menu", user_id=self.nora.id)
        self.env["crm.action.plan"].create(
            {"partner_id": self.xandru.id, "summary": "Taste", "tue": True, "user_id": self.nora.id}
        )
        self._write_to(self.order)
        sections = self.xandru.with_user(self.max)._crm_export()
        told = {name: [list(row.values()) for row in rows] for name, rows in sections.items()}
        for section, text in (
            ("activities", "Send the menu"), ("plans", "Taste"),
            ("events", "Tasting with Xandru Muñiz"), ("opportunities", "Web form"),
            ("messages", "<p>Xandru Muñiz asks for a table</p>"),
        ):  # fmt: skip
            self.assertTrue(any(text in row for row in told[section]), section)

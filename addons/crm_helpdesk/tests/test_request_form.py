import re
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_portal import PNG, PortalCase

SHOP, BLOG = "https://shop.example.com", "https://blog.example.com"


@tagged("-at_install", "post_install")
class TestRequestForm(PortalCase, HttpCase):
    """The form for anybody on the Internet, of the department Soporte, and of Ormaza Norte."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.support.public_form = True
        cls.company.helpdesk_form_origins = SHOP
        cls.url = f"/requests/new/{cls.support.id}"

    def setUp(self):
        super().setUp()
        # each count is a transaction of its own; here it is a savepoint of the test's
        self.env["crm.public.form.counter"].search([]).unlink()

    def _send(self, user=False, files=None, headers=None, **values):
        given = {
            "name": "Broken packaging",
            "text": "Two boxes of tomato",
            "sender": "Lorea",
            "email": "lorea@example.com",
            **values,
        }
        with self.mock_mail_gateway(mail_unlink_sent=False):
            answer = self.visit(self.url, user, data=given, files=files, headers=headers)
        self.mails = self._new_mails
        return answer

    def _last(self):
        return self.env["crm.helpdesk.ticket"].search([], order="id desc", limit=1)

    def _link(self):
        [mail] = self.mails
        return re.search(r"/requests/confirm\?token=[\w-]+", mail.body_html)[0]

    def test_what_is_typed_proves_nothing(self):
        # Given the form, which shows nothing of anybody,
        page = self.visit(self.url, False)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Write to Ormaza Alimentación: Soporte", self.words(page))
        # when somebody types the address of Lorea,
        answer = self._send(files=[("photo", ("box.png", PNG, "image/png"))])
        self.assertIn("we have received your request", self.words(answer))
        ticket = self._last()
        self.assertEqual(
            (ticket.channel, ticket.sender_trust, ticket.team_id, ticket.company_id),
            ("form", "unverified", self.support, self.company),
        )
        # then it is linked with nobody, and Lorea does not see it on her portal
        self.assertFalse(ticket.partner_id)
        self.assertFalse(ticket.message_partner_ids)
        self.assertEqual(
            (ticket.partner_name, ticket.email_normalized), ("Lorea", "lorea@example.com")
        )
        self.assertEqual(ticket.message_ids.attachment_ids.mapped("name"), ["box.png"])
        self.assertNotIn("Broken", self.words(self.visit("/my/requests", self.lorea)))
        self.assertEqual(self.visit(f"/my/requests/{ticket.id}", self.lorea).status_code, 404)

    def test_known_or_not_the_answer_is_the_same(self):
        known = self.words(self._send())
        number = self._last()
        unknown = self.words(self._send(email="nobody@example.org"))
        self.assertEqual(known, unknown)
        self.assertNotEqual(self._last(), number)

    def test_the_mail_says_nothing_of_what_was_typed(self):
        self._send(name="Buy <b>pills</b>", text="http://evil.example", sender="Evil")
        [mail] = self.mails
        self.assertEqual(mail.email_to, "lorea@example.com")
        for word in ("pills", "evil", "Evil"):
            self.assertNotIn(word, mail.body_html + mail.subject)
        self.assertIn("auto-generated", mail.headers)
        self.assertTrue(mail.auto_delete)
        # and its link is in no conversation
        self.assertNotIn("confirm?token", "".join(self._last().message_ids.mapped("body")))

    def test_a_program_that_opens_the_link_confirms_nothing(self):
        self._send()
        ticket, link = self._last(), self._link()
        for _each in range(2):
            self.assertIn("Did you write", self.words(self.visit(link, False)))
        self.assertEqual(ticket.sender_trust, "unverified")
        # a person who presses the button does
        answer = self.send("/requests/confirm", False, page=link, token=link.partition("=")[2])
        self.assertIn("Your address is confirmed", self.words(answer))
        self.assertEqual((ticket.sender_trust, ticket.partner_id), ("verified", self.contact))
        self.assertIn("Broken", self.words(self.visit("/my/requests", self.lorea)))
        # and is led to the request without an account
        url = re.search(r'href="[^"]*(/my/requests/\d+\?access_token=[\w-]+)"', answer.text)[1]
        self.assertIn("Two boxes of tomato", self.words(self.visit(url, False)))

    def test_two_contacts_with_an_address_are_asked_and_not_guessed(self):
        double = self.contact.copy({"email": "info@example.com"})
        double.copy({"email": "info@example.com"})
        self._send(email="info@example.com")
        ticket, link = self._last(), self._link()
        self.send("/requests/confirm", False, page=link, token=link.partition("=")[2])
        self.assertEqual(ticket.sender_trust, "verified")
        self.assertFalse(ticket.partner_id)

    def test_false_and_old_tokens(self):
        self._send()
        ticket, link = self._last(), self._link()
        for token in ("", "x", "-" * 60, "AQ" * 40, link.partition("=")[2][:-3]):
            self.assertEqual(self.visit(f"/requests/confirm?token={token}", False).status_code, 404)
        with freeze_time(datetime.now() + timedelta(days=15)):
            self.assertFalse(ticket._find_by_confirm_token(link.partition("=")[2]))
        # nor after the address was changed
        ticket.partner_email = "other@example.com"
        self.assertEqual(self.visit(link, False).status_code, 404)

    # -- robots and floods -----------------------------------------------------------------------

    def test_a_robot_learns_nothing(self):
        before = self._last()
        answer = self._send(topic_code="x")
        self.assertIn("we have received your request", self.words(answer))
        self.assertEqual((self._last(), len(self.mails)), (before, 0))

    def test_three_an_hour_with_an_address(self):
        for _each in range(3):
            self.assertIn("we have received", self.words(self._send()))
        answer = self._send()
        self.assertIn("several requests with this address", self.words(answer))
        self.assertFalse(self.mails)

    @mute_logger("odoo.http")
    def test_five_an_hour_of_a_visitor(self):
        for number in range(5):
            self._send(email=f"{number}@example.com")
        answer = self._send(email="6@example.com")
        self.assertEqual(answer.status_code, 429)
        self.assertTrue(answer.headers["Retry-After"])
        # what was written is still in the form
        self.assertIn("Two boxes of tomato", answer.text)

    def test_bad_forms(self):
        before = self._last()
        for values, sentence in (
            ({"email": "lorea"}, "Write your e-mail address"),
            ({"name": " "}, "Write what it is about"),
            ({"files": [("files", ("a.exe", b"MZ", "x/y"))]}, "we take no programs"),
        ):
            self.env["crm.public.form.counter"].search([]).unlink()
            self.assertIn(sentence, self.words(self._send(**values)))
        self.assertEqual(self._last(), before)

    # -- other sites -----------------------------------------------------------------------------

    def test_a_site_that_is_named_may_show_it(self):
        self.assertIn(f"{self.url}?embed=1", self.support.public_form_snippet)
        self.assertIn("<iframe", self.support.public_form_snippet)
        page = self.visit(f"{self.url}?embed=1", False, headers={"Origin": SHOP})
        self.assertEqual(page.headers["Content-Security-Policy"], f"frame-ancestors 'self' {SHOP}")
        self.assertEqual(page.headers["Access-Control-Allow-Origin"], SHOP)
        self.assertNotIn("<header", page.text)
        self.assertIn("we have received", self.words(self._send(headers={"Origin": SHOP})))
        before = self._last()
        self.assertEqual(self._send(headers={"Origin": BLOG}).status_code, 403)
        self.assertEqual(self._last(), before)

    def test_what_is_no_site_is_told(self):
        with self.assertRaisesRegex(ValidationError, "ftp://x, shop"):
            self.company.helpdesk_form_origins = f"ftp://x {SHOP} shop"

    def test_a_department_without_a_form(self):
        for path in (f"/requests/new/{self.quality.id}", "/requests/new/99999"):
            self.assertEqual(self.visit(path, False).status_code, 404)
        self.assertFalse(self.quality.public_form_snippet)

    def test_a_category_of_another_company_is_none(self):
        foreign = self.env["crm.helpdesk.category"].create(
            {"name": "Norte", "company_id": self.other_company.id}
        )
        self.assertNotIn("Norte", self.words(self.visit(self.url, False)))
        self._send(category=foreign.id)
        self.assertFalse(self._last().category_id)

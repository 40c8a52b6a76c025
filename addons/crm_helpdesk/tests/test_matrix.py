"""Who may do what with a request: a cell of the matrix, a test.

Whom it says nothing of here: joining requests, what came in, corrective actions and answers to
surveys have tests beside what they do.
"""

from odoo.tests import HttpCase, tagged

from .common_matrix import MODEL, MatrixCase


@tagged("-at_install", "post_install")
class TestMatrix(MatrixCase, HttpCase):
    """Who reads a request, writes to the other side, and reads what is said between us."""

    def _post(self, ticket, subtype="mail.mt_comment"):
        ticket.message_post(body="Hello", subtype_xmlid=subtype, message_type="comment")

    # -- read a request --------------------------------------------------------------------------

    def test_read_portal_contact_own_or_as_collaborator(self):
        self.assertTrue(self.opens(self.ticket, self.lorea))
        self.assertFalse(self.opens(self.own, self.lorea))
        self.assertFalse(self.opens(self.foreign, self.lorea))
        self.foreign.collaborator_ids = self.contact
        self.assertTrue(self.opens(self.foreign, self.lorea))

    def test_read_company_scope_same_customer(self):
        for ticket, expected in (
            (self.ticket, True), (self.own, True), (self.foreign, False), (self.elsewhere, False),
        ):  # fmt: skip
            self.assertEqual(self.opens(ticket, self.bittor), expected)

    def test_read_agent_own_departments_unassigned_followed(self):
        self.assertTrue(self.reads(self.ticket, self.agent))
        self.assertFalse(self.reads(self.elsewhere, self.agent))
        # of another department: assigned, it is not his; unassigned or followed, it is
        self.assertFalse(self.reads(self.ticket, self.unai))
        self.assertTrue(self.reads(self.own, self.unai))
        self.ticket.message_subscribe(self.unai.partner_id.ids)
        self.assertTrue(self.reads(self.ticket, self.unai))

    def test_read_supervisor_all_of_the_company(self):
        found = self.env[MODEL].with_user(self.supervisor).search([])
        self.assertLessEqual(self.ticket | self.own | self.foreign, found)
        self.assertNotIn(self.elsewhere, found)

    def test_read_quality_all(self):
        found = self.env[MODEL].with_user(self.officer).search([])
        self.assertLessEqual(self.ticket | self.own | self.foreign, found)
        self.assertNotIn(self.elsewhere, found)

    def test_read_public_by_the_link_of_a_mail_alone(self):
        self.assertFalse(self.opens(self.ticket, False))
        self.assertFalse(self.opens(self.ticket, False, "?access_token=x"))
        self.assertFalse(self.opens(self.own, False, f"?access_token={self.token}"))
        self.assertTrue(self.opens(self.ticket, False, f"?access_token={self.token}"))
        self.assertIn("/web/login", self.visit("/my/requests", False).url)

    # -- write to the other side -----------------------------------------------------------------

    def test_post_portal_contact_own(self):
        self.assertTrue(self.posts_by_page(self.ticket, self.lorea))
        self.assertFalse(self.posts_by_page(self.own, self.lorea))
        self.assertFalse(self.posts_by_page(self.foreign, self.lorea))

    def test_post_company_scope_visible_ones(self):
        self.assertTrue(self.posts_by_page(self.ticket, self.bittor))
        self.assertFalse(self.posts_by_page(self.foreign, self.bittor))

    def test_post_agent(self):
        self.assertTrue(self.may(self.agent, self._post))
        self.assertFalse(self.may(self.unai, self._post))

    def test_post_supervisor(self):
        self.assertTrue(self.may(self.supervisor, self._post))
        self.assertFalse(self.may(self.supervisor, self._post, self.elsewhere))

    def test_post_quality_notes_alone(self):
        self.assertFalse(self.may(self.officer, self._post))
        self.assertTrue(self.may(self.officer, lambda one: self._post(one, "mail.mt_note")))
        # the way of the screen, which posts in superuser mode
        self.assertFalse(self.posts_by_page(self.ticket, self.officer))
        # what they write by mail is kept, as a note that nobody outside is told of
        mail = self.ticket.with_user(self.officer).message_post(
            body="It is the glue",
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.contact.ids,
        )
        self.assertTrue(mail.subtype_id.internal)
        self.assertFalse(mail.notified_partner_ids)
        self.assertEqual(self.ticket.answer_count, 0)

    def test_post_public_with_a_signature(self):
        self.assertFalse(self.posts_by_page(self.ticket, False))
        self.assertFalse(self.posts_by_page(self.ticket, False, pid=self.contact.id, hash="x"))
        self.assertFalse(
            self.posts_by_page(
                self.ticket, False, pid=self.bittor.partner_id.id, hash=self.signed["hash"]
            )
        )
        self.assertTrue(self.posts_by_page(self.ticket, False, token=self.token, **self.signed))
        self.assertEqual(
            self.ticket.message_ids.filtered(lambda one: "Hello" in one.body).author_id,
            self.contact,
        )

    # -- notes and their files -------------------------------------------------------------------

    def _finds_note(self, user, query="", **keys):
        page = self.visit(f"/my/requests/{self.ticket.id}{query}", user)
        file = self.visit(f"/web/content/{self.secret.id}{query}", user)
        self.authenticate(user and user.login, user and user.login)
        found = self.url_open(
            "/mail/chatter_fetch",
            json={"params": {"thread_model": MODEL, "thread_id": self.ticket.id, **keys}},
        )
        texts = page.text + found.text
        return file.status_code == 200 or "plan.txt" in texts or "Between us" in texts

    def test_notes_portal_contact_never(self):
        self.assertFalse(self._finds_note(self.lorea))

    def test_notes_company_scope_never(self):
        self.assertFalse(self._finds_note(self.bittor))

    def test_notes_public_never(self):
        query = f"?access_token={self.token}"
        self.assertFalse(self._finds_note(False, query, token=self.token, **self.signed))

    def _reads_note(self, user):
        message = self.ticket.message_ids.filtered(lambda one: "Between us" in one.body)
        return message.with_user(user).has_access("read") and self.secret.with_user(
            user
        ).has_access("read")

    def test_notes_agent(self):
        self.assertTrue(self._reads_note(self.agent))
        self.assertFalse(self._reads_note(self.unai))

    def test_notes_supervisor(self):
        self.assertTrue(self._reads_note(self.supervisor))

    def test_notes_quality(self):
        self.assertTrue(self._reads_note(self.officer))

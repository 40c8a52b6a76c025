"""Who may do what with a request: a cell of the matrix, a test.

Whom it says nothing of here: joining requests, what came in, corrective actions and answers to
surveys have tests beside what they do.
"""

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_portal import PortalCase

MODEL = "crm.helpdesk.ticket"


@tagged("-at_install", "post_install")
class TestMatrix(PortalCase, HttpCase):
    """Lorea wrote a request to Soporte; Bittor of the same customer sees all of it.

    Jon works in Soporte, Ane supervises, Nerea is of quality. Unai works in Calidad. The public
    has nothing, the link of a mail, or the link with the signature of Lorea.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bittor.partner_id.helpdesk_scope = "company"
        cls.unai = cls._make_user("unai", "crm_helpdesk.group_helpdesk_agent", cls.quality)
        cls.gorka = cls._make_user("gorka", "crm_helpdesk.group_helpdesk_user")
        cls.ticket = cls._make(cls.contact)
        cls.ticket.user_id = cls.agent
        cls.own = cls._make(cls.bittor.partner_id)
        cls.foreign = cls._make(cls.sara.partner_id)
        cls.elsewhere = cls.env[MODEL].create(
            {
                "name": "Elsewhere",
                "team_id": cls.env["crm.helpdesk.team"]
                .create(
                    {
                        "name": "Norte",
                        "company_id": cls.other_company.id,
                        "calendar_id": cls.other_company.resource_calendar_id.id,
                    }
                )
                .id,
                "partner_id": cls.pilar.partner_id.id,
            }
        )
        cls.secret = cls.ticket.message_post(
            body="Between us", subtype_xmlid="mail.mt_note", attachments=[("plan.txt", b"x")]
        ).attachment_ids
        cls.token = cls.ticket._portal_ensure_token()
        cls.signed = {"pid": cls.contact.id, "hash": cls.ticket._sign_token(cls.contact.id)}

    @classmethod
    def _make(cls, partner):
        return cls.env[MODEL].create(
            {"name": "Broken", "team_id": cls.support.id, "partner_id": partner.id}
        )

    # -- ways to try -----------------------------------------------------------------------------

    def _reads(self, ticket, user):
        return ticket.with_user(user).has_access("read")

    def _opens(self, ticket, user, query=""):
        return self.visit(f"/my/requests/{ticket.id}{query}", user).status_code == 200

    @mute_logger("odoo.http")
    def _posts_by_page(self, ticket, user, **keys):
        """Whether a visitor's message is taken, and is then the customer's."""
        self.authenticate(user and user.login, user and user.login)
        before = self._said(ticket)
        answer = self.url_open(
            "/mail/message/post",
            json={
                "params": {
                    "thread_model": MODEL,
                    "thread_id": ticket.id,
                    "post_data": {
                        "body": "Hello",
                        "message_type": "comment",
                        "subtype_xmlid": "mail.mt_comment",
                    },
                    **keys,
                }
            },
        )
        self.env.invalidate_all()
        self.assertEqual("error" in answer.json(), self._said(ticket) == before)
        return self._said(ticket) > before

    def _said(self, ticket):
        return self.env["mail.message"].search_count(
            [("model", "=", MODEL), ("res_id", "=", ticket.id), ("body", "ilike", "Hello")]
        )

    def _may(self, user, step, ticket=None):
        """Whether one of us may take a step; what it does is taken back."""
        self.env.flush_all()
        try:
            with self.env.cr.savepoint():
                step((ticket or self.ticket).with_user(user))
                self.env.flush_all()
                raise _Taken
        except _Taken:
            return True
        except AccessError:
            return False
        finally:
            self.env.invalidate_all()

    def _post(self, ticket, subtype="mail.mt_comment"):
        ticket.message_post(body="Hello", subtype_xmlid=subtype, message_type="comment")

    # -- read a request --------------------------------------------------------------------------

    def test_read_portal_contact_own_or_as_collaborator(self):
        self.assertTrue(self._opens(self.ticket, self.lorea))
        self.assertFalse(self._opens(self.own, self.lorea))
        self.assertFalse(self._opens(self.foreign, self.lorea))
        self.foreign.collaborator_ids = self.contact
        self.assertTrue(self._opens(self.foreign, self.lorea))

    def test_read_company_scope_same_customer(self):
        for ticket, expected in (
            (self.ticket, True), (self.own, True), (self.foreign, False), (self.elsewhere, False),
        ):  # fmt: skip
            self.assertEqual(self._opens(ticket, self.bittor), expected)

    def test_read_agent_own_departments_unassigned_followed(self):
        self.assertTrue(self._reads(self.ticket, self.agent))
        self.assertFalse(self._reads(self.elsewhere, self.agent))
        # of another department: assigned, it is not his; unassigned or followed, it is
        self.assertFalse(self._reads(self.ticket, self.unai))
        self.assertTrue(self._reads(self.own, self.unai))
        self.ticket.message_subscribe(self.unai.partner_id.ids)
        self.assertTrue(self._reads(self.ticket, self.unai))

    def test_read_supervisor_all_of_the_company(self):
        found = self.env[MODEL].with_user(self.supervisor).search([])
        self.assertLessEqual(self.ticket | self.own | self.foreign, found)
        self.assertNotIn(self.elsewhere, found)

    def test_read_quality_all(self):
        found = self.env[MODEL].with_user(self.officer).search([])
        self.assertLessEqual(self.ticket | self.own | self.foreign, found)
        self.assertNotIn(self.elsewhere, found)

    def test_read_public_by_the_link_of_a_mail_alone(self):
        self.assertFalse(self._opens(self.ticket, False))
        self.assertFalse(self._opens(self.ticket, False, "?access_token=x"))
        self.assertFalse(self._opens(self.own, False, f"?access_token={self.token}"))
        self.assertTrue(self._opens(self.ticket, False, f"?access_token={self.token}"))
        self.assertIn("/web/login", self.visit("/my/requests", False).url)

    # -- write to the other side -----------------------------------------------------------------

    def test_post_portal_contact_own(self):
        self.assertTrue(self._posts_by_page(self.ticket, self.lorea))
        self.assertFalse(self._posts_by_page(self.own, self.lorea))
        self.assertFalse(self._posts_by_page(self.foreign, self.lorea))

    def test_post_company_scope_visible_ones(self):
        self.assertTrue(self._posts_by_page(self.ticket, self.bittor))
        self.assertFalse(self._posts_by_page(self.foreign, self.bittor))

    def test_post_agent(self):
        self.assertTrue(self._may(self.agent, self._post))
        self.assertFalse(self._may(self.unai, self._post))

    def test_post_supervisor(self):
        self.assertTrue(self._may(self.supervisor, self._post))
        self.assertFalse(self._may(self.supervisor, self._post, self.elsewhere))

    def test_post_quality_notes_alone(self):
        self.assertFalse(self._may(self.officer, self._post))
        self.assertTrue(self._may(self.officer, lambda one: self._post(one, "mail.mt_note")))
        # the way of the screen, which posts in superuser mode
        self.assertFalse(self._posts_by_page(self.ticket, self.officer))

    def test_post_public_with_a_signature(self):
        self.assertFalse(self._posts_by_page(self.ticket, False))
        self.assertFalse(self._posts_by_page(self.ticket, False, pid=self.contact.id, hash="x"))
        self.assertFalse(
            self._posts_by_page(
                self.ticket, False, pid=self.bittor.partner_id.id, hash=self.signed["hash"]
            )
        )
        self.assertTrue(self._posts_by_page(self.ticket, False, token=self.token, **self.signed))
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

    # -- close and open again --------------------------------------------------------------------

    def test_close_portal_contact_own_by_a_form_with_its_key(self):
        url = f"/my/requests/{self.ticket.id}"
        self.assertEqual(self.visit(f"{url}/close", self.lorea).status_code, 405)
        self.assertEqual(self.visit(f"{url}/close", self.lorea, data={"x": "y"}).status_code, 400)
        self.assertEqual(self.ticket.state, "new")
        self.send(f"{url}/close", self.lorea)
        self.assertEqual(self.ticket.state, "closed")
        self.send(f"{url}/reopen", self.lorea, text="Still broken")
        self.assertEqual(self.ticket.state, "open")
        # by its number, of another of the same customer
        answer = self.send(f"/my/requests/{self.own.id}/close", self.lorea, page=url)
        self.assertEqual((answer.status_code, self.own.state), (404, "new"))

    def test_close_company_scope_own(self):
        self.assertEqual(
            self.send(f"/my/requests/{self.ticket.id}/close", self.bittor).status_code, 404
        )
        self.assertEqual(self.ticket.state, "new")
        self.send(f"/my/requests/{self.own.id}/close", self.bittor)
        self.assertEqual(self.own.state, "closed")

    def test_close_agent_of_the_department(self):
        for ticket in self.ticket | self.own:
            ticket.action_resolve()
        for step in ("action_close", "action_reopen"):
            self.assertTrue(self._may(self.agent, lambda one, step=step: getattr(one, step)()))
            # nobody's request of another department is read, and taken by its people
            self.own.message_subscribe(self.unai.partner_id.ids)
            self.assertTrue(self._reads(self.own, self.unai))
            self.assertFalse(
                self._may(self.unai, lambda one, step=step: getattr(one, step)(), self.own)
            )

    def test_close_supervisor_all(self):
        self.foreign.action_resolve()
        for step in ("action_close", "action_reopen"):
            self.assertTrue(
                self._may(
                    self.supervisor, lambda one, step=step: getattr(one, step)(), self.foreign
                )
            )

    def test_close_quality_no(self):
        self.ticket.action_resolve()
        for step in ("action_close", "action_reopen"):
            self.assertFalse(self._may(self.officer, lambda one, step=step: getattr(one, step)()))

    def test_close_public_no(self):
        page = f"/my/requests/{self.ticket.id}?access_token={self.token}"
        for step in ("close", "reopen", "follow"):
            answer = self.send(
                f"/my/requests/{self.ticket.id}/{step}", False, page=page,
                access_token=self.token, text="x",
            )  # fmt: skip
            self.assertIn("/web/login", answer.url)
        self.assertEqual(self.ticket.state, "new")

    # -- department, priority, promises ----------------------------------------------------------

    def _try_changes(self, user):
        """Whether one of us may change the department, the priority, and what is promised."""
        return tuple(
            self._may(user, step)
            for step in (
                lambda one: one.action_transfer(self.quality, "It is the packaging"),
                lambda one: one.write({"priority": "3"}),
                lambda one: self.policy.with_user(one.env.user).write({"resolution_hours": 1}),
            )
        )

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_change_portal_contact_no(self):
        self.assertEqual(self._try_changes(self.lorea), (False, False, False))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_change_company_scope_no(self):
        self.assertEqual(self._try_changes(self.bittor), (False, False, False))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_change_agent_department_and_priority(self):
        self.assertEqual(self._try_changes(self.agent), (True, True, False))
        self.assertEqual(self._try_changes(self.unai), (False, False, False))

    def test_change_supervisor_yes(self):
        self.assertEqual(self._try_changes(self.supervisor), (True, True, True))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_change_quality_no(self):
        self.assertEqual(self._try_changes(self.officer), (False, False, False))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_change_public_no(self):
        public = self.env.ref("base.public_user")
        self.assertEqual(self._try_changes(public), (False, False, False))
        # nor with the link: the address of the page writes nothing
        self.visit(f"/my/requests/{self.ticket.id}?access_token={self.token}&priority=3", False)
        self.assertEqual((self.ticket.priority, self.ticket.team_id), ("1", self.support))

    # -- beside the matrix -----------------------------------------------------------------------

    def test_whoever_only_writes_requests_down_works_on_none(self):
        self.assertFalse(self._reads(self.ticket, self.gorka))
        own = (
            self.env[MODEL]
            .with_user(self.gorka)
            .create({"name": "Heard of", "team_id": self.support.id})
        )
        self.assertTrue(self._reads(own, self.gorka))
        with self.assertRaises(UserError):
            own.action_resolve()


class _Taken(Exception):
    """The step was allowed: take it back."""

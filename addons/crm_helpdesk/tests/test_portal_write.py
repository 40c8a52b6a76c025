from odoo.tests import HttpCase, tagged

from .common import madrid
from .common_portal import PNG, PortalCase


@tagged("-at_install", "post_install")
class TestPortalWrite(PortalCase, HttpCase):
    """What customers write: a request with photos, an answer, that it is solved or not."""

    def _write(self, user=None, files=(), **values):
        given = {"name": "Broken packaging", "text": "Two boxes\nof tomato", **values}
        return self.send("/my/requests/new", user, page="/my/requests/new", files=files, **given)

    def _last(self):
        return self.env["crm.helpdesk.ticket"].search([], order="id desc", limit=1)

    def _make(self):
        self._write()
        return self._last()

    def test_with_photos_from_a_phone(self):
        category = self.env.ref("crm_helpdesk.crm_helpdesk_category_packaging")
        answer = self._write(
            category=category.id,
            files=[
                ("photo", ("box.png", PNG, "image/png")),
                ("files", ("note.pdf", b"%PDF-1.4", "application/pdf")),
                ("files", ("second.png", PNG, "image/png")),
            ],
        )
        ticket = self._last()
        self.assertTrue(answer.url.endswith(f"/my/requests/{ticket.id}?done=created"))
        self.assertIn(ticket.number, self.words(answer))
        self.assertEqual(
            (ticket.channel, ticket.sender_trust, ticket.partner_id, ticket.category_id),
            ("portal", "authenticated", self.contact, category),
        )
        self.assertEqual((ticket.company_id, ticket.team_id), (self.company, self.support))
        self.assertEqual(ticket.description, "<p>Two boxes<br>of tomato</p>")
        # the files are of a message that both sides read, and the page shows them
        files = ticket.message_ids.filtered("attachment_ids").attachment_ids
        self.assertEqual(set(files.mapped("name")), {"box.png", "note.pdf", "second.png"})
        for name in ("box.png", "note.pdf", "second.png"):
            self.assertIn(name, answer.text)
        # what it begins with is no reply, and nobody was answered
        self.assertEqual(ticket.event_ids.mapped("kind"), ["start"])
        self.assertEqual(ticket.state, "new")

    def test_only_what_the_form_has(self):
        self._write(
            team_id=self.quality.id, user_id=self.agent.id, priority="3", stage_id="6",
            partner_id=self.sara.partner_id.id, company_id=self.other_company.id,
            sender_trust="verified", deadline="2030-01-01",
        )  # fmt: skip
        ticket = self._last()
        self.assertEqual(
            (ticket.team_id, ticket.user_id.id, ticket.priority, ticket.state, ticket.partner_id),
            (self.support, False, "1", "new", self.contact),
        )

    def test_a_category_sends_it_to_its_department(self):
        category = self.env["crm.helpdesk.category"].create(
            {"name": "Quality", "team_id": self.quality.id, "company_id": self.company.id}
        )
        self._write(category=category.id)
        self.assertEqual(self._last().team_id, self.quality)
        # one that is not on the portal is none
        category.portal_visible = False
        self._write(category=category.id)
        self.assertFalse(self._last().category_id)

    def test_bad_forms_are_refused_with_what_was_written(self):
        before = self.env["crm.helpdesk.ticket"].search_count([])
        for values, files, sentence in (
            ({"name": " "}, (), "Write what it is about"),
            ({"text": ""}, (), "Write what it is about"),
            ({}, [("files", ("a.exe", b"MZ", "x/y"))], "we take no programs"),
            ({}, [("files", (f"{n}.png", PNG, "image/png")) for n in range(11)], "more than 10"),
        ):
            answer = self._write(files=files, **values)
            self.assertIn(sentence, self.words(answer))
        self.assertIn("Broken packaging", answer.text)
        for odd in ({"category": "x"}, {"category": "9" * 50}, {"follows": "-1"}):
            self.assertIn("/my/requests/", self._write(**odd).url)
        self.assertEqual(self.env["crm.helpdesk.ticket"].search_count([]), before + 3)

    def test_a_page_in_disguise_is_a_text(self):
        self._write(files=[("files", ("x.html", b"<script>alert(1)</script>", "text/html"))])
        file = self._last().message_ids.attachment_ids
        self.assertEqual(file.mimetype, "text/plain")

    def test_no_department_takes_requests(self):
        (self.support | self.quality).portal_visible = False
        self.assertIn("No department takes requests", self.words(self._write()))

    # -- perhaps the same ------------------------------------------------------------------------

    def test_an_open_one_with_the_same_subject_is_pointed_out(self):
        ticket = self._make()

        def ask(subject, user=self.lorea):
            self.authenticate(user.login, user.login)
            return self.make_jsonrpc_request("/my/requests/similar", {"subject": subject})

        found = ask("RE: broken  packaging!")
        self.assertEqual(found, [{"id": ticket.id, "label": f"{ticket.number} Broken packaging"}])
        self.assertEqual(ask("Late delivery"), [])
        # those of others are not told, nor those that are done
        self.assertEqual(ask("Broken packaging", self.bittor), [])
        self.assertEqual(ask("Broken packaging", self.sara), [])
        ticket.action_resolve()
        self.assertEqual(ask("Broken packaging"), [])

    def test_what_was_written_is_added_to_it(self):
        ticket = self._make()
        answer = self._write(
            text="A third one too", add_to=ticket.id, files=[("photo", ("3.png", PNG, "image/png"))]
        )
        self.assertTrue(answer.url.endswith(f"/my/requests/{ticket.id}?done=added"))
        self.assertEqual(self._last(), ticket)
        message = ticket.message_ids[0]
        self.assertIn("A third one too", message.body)
        self.assertEqual(message.author_id, self.contact)
        self.assertEqual(message.attachment_ids.name, "3.png")
        # not to one of another
        self.assertEqual(self._write(self.sara, add_to=ticket.id).status_code, 404)
        self.assertEqual(ticket.message_ids[0], message)

    # -- solved, or not --------------------------------------------------------------------------

    def test_it_is_solved(self):
        ticket = self._make()
        answer = self.send(f"/my/requests/{ticket.id}/close")
        self.assertIn("glad that it is solved", self.words(answer))
        self.assertEqual((ticket.state, ticket.resolution_kind), ("closed", "customer"))
        self.assertTrue(ticket.resolved_at)
        # twice is told, and changes nothing
        answer = self.send(f"/my/requests/{ticket.id}/close", page="/my/requests/new")
        self.assertIn("closed already", self.words(answer))

    def test_what_we_have_resolved_is_confirmed(self):
        ticket = self._make()
        ticket.action_resolve(kind="refunded")
        words = self.words(self.visit(f"/my/requests/{ticket.id}"))
        self.assertIn("Is it solved?", words)
        self.send(f"/my/requests/{ticket.id}/close")
        self.assertEqual((ticket.state, ticket.resolution_kind), ("closed", "refunded"))

    def test_a_part_that_is_open_keeps_it_open(self):
        ticket = self._make()
        part = ticket.copy({"parent_id": ticket.id})
        answer = self.send(f"/my/requests/{ticket.id}/close")
        self.assertIn(part.number, self.words(answer))
        self.assertEqual(ticket.state, "new")

    def test_it_is_not_solved(self):
        ticket = self._make()
        ticket.action_resolve()
        answer = self.send(f"/my/requests/{ticket.id}/reopen", text=" ")
        self.assertIn("Write what is still wrong", self.words(answer))
        answer = self.send(f"/my/requests/{ticket.id}/reopen", text="The second box too")
        self.assertIn("open again", self.words(answer))
        self.assertEqual((ticket.state, ticket.reopen_count), ("open", 1))
        said = ticket.message_ids.filtered(lambda one: "The second box too" in one.body)
        self.assertEqual(said.author_id, self.contact)

    def test_after_a_week_it_is_a_new_one(self):
        ticket = self.make_ticket("2026-10-05 10:00", description="x")
        with self.at("2026-10-06 10:00"):
            ticket.action_resolve()
        own = ticket.with_user(self.lorea)
        with self.at("2026-10-13 10:00"):
            self.assertTrue(own._may_reopen_outside())
        with self.at("2026-10-13 10:01"):
            self.assertFalse(own._may_reopen_outside())
        self.assertEqual(ticket.resolved_at, madrid("2026-10-06 10:00"))
        ticket._close()
        # then what is written about it names it
        page = self.visit(f"/my/requests/new?follows={ticket.id}")
        self.assertIn(ticket.number, self.words(page))
        self._write(follows=ticket.id)
        self.assertEqual(self._last().origin_ticket_id, ticket)
        # but not one that the visitor does not read
        self._write(self.sara, follows=ticket.id)
        self.assertFalse(self._last().origin_ticket_id)

    def test_news_by_mail_or_not(self):
        ticket = self._make()
        self.assertIn(self.contact, ticket.message_partner_ids)
        self.send(f"/my/requests/{ticket.id}/follow")
        self.assertNotIn(self.contact, ticket.message_partner_ids)
        self.send(f"/my/requests/{ticket.id}/follow")
        self.assertIn(self.contact, ticket.message_partner_ids)

    def test_an_answer_by_the_page(self):
        ticket = self._make()
        self.answer(ticket)
        ticket.action_wait_for_customer()
        self.authenticate(self.lorea.login, self.lorea.login)
        self.make_jsonrpc_request(
            "/mail/message/post",
            {
                "thread_model": "crm.helpdesk.ticket",
                "thread_id": ticket.id,
                "post_data": {
                    "body": "Here it is",
                    "message_type": "comment",
                    "subtype_xmlid": "mail.mt_comment",
                },
            },
        )
        self.env.invalidate_all()
        self.assertEqual(ticket.state, "open")
        said = ticket.message_ids.filtered(lambda one: "Here it is" in one.body)
        self.assertEqual(said.author_id, self.contact)

import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common_portal import PortalCase


@tagged("-at_install", "post_install")
class TestPortal(PortalCase, HttpCase):
    """What customers read of requests, of two customers and two companies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls.env["crm.helpdesk.ticket"].create(
            {
                "name": "Two boxes of tomato arrived broken",
                "description": "<p>Order 17, on Monday</p>",
                "team_id": cls.support.id,
                "partner_id": cls.contact.id,
            }
        )

    # -- H16 -------------------------------------------------------------------------------------

    def test_h16_another_customer_neither_reads_nor_closes_nor_opens(self):
        url = f"/my/requests/{self.ticket.id}"
        self.assertEqual(self.visit(url, self.lorea).status_code, 200)
        for stranger in (self.sara, self.pilar):
            self.assertEqual(self.visit(url, stranger).status_code, 404)
            for step in ("close", "reopen", "follow"):
                answer = self.send(f"{url}/{step}", stranger, page="/my/requests/new", text="x")
                self.assertEqual(answer.status_code, 404, step)
        self.assertEqual(self.ticket.state, "new")
        self.assertEqual(self.ticket.message_partner_ids, self.contact)
        # nor is there a word of one that is not there
        self.assertEqual(self.visit(f"/my/requests/{self.ticket.id + 999}").status_code, 404)

    def test_h16_a_form_of_elsewhere_does_nothing(self):
        self.ticket.action_resolve()
        for step in ("close", "reopen"):
            url = f"/my/requests/{self.ticket.id}/{step}"
            self.assertEqual(self.visit(url, data={"text": "x"}).status_code, 400)
            self.assertEqual(self.visit(url).status_code, 405)
        self.assertEqual(self.ticket.state, "resolved")

    def test_h16_a_colleague_sees_nothing_until_he_sees_all(self):
        # Given a colleague who sees the own requests,
        self.assertNotIn("tomato", self.words(self.visit("/my/requests", self.bittor)))
        url = f"/my/requests/{self.ticket.id}"
        self.assertEqual(self.visit(url, self.bittor).status_code, 404)
        # when he sees those of the company,
        self.bittor.partner_id.helpdesk_scope = "company"
        # then he sees all of them at once, in a list that says whose they are,
        words = self.words(self.visit("/my/requests", self.bittor))
        self.assertIn("tomato", words)
        self.assertIn("Lorea Saiz", words)
        self.assertEqual(self.visit(url, self.bittor).status_code, 200)
        # but does not close what is another's
        self.assertEqual(self.send(f"{url}/close", self.bittor).status_code, 404)
        self.assertEqual(self.ticket.state, "new")
        # and no longer, once he sees the own ones again
        self.bittor.partner_id.helpdesk_scope = "own"
        self.assertEqual(self.visit(url, self.bittor).status_code, 404)

    def test_h16_the_file_of_a_note_is_nowhere(self):
        secret = self.note_with_file(self.ticket)
        answer = self.reply(self.ticket, attachments=[("label.txt", b"public")])
        shown = answer.attachment_ids
        page = self.visit(f"/my/requests/{self.ticket.id}")
        self.assertIn("label.txt", page.text)
        for word in ("plan.txt", "Between us", f"/web/content/{secret.id}"):
            self.assertNotIn(word, page.text)
        # by its number, with the token of the other file, or with that of the request
        token = shown._get_raw_access_token()
        self.assertEqual(
            self.visit(f"/web/content/{shown.id}?access_token={token}", False).content, b"public"
        )
        for query in ("", f"?access_token={token}", f"?access_token={self.ticket.access_token}"):
            for user in (self.lorea, False):
                answer = self.visit(f"/web/content/{secret.id}{query}", user)
                self.assertEqual(answer.status_code, 404)
        # nor in what the conversation of the page asks for
        self.authenticate(self.lorea.login, self.lorea.login)
        found = self.make_jsonrpc_request(
            "/mail/chatter_fetch",
            {"thread_model": "crm.helpdesk.ticket", "thread_id": self.ticket.id},
        )
        self.assertIn("Any news?", json.dumps(found))
        self.assertNotIn("plan.txt", json.dumps(found))

    # -- who sees what ---------------------------------------------------------------------------

    def _sees(self, *partners):
        self.env.invalidate_all()
        self.assertEqual(self.ticket.viewer_partner_ids, self.env["res.partner"].union(*partners))

    def test_who_sees_a_request_follows_the_contacts(self):
        boss = self.bittor.partner_id
        boss.helpdesk_scope = "company"
        self._sees(boss)
        # another contact of the company, one that leaves it, one that is archived
        new = self.env["res.partner"].create(
            {"name": "Eneko", "parent_id": self.customer.id, "helpdesk_scope": "company"}
        )
        self._sees(boss, new)
        new.parent_id = self.cellar
        self._sees(boss)
        # the request turns out to be of the other customer, and comes back
        self.ticket.partner_id = self.sara.partner_id
        self._sees(new)
        self.ticket.partner_id = self.contact
        self._sees(boss)
        # the contact goes to the other customer with what he has written
        self.contact.parent_id = self.cellar
        self._sees(new)
        self.contact.parent_id = self.customer
        new.active = False
        self._sees(boss)

    def test_a_collaborator_of_another_company_reads_and_answers(self):
        self.ticket.collaborator_ids = self.sara.partner_id
        self._sees(self.sara.partner_id)
        self.assertIn(self.sara.partner_id, self.ticket.message_partner_ids)
        page = self.visit(f"/my/requests/{self.ticket.id}", self.sara)
        self.assertIn("Order 17", self.words(page))
        self.ticket.collaborator_ids = False
        self._sees()
        self.assertEqual(self.visit(f"/my/requests/{self.ticket.id}", self.sara).status_code, 404)

    def test_after_a_merge_the_scope_of_whoever_stays_holds(self):
        double = self._make_contact("Bittor R.", self.customer)
        double.helpdesk_scope = "company"
        self._sees(double)
        stays = self.bittor.partner_id
        self.env["base.partner.merge.automatic.wizard"]._merge((stays | double).ids, stays)
        self._sees()

    def test_nobody_writes_who_sees_it(self):
        with self.assertRaisesRegex(UserError, "add a collaborator"):
            self.ticket.viewer_partner_ids = self.sara.partner_id
        forged = self.ticket.copy({"viewer_partner_ids": [(6, 0, self.sara.partner_id.ids)]})
        self.assertFalse(forged.viewer_partner_ids)

    def test_many_requests_by_one_statement(self):
        for _each in range(10):
            self.ticket.copy()
        self.env.flush_all()
        # as many for eleven requests as for one
        with self.assertQueryCount(__system__=15):
            self.bittor.partner_id.helpdesk_scope = "company"
            self.env.flush_all()

    # -- what a customer may ask the server for --------------------------------------------------

    @mute_logger("odoo.http", "odoo.models", "odoo.addons.base.models.ir_model")
    def test_a_customer_writes_nothing_by_the_server(self):
        ticket = self.ticket.with_user(self.lorea)
        stage = self.env["crm.helpdesk.stage"]._get_for("closed", self.support)
        for values in (
            {"team_id": self.quality.id},
            {"user_id": self.agent.id},
            {"priority": "3"},
            {"stage_id": stage.id},
            {"deadline": "2030-01-01 10:00:00"},
            {"name": "Other"},
        ):
            with self.assertRaises(UserError):  # a right that is missing is one of those
                ticket.write(values)
        self.assertEqual((self.ticket.team_id, self.ticket.priority), (self.support, "1"))
        with self.assertRaises(AccessError):
            ticket.create({"name": "x", "team_id": self.support.id})
        for step in ("action_resolve", "action_close", "action_take", "action_open"):
            with self.assertRaises(AccessError):
                getattr(ticket, step)()
        with self.assertRaises(AccessError):
            ticket.action_transfer(self.quality, "x")
        with self.assertRaises(AccessError):
            self.env["crm.helpdesk.sla.target"].with_user(self.lorea).search([])

    @mute_logger("odoo.http")
    def test_what_is_ours_to_know_is_not_read(self):
        self.ticket.action_wait_for_others("The carrier, who is slow")
        self.authenticate(self.lorea.login, self.lorea.login)

        def read(*names):
            return self.make_jsonrpc_request(
                "/web/dataset/call_kw/crm.helpdesk.ticket/read",
                {
                    "model": "crm.helpdesk.ticket",
                    "method": "read",
                    "args": [self.ticket.ids, list(names)],
                    "kwargs": {},
                },
            )

        self.assertEqual(read("number")[0]["number"], self.ticket.number)
        for name in ("waits_for", "cause_id", "sla_state", "sla_light", "target_ids", "event_ids"):
            with self.assertRaises(JsonRpcException, msg=name):
                read(name)

    # -- list and page ---------------------------------------------------------------------------

    def test_the_card_counts_them(self):
        self.authenticate(self.lorea.login, self.lorea.login)
        counts = self.make_jsonrpc_request("/my/counters", {"counters": ["request_count"]})
        self.assertEqual(counts, {"request_count": 1})
        self.assertIn("Your Requests", self.visit("/my").text)

    def test_by_state_order_and_word(self):
        for query, found in (
            ("", True),
            ("?filterby=open&sortby=subject", True),
            ("?filterby=closed", False),
            ("?filterby=mine", False),
            ("?filterby=x&sortby=user_id", True),
            ("?search=tomato&search_in=all", True),
            (f"?search={self.ticket.number}", True),
            ("?search=zzz", False),
            ("/page/9?sortby=changed", True),
        ):
            answer = self.visit(f"/my/requests{query}")
            self.assertEqual(answer.status_code, 200, query)
            shown = f'href="/my/requests/{self.ticket.id}"' in answer.text
            self.assertEqual(shown, found, query)

    def test_a_customer_reads_words_of_his(self):
        words = self.words(self.visit(f"/my/requests/{self.ticket.id}"))
        for text in (self.ticket.number, "Received", "Order 17", "We promise a solution by"):
            self.assertIn(text, words)
        for text in ("breached", "Soporte", "sla", "priority"):
            self.assertNotIn(text, words)
        # without a policy there is no promise
        self.policy.active = False
        other = self.ticket.copy({"partner_id": self.contact.id})
        self.assertNotIn("We promise", self.words(self.visit(f"/my/requests/{other.id}")))

    def test_the_deadline_of_h1_as_it_was_promised(self):
        ticket = self.make_ticket("2026-10-09 17:30")
        for lang, by in (
            ("en_US", "Tue, Oct 13, 11:30\u202fAM"),
            ("es_ES", "mar, 13 oct, 11:30"),
        ):
            page = ticket.with_user(self.lorea).with_context(lang=lang).sudo()._get_portal_page()
            self.assertEqual(page["promise"], {"metric": "resolution", "by": by})

    def test_one_that_was_joined_leads_to_the_other(self):
        # H21: the link of the second leads to the first, for whoever may read that
        first, second = self.ticket, self.ticket.copy({"partner_id": self.contact.id})
        self.note_with_file(second)
        second._by_flow().write({"merged_into_id": first.id})
        second.action_cancel()
        answer = self.visit(f"/my/requests/{second.id}")
        self.assertTrue(answer.url.endswith(f"/my/requests/{first.id}"))
        self.assertNotIn("plan.txt", answer.text)
        self.assertNotIn(f"/{second.id}", self.visit("/my/requests?filterby=all").text)
        # and says so to one who may not, like whoever has the link of the second alone
        token = second._portal_ensure_token()
        answer = self.visit(f"/my/requests/{second.id}?access_token={token}", False)
        self.assertTrue(answer.url.endswith(f"/{second.id}?access_token={token}"))
        self.assertIn("part of another one", self.words(answer))

    def test_one_of_us_sees_what_is_his_on_the_portal(self):
        words = self.words(self.visit("/my/requests", self.supervisor))
        self.assertNotIn("tomato", words)

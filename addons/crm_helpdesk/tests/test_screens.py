from ast import literal_eval

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import Form, TransactionCase, tagged

from .common import HelpdeskCase


@tagged("-at_install", "post_install")
class TestScreens(HelpdeskCase, TransactionCase):
    """Board, lists and the form, as an agent uses them."""

    def setUp(self):
        super().setUp()
        self.tickets = self.env["crm.helpdesk.ticket"].with_user(self.agent)

    def test_an_agent_writes_down_what_a_customer_says(self):
        with self.at("2026-10-05 10:00"), Form(self.tickets) as form:
            form.name = "Two boxes arrived broken"
            form.partner_id = self.contact
        ticket = form.record
        self.assertEqual((ticket.state, ticket.team_id), ("new", self.support))
        self.assertEqual(ticket.partner_email, "lorea@example.com")
        self.assertTrue(ticket.deadline)

    def test_the_quick_form_of_a_column(self):
        view = "crm_helpdesk.crm_helpdesk_ticket_view_form_quick"
        with Form(self.tickets, view=view) as form:
            form.name = "Where is my order?"
        self.assertEqual(form.record.team_id, self.support)

    def test_a_step_that_is_refused_leaves_the_card_where_it_was(self):
        ticket = self.make_ticket("2026-10-05 10:00").with_user(self.agent)
        waiting = self.env["crm.helpdesk.stage"]._get_for("pending_customer", self.support)
        with self.assertRaisesRegex(UserError, "ask the customer first"), self.env.cr.savepoint():
            ticket.write({"stage_id": waiting.id})
        ticket.invalidate_recordset()
        self.assertEqual(ticket.state, "new")

    def test_every_column_is_there_without_requests(self):
        columns = self.tickets.with_context(read_group_expand=True).web_read_group(
            [("id", "=", 0)], ["stage_id"], []
        )["groups"]
        self.assertGreaterEqual(len(columns), 7)

    def test_every_filter_finds_without_an_error(self):
        self.make_ticket("2026-10-05 10:00")
        view = self.env.ref("crm_helpdesk.crm_helpdesk_ticket_view_search")
        arch = self.env["crm.helpdesk.ticket"].get_views([(view.id, "search")])
        filters = self._filters_of(arch["views"]["search"]["arch"])
        self.assertGreater(len(filters), 15)
        for name, domain in filters:
            with self.subTest(filter=name):
                wanted = literal_eval(domain.replace("uid", str(self.agent.id)))
                self.tickets.search_count(wanted)

    def _filters_of(self, arch):
        found = etree.fromstring(arch).iterfind(".//filter[@domain]")
        return [(each.get("name"), each.get("domain")) for each in found]

    def test_settings_are_those_of_the_company(self):
        settings = self.env["res.config.settings"].with_company(self.company)
        page = settings.create({"helpdesk_warn_percent": 60, "helpdesk_reopen_days": 3})
        page.execute()
        self.assertEqual(self.company.helpdesk_warn_percent, 60)
        self.assertEqual(self.company.helpdesk_reopen_days, 3)

from odoo.tests import TransactionCase, tagged

from .common import HelpdeskCase


@tagged("-at_install", "post_install")
class TestCustomer360(HelpdeskCase, TransactionCase):
    """Requests on the customer's page, in the timeline and on the rep's day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = cls._make_user("iker", "sales_team.group_sale_salesman")
        cls.other_rep = cls._make_user("sara", "sales_team.group_sale_salesman")
        cls.customer.user_id = cls.rep

    def requests(self, user=None):
        page = self.customer.with_user(user or self.rep).crm360_load(keys=["requests"])
        return page["sections"][0]["data"]

    def test_open_ones_first_and_the_last_five(self):
        done = self.make_ticket("2026-10-05 09:00", name="Done")
        with self.at("2026-10-05 10:00"):
            done.action_resolve()
        for number in range(5):
            self.make_ticket(f"2026-10-06 1{number}:00", name=f"Open {number}")
        with self.at("2026-10-06 18:00"):
            data = self.requests()
        self.assertEqual((len(data["rows"]), data["total"]), (5, 6))
        self.assertTrue(data["rows"][0]["title"].endswith("Open 0"))
        self.assertEqual(data["rows"][0]["badge"], {"label": "Late", "tone": "danger"})
        self.assertTrue(data["action"])
        self.assertTrue(data["can_write"])

    def test_a_rep_sees_those_of_the_own_customers(self):
        self.make_ticket("2026-10-05 09:00")
        self.customer.user_id = self.other_rep
        self.assertFalse(self.requests(self.rep)["rows"])
        self.assertEqual(self.requests(self.other_rep)["total"], 1)

    def test_the_timeline_tells_when_it_came_was_answered_and_resolved(self):
        ticket = self.make_ticket("2026-10-05 09:00")
        with self.at("2026-10-05 09:30"):
            self.answer(ticket)
        with self.at("2026-10-05 11:00"):
            ticket.action_resolve()
        page = self.customer.with_user(self.rep).crm360_timeline(limit=50)
        items = [each for each in page["items"] if each["key"].startswith("request")]
        self.assertEqual(
            {each["key"] for each in items}, {"request_in", "request_answer", "request_done"}
        )
        answered = next(each for each in items if each["key"] == "request_answer")
        self.assertEqual(answered["date"], "2026-10-05 07:30:00")
        self.assertEqual((answered["model"], answered["res_id"]), (ticket._name, ticket.id))

    def test_pages_of_the_timeline_tell_each_once(self):
        for hour in (9, 10, 11):
            ticket = self.make_ticket(f"2026-10-05 {hour:02d}:00")
            with self.at(f"2026-10-05 {hour:02d}:30"):
                ticket.action_resolve()
        page, seen = {"next": None}, []
        while not seen or page["next"]:
            page = self.customer.with_user(self.rep).crm360_timeline(page["next"], limit=2)
            seen += [(each["key"], each["id"]) for each in page["items"]]
        requests = [each for each in seen if each[0].startswith("request")]
        self.assertEqual(len(requests), len(set(requests)))
        self.assertEqual(len(requests), 6)

    def test_the_day_says_what_a_customer_waits_for(self):
        late = self.make_ticket("2026-10-05 09:00", name="Broken")
        self.make_ticket("2026-10-06 16:00")
        with self.at("2026-10-06 18:00"):
            summary = (
                self.env["crm.action"].with_user(self.rep)._my_day_partner_summary(self.contact)
            )
        self.assertEqual(
            summary[self.contact.id]["requests"], {"count": 2, "late": 1, "first": late.name}
        )

    def test_a_new_request_is_of_this_customer(self):
        action = self.customer.with_user(self.rep).action_new_helpdesk_request()
        self.assertEqual(action["context"]["default_partner_id"], self.customer.id)
        self.assertEqual(action["res_model"], "crm.helpdesk.ticket")
        self.make_ticket("2026-10-05 09:00")
        self.assertEqual(self.contact.with_user(self.rep).helpdesk_open_count, 1)

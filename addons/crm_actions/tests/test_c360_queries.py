from odoo.tests import tagged

from .common_c360 import Customer360Case
from .common_c360_queries import PageBudgetMixin

BUDGET = 15
_OWN = {"header", "opportunities", "actions", "invoices", "sales"}


@tagged("-at_install", "post_install")
class TestCustomer360Queries(PageBudgetMixin, Customer360Case):
    """The page costs the same for a customer with three documents and with three hundred."""

    def _make_documents(self, count):
        """So many quotes, invoices, visits and opportunities each."""
        order, invoice = self._order(5), self._invoice(10, "2026-09-01")
        orders = order.browse().concat(*(order.copy() for _number in range(count - 1)))
        orders.user_id = self.nora
        copies = [invoice.copy({"invoice_date": "2026-09-01"}) for _number in range(count - 1)]
        invoice.browse().concat(*copies).action_post()
        visit = {"type_id": self.visit_type.id, "partner_id": self.customer.id}
        lead = {"type": "opportunity", "partner_id": self.customer.id, "user_id": self.nora.id}
        actions, leads = self.env["crm.action"].with_user(self.nora), self.env["crm.lead"]
        actions.create([{**visit, "start": "2026-10-20 09:00:00"} for _number in range(count)])
        leads.create([{**lead, "name": f"Opportunity {number}"} for number in range(count)])

    def _measure(self, user, partner=None):
        page = self._as(user, partner)
        page.crm360_load()  # fills the caches of the registry
        with self.count_page_queries() as counter:
            sections = page.crm360_load()["sections"]
        shown = [part for part in sections if part["open"]]
        self.assertTrue(all("data" in part for part in shown))
        # each part of another addon is one query more
        return counter, BUDGET + len({part["key"] for part in shown} - _OWN)

    def test_at_most_fifteen_queries_for_three_and_for_three_hundred_documents(self):
        self._make_documents(3)
        few = self._measure(self.nora)
        leader = self._measure(self.lea)
        contact = self._measure(self.lea, self.shop)
        self._make_documents(72)  # of four kinds: with the others 300
        many = self._measure(self.nora)
        for counter, budget in (few, many, leader, contact):
            self.assertLessEqual(counter.count, budget, "\n\n".join(counter.statements))
        self.assertEqual(few[0].count, many[0].count)

    def test_a_phone_gets_what_it_keeps_folded_and_pays_no_more_for_it(self):
        self._make_documents(3)
        self._as(self.nora).crm360_load(small=True)
        with self.count_page_queries() as counter:
            sections = self._as(self.nora).crm360_load(small=True)["sections"]
        loaded = {part["key"] for part in sections if "data" in part}
        # each part of another addon is one query more
        budget = BUDGET + len(loaded - _OWN)
        self.assertLessEqual(counter.count, budget, "\n\n".join(counter.statements))
        self.assertEqual([part["key"] for part in sections if part["open"]], ["header"])
        self.assertEqual(loaded, {part["key"] for part in sections if part["offline"]})

    def test_the_rest_of_the_page_is_cheap_too(self):
        self._make_documents(3)
        rest = ["products", "calendar", "documents"]
        self._as(self.nora).crm360_load(rest)
        with self.count_page_queries() as counter:
            self._as(self.nora).crm360_load(rest)
        self.assertLessEqual(counter.count, BUDGET, "\n\n".join(counter.statements))

    def test_a_page_of_the_timeline_costs_the_same_however_long_the_story(self):
        costs = []
        for count in (3, 30):
            self._make_documents(count)
            self._as(self.nora).crm360_timeline()
            with self.count_page_queries() as counter:
                self._as(self.nora).crm360_timeline()
            costs.append(counter.count)
        # each other addon that tells a part of the story does so by one query more
        tellers = {
            each.__module__.split(".")[2]
            for each in self.customer.env.registry["res.partner"].mro()
            if "_crm360_timeline" in vars(each) and each.__module__.startswith("odoo.addons.")
        }
        self.assertLessEqual(max(costs), 15 + len(tellers - {"crm_actions"}))
        self.assertLessEqual(costs[1], costs[0] + 1)

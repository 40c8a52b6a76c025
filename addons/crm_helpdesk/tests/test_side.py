from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged

from .common import HelpdeskCase


@tagged("-at_install", "post_install")
class TestSide(HelpdeskCase, TransactionCase):
    """Who the customer is, beside the request."""

    def setUp(self):
        super().setUp()
        self.ticket = self.make_ticket("2026-10-05 10:00")

    def side(self, user=None):
        return self.ticket.with_user(user or self.agent).get_side()

    def test_the_head_of_the_customers_page(self):
        header = self.side()["header"]
        self.assertEqual(header["name"], "Hostelería Peña Blanca")
        self.assertEqual(header["contact"], "Lorea Saiz")
        # an agent who does not sell is shown no money
        self.assertFalse(header["figures"])

    def test_other_requests_the_newest_first(self):
        numbers = [self.make_ticket(f"2026-10-06 1{hour}:00").number for hour in range(5)]
        found = self.side()
        self.assertEqual([each["number"] for each in found["others"]], numbers[:0:-1])
        self.assertEqual(found["more"], 1)

    def test_those_of_other_departments_stay_hidden(self):
        other = self.make_ticket("2026-10-06 10:00", team_id=self.quality.id)
        with self.at("2026-10-06 10:10"):
            other.with_user(self.supervisor).action_take()
        self.assertFalse(self.side()["others"])
        self.assertEqual(len(self.side(self.supervisor)["others"]), 1)

    def test_without_a_customer(self):
        self.ticket.partner_id = False
        found = self.side()
        self.assertEqual((found["header"], found["others"], found["more"]), (False, [], 0))

    def test_for_those_who_see_the_request(self):
        stranger = self._make_user("iker", "crm_helpdesk.group_helpdesk_user")
        with self.assertRaises(AccessError):
            self.side(stranger)

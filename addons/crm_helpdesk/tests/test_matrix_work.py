from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from .common_work import WorkCase


@tagged("-at_install", "post_install")
class TestMatrixOfSteps(WorkCase, TransactionCase):
    """Who may do what to a request of ours, cell by cell; customers are tried on their pages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outsider = cls._make_user("ines", "crm_helpdesk.group_helpdesk_agent", cls.quality)
        cls.rep = cls._make_user("rep", "crm_helpdesk.group_helpdesk_user")
        cls.seller = cls._make_user("sara", "sales_team.group_sale_salesman")
        cls.customer.user_id = cls.seller
        cls.contact.user_id = cls.seller

    def setUp(self):
        super().setUp()
        self.ticket = self.make_ticket("2026-10-05 10:00", user_id=self.ana.id)

    def sees(self, user, ticket=None):
        domain = [("id", "=", (ticket or self.ticket).id)]
        return bool(self.env["crm.helpdesk.ticket"].with_user(user).search_count(domain))

    def test_read(self):
        free = self.make_ticket("2026-10-05 10:00")
        for user, own, nobodys in (
            (self.ana, True, True),
            (self.berta, True, True),  # of the department
            (self.outsider, False, True),
            (self.leo, True, True),
            (self.officer, True, True),
            (self.seller, True, True),  # of her customer
            (self.rep, False, False),
        ):
            with self.subTest(user.name):
                self.assertEqual((self.sees(user), self.sees(user, free)), (own, nobodys))

    def test_who_follows_reads(self):
        self.ticket.message_subscribe(self.outsider.partner_id.ids)
        self.assertTrue(self.sees(self.outsider))

    def test_another_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.leo.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        own = self.env["crm.helpdesk.ticket"].with_user(self.leo)
        own = own.with_context(allowed_company_ids=other.ids)
        self.assertFalse(own.search_count([("id", "=", self.ticket.id)]))

    def test_write_to_the_customer(self):
        for user in (self.ana, self.leo):
            self.answer(self.ticket, user)
        with self.assertRaises(AccessError):
            self.answer(self.ticket, self.outsider)

    def test_transfer(self):
        for user in (self.officer, self.seller, self.outsider):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self.ticket.with_user(user).action_transfer(self.quality, "No")
        self.ticket.with_user(self.ana).action_transfer(self.quality, "Packaging")

    def test_priority(self):
        for user in (self.officer, self.seller, self.rep):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self.ticket.with_user(user).priority = "3"
        self.ticket.with_user(self.ana).priority = "3"

    def test_steps(self):
        for step in ("action_open", "action_resolve", "action_cancel", "action_take"):
            for user in (self.officer, self.seller, self.rep):
                with self.subTest(f"{user.name} {step}"), self.assertRaises(AccessError):
                    getattr(self.ticket.with_user(user), step)()

    def test_service_levels(self):
        for user in (self.ana, self.officer, self.seller):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self.policy.with_user(user).resolution_hours = 1
        self.policy.with_user(self.leo).resolution_hours = 8

    def test_merge_across_customers(self):
        bar = self.env["res.partner"].create({"name": "Bar", "is_company": True})
        other = self.make_ticket("2026-10-05 10:00", partner_id=bar.id, user_id=self.ana.id)
        with self.assertRaises(UserError):
            other.with_user(self.ana).action_merge(self.ticket)
        for user in (self.officer, self.seller):
            with self.subTest(user.name), self.assertRaises(AccessError):
                other.with_user(user).action_merge(self.ticket)
        other.with_user(self.leo).action_merge(self.ticket)

    def test_logs_are_written_by_nobody(self):
        rows = (
            self.ticket.event_ids[:1].with_user(self.leo),
            self.ticket.target_ids[:1].with_user(self.leo),
        )
        for row in rows:
            with self.subTest(row._name), self.assertRaises(UserError):
                row.write({"ticket_id": self.ticket.id})
        with self.assertRaises(UserError):
            self.env["crm.helpdesk.escalation"].with_user(self.leo).create(
                {"ticket_id": self.ticket.id, "kind": "warn", "key": "x", "at": "2026-10-05"}
            )

    def test_questions_give_no_way_around(self):
        with self.assertRaises(AccessError):
            self.wizard(
                "transfer", self.ticket, self.outsider, team_id=self.quality.id, reason="Mine"
            ).action_apply()

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import MANAGER, ActionCase


@tagged("-at_install", "post_install")
class TestSegmentAndZone(ActionCase):
    """What a customer is worth and where it lies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.segment = cls.env["crm.segment"].create({"name": "A", "code": "TA", "cycle_days": 14})
        cls.zone = cls.env["crm.zone"].create({"name": "Coast", "code": "TCOAST"})

    def test_a_customer_counts_once_however_many_contacts_it_has(self):
        # given a company of segment A with a contact
        self.customer.crm_segment_id = self.segment
        self.env["res.partner"].create({"name": "Eva", "parent_id": self.customer.id})
        # then the segment has one customer, and its button opens that one
        self.assertEqual(self.segment.partner_count, 1)
        action = self.segment.action_view_customers()
        self.assertEqual(self.env["res.partner"].search(action["domain"]), self.customer)

    def test_reps_rate_customers_and_managers_define_the_ratings(self):
        self.customer.with_user(self.nora).crm_segment_id = self.segment
        for user in (self.nora, self.lea):
            with self.assertRaises(AccessError):
                self.segment.with_user(user).cycle_days = 7
            with self.assertRaises(AccessError):
                self.env["crm.zone"].with_user(user).create({"name": "X", "code": "X"})
        self.segment.with_user(self.max).cycle_days = 7

    def test_a_code_names_one_segment_of_a_company(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.env["crm.segment"].create({"name": "A again", "code": "TA"})
        other = self.env["res.company"].create({"name": "Portugal"})
        self.env["crm.segment"].create({"name": "A", "code": "TA", "company_id": other.id})

    def test_a_company_keeps_its_segments_to_itself(self):
        other = self.env["res.company"].create({"name": "Portugal"})
        own = self.env["crm.segment"].create({"name": "P", "code": "P", "company_id": other.id})
        tiago = new_test_user(
            self.env, "tiago", f"base.group_user,{MANAGER}",
            company_id=other.id, company_ids=[(6, 0, other.ids)],
        )  # fmt: skip
        seen = [
            self.env["crm.segment"].with_user(user).search([("id", "in", (own | self.segment).ids)])
            for user in (self.max, tiago)
        ]
        self.assertEqual(seen, [self.segment, self.segment | own])
        # and a customer that all companies share takes none of them alone
        with self.assertRaises(UserError):
            self.customer.crm_segment_id = own

    def test_the_customer_does_not_read_what_it_is_worth_to_us(self):
        self.customer.crm_segment_id = self.segment
        portal = new_test_user(self.env, "pia", "base.group_portal", name="Pia")
        portal.partner_id.parent_id = self.customer
        self.assertEqual(portal.partner_id.commercial_partner_id, self.customer)
        with self.assertRaises(AccessError):
            self.customer.with_user(portal).read(["crm_segment_id"])
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(portal).search([("crm_zone_id", "!=", False)])

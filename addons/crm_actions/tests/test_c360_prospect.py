from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common_c360 import Customer360Case


@tagged("-at_install", "post_install")
class TestProspect360(Customer360Case):
    """An opportunity without a contact has its page, is visited, and becomes a customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.prospect = cls._opportunity(
            name="Breakfasts",
            partner_id=False,
            partner_name="Casa Nueva",
            contact_name="Pía Sol",
            email_from="pia@example.com",
            phone="+34 884 00 01 77",
            street="Calle Alta 3",
            zip="33500",
            city="Llanes",
            expected_revenue=900,
        )

    def test_page_of_a_prospect(self):
        self._visit().close({"outcome_id": self.interested.id})
        self.prospect.message_post(body="Wants prices", message_type="comment")
        page = self._as(self.nora, self.prospect).crm360_load()
        parts = {part["key"]: part.get("data") for part in page["sections"]}
        header = parts["header"]
        self.assertEqual((header["name"], header["contact"]), ("Casa Nueva", "Pía Sol"))
        self.assertEqual(header["address"], "Calle Alta 3, 33500 Llanes")
        self.assertEqual(header["phones"][0]["value"], "+34 884 00 01 77")
        self.assertTrue(header["can_convert"])
        self.assertEqual(header["last_touch"], "2026-10-15 10:00:00")
        self.assertEqual(parts["actions"]["total"], 1)
        self.assertEqual(parts["opportunities"]["rows"][0]["health"]["state"], "amber")
        told = self._as(self.nora, self.prospect).crm360_timeline()["items"]
        self.assertEqual({item["key"] for item in told}, {"action", "message"})

    def _visit(self):
        return self._plan(partner_id=False, opportunity_id=self.prospect.id)

    def test_a_rep_visits_a_prospect(self):
        visit = self._visit()
        self.assertFalse(visit.partner_id)
        self.assertEqual(visit.partner_phone, "+34 884 00 01 77")
        self.assertEqual(visit.partner_address, "Calle Alta 3, 33500 Llanes")
        event = self.env["calendar.event"].search([("crm_action_id", "=", visit.id)])
        self.assertEqual(event.location, "Calle Alta 3, 33500 Llanes")

        verdict = visit.check_in(self._fix((43.42, -4.75), 20))["verdict"]
        self.assertEqual(verdict, "unlocated")
        visit.close({"outcome_id": self.interested.id, "note": "Nice kitchen"})
        self.assertEqual(visit.state, "done")

    def test_it_becomes_a_customer_and_carries_all_over(self):
        done, planned = self._visit(), self._visit()
        done.check_in(self._fix((43.42, -4.75), 20))
        done.close({"outcome_id": self.interested.id})
        # a colleague's, which the leader planned: he may not read the opportunity himself
        colleague = self._plan(
            self.lea, user_id=self.nils.id, partner_id=False, opportunity_id=self.prospect.id
        )
        self.prospect._crm_log_touch("email", "2026-10-14 08:00:00", direction="in", key="in:1")
        lead = self._as(self.nora, self.prospect)

        action = lead.action_crm360_make_customer()

        customer = self.prospect.partner_id
        self.assertEqual(action["params"], {"res_id": customer.id})
        self.assertEqual(
            (customer.name, customer.parent_id.name, customer.user_id),
            ("Pía Sol", "Casa Nueva", self.nora),
        )
        self.assertEqual((done | planned | colleague).partner_id, customer)
        self.assertEqual(str(customer.last_inbound_at), "2026-10-14 08:00:00")
        sections = self._load(self.nora, partner=customer)
        self.assertEqual(sections["header"]["data"]["name"], "Casa Nueva")
        self.assertEqual(sections["actions"]["data"]["total"], 2)
        self.assertEqual(sections["opportunities"]["data"]["total"], 1)

    def test_twice_makes_one(self):
        lead = self._as(self.nora, self.prospect)
        lead.action_crm360_make_customer()
        customer = self.prospect.partner_id
        lead.action_crm360_make_customer()
        self.assertEqual(self.prospect.partner_id, customer)

    def test_a_known_mail_address_is_not_made_twice(self):
        known = self.env["res.partner"].create({"name": "Pía", "email": "pia@example.com"})
        self._as(self.nora, self.prospect).action_crm360_make_customer()
        self.assertEqual(self.prospect.partner_id, known)

    def test_core_s_own_way_carries_over_too(self):
        visit = self._visit()
        self.prospect._handle_partner_assignment(create_missing=True)
        self.assertEqual(visit.partner_id, self.prospect.partner_id)
        self.assertTrue(visit.partner_id)

    def test_another_s_prospect(self):
        lead = self._as(self.sara, self.prospect)
        with self.assertRaises(AccessError):
            lead.crm360_load()
        with self.assertRaises(AccessError):
            lead.action_crm360_make_customer()

    def test_a_prospect_has_no_addresses(self):
        with self.assertRaisesRegex(UserError, "cannot be limited"):
            self._as(self.nora, self.prospect).crm360_load(address_id=self.shop.id)

    def test_portal_is_refused(self):
        portal = new_test_user(self.env, "guest", groups="base.group_portal")
        with self.assertRaises(AccessError):
            self.prospect.with_user(portal).crm360_load()

    def test_the_form_of_an_action_with_a_prospect(self):
        with Form(self.env["crm.action"].with_user(self.nora)) as form:
            form.opportunity_id = self.prospect
            self.assertEqual(form.partner_phone, "+34 884 00 01 77")

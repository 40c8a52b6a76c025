from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from .common import MANAGER
from .test_portfolio import PortfolioCase

ALL_LEADS = "sales_team.group_sale_salesman_all_leads"


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestWhoGivesCustomers(PortfolioCase):
    """The hotel is Nora's, of Lea's team; Sara is in Lou's. What becomes of the salesperson."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bar = cls.env["res.partner"].create({"name": "Bar", "is_company": True})
        for user in cls.nora | cls.nils | cls.sara | cls.lea | cls.lou:
            user.group_ids += cls.env.ref("base.group_partner_manager")

    def _gives(self, user, partner, to):
        with self.env.cr.savepoint():
            partner.with_user(user).user_id = to
            self.env.flush_all()
        self.assertEqual(partner.user_id, to)

    def _refused(self, user, partner, to, *words):
        had = partner.user_id
        with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
            partner.with_user(user).user_id = to
        for word in words:
            self.assertIn(word, str(refusal.exception))
        self.env.invalidate_all()
        self.assertEqual(partner.user_id, had)

    def test_a_rep_takes_no_customer_of_a_colleague(self):
        self._refused(self.nils, self.customer, self.nils, "Hotel Ría Mansa", "Nora")
        self._refused(self.sara, self.customer, self.sara, "belongs to Nora")
        self._refused(self.nils, self.customer, self.env["res.users"])
        self.assertFalse(self._rows())

    def test_nor_one_among_several(self):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            (self.bar | self.customer).with_user(self.nils).write({"user_id": self.nils.id})
        self.assertFalse(self.bar.user_id)

    def test_a_rep_takes_what_is_nobodys_and_gives_what_is_his(self):
        self._gives(self.nils, self.bar, self.nils)
        self._gives(self.nils, self.bar, self.sara)
        self._refused(self.nils, self.bar, self.nils, "Sara")
        self._gives(self.sara, self.bar, self.env["res.users"])

    def test_a_rep_loads_nobodys_customer_onto_a_colleague(self):
        self._refused(self.nils, self.bar, self.sara, "has no salesperson")

    def test_a_leader_arranges_the_customers_of_the_team_alone(self):
        self._gives(self.lea, self.customer, self.nils)
        self._gives(self.lea, self.bar, self.nora)
        self._refused(self.lou, self.customer, self.sara, "Nils")
        self._gives(self.lea, self.customer, self.sara)
        self._refused(self.lea, self.customer, self.nora, "Sara")

    def test_a_team_led_without_the_role_counts_for_nothing(self):
        self.north.user_id = self.nils
        self._refused(self.nils, self.customer, self.nils)

    def test_who_sees_all_gives_all(self):
        ann = self._user("ann", ALL_LEADS)
        ann.group_ids += self.env.ref("base.group_partner_manager")
        self._gives(ann, self.customer, self.sara)
        self._gives(self.max, self.customer, self.nils)

    def test_an_office_clerk_takes_no_customer_away(self):
        clerk = new_test_user(self.env, "cleo", "base.group_user,base.group_partner_manager")
        self._refused(clerk, self.customer, self.nils, "Nora")
        self.customer.with_user(clerk).write({"phone": "1", "user_id": self.nora.id})

    def test_a_contact_is_its_companys(self):
        eva = self.env["res.partner"].create({"name": "Eva", "parent_id": self.customer.id})
        self._refused(self.nils, eva, self.nils, "Eva", "Nora")
        self._gives(self.nora, eva, self.nils)

    def test_saving_without_a_change_is_no_change(self):
        with Form(self.customer.with_user(self.nils)) as form:
            form.phone = "985 00 00 00"
        self.customer.with_user(self.nils).write({"user_id": self.nora.id, "phone": "1"})
        self.assertFalse(self._rows())

    def test_a_new_customer_takes_from_nobody(self):
        # given a lead that Nora converts for Nils, as core offers it
        lead = self.env["crm.lead"].create(
            {"name": "Web", "type": "lead", "partner_name": "Café", "user_id": self.nora.id}
        )
        wizard = (
            self.env["crm.lead2opportunity.partner"]
            .with_user(self.nora)
            .with_context(active_model="crm.lead", active_id=lead.id, active_ids=lead.ids)
            .create({"name": "convert", "action": "create", "user_id": self.nils.id})
        )
        wizard.action_apply()
        self.assertEqual(lead.partner_id.commercial_partner_id.user_id, self.nils)

    def test_a_file_of_contacts_takes_none_either(self):
        names = ["id", "name", "user_id/.id"]
        self.env["ir.model.data"].create(
            {"module": "__import__", "name": "hotel", "model": "res.partner",
             "res_id": self.customer.id}
        )  # fmt: skip
        row = ["__import__.hotel", "Hotel", str(self.nils.id)]
        result = self.env["res.partner"].with_user(self.nils).load(names, [row])
        self.assertFalse(result["ids"])
        self.assertIn("belongs to Nora", result["messages"][0]["message"])
        self.nils.group_ids += self.env.ref(MANAGER)
        self.assertTrue(self.env["res.partner"].with_user(self.nils).load(names, [row])["ids"])
        self.assertEqual(self.customer.user_id, self.nils)

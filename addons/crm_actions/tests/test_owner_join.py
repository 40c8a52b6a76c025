from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .test_portfolio import NOV_1, OCT_1, OCT_14, OCT_15, OCT_31, PortfolioCase


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestOwnerOfWhoJoinsACompany(PortfolioCase):
    """Eva was a customer of her own, Nils's and from November on Sara's; the hotel is Nora's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.eva = cls.env["res.partner"].create({"name": "Eva"})
        cls._own(cls.eva, cls.nora, OCT_1, date(2026, 10, 4))
        cls._own(cls.eva, cls.nils, date(2026, 10, 5), OCT_31)
        cls._own(cls.eva, cls.sara, NOV_1)

    @classmethod
    def _own(cls, partner, user, first, last=False):
        cls.assignments.create(
            {"partner_id": partner.id, "user_id": user.id, "date_from": first, "date_to": last}
        )

    def test_her_own_owners_end_and_the_companys_holds(self):
        self.eva.with_user(self.max).parent_id = self.customer
        self.assertEqual(
            self._rows(self.eva),
            [(self.nora, OCT_1, date(2026, 10, 4)), (self.nils, date(2026, 10, 5), OCT_14)],
        )
        self.assertEqual(self.eva._crm_owner_at(OCT_15), self.nora)
        self.assertFalse(self._rows())
        # and it is told
        [note] = self.eva.message_ids.filtered(lambda each: "Hotel Ría Mansa" in (each.body or ""))
        self.assertIn("Sara", note.body)

    def test_the_night_leaves_her_salesperson_alone(self):
        self.eva.parent_id = self.customer
        self.assertEqual(self.eva.user_id, self.nils)
        with freeze_time("2026-11-02 03:00:00"):
            self.assertNotIn(self.eva.id, self.assignments._find_differing())

    def test_she_goes_and_is_a_customer_again(self):
        self.eva.parent_id = self.customer
        with freeze_time("2026-10-31 10:00:00"):
            self.eva.parent_id = False
            self.assertEqual(self._rows(self.eva)[-1], (self.nils, OCT_31, False))
            self.assertNotIn(self.eva.id, self.assignments._find_differing())
        self.assertEqual(self.eva._crm_owner_at(NOV_1), self.nils)

    def test_who_joins_today_and_goes_today_is_whose_she_was(self):
        self.eva.parent_id = self.customer
        self.eva.parent_id = False
        self.assertEqual(self._rows(self.eva)[-1], (self.nils, date(2026, 10, 5), False))

    def test_a_company_that_becomes_a_part_of_another(self):
        bar = self.env["res.partner"].create(
            {"name": "Bar", "is_company": True, "parent_id": self.customer.id}
        )
        self._own(bar, self.sara, OCT_15)
        bar.is_company = False
        self.assertFalse(self._rows(bar))

    def test_without_owners_by_date_nothing_is_written(self):
        contact = self.env["res.partner"].create({"name": "Leo", "user_id": self.nils.id})
        contact.parent_id = self.customer
        contact.parent_id = False
        self.assertFalse(self._rows(contact))
        self.assertEqual(contact.user_id, self.nils)


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestWhoHasACustomerJoin(PortfolioCase):
    """The hotel is Nora's, the chain Sara's, who is in another team; the inn is nobody's yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chain, cls.inn = cls.env["res.partner"].create(
            [
                {"name": "Chain", "is_company": True, "user_id": cls.sara.id},
                {"name": "Inn", "is_company": True},
            ]
        )
        cls.walk_in = cls.env["res.partner"].create({"name": "Ana", "user_id": cls.nora.id})

    def _refused(self, user, records, vals):
        with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
            records.with_user(user).write(vals)
        self.assertIn("belongs to Nora", str(refusal.exception))
        self.env.invalidate_all()

    def test_no_rep_takes_a_colleagues_customer_as_a_contact_of_his_own(self):
        # given Sara may not give herself Ana; when she puts Ana under her own chain, either way
        self._refused(self.sara, self.walk_in, {"parent_id": self.chain.id})
        # what is linked from the other side is written by whoever the transaction is of
        with patch.object(self.env.transaction, "default_env", self.env(user=self.sara)):
            self._refused(self.sara, self.chain, {"child_ids": [(4, self.walk_in.id)]})
        # or under an inn that is nobody's yet, to take that afterwards
        self._refused(self.sara, self.walk_in, {"parent_id": self.inn.id})
        self.assertEqual(self.walk_in.commercial_partner_id.user_id, self.nora)
        # nor does an office clerk for her
        clerk = new_test_user(self.env, "cleo", "base.group_user,base.group_partner_manager")
        self._refused(clerk, self.walk_in, {"parent_id": self.chain.id})

    def test_nor_a_company_of_a_chain_by_making_it_a_person(self):
        self.customer.parent_id = self.chain
        self._refused(self.sara, self.customer, {"is_company": False})

    def test_who_has_it_the_leader_and_a_manager_put_it_wherever_they_like(self):
        for user in self.nora | self.lea | self.max:
            self.walk_in.with_user(user).parent_id = self.chain
            self.assertEqual(self.walk_in._crm_owner_at(OCT_15), self.sara)
            self.walk_in.parent_id = False

    def test_what_stays_with_the_same_salesperson_anybody_arranges(self):
        self.walk_in.with_user(self.sara).parent_id = self.customer
        nobodys = self.env["res.partner"].create({"name": "Leo"})
        nobodys.with_user(self.sara).parent_id = self.chain
        # and contacts of a company are people: they change jobs
        self.walk_in.with_user(self.sara).parent_id = self.chain

    def test_the_company_that_is_made_of_a_customers_card_is_the_same_salespersons(self):
        # given Ana wrote the name of her company; when a clerk makes the company of it
        self.walk_in.company_name = "Ana's Bar"
        clerk = new_test_user(self.env, "cleo", "base.group_user,base.group_partner_manager")
        self.walk_in.with_user(clerk).create_company()
        self.assertEqual(self.walk_in.parent_id.name, "Ana's Bar")
        self.assertEqual(self.walk_in.parent_id.user_id, self.nora)
        self.assertEqual(self.walk_in._crm_owner_at(OCT_15), self.nora)

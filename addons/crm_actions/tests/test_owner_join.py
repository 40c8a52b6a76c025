from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

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

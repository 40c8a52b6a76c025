from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .test_portfolio import OCT_14, OCT_15, PortfolioCase


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestMerge(PortfolioCase):
    """The hotel was entered twice; the second entry goes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.twin = cls.env["res.partner"].create(
            {"name": "Hotel Ria Mansa", "is_company": True, "email": cls.customer.email}
        )

    def _merge(self, user=None):
        user = user or self.env.user
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(user)
        wizard._merge((self.customer | self.twin).ids, self.customer.with_user(user))
        self.env.invalidate_all()

    def _chatter(self):
        return "".join(self.customer.message_ids.mapped("body"))

    def test_the_owner_of_the_contact_that_stays_wins_and_the_rest_is_kept_and_told(self):
        # given the hotel is Nora's since 15 October, its twin was Nils's since August
        self._assign(self.nora, OCT_15)
        self._assign(self.nils, date(2026, 8, 1), partner_id=self.twin.id)
        self._merge()
        # then Nils's ten weeks stay history, and the chatter says that he lost the rest
        self.assertEqual(
            self._rows(), [(self.nils, date(2026, 8, 1), OCT_14), (self.nora, OCT_15, False)]
        )
        self.assertEqual(self.customer.user_id, self.nora)
        self.assertIn("Nils had Hotel Ria Mansa from 01/08/2026", self._chatter())

    def test_todays_salesperson_stays_though_nothing_was_written(self):
        # given the hotel is Nora's by its form alone
        self._assign(self.nils, date(2026, 8, 1), partner_id=self.twin.id)
        self._merge()
        self.assertEqual(
            self._rows(), [(self.nils, date(2026, 8, 1), OCT_14), (self.nora, OCT_15, False)]
        )
        self.assertEqual(self.customer.user_id, self.nora)

    def test_a_contact_without_owner_takes_the_others(self):
        self.customer.user_id = False
        self._created_on(self.customer, "2026-09-01 08:00:00")
        self._assign(self.nils, date(2026, 8, 1), partner_id=self.twin.id)
        self._merge()
        self.assertEqual(self._rows(), [(self.nils, date(2026, 8, 1), False)])
        self.assertEqual(self.customer.user_id, self.nils)
        self.assertNotIn("Nils had", self._chatter())

    def test_a_contact_without_salesperson_takes_the_others_though_nothing_was_written(self):
        # given the twin is Nils's by its form alone, and the hotel nobody's
        (self.customer | self.twin).user_id = False
        self.twin.user_id = self.nils
        self._created_on(self.customer | self.twin, "2026-09-01 08:00:00")
        self._merge()
        self.assertEqual(self.customer.user_id, self.nils)
        for day in (OCT_14, OCT_15):
            self.assertEqual(self.customer._crm_owner_at(day), self.nils)

    def test_no_rep_takes_a_colleagues_customer_by_a_merge(self):
        # given Nora's twin, and the hotel that Sara wants to keep; it takes no more than contacts
        self.twin.user_id, self.customer.user_id = self.nora, self.sara
        contacts = self.env.ref("base.group_partner_manager")
        for user in self.sara | self.nora | self.lea:
            user.group_ids += contacts
        otto = new_test_user(self.env, "otto", "base.group_user,base.group_partner_manager")
        for user in self.sara | otto:
            with (
                self.assertRaisesRegex(UserError, "Hotel Ria Mansa belongs to Nora"),
                self.env.cr.savepoint(),
            ):
                self._merge(user)
            self.env.invalidate_all()
            self.assertTrue(self.twin.exists())
        # then whoever has it, or leads her, gives it
        self._merge(self.lea)
        self.assertFalse(self.twin.exists())
        self.assertEqual(self.customer.user_id, self.sara)

    def test_a_rep_merges_his_own_two_though_it_is_located_already(self):
        # given the hotel has its place, which a rep does not move; core writes it all the same
        place = self.customer.partner_latitude, self.customer.partner_longitude
        self.assertTrue(self.customer._is_located())
        self.nora.group_ids += self.env.ref("base.group_partner_manager")
        self._merge(self.nora)
        self.assertFalse(self.twin.exists())
        self.assertEqual((self.customer.partner_latitude, self.customer.partner_longitude), place)

    def test_what_stays_with_its_salesperson_anybody_merges(self):
        # given the hotel is nobody's yet, and the twin Nora's
        self.customer.user_id, self.twin.user_id = False, self.nora
        self._created_on(self.customer | self.twin, "2026-09-01 08:00:00")
        self._merge(new_test_user(self.env, "otto", "base.group_user,base.group_partner_manager"))
        self.assertEqual(self.customer.user_id, self.nora)

    def test_merged_into_a_contact_of_a_company_the_owners_are_told_and_dropped(self):
        company = self.env["res.partner"].create({"name": "Chain", "is_company": True})
        self.customer.write({"is_company": False, "parent_id": company.id})
        self._assign(self.nils, date(2026, 8, 1), partner_id=self.twin.id)
        self._merge()
        self.assertFalse(self._rows())
        self.assertIn("Nils had Hotel Ria Mansa", self._chatter())

    def test_segment_and_zone_come_from_whoever_has_one_whoever_merges(self):
        # given who merges has nothing to do with sales and does not see them
        otto = new_test_user(
            self.env, "otto", "base.group_user,base.group_partner_manager", email="o@example.com"
        )
        segments = self.env["crm.segment"].create(
            [{"name": name, "code": f"M{name}"} for name in "AB"]
        )
        zone = self.env["crm.zone"].create({"name": "Coast", "code": "MCOAST"})
        self.customer.crm_segment_id = segments[0]
        self.twin.write({"crm_segment_id": segments[1].id, "crm_zone_id": zone.id})
        self._merge(otto)
        self.assertEqual(
            (self.customer.crm_segment_id, self.customer.crm_zone_id), (segments[0], zone)
        )

    def test_planned_visits_go_to_the_contact_that_stays_in_the_calendar_too(self):
        planned = self._plan(partner_id=self.twin.id)
        self.assertIn("Ria Mansa", planned.calendar_event_id.name)
        self._merge()
        self.assertEqual(planned.partner_id, self.customer)
        self.assertEqual(planned.commercial_partner_id, self.customer)
        self.assertIn("Hotel Ría Mansa", planned.calendar_event_id.name)
        self.assertIn("Ribadesella", planned.calendar_event_id.location)

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import format_date

from .test_portfolio import NOV_1, OCT_1, OCT_14, OCT_15, OCT_31, PortfolioCase

SEP_1, SEP_30 = date(2026, 9, 1), date(2026, 9, 30)


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestUnwrittenOwner(PortfolioCase):
    """A customer that never changed hands has no row, and belongs to its salesperson all the same.

    Nora has the hotel; Lou leads South, Lea North.
    """

    def _as(self, user, **values):
        vals = {"partner_id": self.customer.id, "user_id": self.sara.id, "date_from": OCT_15}
        return self.assignments.with_user(user).create({**vals, **values})

    def test_a_leader_takes_no_customer_of_another_team(self):
        for day in (OCT_15, NOV_1):
            with (
                self.assertRaisesRegex(UserError, "Hotel Ría Mansa belongs to Nora"),
                self.env.cr.savepoint(),
            ):
                self._as(self.lou, date_from=day)
        self.assertEqual(self.customer.user_id, self.nora)
        self.assertFalse(self._rows())

    def test_nor_one_of_which_only_the_days_to_come_are_written(self):
        self.assignments._by_portfolio().create(
            {"partner_id": self.customer.id, "user_id": self.sara.id, "date_from": NOV_1}
        )
        with self.assertRaisesRegex(UserError, "belongs to Nora"), self.env.cr.savepoint():
            self._as(self.lou, date_to=OCT_31)

    def test_nor_by_giving_a_row_that_he_has_to_it(self):
        bar = self.env["res.partner"].create({"name": "Bar"})
        row = self._as(self.lou, partner_id=bar.id)
        with self.assertRaisesRegex(UserError, "belongs to Nora"), self.env.cr.savepoint():
            row.partner_id = self.customer
        self.assertEqual(self.customer.user_id, self.nora)
        row.date_from = NOV_1

    def test_one_of_the_team_changes_hands(self):
        self._as(self.lea, user_id=self.nils.id)
        self.assertEqual(self._rows(), [(self.nora, SEP_1, OCT_14), (self.nils, OCT_15, False)])

    def test_one_of_nobodys_is_taken(self):
        self.customer.user_id = False
        self._created_on(self.customer, "2026-09-01 08:00:00")
        self._as(self.lou)
        self.assertEqual(self.customer.user_id, self.sara)

    def test_from_the_day_after_the_last_owner_it_is_nobodys(self):
        self._assign(self.nora, OCT_1, OCT_31)
        self._as(self.lou, date_from=NOV_1)
        self.assertEqual(self.customer._crm_owner_at(NOV_1), self.sara)

    def test_who_gets_one_of_nobodys_had_it_on_no_day_before(self):
        self.customer.user_id = False
        self.customer.crm_assignment_ids.unlink()
        self.customer.user_id = self.nils
        self.assertEqual(self._rows(), [(self.nils, OCT_15, False)])
        self.assertFalse(self.customer._crm_owner_at(OCT_14))
        self.assertEqual(self.customer._crm_owner_at(OCT_15), self.nils)

    def test_what_is_only_arranged_for_later_changes_nothing_yet(self):
        self.assignments._by_portfolio().create(
            {"partner_id": self.customer.id, "user_id": self.sara.id, "date_from": NOV_1}
        )
        self.assertEqual(self.customer._crm_owner_at(OCT_14), self.nora)
        self.assertEqual(self.customer._crm_owner_at(OCT_15), self.nora)
        self.assertEqual(self.customer._crm_owner_at(NOV_1), self.sara)

    def test_a_manager_gives_it_to_whom_he_likes(self):
        self._as(self.max)
        self.assertEqual(self.customer.user_id, self.sara)


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestDaysBeforeToday(PortfolioCase):
    """What was counts for commissions: managers correct it, and the customer's history says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.row = cls.assignments.create(
            {"partner_id": cls.customer.id, "user_id": cls.nora.id, "date_from": OCT_1,
             "date_to": date(2026, 10, 10)}
        )  # fmt: skip
        cls.open = cls.assignments.create(
            {"partner_id": cls.customer.id, "user_id": cls.nils.id, "date_from": date(2026, 10, 11)}
        )
        cls.bar = cls.env["res.partner"].create({"name": "Bar", "user_id": cls.nora.id})

    def _notes(self, partner=None):
        found = (partner or self.customer).message_ids.filtered(
            lambda note: "days before today" in note.body and note.author_id == self.max.partner_id
        )
        return found.sorted("id")

    def test_a_leader_changes_nothing_of_what_was(self):
        mine = self.row.with_user(self.lea)
        for call in (
            lambda: mine.write({"user_id": self.nils.id}),
            lambda: mine.write({"date_from": date(2026, 10, 2)}),
            lambda: mine.write({"date_to": date(2026, 10, 9)}),
            lambda: mine.write({"partner_id": self.bar.id}),
            mine.unlink,
            lambda: self.open.with_user(self.lea).write({"user_id": self.nora.id}),
            lambda: self.open.with_user(self.lea).write({"date_to": date(2026, 10, 12)}),
            self.open.with_user(self.lea).unlink,
            lambda: mine.create(
                {"partner_id": self.bar.id, "user_id": self.nils.id, "date_from": OCT_14}
            ),
            lambda: mine.create(
                {
                    "partner_id": self.customer.id,
                    "user_id": self.nils.id,
                    "date_from": SEP_1,
                    "date_to": SEP_30,
                }
            ),
        ):
            with self.assertRaisesRegex(UserError, "sales manager"), self.env.cr.savepoint():
                call()
            self.env.invalidate_all()
        self.assertFalse(self._notes())

    def test_from_today_on_the_leader_arranges_and_it_needs_no_note(self):
        self.open.with_user(self.lea).date_to = OCT_14
        own = self.assignments.with_user(self.lea).create(
            {"partner_id": self.customer.id, "user_id": self.nora.id, "date_from": OCT_15}
        )
        own.user_id = self.nils
        own.date_from = NOV_1
        own.unlink()
        self.open.with_user(self.lea).date_to = False
        self.assertFalse(self._notes())

    def test_what_a_manager_changes_is_told(self):
        row = self.row.with_user(self.max)
        row.write({"user_id": self.nils.id, "date_from": date(2026, 10, 2)})
        note = self._notes()
        self.assertEqual(len(note), 1)
        for words in ("Nora", OCT_1, date(2026, 10, 10), "Nils", date(2026, 10, 2)):
            words = words if isinstance(words, str) else format_date(self.env, words)
            self.assertIn(words, note.body)
        row.write({"date_from": date(2026, 10, 2)})  # as it was
        self.assertEqual(len(self._notes()), 1)

    def test_so_is_what_he_adds_and_deletes(self):
        added = self.assignments.with_user(self.max).create(
            {"partner_id": self.customer.id, "user_id": self.sara.id, "date_from": SEP_1,
             "date_to": SEP_30}
        )  # fmt: skip
        self.assertIn("Sara", self._notes()[-1].body)
        added.unlink()
        self.assertEqual(len(self._notes()), 2)
        self.assertIn(format_date(self.env, SEP_30), self._notes()[-1].body)

    def test_a_row_that_goes_to_another_customer_is_told_to_both(self):
        self.row.with_user(self.max).partner_id = self.bar
        self.assertEqual(len(self._notes()), 1)
        self.assertEqual(len(self._notes(self.bar)), 1)

    def test_today_is_the_companys(self):
        # 00:30 on 16 October in Madrid is 22:30 UTC on the 15th
        self.env.company.resource_calendar_id.tz = "Europe/Madrid"
        with freeze_time("2026-10-15 22:30:00"):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.assignments.with_user(self.lea).create(
                    {"partner_id": self.bar.id, "user_id": self.nils.id, "date_from": OCT_15}
                )
            self.open.with_user(self.lea).date_to = OCT_15

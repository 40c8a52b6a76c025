from datetime import date, datetime

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_planning import MONDAY, PlanningCase

WEDNESDAY, FRIDAY = date(2026, 12, 2), date(2026, 12, 4)


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestClosingDays(PlanningCase):
    """A customer that is shut for its holidays is not driven to."""

    @classmethod
    def _close(cls, partner, first, last, **values):
        return cls.env["crm.closing.days"].create(
            {"partner_id": partner.id, "date_from": first, "date_to": last, **values}
        )

    def _dates(self, plan, partner):
        return plan.stop_ids.filtered(lambda stop: stop.partner_id == partner).mapped("date")

    def test_no_visit_falls_on_a_closed_day(self):
        # given a weekly shop that is shut from Monday to Wednesday, as every year
        self._close(self.shops[0], "2024-11-30", "2024-12-02", every_year=True)
        plan = self._proposed(reps=self.reps[0], date_to=FRIDAY)
        # then it is visited on the two days that are left
        [day] = self._dates(plan, self.shops[0])
        self.assertGreater(day, WEDNESDAY)
        self.assertFalse(plan.left_out_ids)

    def test_who_is_shut_all_the_time_is_left_out_and_it_says_why(self):
        self._close(self.shops[0], MONDAY, FRIDAY)
        plan = self._proposed(reps=self.reps[0], date_to=FRIDAY)
        row = plan.left_out_ids
        self.assertEqual((row.partner_id, row.reason), (self.shops[0], "missed_closed"))

    def test_a_visit_that_nothing_makes_up_for_is_told_with_its_day(self):
        # given two weeks, of which the shop is shut from the first Thursday on
        self._close(self.shops[0], "2026-12-03", "2026-12-13")
        plan = self._proposed(reps=self.reps[0])
        [day] = self._dates(plan, self.shops[0])
        self.assertLessEqual(day, WEDNESDAY)
        row = plan.left_out_ids
        self.assertEqual((row.partner_id, row.reason), (self.shops[0], "missed_closed"))
        # Monday to Wednesday of the week after are the same weekdays again
        self.assertIn(row.missed_text, ("Mon 7 Dec", "Tue 8 Dec", "Wed 9 Dec"))

    def test_a_visit_promised_on_a_closed_day_stays(self):
        # given a shop that is shut on Wednesday, whose owner will be there for the rep all the same
        self._close(self.shops[0], WEDNESDAY, WEDNESDAY)
        visit = self._plan(
            self.nora,
            partner_id=self.shops[0].id,
            start=datetime(2026, 12, 2, 9),
            stop=datetime(2026, 12, 2, 9, 20),
        )
        visit.route_promised = True
        plan = self._proposed(reps=self.reps[0], date_to=FRIDAY)
        self.assertEqual(self._dates(plan, self.shops[0]), [WEDNESDAY])
        self.assertFalse(plan.left_out_ids)

    def test_closing_days_end_after_they_begin(self):
        for first, last in ((FRIDAY, MONDAY), (MONDAY, date(2028, 1, 1))):
            with (
                self.subTest(last),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self._close(self.bar, first, last)

    def test_who_may_write_them_down(self):
        days = self._close(self.bar, MONDAY, FRIDAY)
        for user in (self.nora, self.lea, self.max, self.pia):
            days.with_user(user).every_year = True
        for user in (self.nils, self.sara, self.lou):
            with self.subTest(user.login):
                self.assertTrue(days.with_user(user).has_access("read"))
                with self.assertRaises(AccessError):
                    days.with_user(user).every_year = False

    def test_merged_customers_keep_the_holidays_of_both(self):
        twin = self._shop("Bar Nandu")
        self._close(self.bar, MONDAY, MONDAY)
        self._close(twin, FRIDAY, FRIDAY)
        self.env["base.partner.merge.automatic.wizard"]._merge((self.bar | twin).ids, self.bar)
        closed = self.env["crm.closing.days"]._get_closed(self.bar, MONDAY, FRIDAY)
        self.assertEqual(closed, {self.bar.id: frozenset({MONDAY, FRIDAY})})

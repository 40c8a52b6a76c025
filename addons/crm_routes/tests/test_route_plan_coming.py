from datetime import date, datetime

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .common_planning import MONDAY, PlanningCase

FRIDAY = date(2026, 12, 11)


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestRoutePlanComing(PlanningCase):
    """It is Friday morning, and the next two weeks are planned while today is still under way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a shop that is visited every four weeks and was visited four weeks ago
        cls.kiosk = cls._shop("Kiosk", crm_segment_id=cls.b.id)
        cls._policy(
            cls.env.user,
            segment_ids=[Command.set(cls.b.ids)],
            frequency="weeks",
            number=4,
            value_km=300,
        )
        cls._visited(cls.kiosk, 2)

    def _dates(self, **values):
        plan = self._proposed(reps=self.reps[0], segment_ids=[Command.set(self.b.ids)], **values)
        left_out = plan.left_out_ids.mapped(lambda row: (row.partner_id, row.reason))
        return plan.stop_ids.mapped("date"), left_out

    def test_a_visit_of_this_afternoon_is_not_planned_again_next_week(self):
        # given the visit that is due, in the agenda of this afternoon
        self._plan(partner_id=self.kiosk.id, start=datetime(2026, 11, 27, 15))
        # then the next one is in four weeks, and none of these two
        self.assertEqual(self._dates(), ([], [(self.kiosk, "not_due")]))

    def test_nor_one_that_has_a_day_and_no_hour_or_is_just_being_made(self):
        visit = self._plan(partner_id=self.kiosk.id, start=datetime(2026, 11, 27), allday=True)
        self.assertEqual(self._dates(), ([], [(self.kiosk, "not_due")]))
        visit.cancel("Rather at once")
        self._plan(partner_id=self.kiosk.id, start=datetime(2026, 11, 27, 6)).check_in()
        self.assertEqual(self._dates(), ([], [(self.kiosk, "not_due")]))

    def test_what_was_missed_this_morning_is_planned(self):
        # given a visit at seven that nobody made, and one that was called off
        self._plan(partner_id=self.kiosk.id, start=datetime(2026, 11, 27, 6))
        self._plan(partner_id=self.kiosk.id, start=datetime(2026, 11, 27, 15)).cancel("No time")
        [day], left_out = self._dates()
        self.assertTrue(MONDAY <= day <= FRIDAY)
        self.assertFalse(left_out)

    def test_who_is_visited_before_the_plan_begins_is_not_overdue_in_it(self):
        # given a plan from the 28th of December, and the visit that is long due on Monday
        self._plan(partner_id=self.kiosk.id, start=datetime(2026, 11, 30, 10))
        first, last = date(2026, 12, 28), date(2027, 1, 1)
        rows = self.env["crm.route.plan.job"]
        plan = self._route_plan(reps=self.reps[0], date_from=first, date_to=last)
        plan.action_plan()
        job = plan.sudo().job_ids
        found = job._read_rows(self.reps[0])
        coming = job._read_coming(found)
        self.assertEqual(coming, {self.kiosk.id: MONDAY})
        row = found[self.kiosk.id]
        row.value_km = 450
        self.assertEqual(rows._get_urgency(row, coming), (MONDAY, 300_000))
        self.assertEqual(rows._get_urgency(row, {}), (date(2026, 11, 2), 450_000))

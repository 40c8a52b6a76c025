from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.tests import RecordCapturer, new_test_user, tagged

from .common import SALESMAN
from .common_plans import PlanCase


@tagged("-at_install", "post_install")
@freeze_time("2026-10-01 07:00:00")
class TestFixedPlans(PlanCase):
    """Plans on fixed days: what they make, and what they leave alone."""

    def test_a9_ten_on_the_wall_all_year(self):
        # given a plan for Tuesdays at ten in Madrid
        plan = self._visit_plan()
        # then the visits of six weeks are there, an hour later in UTC once the clocks have changed
        self.assertEqual(
            self._visits(plan).mapped("start"),
            [
                datetime(2026, 10, 6, 8),
                datetime(2026, 10, 13, 8),
                datetime(2026, 10, 20, 8),
                datetime(2026, 10, 27, 9),
                datetime(2026, 11, 3, 9),
                datetime(2026, 11, 10, 9),
            ],
        )
        self.assertRecordValues(
            self._visits(plan)[0],
            [
                {
                    "partner_id": self.customer.id,
                    "user_id": self.nora.id,
                    "team_id": self.north.id,
                    "type_id": self.visit_type.id,
                    "stop": datetime(2026, 10, 6, 8) + self._minutes(plan.minutes),
                    "origin": "plan",
                    "plan_date": date(2026, 10, 6),
                    "state": "planned",
                }
            ],
        )

    def test_a10_a_holiday_moves_the_visit_and_twice_is_once(self):
        plan = self._visit_plan(mon=True, holiday_policy="next")
        plan.generate()
        plan.generate()
        self.assertEqual(self._days(plan)[:3], ["5/10", "13/10", "19/10"])
        moved = self._visits(plan)[1]
        self.assertEqual(moved.plan_date, date(2026, 10, 12))
        self.assertEqual(moved.start, datetime(2026, 10, 13, 8))

    def test_a_visit_is_promised_for_the_day_that_the_plan_gives_it_last(self):
        """Given a plan and a rep who both move a visit, then only the plan promises."""
        plan = self._visit_plan(mon=True, holiday_policy="next")
        first, holiday = self._visits(plan)[:2]
        self.assertEqual(
            (first.promised_on, holiday.promised_on), (date(2026, 10, 5), date(2026, 10, 13))
        )
        plan.write({"mon": False, "wed": True})
        self.env.flush_all()
        kept = self._visits(plan)[0]
        self.assertEqual((kept, kept.promised_on), (first, date(2026, 10, 7)))
        kept.with_user(self.nora).start = datetime(2026, 10, 9, 8)
        plan.generate()
        self.env.flush_all()
        self.assertEqual(kept.promised_on, date(2026, 10, 7))

    def test_other_policies_for_the_holiday(self):
        for policy, expected in (
            ("previous", ["5/10", "9/10", "19/10"]),
            ("skip", ["5/10", "19/10", "26/10"]),
            ("keep", ["5/10", "12/10", "19/10"]),
        ):
            with self.subTest(policy):
                plan = self._visit_plan(mon=True, holiday_policy=policy)
                self.assertEqual(self._days(plan)[:3], expected)

    def test_a_plan_of_somebody_in_bogota_keeps_the_hour_of_bogota(self):
        rosa = new_test_user(
            self.env, "rosa", f"base.group_user,{SALESMAN}", tz="America/Bogota", lang="en_US"
        )
        plan = self._visit_plan(rosa, tz="America/Bogota")
        # ten in Bogotá is fifteen in Greenwich, before and after Europe changes its clocks
        self.assertEqual(
            [f"{start:%-d %H}" for start in self._visits(plan).mapped("start")][2:4],
            ["20 15", "27 15"],
        )

    def test_the_calendar_shows_them_and_nobody_is_told(self):
        with (
            RecordCapturer(self.env["mail.mail"]) as mails,
            RecordCapturer(self.env["mail.activity"]) as activities,
        ):
            plan = self._visit_plan()
        visits = self._visits(plan)
        events = visits.calendar_event_ids
        self.assertEqual(events.mapped("start"), visits.mapped("start"))
        self.assertEqual(events.partner_ids, self.nora.partner_id)
        self.assertFalse(mails.records)
        self.assertFalse(activities.records)
        # the rep follows his visits, so that he learns what others write on them
        self.assertEqual(visits.message_partner_ids, self.nora.partner_id)

    def test_two_nights_and_a_week_later(self):
        plan = self._visit_plan()
        first = self._visits(plan)
        self._night()
        self._night()
        self.assertEqual(self._visits(plan), first)
        with freeze_time("2026-10-08 22:30:00"):
            self._night()
            self.assertEqual(self._visits(plan)[:6], first)
            self.assertEqual(self._days(plan)[6:], ["17/11"])

    def test_what_is_called_off_or_deleted_stays_gone(self):
        plan = self._visit_plan()
        visits = self._visits(plan).with_user(self.nora)
        visits[0].cancel("They are closed")
        visits[1].unlink()
        self._night()
        plan.generate()
        self.assertEqual(self._days(plan), ["20/10", "27/10", "3/11", "10/11"])
        self.assertEqual(self._days(plan, "cancelled"), ["6/10"])
        # and whoever takes the note away gets the visit back
        plan.skip_ids.unlink()
        self.assertEqual(self._days(plan)[0], "13/10")

    def test_what_a_person_changed_stays_changed(self):
        plan = self._visit_plan()
        visits = self._visits(plan).with_user(self.nora)
        visits[0].start += timedelta(hours=2)
        event = visits[1].calendar_event_id.with_user(self.nora)
        event.write(
            {"start": event.start + timedelta(days=1), "stop": event.stop + timedelta(days=1)}
        )
        visits[2].summary = "Take samples"
        visits[3].with_user(self.lea).user_id = self.nils
        # when the plan moves to Wednesdays at noon
        plan.write({"tue": False, "wed": True, "hour": 12, "summary": "Sell"})
        # then the four stay as they were left, and the others follow
        self.assertEqual(
            [
                (f"{visit.start:%-d/%-m %H}", visit.user_id.login, visit.summary)
                for visit in self._visits(plan) if visit.plan_touched
            ],
            [
                ("6/10 10", "nora", False),
                ("14/10 08", "nora", False),
                ("20/10 08", "nora", "Take samples"),
                ("27/10 09", "nils", False),
            ],
        )  # fmt: skip
        free = self._visits(plan).filtered(lambda visit: not visit.plan_touched)
        self.assertEqual(
            [f"{visit.start:%-d/%-m %H}" for visit in free],
            ["7/10 10", "14/10 10", "21/10 10", "28/10 11", "4/11 11", "11/11 11"],
        )
        self.assertEqual(set(free.mapped("summary")), {"Sell"})

    def test_an_edited_plan_moves_its_visits_instead_of_making_others(self):
        plan = self._visit_plan()
        before = self._visits(plan)
        events = before.calendar_event_ids
        plan.write({"tue": False, "thu": True, "hour": 9.5, "user_id": self.nora.id})
        after = self._visits(plan)
        self.assertLessEqual(set(before.ids), set(after.ids))
        self.assertEqual(after[0].start, datetime(2026, 10, 1, 7, 30))
        self.assertLessEqual(set(events.ids), set(after.calendar_event_ids.ids))
        self.assertEqual(after.calendar_event_ids.mapped("start"), after.mapped("start"))

    def test_a_rep_takes_a_plan_over(self):
        plan = self._visit_plan()
        plan.with_user(self.lea).user_id = self.nils
        visits = self._visits(plan)
        self.assertEqual(visits.user_id, self.nils)
        self.assertEqual(visits.calendar_event_ids.partner_ids, self.nils.partner_id)
        self.assertFalse(any(visits.mapped("plan_touched")))

    def test_archiving_takes_back_what_nobody_touched(self):
        plan = self._visit_plan()
        visits = self._visits(plan).with_user(self.nora)
        visits[0].start += timedelta(hours=2)
        visits[1].check_in({})
        plan.action_archive()
        self.assertEqual(self._days(plan, "planned", "in_progress"), ["6/10", "13/10"])
        plan.action_unarchive()
        self.assertEqual(
            self._days(plan, "planned", "in_progress"),
            ["6/10", "13/10", "20/10", "27/10", "3/11", "10/11"],
        )

    def test_deleting_a_plan_keeps_what_was_done(self):
        plan = self._visit_plan()
        visits = self._visits(plan)
        visits[0].with_user(self.nora).close({"outcome_id": self.order.id})
        plan.unlink()
        self.assertEqual(visits.exists(), visits[0])
        self.assertFalse(visits[0].plan_id)

    def test_a_visit_that_began_long_ago_is_not_made(self):
        # today, Thursday 1 October, it is nine in Madrid
        self.assertEqual(self._days(self._visit_plan(thu=True, hour=8))[0], "8/10")
        self.assertEqual(self._days(self._visit_plan(thu=True, hour=9.5))[0], "1/10")
        self.assertEqual(self._days(self._visit_plan(thu=True, allday=True))[0], "1/10")

    def test_at_any_hour_takes_the_day(self):
        visit = self._visits(self._visit_plan(allday=True))[0]
        self.assertTrue(visit.allday)
        self.assertEqual(visit.start, datetime(2026, 10, 6, 8))
        self.assertEqual(visit.stop, datetime(2026, 10, 6, 18))

    def test_the_horizon_is_the_companys_or_the_callers(self):
        self.env.company.crm_plan_horizon_weeks = 2
        plan = self._visit_plan()
        self.assertEqual(self._days(plan), ["6/10", "13/10"])
        plan.generate(until="2026-11-03")
        self.assertEqual(self._days(plan), ["6/10", "13/10", "20/10", "27/10", "3/11"])
        # a shorter horizon takes nothing back
        plan.generate()
        self.assertEqual(len(self._visits(plan)), 5)

    def test_one_overdue_visit_waits_at_most(self):
        plan = self._visit_plan()
        with freeze_time("2026-10-22 22:30:00"):
            self._night()
            # those of 6 and 13 October were never made: the last one, of the 20th, waits
            self.assertEqual(self._days(plan, "cancelled"), ["6/10", "13/10"])
            self.assertEqual(self._days(plan)[:2], ["20/10", "27/10"])
            reasons = set(self._visits(plan, "cancelled").mapped("cancel_reason"))
            self.assertEqual(reasons, {"Not made; the next visit of the plan has taken its place."})

    def test_an_archived_customer_or_rep_is_not_planned_and_the_form_says_so(self):
        plan = self._visit_plan()
        self._visits(plan).unlink()
        plan.skip_ids.sudo().unlink()
        self.customer.active = False
        plan.invalidate_recordset()
        plan.generate()
        self.assertFalse(self._visits(plan))
        self.assertIn("Hotel Ría Mansa is archived", plan.warning_text)
        self.customer.active = True
        self.nora.active = False
        plan = plan.with_user(self.max)
        plan.invalidate_recordset()
        plan.generate()
        self.assertFalse(self._visits(plan))
        self.assertIn("Nora is archived", plan.warning_text)

    def test_visits_of_an_archived_rep_wait_to_be_handed_over(self):
        plan = self._visit_plan()
        self.nora.active = False
        self._night()
        self.assertEqual(len(self._visits(plan)), 6)

    def test_a_customer_of_nobody_is_not_planned(self):
        plan = self._visit_plan(self.max, user_id=False)
        self.assertFalse(self._visits(plan))
        self.assertIn("has no salesperson", plan.warning_text)
        self.customer.user_id = self.sara
        plan.generate()
        self.assertEqual(self._visits(plan).user_id, self.sara)
        self.assertEqual(plan.team_id, self.south)
        self.assertFalse(plan.warning_text)

    def test_in_words(self):
        plan = self._visit_plan(mon=True, thu=True)
        self.assertEqual(plan.schedule_text, "Every Monday and Thursday, at 10:00\u202fAM")
        self.assertEqual(plan.next_dates_text, "Thu, Oct 1 · Mon, Oct 5 · Thu, Oct 8 · Tue, Oct 13")
        plan.write({"interval": 2, "allday": True})
        self.assertEqual(plan.schedule_text, "Every 2 weeks on Monday and Thursday, at any hour")
        plan.write({"repeat": "month_weekday", "month_week": "-1", "interval": 1, "mon": False})
        self.assertEqual(plan.schedule_text, "Every month: last Thursday, at any hour")
        plan.write({"repeat": "month_day", "month_day": 31, "interval": 3})
        self.assertEqual(plan.schedule_text, "Every 3 months: last day, at any hour")
        plan.write({"mode": "cycle", "cycle_days": 21, "hour": 9.5, "allday": False})
        self.assertEqual(
            plan.schedule_text,
            "21 days after the last visit, if possible on Thursday, at 09:30\u202fAM",
        )

    def test_the_next_dates_show_before_it_is_saved(self):
        draft = self.env["crm.action.plan"].new(
            {"partner_id": self.customer.id, "mode": "cycle", "cycle_days": 7, "hour": 10,
             "date_from": date(2026, 10, 8), "company_id": self.env.company.id,
             "type_id": self.visit_type.id}
        )  # fmt: skip
        self.assertEqual(
            draft.next_dates_text, "Thu, Oct 8 · Thu, Oct 15 · Thu, Oct 22 · Thu, Oct 29"
        )

    def test_saturdays_are_said_to_be_off(self):
        plan = self._visit_plan(sat=True)
        self.assertIn("does not work on Saturday", plan.warning_text)
        plan.holiday_policy = "keep"
        self.assertFalse(plan.warning_text)
        self.assertIn("3/10", self._days(plan))

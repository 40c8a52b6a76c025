from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .common_followup import WEDNESDAY, FollowupCase


@tagged("post_install", "-at_install")
class TestFollowup(FollowupCase):
    @freeze_time(WEDNESDAY)
    def test_worked_examples_on_records(self):
        """A18: given the opportunities A to G, when they are judged, then as the table says."""
        a = self._lead(silent=3)
        self._step(a, date(2026, 10, 16))
        b = self._lead(silent=15)
        self._step(b, date(2026, 10, 7))
        c = self._lead(silent=3)
        d = self._lead(silent=10)
        e = self._lead(silent=2, in_stage=25)
        self._step(e, date(2026, 11, 13))
        f = self._lead(silent=5, date_deadline=date(2026, 10, 11))
        self._step(f, date(2026, 10, 15))
        g = self._lead(silent=3)
        self._step(g, date(2026, 10, 9))
        self.assertEqual(self._verdict(a), (100, "green"))
        self.assertEqual(self._verdict(b), (49, "red"))
        self.assertEqual(self._verdict(c), (60, "amber"))
        self.assertEqual(self._verdict(d), (40, "red"))
        self.assertEqual(self._verdict(e), (75, "green"))
        self.assertEqual(self._verdict(f), (74, "amber"))
        self.assertEqual(self._verdict(g), (70, "amber"))
        e.action_snooze("2026-11-10", "They open in November")
        self.assertEqual(self._verdict(e), (100, "green"))

    @freeze_time(WEDNESDAY)
    def test_reasons_are_worded_for_the_reader(self):
        """Given no next step and 10 days of silence, when two readers look, each reads his own."""
        lead = self._lead(silent=10)
        self.assertEqual(lead.followup_reasons, "No next step\n10 days without contact")
        self.assertEqual(
            lead.followup_reason_data,
            [{"code": "no_next", "penalty": 40}, {"code": "silence", "penalty": 4, "days": 10}],
        )
        self.assertEqual(lead.followup_cure, "plan")

    @freeze_time(WEDNESDAY)
    def test_the_holiday_is_no_working_day(self):
        """G: due on Friday the 9th, today Wednesday the 14th, Monday was a holiday: 2 days."""
        lead = self._lead(silent=3)
        self._step(lead, date(2026, 10, 9))
        self.assertEqual(lead.followup_reasons, "Next step overdue by 2 working days (Fri, Oct 9)")

    @freeze_time(WEDNESDAY)
    def test_events_judge_at_once(self):
        """Red for lack of a step; a plan turns it, its cancellation back, a loss ends it."""
        lead = self._lead(silent=10)
        self.assertEqual(lead.followup_state, "red")
        action = self._step(lead, date(2026, 10, 15))
        self.assertEqual(self._verdict(lead), (96, "green"))
        action.start = datetime(2026, 12, 1, 8)
        self.assertEqual(self._verdict(lead), (81, "green"), "far away: 100 - 4 - 15")
        action.cancel("closed on Thursdays")
        self.assertEqual(lead.followup_state, "red")
        action.action_replan()
        action.with_user(self.nora).unlink()
        self.assertEqual(lead.followup_state, "red")
        lead.action_set_lost(lost_reason_id=self.env["crm.lost.reason"].create({"name": "No"}).id)
        self.assertFalse(lead.followup_state)

    @freeze_time(WEDNESDAY)
    def test_closing_with_a_next_step_turns_it_green(self):
        lead = self._lead(silent=20)
        action = self._step(lead, date(2026, 10, 14))
        action.close(
            {
                "outcome_id": self.interested.id,
                "next": {"start": datetime(2026, 10, 20, 8), "type_id": self.call_type.id},
            }
        )
        self.assertEqual(self._verdict(lead), (100, "green"))
        self.assertEqual(lead.last_touch_at, action.done_at)
        self.assertEqual(lead.next_step_at, datetime(2026, 10, 20, 8))
        self.assertEqual(lead.followup_reasons, "Next step on Tue, Oct 20")

    @freeze_time(WEDNESDAY)
    def test_activities_are_steps_too(self):
        """Given Odoo's own activity for tomorrow, then there is a next step until it is done."""
        lead = self._lead(silent=3)
        activity = lead.activity_schedule(
            "mail.mail_activity_data_call", date_deadline=date(2026, 10, 15), user_id=self.nora.id
        )
        self.assertEqual(lead.next_step_at, datetime(2026, 10, 15, 6), "08:00 in Madrid")
        self.assertEqual(self._verdict(lead), (100, "green"))
        activity.date_deadline = date(2026, 10, 13)
        self.assertEqual(self._verdict(lead), (75, "green"), "overdue by one working day")
        activity.action_feedback()
        self.assertEqual(self._verdict(lead), (60, "amber"))

    @freeze_time(WEDNESDAY)
    def test_three_attempts_in_vain(self):
        """Three calls without an answer cost 10; a mail that was sent in between is no attempt."""
        lead = self._lead(silent=3)
        self._step(lead, date(2026, 10, 16))
        for day in (12, 13, 14):
            self._done(lead, self.call_type, self.no_answer, datetime(2026, 10, day, 8))
            self.assertEqual(lead.followup_score, 90 if day == 14 else 100)
        sent = self.env.ref("crm_actions.crm_action_outcome_sent")
        self._done(lead, self.email_type, sent, datetime(2026, 10, 14, 8, 30))
        self.assertEqual(lead.followup_score, 90)
        self._done(lead, self.call_type, self.interested, datetime(2026, 10, 14, 8, 45))
        self.assertEqual(lead.followup_score, 100)

    def _done(self, lead, action_type, outcome, at):
        action = self._plan(opportunity_id=lead.id, type_id=action_type.id, start=at)
        action.close({"outcome_id": outcome.id, "done_at": at})

    @freeze_time(WEDNESDAY)
    def test_a_stage_that_expects_less(self):
        lead = self._lead(silent=10)
        self.assertEqual(lead.followup_state, "red")
        self.stage.followup_days = 30
        self.assertEqual(self._verdict(lead), (60, "amber"))

    @freeze_time(WEDNESDAY)
    def test_leads_and_closed_ones_are_not_judged(self):
        lead = self._lead(silent=10, type="lead")
        self.assertFalse(lead.followup_state)
        lead.type = "opportunity"
        self.assertEqual(lead.followup_state, "red")
        lead.action_set_won()
        self.assertFalse(lead.followup_state)
        self.assertFalse(lead.followup_reasons)
        lead.action_archive()
        self.assertFalse(lead.followup_state)

    def test_all_day_step_in_a_zone_far_west(self):
        """In Honolulu (UTC-10) an all-day step of today is due today, not yesterday."""
        self.company.resource_calendar_id.tz = "Pacific/Honolulu"
        with freeze_time("2026-10-14 20:00:00"):  # 10:00 there
            lead = self._lead(silent=3)
            self._step(lead, date(2026, 10, 14), allday=True)
            self.assertEqual(lead.next_step_at, datetime(2026, 10, 14, 18))
            self.assertEqual(self._verdict(lead), (100, "green"))


@tagged("post_install", "-at_install")
class TestFollowupOfADay(FollowupCase):
    def test_days_that_pass(self):
        """Given a step on Thursday, when nobody does it, then it fades day by day."""
        with freeze_time(WEDNESDAY):
            lead = self._lead(silent=3)
            self._step(lead, date(2026, 10, 15))
            self.env.flush_all()
        changed = lead.write_date
        for now, score in (
            ("2026-10-15 09:00:00", 100),
            ("2026-10-16 09:00:00", 75),  # one working day overdue
            ("2026-10-18 09:00:00", 75),  # a Sunday: still one; 7 days of silence are no silence
            ("2026-10-19 09:00:00", 69),  # two, and 8 days of silence
        ):
            with freeze_time(now):
                self._run_nightly()
                self.assertEqual(lead.followup_score, score, now)
        self.assertEqual(lead.write_date, changed, "a day that passes is no change by anybody")

    def test_each_company_has_its_own_midnight(self):
        """At 22:30 UTC it is already Thursday in Madrid."""
        with freeze_time("2026-10-14 21:30:00"):
            lead = self._lead(silent=3)
            self._step(lead, date(2026, 10, 14))
            self.assertEqual(lead.followup_on, date(2026, 10, 14))
        with freeze_time("2026-10-14 22:30:00"):
            self._run_nightly()
            self.assertEqual(lead.followup_on, date(2026, 10, 15))
            self.assertEqual(lead.followup_score, 75)

    def test_twice_a_night_changes_nothing(self):
        with freeze_time(WEDNESDAY):
            self._lead(silent=3)
            self._run_nightly()
            before = self.env["crm.followup.snapshot"].search_count([])
            stale = self.env["crm.lead"]._get_stale_domain(self.company)
            self.assertFalse(self.env["crm.lead"].search(stale))
            self._run_nightly()
            self.assertEqual(self.env["crm.followup.snapshot"].search_count([]), before)

    def test_weekly_snapshot(self):
        """Given Nora's one red and two greens, then Monday's figures say so, once."""
        with freeze_time(WEDNESDAY):
            self._lead(silent=10, expected_revenue=1000)
            for revenue in (2000, 3000):
                self._step(self._lead(silent=1, expected_revenue=revenue), date(2026, 10, 16))
            self._run_nightly()
            mine = [("user_id", "=", self.nora.id), ("week", "=", "2026-10-12")]
            rows = self.env["crm.followup.snapshot"].search(mine)
            figures = {
                row.state: (row.opportunities, row.with_next_step, row.expected_revenue)
                for row in rows
            }
            self.assertEqual(figures, {"red": (1, 0, 1000), "green": (2, 2, 5000)})
            self._lead(silent=10)
        with freeze_time("2026-10-16 09:00:00"):
            self._run_nightly()
            self.assertEqual(self.env["crm.followup.snapshot"].search_count(mine), 2)

    def test_what_was_there_before_is_not_at_risk_at_once(self):
        """Follow-up begins on 1 January 2027: until the 15th nothing older turns red."""
        with freeze_time(WEDNESDAY):
            lead = self._lead(silent=200, date_deadline=date(2026, 1, 1))
            self.assertEqual(lead.followup_state, "red")
            self.company.crm_followup_start = date(2027, 1, 1)
        with freeze_time("2027-01-15 09:00:00"):
            self._run_nightly()
            self.assertEqual(self._verdict(lead), (50, "amber"))
            self.assertEqual(
                lead.followup_reason_data[-1], {"code": "grace", "penalty": 0, "date": "2027-01-15"}
            )
        with freeze_time("2027-01-16 09:00:00"):
            self._run_nightly()
            self.assertEqual(lead.followup_state, "red")

    @freeze_time(WEDNESDAY)
    def test_a_batch_costs_no_more_queries_than_a_few(self):
        def cost(many):
            leads = self.env["crm.lead"].browse([self._lead(silent=n % 20).id for n in range(many)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            leads._refresh_followup()
            return self.env.cr.sql_log_count - before

        cost(2)
        few, many = cost(5), cost(50)
        self.assertLessEqual(many, few)

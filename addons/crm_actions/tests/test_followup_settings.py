from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common_followup import WEDNESDAY, FollowupCase


@tagged("post_install", "-at_install")
@freeze_time(WEDNESDAY)
class TestFollowupSettings(FollowupCase):
    """What verdicts are judged by changes: the job judges those concerned again, at once."""

    def setUp(self):
        super().setUp()
        self.calendar = self.company.resource_calendar_id
        self.job = self.env.ref("crm_actions.ir_cron_refresh_followup")
        elsewhere = self.env["res.company"].create({"name": "Norte Sur"})
        elsewhere.resource_calendar_id = self.calendar.copy({"company_id": elsewhere.id})
        self.foreign = self._lead(silent=10, company_id=elsewhere.id, user_id=False)

    def _settle(self):
        """Everything was judged today, and nobody waits for the job."""
        self.env.flush_all()
        self.env["ir.cron.trigger"].search([("cron_id", "=", self.job.id)]).unlink()
        self.assertEqual(str(self.foreign.followup_on), "2026-10-14")

    def _old_lead(self):
        """Red, and in the database since the 1st of October."""
        lead = self._lead(silent=10)
        self.env.flush_all()
        # no frozen clock moves what the database takes for now
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = '2026-10-01 08:00:00' WHERE id = %s", [lead.id]
        )
        lead.invalidate_recordset()
        self.assertEqual(lead.followup_state, "red")
        return lead

    def _is_woken(self):
        return bool(self.env["ir.cron.trigger"].search_count([("cron_id", "=", self.job.id)]))

    def _judge_again(self, lead):
        """The job runs: it was woken, and no other company is judged again."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(lead.followup_on)
        self.assertTrue(self._is_woken())
        self.assertEqual(str(self.foreign.followup_on), "2026-10-14", "of another company")
        self._run_nightly()
        self.assertEqual(str(lead.followup_on), "2026-10-14")
        return self._verdict(lead)

    def test_the_start_of_the_follow_up_is_moved(self):
        """Given a red one, when the follow-up begins tomorrow, then it is in its grace period."""
        lead = self._old_lead()
        self._settle()
        self.company.crm_followup_start = date(2026, 10, 15)
        self.assertEqual(self._judge_again(lead), (50, "amber"))

    def test_the_grace_period_gets_shorter(self):
        """Given a start on the 10th, when its grace ends after 3 days, not 14, then it is red."""
        lead = self._old_lead()
        self.company.crm_followup_start = date(2026, 10, 10)
        self._run_nightly()
        self.assertEqual(self._verdict(lead), (50, "amber"))
        self._settle()
        self.env["res.config.settings"].create({"crm_followup_grace_days": 3}).execute()
        self.assertEqual(self._judge_again(lead), (40, "red"))

    def test_settings_that_are_saved_unchanged_wake_nobody(self):
        lead = self._lead(silent=10)
        self._settle()
        self.env["res.config.settings"].create({}).execute()
        self.calendar.tz = "Europe/Madrid"
        self.assertEqual(str(lead.followup_on), "2026-10-14")
        self.assertFalse(self._is_woken())

    def test_public_holidays(self):
        """A step of Friday the 9th: 2 working days late; with the 13th off 1; off no more 2."""
        lead = self._lead(silent=3)
        self._step(lead, date(2026, 10, 9))
        self._settle()
        self.assertEqual(self._verdict(lead), (70, "amber"))
        off = self.env["resource.calendar.leaves"].create(
            {
                "name": "Local holiday",
                "date_from": datetime(2026, 10, 12, 22),
                "date_to": datetime(2026, 10, 13, 21, 59),
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
            }
        )
        self.assertEqual(self._judge_again(lead), (75, "green"))
        self._settle()
        off.write({"date_from": datetime(2026, 11, 1, 22), "date_to": datetime(2026, 11, 2, 21)})
        self.assertEqual(self._judge_again(lead), (70, "amber"))
        self._settle()
        off.write({"date_from": datetime(2026, 10, 12, 22), "date_to": datetime(2026, 10, 13, 21)})
        self.assertEqual(self._judge_again(lead), (75, "green"))
        self._settle()
        off.unlink()
        self.assertEqual(self._judge_again(lead), (70, "amber"))

    def test_the_leave_of_one_person_is_no_holiday(self):
        lead = self._lead(silent=3)
        self._step(lead, date(2026, 10, 9))
        person = self.env["resource.resource"].create({"name": "Nora", "tz": "Europe/Madrid"})
        self._settle()
        self.env["resource.calendar.leaves"].create(
            {
                "date_from": datetime(2026, 10, 12, 22),
                "date_to": datetime(2026, 10, 13, 21, 59),
                "calendar_id": self.calendar.id,
                "resource_id": person.id,
            }
        )
        self.assertEqual(str(lead.followup_on), "2026-10-14")
        self.assertFalse(self._is_woken())

    def test_working_hours(self):
        """The same step: when Tuesday is worked no more, it is one day less late."""
        lead = self._lead(silent=3)
        self._step(lead, date(2026, 10, 9))
        self._settle()
        tuesday = self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == "1")
        self.calendar.attendance_ids = [fields.Command.delete(line.id) for line in tuesday]
        self.assertEqual(self._judge_again(lead), (75, "green"))

    def test_another_calendar(self):
        lead = self._lead(silent=3)
        self._step(lead, date(2026, 10, 9))
        free = self.calendar.copy({"name": "No Tuesdays, no Mondays"})
        free.attendance_ids.filtered(lambda line: line.dayofweek in "01").unlink()
        self._settle()
        self.company.resource_calendar_id = free
        self.assertEqual(self._judge_again(lead), (75, "green"))

    def test_another_clock(self):
        """An activity for today is due at 08:00 in Madrid, or in Honolulu: never yesterday."""
        lead = self._lead(silent=3)
        lead.activity_schedule(
            "mail.mail_activity_data_call", date_deadline=date(2026, 10, 14), user_id=self.nora.id
        )
        self._settle()
        self.assertEqual(lead.next_step_at, datetime(2026, 10, 14, 6))
        self.calendar.tz = "Pacific/Honolulu"  # 23:00 of the 13th there
        self.env.invalidate_all()
        self.assertFalse(lead.followup_on)
        self._run_nightly()
        self.assertEqual(lead.next_step_at, datetime(2026, 10, 14, 18))
        self.assertEqual(str(lead.followup_on), "2026-10-13")
        self.assertEqual(self._verdict(lead), (100, "green"))

    def _called(self, days_ago):
        """An opportunity that heard nothing for 20 days, and a call that many days ago."""
        lead = self._lead(silent=20)
        at = fields.Datetime.now() - timedelta(days=days_ago)
        call = self._plan(opportunity_id=lead.id, type_id=self.call_type.id, start=at)
        call.close({"outcome_id": self.interested.id, "done_at": at})
        return lead, call

    def test_an_outcome_is_no_contact_after_all(self):
        """Given a call 2 days ago, when its outcome reaches nobody, the silence is 20 days."""
        lead, call = self._called(2)
        self._settle()
        self.assertEqual(self._verdict(lead), (60, "amber"))
        written = lead.write_date
        self.interested.contacted = False
        self.assertFalse(call.contacted)
        self.assertEqual(self._judge_again(lead), (40, "red"))
        self.assertEqual(lead.last_touch_at, datetime(2026, 9, 24, 9))
        self.assertEqual(lead.write_date, written, "nobody changed the opportunity")
        self._settle()
        self.interested.contacted = True
        self.assertTrue(call.contacted)
        self.assertEqual(self._judge_again(lead), (60, "amber"))

    def test_a_type_counts_as_touch_no_more(self):
        lead, call = self._called(2)
        self._settle()
        self.call_type.counts_as_touch = False
        self.assertFalse(call.contacted)
        self.assertEqual(self._judge_again(lead), (40, "red"))

    def test_attempts_in_vain_follow_the_outcome(self):
        """Three calls "maybe": when "maybe" means nobody was there, they are attempts in vain."""
        maybe = self.no_answer.copy({"name": "Maybe", "result": "neutral", "contacted": False})
        self.call_type.outcome_ids += maybe
        lead = self._lead(silent=3)
        self._step(lead, date(2026, 10, 16))
        for day in (12, 13, 14):
            at = datetime(2026, 10, day, 8)
            call = self._plan(opportunity_id=lead.id, type_id=self.call_type.id, start=at)
            call.close({"outcome_id": maybe.id, "done_at": at})
        self._settle()
        self.assertEqual(lead.followup_score, 100)
        maybe.result = "no_contact"
        self.assertEqual(self._judge_again(lead), (90, "green"))

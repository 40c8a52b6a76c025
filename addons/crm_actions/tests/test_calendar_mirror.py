from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import RecordCapturer, tagged

from .common import ActionCase


@tagged("-at_install", "post_install")
@freeze_time("2026-10-14 08:00:00")
class TestCalendarMirror(ActionCase):
    """Scenario A12: the calendar is a mirror, silent towards the customer."""

    def test_a_planned_visit_is_in_the_reps_calendar_and_nobody_is_told(self):
        opportunity = self._opportunity()
        with (
            RecordCapturer(self.env["mail.mail"]) as mails,
            RecordCapturer(self.env["mail.activity"]) as activities,
        ):
            visit = self._plan(opportunity_id=opportunity.id, summary="Close breakfasts")
            visit.write({"start": datetime(2026, 10, 15, 11)})
        event = visit.calendar_event_id.with_user(self.nora)
        self.assertRecordValues(
            event,
            [
                {
                    "name": "Visit – Hotel Ría Mansa",
                    "start": datetime(2026, 10, 15, 11),
                    "stop": datetime(2026, 10, 15, 11, 30),
                    "user_id": self.nora.id,
                    "partner_ids": self.nora.partner_id.ids,
                    "privacy": "confidential",
                    "opportunity_id": visit.opportunity_id.id,
                }
            ],
        )
        self.assertIn("Ribadesella", event.location)
        self.assertFalse(mails.records)
        self.assertFalse(activities.records)
        self.assertFalse(visit.opportunity_id.message_ids.filtered(lambda m: "scheduled" in m.body))

    def test_dragging_the_event_moves_the_action(self):
        visit = self._plan()
        event = visit.calendar_event_id.with_user(self.nora)
        event.write(
            {"start": event.start + timedelta(hours=1), "stop": event.stop + timedelta(hours=1)}
        )
        self.assertEqual(visit.start, datetime(2026, 10, 15, 10))
        self.assertEqual(visit.stop, datetime(2026, 10, 15, 10, 30))
        self.assertEqual(len(visit.calendar_event_ids), 1)

    def test_giving_the_event_to_a_colleague_gives_the_action(self):
        visit = self._plan()
        event = visit.calendar_event_id
        event.with_user(self.lea).write({"user_id": self.nils.id})
        self.assertEqual(visit.sudo().user_id, self.nils)
        self.assertEqual(event.sudo().partner_ids, self.nils.partner_id)

    def test_deleting_the_event_leaves_the_action(self):
        visit = self._plan()
        visit.calendar_event_id.with_user(self.max).unlink()
        self.assertEqual(visit.state, "planned")
        self.assertTrue(visit.off_calendar)
        self.assertFalse(visit.calendar_event_id)
        # moving the action does not bring the event back behind the rep's back
        visit.start += timedelta(hours=1)
        self.assertFalse(visit.calendar_event_id)
        visit.action_put_in_calendar()
        self.assertEqual(visit.calendar_event_id.start, visit.start)

    def test_archiving_the_event_leaves_the_action(self):
        visit = self._plan()
        visit.calendar_event_id.with_user(self.nora).active = False
        self.assertTrue(visit.off_calendar)

    def test_a_done_actions_event_stays_where_it_is(self):
        visit = self._plan()
        event = visit.calendar_event_id.with_user(self.nora)
        visit.close({"outcome_id": self.order.id})
        with self.assertRaises(UserError) as refusal:
            event.start += timedelta(hours=1)
        self.assertIn("cannot be moved", str(refusal.exception))
        self.env.invalidate_all()
        self.assertEqual(event.start, datetime(2026, 10, 15, 9))
        # a synchronisation is not interrupted: the action wins in silence
        event.with_context(dont_notify=True).write(
            {"start": datetime(2026, 10, 20, 9), "stop": datetime(2026, 10, 20, 10), "name": "x"}
        )
        self.assertEqual(event.start, datetime(2026, 10, 15, 9))
        self.assertEqual(visit.start, datetime(2026, 10, 15, 9))

    def test_repeating_it_in_the_calendar_is_refused(self):
        event = self._plan().calendar_event_id.with_user(self.nora)
        with self.assertRaises(UserError) as refusal:
            event.write({"recurrency": True, "rrule_type": "weekly", "count": 3})
        self.assertIn("visit plan", str(refusal.exception))

    def test_a_series_from_google_leaves_the_mirror_instead_of_stopping_the_sync(self):
        visit = self._plan()
        event = visit.calendar_event_id.with_user(self.nora)
        event.with_context(dont_notify=True).write(
            {"recurrency": True, "rrule_type": "daily", "end_type": "count", "count": 2}
        )
        self.assertTrue(visit.off_calendar)
        self.assertFalse(visit.calendar_event_id)

    def test_a_colleague_may_touch_what_does_not_move_the_visit(self):
        event = self._plan().calendar_event_id
        event.with_user(self.nils).description = "<p>Park behind</p>"
        # and no context that a caller brings opens the door
        with self.assertRaises(AccessError):
            event.with_user(self.nils).with_context(crm_action_mirror=True).write(
                {"start": datetime(2026, 10, 16, 9), "stop": datetime(2026, 10, 16, 10)}
            )

    def test_cancelling_removes_the_event_and_replanning_brings_it_back(self):
        visit = self._plan()
        visit.cancel("The customer is on holiday")
        self.assertFalse(visit.calendar_event_id)
        self.assertFalse(visit.off_calendar)
        visit.action_replan()
        self.assertTrue(visit.calendar_event_id)

    def test_a_new_rep_takes_the_event_over(self):
        visit = self._plan()
        visit.with_user(self.lea).user_id = self.nils
        event = visit.sudo().calendar_event_id
        self.assertEqual(event.user_id, self.nils)
        self.assertEqual(event.partner_ids, self.nils.partner_id)

    def test_a_customer_who_was_invited_on_purpose_stays_invited(self):
        visit = self._plan()
        event = visit.calendar_event_id.with_user(self.nora)
        event.with_context(no_mail_to_attendees=True).partner_ids += self.customer
        with RecordCapturer(self.env["mail.mail"]) as mails:
            visit.start += timedelta(hours=1)
        self.assertEqual(event.partner_ids, self.nora.partner_id | self.customer)
        self.assertFalse(mails.records, "the action moves in silence, invited or not")

    def test_what_is_mirrored_depends_on_the_type(self):
        self.assertTrue(self._plan(type_id=self.call_type.id).calendar_event_id)
        self.assertFalse(self._plan(type_id=self.call_type.id, allday=True).calendar_event_id)
        self.assertFalse(self._plan(type_id=self.email_type.id).calendar_event_id)

    def test_a_past_action_that_was_done_is_not_mirrored(self):
        visit = self.env["crm.action"].create(
            {
                "type_id": self.visit_type.id,
                "partner_id": self.customer.id,
                "user_id": self.nora.id,
                "start": datetime(2026, 9, 1, 9),
                "state": "done",
                "outcome_id": self.order.id,
                "done_at": datetime(2026, 9, 1, 9, 30),
            }
        )
        self.assertFalse(visit.calendar_event_id)

    def test_deleting_a_planned_action_removes_its_event(self):
        visit = self._plan()
        event = visit.calendar_event_id
        visit.unlink()
        self.assertFalse(event.exists())

    def test_a13_merged_opportunities_keep_their_actions_and_events(self):
        survivor, merged = self._opportunity(), self._opportunity(name="Breakfasts")
        visit = self._plan(opportunity_id=merged.id)
        done = self._plan(opportunity_id=merged.id)
        done.close({"outcome_id": self.order.id})
        other = self._plan(opportunity_id=survivor.id)
        (survivor | merged).with_user(self.max).merge_opportunity()
        kept = (survivor | merged).exists()
        self.assertEqual(len(kept), 1)
        self.assertEqual((visit | done | other).opportunity_id, kept)
        self.assertEqual(visit.calendar_event_id.opportunity_id, kept)
        self.assertEqual(visit.calendar_event_id.crm_action_id, visit)

from datetime import datetime

from freezegun import freeze_time

from odoo.tests import Form, tagged

from .common import NEAR, ActionCase


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:03:00")
class TestCloseWizard(ActionCase):
    """The sheet that the rep fills in."""

    def _sheet(self, **context):
        sheet = (
            self.env["crm.action.close.wizard"]
            .with_user(self.nora)
            .with_context(tz="Europe/Madrid")
        )
        return Form(sheet.with_context(**context))

    def test_closing_with_two_taps_plans_the_same_hour_in_a_week(self):
        visit = self._plan()  # 11:00 in Madrid
        visit.check_in(self._fix(NEAR, 25))
        with self._sheet(**visit.action_open_close()["context"]) as form:
            form.outcome_id = self.interested
            form.note = "Before 9:00\nask for Ana & Luis"
        form.record.action_apply()
        self.assertEqual(visit.state, "done")
        self.assertEqual(visit.note, "<p>Before 9:00<br>ask for Ana &amp; Luis</p>")
        # Thursday in a week, still summer time
        self.assertEqual(visit.next_id.start, datetime(2026, 10, 22, 9))

    def test_the_outcome_proposes_when_to_come_back(self):
        form = self._sheet(**self._plan().action_open_close()["context"])
        form.outcome_id = self.absent
        self.assertEqual(form.next_in, "2d")
        # two days from Thursday is Saturday: Monday, 11:00 in Madrid
        self.assertEqual(form.next_start, datetime(2026, 10, 19, 9))
        form.outcome_id = self.order
        # thirty days: Saturday 14 November, so Monday 16; winter time
        self.assertEqual(form.next_start, datetime(2026, 11, 16, 10))

    def test_only_outcomes_of_the_type_are_offered(self):
        form = self._sheet(**self._plan().action_open_close()["context"])
        self.assertIn(self.order, form.allowed_outcome_ids[:])
        self.assertNotIn(self.no_answer, form.allowed_outcome_ids[:])

    def test_without_opportunity_there_is_nothing_to_win(self):
        form = self._sheet(**self._plan().action_open_close()["context"])
        self.assertEqual(form.allowed_follow_ups, ["next", "none"])
        visit = self._plan(opportunity_id=self._opportunity().id)
        form = self._sheet(**visit.action_open_close()["context"])
        self.assertIn("won", form.allowed_follow_ups)

    def test_logging_a_call_makes_a_done_call(self):
        context = self.customer.with_user(self.nora).action_log_call()["context"]
        with self._sheet(**context) as form:
            form.outcome_id = self.env.ref("crm_actions.crm_action_outcome_call_back")
            form.follow_up = "none"
        form.record.action_apply()
        call = self.env["crm.action"].search([("partner_id", "=", self.customer.id)])
        self.assertRecordValues(
            call,
            [
                {
                    "type_id": self.call_type.id,
                    "state": "done",
                    "start": datetime(2026, 10, 15, 9, 48),
                    "done_at": datetime(2026, 10, 15, 10, 3),
                    "user_id": self.nora.id,
                    "contacted": True,
                }
            ],
        )
        self.assertFalse(call.calendar_event_id)

    def test_cancelling_asks_why(self):
        visit = self._plan()
        wizard = Form(
            self.env["crm.action.cancel.wizard"]
            .with_user(self.nora)
            .with_context(**visit.action_open_cancel()["context"])
        )
        wizard.reason = "Closed for stocktaking"
        wizard.save().action_apply()
        self.assertEqual(visit.state, "cancelled")
        self.assertEqual(visit.cancel_reason, "Closed for stocktaking")

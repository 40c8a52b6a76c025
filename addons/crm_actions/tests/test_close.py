from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import NEAR, ActionCase


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:03:00")
class TestClose(ActionCase):
    """One call says how it went and what comes next."""

    def test_the_next_step_is_in_the_agenda(self):
        # given an open visit of this morning
        visit = self._plan(opportunity_id=self._opportunity().id)
        visit.check_in(self._fix(NEAR, 25))
        # when the rep closes it and plans to come back in a week
        answer = visit.close(
            {
                "outcome_id": self.interested.id,
                "note": "<p>They like the small portions.</p>",
                "next": {
                    "start": datetime(2026, 10, 22, 9, 15),
                    "summary": "Collect the signature",
                },
            }
        )
        # then the visit is done and checked out, and the next one is planned like it
        following = self.env["crm.action"].browse(answer["next_id"])
        self.assertRecordValues(
            visit,
            [
                {
                    "state": "done",
                    "outcome_id": self.interested.id,
                    "done_at": datetime(2026, 10, 15, 10, 3),
                    "checkout_at": datetime(2026, 10, 15, 10, 3),
                    "contacted": True,
                    "next_id": following.id,
                    "next_missing": False,
                }
            ],
        )
        self.assertRecordValues(
            following,
            [
                {
                    "state": "planned",
                    "type_id": self.visit_type.id,
                    "partner_id": self.customer.id,
                    "opportunity_id": visit.opportunity_id.id,
                    "user_id": self.nora.id,
                    "start": datetime(2026, 10, 22, 9, 15),
                    "stop": datetime(2026, 10, 22, 9, 45),
                    "summary": "Collect the signature",
                    "previous_id": visit.id,
                }
            ],
        )
        self.assertTrue(following.calendar_event_id)

    def test_last_and_next_touch_of_customer_and_opportunity(self):
        visit = self._plan(opportunity_id=self._opportunity().id)
        visit.close(
            {"outcome_id": self.interested.id, "next": {"start": datetime(2026, 10, 22, 9)}}
        )
        for record in (self.customer, visit.opportunity_id):
            record.invalidate_recordset()
            self.assertEqual(record.last_touch_at, datetime(2026, 10, 15, 10, 3))
            self.assertEqual(record.next_step_at, datetime(2026, 10, 22, 9))
            self.assertEqual(record.with_user(self.nora).crm_action_count, 2)
            self.assertEqual(record.with_user(self.sara).crm_action_count, 0)

    def test_nobody_there_is_no_touch(self):
        visit = self._plan()
        visit.close({"outcome_id": self.absent.id})
        self.assertFalse(visit.contacted)
        self.assertFalse(self.customer.last_touch_at)

    def test_a_touch_of_a_shop_is_one_of_its_company(self):
        shop = self.env["res.partner"].create(
            {"name": "Bar", "parent_id": self.customer.id, "type": "delivery"}
        )
        self._plan(partner_id=shop.id).close({"outcome_id": self.interested.id})
        self.assertEqual(self.customer.last_touch_at, datetime(2026, 10, 15, 10, 3))
        self.assertEqual(shop.last_touch_at, datetime(2026, 10, 15, 10, 3))

    def test_won_and_lost(self):
        won = self._plan(opportunity_id=self._opportunity().id)
        won.close({"outcome_id": self.order.id, "opportunity": "won"})
        self.assertEqual(won.opportunity_id.won_status, "won")
        lost = self._plan(opportunity_id=self._opportunity().id)
        reason = self.env["crm.lost.reason"].create({"name": "Price"})
        lost.close(
            {
                "outcome_id": self.order.id,
                "opportunity": "lost",
                "lost_reason_id": reason.id,
            }
        )
        self.assertEqual(lost.opportunity_id.won_status, "lost")
        self.assertEqual(lost.opportunity_id.lost_reason_id, reason)
        self.assertFalse((won | lost).filtered("next_missing"))

    def test_paused(self):
        visit = self._plan(opportunity_id=self._opportunity().id)
        visit.close(
            {
                "outcome_id": self.interested.id,
                "snooze_until": "2027-03-01",
                "snooze_reason": "Contract until March",
            }
        )
        self.assertEqual(str(visit.opportunity_id.snooze_until), "2027-03-01")
        self.assertFalse(visit.next_missing)

    def test_policy_require_refuses_and_undoes_everything(self):
        self.north.next_step_policy = "require"
        visit = self._plan(opportunity_id=self._opportunity().id)
        visit.check_in({})
        with self.assertRaises(UserError) as refusal:
            visit.close({"outcome_id": self.interested.id})
        self.assertIn("North", str(refusal.exception))
        self.env.invalidate_all()
        self.assertEqual(visit.state, "in_progress")
        self.assertFalse(visit.checkout_at)
        # a step that is already planned will do
        self._plan(opportunity_id=visit.opportunity_id.id, start=datetime(2026, 10, 20, 9))
        self.assertFalse(visit.close({"outcome_id": self.interested.id})["next_missing"])

    def test_policy_warn_marks_and_off_says_nothing(self):
        for policy, asked in (("warn", True), ("off", False)):
            self.north.next_step_policy = policy
            visit = self._plan(opportunity_id=self._opportunity().id)
            answer = visit.close({"outcome_id": self.interested.id})
            self.assertEqual(answer["next_missing"], asked, policy)

    def test_without_opportunity_no_step_is_missing(self):
        self.north.next_step_policy = "require"
        self.assertFalse(self._plan().close({"outcome_id": self.order.id})["next_missing"])

    def test_done_earlier(self):
        visit = self._plan()
        visit.close({"outcome_id": self.order.id, "done_at": datetime(2026, 10, 14, 9)})
        self.assertEqual(visit.done_at, datetime(2026, 10, 14, 9))
        self.assertEqual(visit.reported_at, datetime(2026, 10, 15, 10, 3))

    def test_a_day_later_only_a_manager_changes_the_report(self):
        visit = self._plan()
        visit.close({"outcome_id": self.order.id})
        visit.note = "<p>One more thing.</p>"
        with freeze_time("2026-10-16 10:04:00"):
            with self.assertRaises(UserError) as refusal:
                visit.note = "<p>Another story.</p>"
            self.assertIn("24 hours", str(refusal.exception))
            visit.with_user(self.max).note = "<p>As the manager saw it.</p>"

    def test_a_finished_action_is_not_replanned_by_editing(self):
        visit = self._plan()
        visit.close({"outcome_id": self.order.id})
        with self.assertRaises(UserError):
            visit.start += timedelta(days=1)

    def test_photos_belong_to_the_action(self):
        visit = self._plan()
        photo = (
            self.env["ir.attachment"]
            .with_user(self.nora)
            .create({"name": "shelf.jpg", "raw": b"jpeg"})
        )
        visit.close({"outcome_id": self.order.id, "photo_ids": photo.ids})
        self.assertEqual(visit.photo_ids, photo)
        self.assertEqual((photo.res_model, photo.res_id), ("crm.action", visit.id))

import base64
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_sync import SERVER_NOW, SyncCase

PIXEL = base64.b64encode(b"\xff\xd8\xff\xe0 a shelf").decode()


@tagged("-at_install", "post_install")
class TestSync(SyncCase):
    """What was done in a valley without a network arrives once, and as it was."""

    def test_a7_a_check_in_counts_from_when_it_was_made(self):
        # given a check-in at 10:05 by a phone that is three minutes fast
        answer = self._sync(self._op("check_in", **self._here()))
        # when it is sent at 11:00 (11:03 on the phone), then it was at 10:02
        self.assertEqual(answer["skew_s"], -180)
        self.assertEqual(self.visit.checkin_at, datetime(2026, 10, 15, 10, 2))
        self.assertEqual(self.visit.checkin_device_at, datetime(2026, 10, 15, 10, 5))
        self.assertEqual(self.visit.checkin_verdict, "verified")
        self.assertEqual(self.visit.state, "in_progress")
        self.assertFalse(self.visit.clock_skew_s, "three minutes are nothing to tell")
        [position] = self.visit.geo_ids
        self.assertEqual(position.taken_at, datetime(2026, 10, 15, 10, 2))

    def test_a7_the_same_batch_twice_makes_one_action(self):
        # given a visit that was planned, made and reported without a network
        ops = [
            self._op("create", "new-1", client_uuid="new-1", type_id=self.visit_type.id,
                     partner_id=self.customer.id, start="2026-10-15 10:00:00"),
            self._op("check_in", "new-1", at="2026-10-15 10:06:00", **self._here()),
            self._op("close", "new-1", at="2026-10-15 10:40:00", outcome_id=self.interested.id,
                     note="They liked\nthe butter"),
        ]  # fmt: skip
        # when it is sent twice
        first, second = self._results(*ops), self._results(*ops)
        # then there is one action, whole
        self.assertEqual([one["status"] for one in first], ["applied"] * 3)
        self.assertEqual([one["status"] for one in second], ["duplicate"] * 3)
        [action] = self.env["crm.action"].search([("client_uuid", "=", "new-1")])
        self.assertEqual({one["action_id"] for one in first + second}, {action.id})
        self.assertEqual(action.user_id, self.nora)
        self.assertEqual((action.state, action.outcome_id), ("done", self.interested))
        self.assertEqual(action.duration_s, 34 * 60)
        self.assertEqual(action.done_at, datetime(2026, 10, 15, 10, 37))
        self.assertEqual(action.reported_at, SERVER_NOW)
        self.assertEqual(action.note, "<p>They liked<br>the butter</p>")

    def test_a7_one_bad_operation_of_five_leaves_four(self):
        visits = [self.visit, *(self._plan(start=datetime(2026, 10, 15, hour)) for hour in (5, 6))]
        ops = [
            self._op("close", visits[0], outcome_id=self.interested.id),
            self._op("close", visits[1], outcome_id=self.no_answer.id, note="Typed in the rain"),
            self._op("close", visits[2], outcome_id=self.order.id),
            self._op("create", "n1", client_uuid="n1", type_id=self.call_type.id,
                     partner_id=self.customer.id, start="2026-10-16 08:00:00"),
            self._op("create", "n2", client_uuid="n2", type_id=self.call_type.id,
                     partner_id=self.customer.id, start="2026-10-16 09:00:00"),
        ]  # fmt: skip
        results = self._results(*ops)
        # an outcome of calls is none of a visit's
        self.assertEqual(
            [one["status"] for one in results],
            ["applied", "rejected", "applied", "applied", "applied"],
        )
        self.assertIn("is not an outcome of the type", results[1]["message"])
        self.assertEqual(visits[1].state, "planned")
        # and what was typed is on the server too
        kept = self._ops_kept(ops[1])
        self.assertEqual(kept.status, "rejected")
        self.assertEqual(kept.payload["vals"]["note"], "Typed in the rain")
        # sent again, it is told again
        [again] = self._results(ops[1])
        self.assertEqual(again["status"], "rejected")
        self.assertEqual(again["message"], results[1]["message"])

    def test_a8_an_answer_that_got_lost_is_no_second_report(self):
        # given a report that the server applied, while the phone heard nothing
        op = self._op("close", outcome_id=self.order.id, note="Order of 12 boxes")
        self._sync(op)
        messages = len(self.visit.message_ids)
        # when the phone sends it again
        [result] = self._results(op)
        # then nothing happens twice
        self.assertEqual(result["status"], "duplicate")
        self.assertEqual(self.visit.note, "<p>Order of 12 boxes</p>")
        self.assertEqual(len(self.visit.message_ids), messages)

    def test_a16_a_report_without_next_step_is_never_refused(self):
        # given a team that requires a next step
        self.north.next_step_policy = "require"
        self.visit.opportunity_id = self._opportunity()
        with self.assertRaises(UserError):
            self.visit.with_user(self.nora).close({"outcome_id": self.interested.id})
        # when the same was reported without a network
        [result] = self._results(self._op("close", outcome_id=self.interested.id))
        # then it is done, and missed
        self.assertEqual(result["status"], "applied")
        self.assertEqual(self.visit.state, "done")
        self.assertTrue(self.visit.next_missing)
        rows = self.env["crm.action"].with_user(self.nora)._get_without_next()[0]
        self.assertIn(self.visit.opportunity_id.id, [row["lead_id"] for row in rows])

    def test_the_next_step_of_a_report_is_planned_once(self):
        step = {
            "client_uuid": "step-1",
            "type_id": self.call_type.id,
            "start": "2026-10-22 09:15:00",
            "summary": "Collect the signature",
        }
        op = self._op("close", outcome_id=self.interested.id, next=step)
        self._sync(op)
        other = self._op("create", "step-1", **{**step, "partner_id": self.customer.id})
        self.assertEqual(self._statuses(op, other), ["duplicate", "applied"])
        self.assertEqual(self.visit.next_id.client_uuid, "step-1")
        self.assertEqual(self.visit.next_id.summary, "Collect the signature")
        self.assertEqual(self.env["crm.action"].search_count([("client_uuid", "=", "step-1")]), 1)

    def test_operations_are_applied_in_the_order_of_the_phone(self):
        check_in = self._op("check_in", at="2026-10-15 09:10:00")
        check_out = self._op("check_out", at="2026-10-15 09:40:00")
        self.assertEqual(self._statuses(check_out, check_in), ["applied", "applied"])
        self.assertEqual(self.visit.duration_s, 30 * 60)

    def test_a_clock_that_is_far_off_is_told(self):
        # given a phone that shows the year 2020
        op = self._op("check_in", at="2020-01-01 00:00:00")
        self._sync(op, device_now="2020-01-01 00:55:00")
        # then the visit was 55 minutes ago, and somebody may ask
        self.assertEqual(self.visit.checkin_at, SERVER_NOW - timedelta(minutes=55))
        self.assertGreater(self.visit.clock_skew_s, 200_000_000)

    def test_a_clock_that_was_not_set_yet(self):
        # given a phone that began in 1970 and was set by the network before it sent
        for at in ("1970-01-01 00:05:04", "0001-01-01 00:00:00"):
            visit = self._plan(start=datetime(2026, 10, 15, 6))
            [result] = self._results(self._op("check_in", visit, at=at), device_now=str(SERVER_NOW))
            self.assertEqual(result["status"], "conflict")
            self.assertIn("clock was not set", result["message"])
            self.assertEqual(visit.checkin_at, SERVER_NOW)
            visit.with_user(self.nora).check_out({})

    def test_positions_are_kept_nowhere_else(self):
        op = self._op("check_in", **self._here())
        self.visit.with_user(self.nora).check_in({})
        self.assertEqual(self._statuses(op), ["conflict"])
        self.assertNotIn("latitude", self._ops_kept(op).payload["vals"])

    def test_a_photo_is_taken_once(self):
        self._sync(self._op("close", outcome_id=self.order.id))
        actions = self.env["crm.action"].with_user(self.nora)
        sent = ("photo-000001", {"id": self.visit.id}, "shelf.jpg", PIXEL, self.nora.id)
        first, second = actions.sync_photo(*sent), actions.sync_photo(*sent)
        self.assertEqual((first["status"], second["status"]), ("applied", "duplicate"))
        self.assertEqual(self.visit.photo_ids.ids, [first["attachment_id"]])
        photo = self.visit.photo_ids
        self.assertEqual((photo.res_model, photo.res_id), ("crm.action", self.visit.id))
        self.assertFalse(self._ops_kept({"uuid": "photo-000001"}).payload)

    def test_a_photo_may_come_days_after_its_report(self):
        self._sync(self._op("close", outcome_id=self.order.id))
        self.visit.sudo().reported_at = SERVER_NOW - timedelta(days=4)
        actions = self.env["crm.action"].with_user(self.nora)
        sent = ("photo-000002", {"id": self.visit.id}, "shelf.jpg", PIXEL, self.nora.id)
        self.assertEqual(actions.sync_photo(*sent)["status"], "applied")

    def test_a_photo_sent_under_another_login_waits_for_its_own(self):
        # given a photo of Nora's visit on a telephone where Nils has logged in meanwhile
        sent = ("photo-000003", {"id": self.visit.id}, "shelf.jpg", PIXEL, self.nora.id)
        answer = self.env["crm.action"].with_user(self.nils).sync_photo(*sent)
        # then he gets no visit of his own by it, and nothing is written at all
        self.assertEqual((answer["status"], answer["attachment_id"]), ("wrong_user", False))
        self.assertFalse(self._ops_kept({"uuid": "photo-000003"}))
        self.assertFalse(self.env["crm.action"].search([("user_id", "=", self.nils.id)]))
        # nor is one taken that does not say whose it is
        answer = self.env["crm.action"].with_user(self.nora).sync_photo(*sent[:4])
        self.assertEqual(answer["status"], "wrong_user")
        # and it arrives once she is back
        answer = self.env["crm.action"].with_user(self.nora).sync_photo(*sent)
        self.assertEqual(answer["status"], "applied")
        self.assertEqual(self.visit.photo_ids.ids, [answer["attachment_id"]])

    def test_a_damaged_photo_is_said(self):
        actions = self.env["crm.action"].with_user(self.nora)
        for data in ("", "no base64!", False):
            sent = (f"photo-{data}-12345", {"id": self.visit.id}, "a.jpg", data, self.nora.id)
            answer = actions.sync_photo(*sent)
            self.assertEqual(answer["status"], "rejected")
            self.assertTrue(answer["message"])
        self.assertFalse(self.visit.photo_ids)

    def test_what_cannot_be_read_is_rejected_one_by_one(self):
        bad = [
            {**self._op("close"), "uuid": "short"},
            {**self._op("close"), "uuid": None},
            {**self._op("close"), "kind": "dance"},
            {**self._op("close"), "vals": "text"},
            {**self._op("close"), "action": None},
            {**self._op("close"), "user_id": "Nora"},
            {**self._op("close"), "base": [1]},
            {**self._op("close"), "kind": ["close"]},
            {**self._op("close"), "uuid": "nul-\0-0000001"},
            self._op("close", outcome_id=987654321),
            self._op("postpone", start="tomorrow"),
            self._op("cancel", reason=" "),
            self._op("create", "x1", client_uuid="x1", start="2026-10-16 09:00:00"),
        ]
        good = self._op("close", outcome_id=self.order.id)
        results = self._results(*bad, good, "no operation")
        self.assertEqual([one["status"] for one in results[:-1]], ["rejected"] * len(bad))
        self.assertTrue(all(one["message"] for one in results[:-1]), results)
        self.assertEqual(results[-1]["status"], "applied")

    def test_a_list_that_is_none_or_too_long_is_refused_whole(self):
        for ops in ({"a": 1}, "ops", [{}] * 51):
            with self.assertRaises(UserError):
                self.env["crm.action"].with_user(self.nora).sync(ops, False)

    def test_what_follows_a_rejected_creation_is_rejected_with_it(self):
        ops = [
            self._op("create", "bad", client_uuid="bad", start="2026-10-16 09:00:00"),
            self._op("close", "bad", outcome_id=self.order.id),
        ]
        results = self._results(*ops)
        self.assertEqual([one["status"] for one in results], ["rejected", "rejected"])
        self.assertIn("could not be planned", results[1]["message"])

    @mute_logger("odoo.addons.crm_actions.models.crm_action_sync")
    def test_a_fault_of_the_server_holds_up_nobody(self):
        ops = [self._op("close", outcome_id=self.order.id, note="Kept"), self._op("check_in")]
        with patch.object(type(self.visit), "_sync_close", side_effect=KeyError("bug")):
            results = self._results(*ops)
        self.assertEqual([one["status"] for one in results], ["rejected", "applied"])
        self.assertIn("fault of its own", results[0]["message"])
        self.assertEqual(self._ops_kept(ops[0]).payload["vals"]["note"], "Kept")

    def test_old_operations_go(self):
        op = self._op("close", outcome_id=self.order.id)
        self._sync(op)
        kept = self._ops_kept(op)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_action_sync_op SET create_date = %s WHERE id = %s",
            [SERVER_NOW - timedelta(days=181), kept.id],
        )
        self.env.invalidate_all()
        kept._gc_old()
        self.assertFalse(kept.exists())

    def test_ten_reports_cost_as_many_queries_each_as_two(self):
        def cost(number):
            ops = [
                self._op("close", self._plan(start=datetime(2026, 10, 14, 6)),
                         outcome_id=self.interested.id)
                for _ in range(number)
            ]  # fmt: skip
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(self._statuses(*ops), ["applied"] * number)
            return (self.env.cr.sql_log_count - before) / number

        cost(2)
        self.assertLessEqual(cost(10), cost(2) + 1)

from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_sync import SyncCase


@tagged("-at_install", "post_install")
class TestSyncConflicts(SyncCase):
    """The office did something else while the rep had no network: nothing is lost, all is told.

    Check-in, check-out, outcome and note are the rep's; hour and rep of what is planned the
    office's.
    """

    def _conflict(self, *ops):
        *_first, last = self._results(*ops)
        self.assertEqual(last["status"], "conflict", last)
        self.assertTrue(last["message"])
        return last

    def test_cancelled_at_the_office_and_visited_all_the_same(self):
        # given a visit that the leader called off at ten
        self.visit.with_user(self.lea).cancel("They close today")
        # when the rep had been there and reported it
        ops = [
            self._op("check_in", at="2026-10-15 10:06:00", **self._here()),
            self._op("close", at="2026-10-15 10:40:00", outcome_id=self.order.id, note="Open!"),
        ]
        first, second = self._results(*ops)
        # then it is done, with a flag, and the rep is told
        self.assertEqual((first["status"], second["status"]), ("conflict", "applied"))
        self.assertIn("had been cancelled at the office", first["message"])
        self.assertEqual(self.visit.state, "done")
        self.assertTrue(self.visit.done_despite_cancel)
        self.assertEqual(self.visit.note, "<p>Open!</p>")
        self.assertTrue(self.visit.calendar_event_ids, "its event is back")

    def test_given_to_a_colleague_meanwhile(self):
        # given a visit that Nils got while Nora was already there
        self.visit.with_user(self.lea).write({"user_id": self.nils.id})
        ops = [
            self._op("check_in", at="2026-10-15 10:06:00", **self._here()),
            self._op("close", at="2026-10-15 10:40:00", outcome_id=self.order.id, note="Signed"),
        ]
        # when she sends it
        results = self._results(*ops)
        # then Nils keeps his plan, and what she did is an action of her own
        self.assertEqual([one["status"] for one in results], ["conflict", "conflict"])
        self.assertIn("given to Nils", results[0]["message"])
        self.assertEqual((self.visit.user_id, self.visit.state), (self.nils, "planned"))
        [own] = {one["action_id"] for one in results}
        own = self.env["crm.action"].browse(own)
        self.assertNotEqual(own, self.visit)
        self.assertEqual((own.user_id, own.state, own.note), (self.nora, "done", "<p>Signed</p>"))
        self.assertEqual(own.partner_id, self.customer)
        self.assertEqual(own.checkin_verdict, "verified")
        self.assertEqual(own.calendar_event_ids.user_id, self.nora)

    def test_deleted_at_the_office_meanwhile(self):
        op = self._op("close", outcome_id=self.order.id, note="Signed")
        self.visit.unlink()
        last = self._conflict(op)
        self.assertIn("Hotel Ría Mansa was deleted", last["message"])
        own = self.env["crm.action"].browse(last["action_id"])
        self.assertEqual((own.partner_id, own.note), (self.customer, "<p>Signed</p>"))

    def test_reported_twice_keeps_both_notes(self):
        # given a leader who reported it from the rep's words on the telephone
        self.visit.with_user(self.lea).close(
            {"outcome_id": self.interested.id, "note": "<p>She called</p>"}
        )
        last = self._conflict(self._op("close", outcome_id=self.order.id, note="12 boxes"))
        self.assertIn("already been reported", last["message"])
        self.assertEqual(self.visit.outcome_id, self.order)
        self.assertEqual(self.visit.note, "<p>She called</p><p>12 boxes</p>")

    def test_a_second_report_decides_what_the_first_left_open(self):
        # given a report of the leader that says nothing about the opportunity
        self.visit.opportunity_id = self._opportunity()
        self.visit.with_user(self.lea).close({"outcome_id": self.interested.id})
        self._conflict(self._op("close", outcome_id=self.order.id, opportunity="won"))
        self.assertEqual(self.visit.opportunity_id.won_status, "won")
        # and one that is decided already is left alone, which is said
        again = self._op("close", outcome_id=self.order.id, opportunity="lost", lost_reason_id=1)
        self.assertIn("decided meanwhile", self._conflict(again)["message"])
        self.assertEqual(self.visit.opportunity_id.won_status, "won")

    def test_a_late_second_report_adds_its_note_alone(self):
        self.visit.with_user(self.lea).close({"outcome_id": self.interested.id})
        self.visit.sudo().reported_at = datetime(2026, 10, 13, 9)
        self._conflict(self._op("close", outcome_id=self.order.id, note="12 boxes"))
        self.assertEqual(self.visit.outcome_id, self.interested)
        self.assertEqual(self.visit.note, "<p>12 boxes</p>")

    def test_check_in_at_what_was_reported_meanwhile(self):
        self.visit.with_user(self.lea).close({"outcome_id": self.interested.id})
        self._conflict(self._op("check_in", at="2026-10-15 10:06:00", **self._here()))
        self.assertEqual(self.visit.checkin_at, datetime(2026, 10, 15, 10, 3))
        self.assertTrue(self.visit.checkout_at)

    def test_moved_at_the_office_the_office_wins(self):
        # given a visit that the phone knows at nine, while the office moved it to twelve
        self.visit.with_user(self.lea).write({"start": datetime(2026, 10, 15, 12)})
        last = self._conflict(self._op("postpone", start="2026-10-16 08:00:00"))
        self.assertIn("changed at the office", last["message"])
        self.assertEqual(self.visit.start, datetime(2026, 10, 15, 12))

    def test_postponed_in_peace(self):
        op = self._op("postpone", start="2026-10-16 08:00:00", reason="Rain")
        self.assertEqual(self._statuses(op), ["applied"])
        self.assertEqual(self.visit.start, datetime(2026, 10, 16, 8))
        self.assertIn("Rain", " ".join(self.visit.message_ids.mapped("body")))

    def test_cancel_and_postpone_of_what_is_not_the_reps_any_more(self):
        self.visit.with_user(self.lea).write({"user_id": self.nils.id})
        for op in (
            self._op("cancel", reason="Ill"),
            self._op("postpone", start="2026-10-16 08:00:00"),
        ):
            self._conflict(op)
        self.assertEqual((self.visit.state, self.visit.start),
                         ("planned", datetime(2026, 10, 15, 9)))  # fmt: skip

    def test_another_visit_still_open_on_another_phone(self):
        # given a check-in at another customer that nobody ended
        bar = self.env["res.partner"].create({"name": "Bar La Tina"})
        other = self._plan(partner_id=bar.id, start=datetime(2026, 10, 15, 8))
        self._sync(self._op("check_in", other, at="2026-10-15 09:03:00"))
        # when the rep checks in here, then she was checked out there at that moment
        last = self._conflict(self._op("check_in", at="2026-10-15 10:06:00"))
        self.assertIn("Bar La Tina", last["message"])
        self.assertEqual(other.checkout_at, datetime(2026, 10, 15, 10, 3))
        self.assertEqual(other.duration_s, 63 * 60)
        self.assertEqual(self.visit.state, "in_progress")
        # and her own check-out there, sent later, holds
        op = self._op("check_out", other, at="2026-10-15 09:58:00")
        self.assertEqual(self._statuses(op), ["applied"])
        self.assertEqual(other.checkout_at, datetime(2026, 10, 15, 9, 55))

    def test_the_report_stays_where_the_decision_is_refused(self):
        # given an opportunity that was given to another team meanwhile
        self.visit.opportunity_id = self._opportunity(self.nora)
        self.visit.opportunity_id.write({"user_id": self.sara.id, "team_id": self.south.id})
        op = self._op("close", outcome_id=self.order.id, note="Signed", opportunity="won")
        last = self._conflict(op)
        self.assertIn("not what should follow", last["message"])
        self.assertEqual((self.visit.state, self.visit.note), ("done", "<p>Signed</p>"))
        self.assertEqual(self.visit.opportunity_id.won_status, "pending")

    def _step(self, uuid="step-0001"):
        return {
            "client_uuid": uuid,
            "type_id": self.visit_type.id,
            "start": "2026-10-22 09:00:00",
            "summary": "Bring the samples",
        }

    def test_won_and_a_next_step_at_once_it_is_won(self):
        # given a phone whose sheet still lets one choose both
        lead = self.visit.opportunity_id = self._opportunity(self.nora)
        op = self._op(
            "close", outcome_id=self.order.id, note="Signed", opportunity="won", next=self._step()
        )
        # when she sends it
        told = self._conflict(op)
        # then the opportunity is won, and she is told that nothing was planned
        self.assertEqual((self.visit.state, lead.won_status), ("done", "won"))
        self.assertFalse(self.visit.next_id)
        self.assertIn("closed as you said", told["message"])
        self.assertIn("next step was not planned", told["message"])
        self.assertTrue(told["next_lost"], "the phone may offer it once more")
        # and hears it again if the answer was lost
        self.assertTrue(self._conflict(op)["next_lost"])

    def test_a_conflict_says_whether_the_next_step_is_lost(self):
        # given a visit that the leader called off, which Nora made all the same
        self.visit.with_user(self.lea).cancel("They close today")
        # when she reports it with a next step, then that is planned
        told = self._conflict(self._op("close", outcome_id=self.order.id, next=self._step()))
        self.assertTrue(self.visit.next_id)
        self.assertNotIn("next_lost", told)
        # and a report after another one, which planned something already, has lost its own
        told = self._conflict(
            self._op("close", outcome_id=self.order.id, next=self._step("step-0002"))
        )
        self.assertTrue(told["next_lost"])
        # until the phone plans it
        step = {**self._step("step-0002"), "partner_id": self.customer.id}
        plan = self._op("create", "step-0002", **step)
        self.assertEqual(self._statuses(plan), ["applied"])

    def test_lost_and_a_next_step_after_the_report_of_another_it_is_lost(self):
        # given a leader's report that leaves the opportunity open
        lead = self.visit.opportunity_id = self._opportunity()
        self.visit.with_user(self.lea).close({"outcome_id": self.interested.id})
        reason = self.env["crm.lost.reason"].create({"name": "Too expensive"})
        # when the rep's own says lost, and a next step
        told = self._conflict(
            self._op("close", outcome_id=self.order.id, opportunity="lost",
                     lost_reason_id=reason.id, next=self._step())
        )  # fmt: skip
        # then it is lost
        self.assertEqual((lead.won_status, lead.lost_reason_id), ("lost", reason))
        self.assertFalse(self.visit.next_id)
        self.assertIn("your note was added", told["message"])
        self.assertIn("next step was not planned", told["message"])

    def test_an_answer_that_got_lost_is_given_again_word_for_word(self):
        # given a visit that the office moved to twelve, and a phone that postponed it and heard
        # nothing of the answer
        self.visit.with_user(self.lea).write({"start": datetime(2026, 10, 15, 12)})
        op = self._op("postpone", start="2026-10-16 08:00:00")
        first = self._conflict(op)
        # when it sends the same again, then it hears the same: the rep has not read it yet
        self.assertEqual(self._results(op), [first])
        self.assertIn("changed at the office", first["message"])
        self.assertEqual(self.visit.start, datetime(2026, 10, 15, 12))

    def test_a_clock_that_was_set_back_during_the_visit(self):
        ops = [
            self._op("check_in", at="2026-10-15 10:30:00"),
            self._op("close", at="2026-10-15 10:10:00", outcome_id=self.order.id),
        ]
        self.assertEqual(self._statuses(*ops), ["applied", "applied"])
        self.assertEqual(self.visit.duration_s, 0)


@tagged("-at_install", "post_install")
class TestSyncRights(SyncCase):
    """Each sends own work; what was sent is seen by its rep and by managers."""

    def test_a_colleagues_key_is_not_answered_with_contents(self):
        op = self._op("close", outcome_id=self.order.id)
        self._sync(op)
        stolen = {**op, "user_id": self.nils.id}
        [result] = self._results(stolen, user=self.nils)
        self.assertEqual((result["status"], result["message"]), ("duplicate", ""))
        self.assertFalse(result["action_id"])

    def test_a_colleagues_refusal_is_not_read_out(self):
        # given a report of Nora's that was refused with the name of the outcome, and one that was
        # kept otherwise than asked
        refused = self._op("close", outcome_id=self.no_answer.id)
        self.visit.with_user(self.lea).cancel("They close today")
        otherwise = self._op("check_in")
        self.assertEqual(self._statuses(refused, otherwise), ["rejected", "conflict"])
        # when Nils sends the same keys, then he hears nothing of either
        stolen = [{**op, "user_id": self.nils.id} for op in (refused, otherwise)]
        for result in self._results(*stolen, user=self.nils):
            self.assertEqual(
                (result["status"], result["message"], result["action_id"]), ("duplicate", "", False)
            )

    def test_work_sent_under_another_login_waits_for_its_own(self):
        # given a report of Nora's on a telephone where Nils has logged in meanwhile
        op = self._op("close", outcome_id=self.order.id, note="Signed")
        [result] = self._results(op, user=self.nils)
        # then nothing is written, nothing is refused for good
        self.assertEqual(result["status"], "wrong_user")
        self.assertIn("another user of this device", result["message"])
        self.assertFalse(self._ops_kept(op))
        self.assertEqual(self.visit.state, "planned")
        # and it arrives once she is back
        self.assertEqual(self._statuses(op), ["applied"])
        self.assertEqual(self.visit.note, "<p>Signed</p>")

    def test_nobody_reports_for_a_colleague(self):
        # given Nils, who sends a report of Nora's visit
        op = {**self._op("close", outcome_id=self.order.id), "user_id": self.nils.id}
        [result] = self._results(op, user=self.nils)
        # then hers is as it was, and he has one of his own
        self.assertEqual(result["status"], "conflict")
        self.assertEqual(self.visit.state, "planned")
        own = self.env["crm.action"].browse(result["action_id"])
        self.assertEqual(own.user_id, self.nils)

    def test_rows_are_read_by_their_rep_and_by_managers(self):
        self._sync(self._op("close", outcome_id=self.order.id))
        ops = self.env["crm.action.sync.op"]
        for user, count in ((self.nora, 1), (self.nils, 0), (self.lea, 0), (self.max, 1)):
            self.assertEqual(ops.with_user(user).search_count([]), count, user.name)

    def test_nobody_writes_them(self):
        self._sync(self._op("close", outcome_id=self.order.id))
        for user in (self.nora, self.lea, self.max):
            op = self.env["crm.action.sync.op"].with_user(user)
            with self.assertRaises(AccessError):
                op.create({"op_uuid": "forged-1", "user_id": user.id, "kind": "close"})
            with self.assertRaises(AccessError):
                op.sudo().search([], limit=1).with_user(user).unlink()

    def test_who_is_no_rep_sends_nothing(self):
        clerk = self._user("clerk", "base.group_user")
        op = {**self._op("close", outcome_id=self.order.id), "user_id": clerk.id}
        [result] = self._results(op, user=clerk)
        self.assertEqual(result["status"], "rejected")
        self.assertEqual(self.visit.state, "planned")

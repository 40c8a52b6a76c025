from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import NEAR, ActionCase


@tagged("-at_install", "post_install")
class TestBadInput(ActionCase):
    """Each mistake gets a sentence, and nothing is half written."""

    def _assert_refused(self, call, *words):
        with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
            call()
        for word in words:
            self.assertIn(word, str(refusal.exception))
        self.env.invalidate_all()

    def test_end_before_start(self):
        self._assert_refused(
            lambda: self._plan(stop=datetime(2026, 10, 15, 8)), "before it starts", "11:00", "10:00"
        )

    def test_archived_customer(self):
        self.customer.active = False
        self._assert_refused(self._plan, "archived", "Hotel Ría Mansa")

    def test_visit_to_nobody(self):
        self._assert_refused(lambda: self._plan(partner_id=False), "customer or an opportunity")

    def test_check_in_on_a_finished_action(self):
        visit = self._plan()
        visit.close({"outcome_id": self.order.id})
        self._assert_refused(lambda: visit.check_in({}), "already finished")
        visit = self._plan()
        visit.cancel("Closed on Thursdays")
        self._assert_refused(lambda: visit.check_in({}), "already finished")
        self.assertFalse(visit.checkin_at)

    def test_coordinates_out_of_range(self):
        visit = self._plan()
        for vals in (
            {"latitude": 91, "longitude": 0, "accuracy_m": 5},
            {"latitude": 0, "longitude": -180.1, "accuracy_m": 5},
            {"latitude": float("nan"), "longitude": 0, "accuracy_m": 5},
            {"latitude": 40, "longitude": 3, "accuracy_m": -1},
        ):
            self._assert_refused(lambda vals=vals: visit.check_in(vals), "place on Earth")
        self._assert_refused(
            lambda: visit.check_in({"latitude": "north", "longitude": 0, "accuracy_m": 5}),
            "not a number",
        )
        self.assertEqual(visit.state, "planned")
        self.assertFalse(visit.sudo().geo_ids)

    def test_outcome_of_another_type(self):
        visit = self._plan()
        visit.check_in(self._fix(NEAR, 25))
        self._assert_refused(
            lambda: visit.close({"outcome_id": self.no_answer.id}),
            "No answer",
            "Visit",
            "Order taken",
        )
        self.assertEqual(visit.state, "in_progress")
        self.assertFalse(visit.checkout_at, "the check-out was undone with the rest")

    def test_close_without_outcome(self):
        self._assert_refused(lambda: self._plan().close({}), "Choose how")

    def test_close_twice(self):
        visit = self._plan()
        visit.close({"outcome_id": self.order.id})
        self._assert_refused(lambda: visit.close({"outcome_id": self.order.id}), "already finished")

    def test_done_in_the_future(self):
        self._assert_refused(
            lambda: self._plan().close(
                {"outcome_id": self.order.id, "done_at": datetime(2099, 1, 1)}
            ),
            "future",
        )

    def test_next_step_without_date(self):
        visit = self._plan()
        self._assert_refused(
            lambda: visit.close({"outcome_id": self.order.id, "next": {"summary": "Later"}}), "date"
        )
        self.assertEqual(visit.state, "planned")

    def test_a_broken_next_step_leaves_the_visit_open(self):
        visit = self._plan()
        step = {"start": datetime(2026, 10, 22, 9), "stop": datetime(2026, 10, 22, 8)}
        self._assert_refused(
            lambda: visit.close({"outcome_id": self.order.id, "next": step}), "before it starts"
        )
        self.assertEqual(visit.state, "planned")
        self.assertFalse(visit.next_id)

    def test_two_decisions_at_once(self):
        visit = self._plan(opportunity_id=self._opportunity().id)
        self._assert_refused(
            lambda: visit.close(
                {
                    "outcome_id": self.order.id,
                    "opportunity": "won",
                    "next": {"start": datetime(2026, 10, 22, 9)},
                }
            ),
            "Choose one",
        )

    def test_won_without_opportunity(self):
        self._assert_refused(
            lambda: self._plan().close({"outcome_id": self.order.id, "opportunity": "won"}),
            "no opportunity",
        )

    def test_lost_without_reason(self):
        visit = self._plan(opportunity_id=self._opportunity().id)
        self._assert_refused(
            lambda: visit.close({"outcome_id": self.order.id, "opportunity": "lost"}), "why"
        )
        self.assertEqual(visit.opportunity_id.won_status, "pending")

    def test_pause_until_yesterday(self):
        visit = self._plan(opportunity_id=self._opportunity().id)
        self._assert_refused(
            lambda: visit.close(
                {
                    "outcome_id": self.order.id,
                    "snooze_until": "2020-01-01",
                    "snooze_reason": "Contract",
                }
            ),
            "after today",
        )

    def test_cancel_without_reason(self):
        self._assert_refused(lambda: self._plan().cancel("  "), "Say why")

    def test_status_by_hand(self):
        visit = self._plan()
        self._assert_refused(lambda: visit.write({"state": "done"}), "Status")
        self._assert_refused(lambda: self._plan(checkin_verdict="verified"), "checking in")

    def test_check_out_of_nothing(self):
        self._assert_refused(lambda: self._plan().check_out({}), "no open check-in")

    def test_what_has_begun_is_not_deleted(self):
        visit = self._plan()
        visit.check_in({})
        self._assert_refused(visit.unlink, "history")
        planned = self._plan()
        planned.unlink()
        self.assertFalse(planned.exists())

    def test_the_sentence_is_in_the_users_language(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.nora.lang = "es_ES"
        visit = self._plan().with_context(lang="es_ES")
        visit.close({"outcome_id": self.order.id})
        self._assert_refused(lambda: visit.check_in({}), "ya ha terminado")

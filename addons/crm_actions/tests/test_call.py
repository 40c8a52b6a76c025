from datetime import datetime

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_calls import AT_NINE, NUMBER, SAID, CallCase


@tagged("-at_install", "post_install")
class TestCall(CallCase):
    """Calls that a phone system tells, and those written down by hand."""

    # -- who calls -----------------------------------------------------------------------------

    def test_a_number_is_found_however_it_is_written(self):
        numbers = [SAID, "985112233", "0034 985-11-22-33", NUMBER, "600000000", "101", "anonymous"]
        found = self.env["crm.call"].with_user(self.nora)._find_callers(numbers, self.env.company)
        self.assertEqual([found[number] for number in numbers[:4]], [self.customer] * 4)
        self.assertFalse(any(found[number] for number in numbers[4:]))

    def test_many_numbers_cost_one_query(self):
        numbers = [f"98511{number:04}" for number in range(100)]
        calls = self.env["crm.call"]
        calls._find_callers(numbers, self.env.company)
        with self.assertQueryCount(2):
            calls._find_callers(numbers, self.env.company)

    def test_two_with_one_number_are_asked_for_and_never_guessed(self):
        """Given the hotel and its cook have one number, then Nora says who it was."""
        cook = self.env["res.partner"].create({"name": "Cook", "phone": SAID})
        call = self._ring(self._event("answered", 7), self._event("ended", 67))
        self.assertFalse(call.partner_id)
        self.assertEqual(call.candidate_partner_ids, self.customer | cook)
        self.assertFalse(call.action_id)
        call.with_user(self.nora).action_set_partner(cook.id)
        self.assertEqual((call.partner_id, len(call.candidate_partner_ids)), (cook, 0))
        # and now it is in the history
        self.assertEqual(call.action_id.partner_id, cook)
        with self.assertRaisesRegex(UserError, "history of Cook"):
            call.with_user(self.nora).action_set_partner(self.customer.id)
        with self.assertRaisesRegex(UserError, "no longer there"):
            call.with_user(self.nora).action_set_partner(2**31 - 9)

    def test_nobody_answers_for_a_withheld_number(self):
        call = self._ring(number="anonymous")
        self.assertFalse(call.phone_sanitized or call.partner_id or call.candidate_partner_ids)
        self.assertEqual(call.display_name, "anonymous")

    # -- what follows --------------------------------------------------------------------------

    def test_a_conversation_is_a_touch_once(self):
        """Given three minutes with the hotel, then one done call of Nora's, three minutes long."""
        bodies = [self._event("answered", 7), self._event("ended", 187)]
        call = self._ring(*bodies)
        self._tell(*bodies, self._event("ended", 190, ext="102"))
        action = self.env["crm.action"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual(action, call.action_id)
        self.assertEqual(
            (action.type_id, action.user_id, action.state, action.origin, action.touch_direction),
            (self.call_type, self.nora, "done", "pbx", "in"),
        )
        self.assertEqual(
            (action.done_at, action.duration_s), (datetime(2026, 10, 15, 9, 0, 7), 183)
        )
        self.assertTrue(action.contacted)
        self.assertEqual(self.customer.last_inbound_at, datetime(2026, 10, 15, 9, 0, 7))
        self.assertEqual(self.customer.with_user(self.nora).last_touch_at, action.done_at)

    def test_a_missed_call_is_no_conversation(self):
        call = self._ring(self._event("missed", 20))
        self.assertEqual((call.state, call.ring_s, call.user_id), ("missed", 20, self.nora))
        self.assertFalse(call.action_id)
        self.assertFalse(self.customer.last_inbound_at)

    def test_it_rings_at_two_and_one_takes_it(self):
        """Given a group of telephones, then the call is of whoever took it."""
        call = self._ring(self._event(ext="102"))
        self.assertEqual((call.user_id, call.rung_user_ids), (self.nora, self.nora | self.nils))
        self._tell(self._event("answered", 5, ext="102"), self._event("missed", 5))
        self.assertEqual((call.state, call.user_id), ("answered", self.nils))
        self.assertEqual(call.team_id, self.north)

    def test_who_no_longer_works_here_is_not_rung(self):
        self.nora.active = False
        call = self._ring()
        self.assertFalse(call.user_id or call.rung_user_ids)
        self.assertEqual(call.partner_id, self.customer)

    def test_what_comes_after_its_beginning_was_deleted_changes_nothing(self):
        """Given the events were purged, then a straggler does not turn the call around."""
        call = self._ring(self._event("answered", 7), self._event("ended", 187))
        call.event_ids.unlink()
        self._tell(self._event("missed", 20))
        self.assertEqual((call.state, call.talk_s, len(call.event_ids)), ("ended", 180, 1))

    # -- by hand -------------------------------------------------------------------------------

    def _write_down(self, user=None, **values):
        calls = self.env["crm.call"].with_user(user or self.nora)
        return calls.create({"number": SAID, "started_at": AT_NINE, "talk_s": 120, **values})

    def test_by_hand_it_is_found_and_logged_as_well(self):
        call = self._write_down(notes="Wants breakfast rolls")
        self.assertEqual((call.state, call.user_id, call.partner_id),
                         ("ended", self.nora, self.customer))  # fmt: skip
        self.assertEqual(call.action_id.summary, "Wants breakfast rolls")
        self.assertEqual((call.action_id.touch_direction, call.talk_time), ("out", "2:00"))
        # the clock of the person is not the phone system's
        self.assertFalse(call.pbx_account_id or call.linked_id or call.event_count)

    def test_by_hand_it_lasts_minutes(self):
        call = self._write_down(talk_s=0, talk_minutes=7)
        self.assertEqual((call.talk_s, call.talk_time), (420, "7:00"))
        self.assertEqual(call.action_id.duration_s, 420)
        with self.assertRaisesRegex(UserError, "keeps what"):
            self._ring().with_user(self.nora).talk_minutes = 3

    def test_by_hand_missed_is_missed(self):
        call = self._write_down(state="missed", direction="in", talk_s=0)
        self.assertEqual(call.state, "missed")
        self.assertFalse(call.action_id)
        with self.assertRaisesRegex(UserError, "when it is over"):
            self._write_down(state="ringing")

    def test_what_happened_is_not_edited(self):
        told, written = self._ring(), self._write_down(state="missed")
        for call, values in (
            (told, {"state": "ended"}),
            (told, {"number": "1"}),
            (told, {"user_id": self.nils.id}),
            (told, {"talk_s": 5}),
            (written, {"state": "ended"}),
            (written, {"uuid": "x"}),
            (written, {"linked_id": "1.9", "pbx_account_id": self.pbx.id}),
            (written, {"action_id": 1}),
        ):
            for user in (self.nora, self.max):
                with self.subTest(values=values), self.assertRaisesRegex(UserError, "keeps what"):
                    call.with_user(user).write(values)
        told.with_user(self.nora).notes = "Rang off"
        written.with_user(self.nora).write({"number": "600111222", "talk_s": 0})
        with self.assertRaisesRegex(UserError, "keeps what"):
            self._write_down(pbx_account_id=self.pbx.id, linked_id="1.9")

    def test_defaults_of_a_forged_context_say_nothing(self):
        calls = self.env["crm.call"].with_user(self.nora).with_context(
            default_pbx_account_id=self.pbx.id, default_linked_id="9", default_event_count=3,
            default_team_id=self.south.id, default_uuid="mine",
        )  # fmt: skip
        call = calls.create({"number": "600111222"})
        self.assertFalse(call.pbx_account_id or call.linked_id or call.event_count)
        self.assertEqual(call.team_id, self.north)
        self.assertNotEqual(call.uuid, "mine")

    def test_only_what_was_a_mistake_goes(self):
        told, logged, mistake = self._ring(), self._write_down(), self._write_down(number="101")
        for call in (told, logged):
            with self.assertRaisesRegex(UserError, "so it stays"):
                call.with_user(self.nora).unlink()
        mistake.unlink()

    def test_one_call_of_a_system_is_one_row(self):
        call = self._ring()
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            call.sudo().copy({"linked_id": "1.1", "pbx_account_id": self.pbx.id})

    def test_lengths_have_a_limit(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self._write_down(number="101", talk_s=-1)

    # -- rights --------------------------------------------------------------------------------

    def test_own_the_teams_and_all(self):
        """Given a call of Nora's, then she, her leader and the manager see it."""
        call = self._ring()
        seen = {
            user.login: bool(call.with_user(user).search([("id", "=", call.id)]))
            for user in (self.nora, self.nils, self.sara, self.lea, self.lou, self.max)
        }
        self.assertEqual(
            seen,
            {"nora": True, "nils": False, "sara": False, "lea": True, "lou": False, "max": True},
        )
        with self.assertRaises(AccessError):
            call.with_user(self.nils).action_set_partner(self.customer.id)
        with self.assertRaises(AccessError):
            self._write_down(self.nora, user_id=self.sara.id)

    # -- what becomes of contacts and colleagues -----------------------------------------------

    def test_merged_contacts_are_one_answer(self):
        twin = self.env["res.partner"].create({"name": "Hotel Ria Mansa", "phone": SAID})
        call = self._ring(self._event("answered", 7), self._event("ended", 67))
        self.assertEqual(len(call.candidate_partner_ids), 2)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | twin).ids, self.customer
        )
        self.assertEqual(call.partner_id, self.customer)
        self.assertEqual(call.action_id.user_id, self.nora)

    def test_a_person_who_is_forgotten(self):
        """Given a call with notes, then when and how long stays, and nothing else."""
        person = self.env["res.partner"].create({"name": "Xandru", "phone": "600 111 222"})
        call = self._ring(
            self._event("answered", 7, name="Xandru"), self._event("ended", 67),
            number="600111222", name="Xandru",
        )  # fmt: skip
        call.notes = "Xandru asked for rolls"
        self.assertEqual(person._crm_export()["calls"][0]["notes"], "Xandru asked for rolls")
        self.assertEqual(person._crm_erase()["calls"], 1)
        self.assertFalse(call.number or call.phone_sanitized or call.caller_name or call.notes)
        self.assertFalse(any(call.event_ids.mapped("raw")))
        self.assertEqual((call.state, call.talk_s, call.started_at), ("ended", 60, AT_NINE))
        # what is told afterwards brings nothing back
        self._tell(self._event("ended", 68, ext="102", number="600111222"))
        self.assertFalse(call.number or call.phone_sanitized)

    def test_who_leaves_hands_over_the_telephone(self):
        items = {item["key"]: item for item in self.nora.with_user(self.max)._crm_handover_items()}
        self.assertIn("extensions", items)
        self.nora.with_user(self.max).crm_hand_over({"extensions": self.nils.id})
        self.assertEqual(self.pbx.extension_ids.user_id, self.nils)

    def test_the_timeline_tells_missed_calls_and_conversations_once(self):
        self._ring(self._event("answered", 7), self._event("ended", 187))
        self._tell(
            self._event(after=600, linked_id="1.2"),
            self._event("missed", 620, linked_id="1.2"),
        )
        items = self.customer.with_user(self.nora).crm360_timeline()["items"]
        told = [(item["key"], item["title"]) for item in items if item["key"] in ("action", "call")]
        self.assertEqual(told, [("call", "Incoming"), ("action", "Call, 3 min")])

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from .common import shown
from .common_work import WorkCase

COMMENT, NOTE = "mail.mt_comment", "mail.mt_note"


@tagged("-at_install", "post_install")
class TestMerge(WorkCase, TransactionCase):
    """Two requests that are one."""

    def setUp(self):
        super().setUp()
        self.first = self.make_ticket("2026-10-05 10:00")
        self.second = self.make_ticket("2026-10-05 11:00")

    def merge(self, source, target, user=None):
        source.with_user(user or self.ana).action_merge(target)

    def test_h21_replies_to_the_second_reach_the_first_and_notes_stay_notes(self):
        # Given a second request with an answer, a note and a file,
        with self.at("2026-10-05 11:30"):
            answer = self.answer(self.second, self.ana)
            file = self.env["ir.attachment"].create(
                {"name": "box.png", "raw": b"x", "res_model": self.second._name,
                 "res_id": self.second.id}
            )  # fmt: skip
            note = self.second.with_user(self.ana).message_post(
                body="He complains each week.", subtype_xmlid=NOTE, attachment_ids=file.ids
            )
            self.second.activity_schedule(user_id=self.ana.id, summary="Ring the carrier")
        # when it goes on as the first,
        with self.at("2026-10-05 12:00"):
            self.merge(self.second, self.first)
        # then what was written is there, of the kind that it was,
        self.assertEqual((answer.sudo().res_id, note.sudo().res_id), (self.first.id,) * 2)
        self.assertEqual(note.sudo().subtype_id, self.env.ref(NOTE))
        self.assertTrue(note.sudo().subtype_id.internal)
        self.assertEqual(answer.sudo().subtype_id, self.env.ref(COMMENT))
        self.assertEqual(file.res_id, self.first.id)
        self.assertEqual(self.first.activity_ids.summary, "Ring the carrier")
        # the second has ended, counts nowhere and points at the first,
        self.assertEqual(
            (self.second.state, self.second.cancel_kind, self.second.merged_into_id),
            ("cancelled", "merged", self.first),
        )
        self.assertEqual(set(self.second.target_ids.mapped("state")), {"cancelled"})
        self.assertEqual(self.second._get_survivor(), self.first)
        # both say so, and a reply to the old mail reaches the first, since the message is there
        for ticket in (self.first, self.second):
            self.assertIn("goes on", ticket.message_ids[0].body)

    def test_the_customer_has_waited_since_the_earlier_one(self):
        # Given the first came at 10 and is due at 14, when it goes on as the second,
        with self.at("2026-10-05 12:00"):
            self.merge(self.first, self.second)
        # then the second is due at 14 too
        self.assertEqual(shown(self.second.deadline), "2026-10-05 14:00")
        self.assertEqual(self.clock(self.second).state, "running")

    def test_the_later_one_changes_no_deadline(self):
        with self.at("2026-10-05 12:00"):
            self.merge(self.second, self.first)
        self.assertEqual(shown(self.first.deadline), "2026-10-05 14:00")

    def test_an_answer_before_the_other_began_counts(self):
        self.policy.first_response_hours = 1
        early = self.make_ticket("2026-10-06 09:00")
        with self.at("2026-10-06 09:20"):
            self.answer(early, self.ana)
        late = self.make_ticket("2026-10-06 12:00")
        with self.at("2026-10-06 12:30"):
            self.merge(early, late)
        clock = self.clock(late, "first_response")
        self.assertEqual((clock.state, clock.accrued_s), ("met", 20 * 60))
        self.assertEqual(late.answer_count, 1)

    def test_a_chain_is_one_step_long(self):
        third = self.make_ticket("2026-10-05 11:10")
        self.merge(third, self.second)
        self.merge(self.second, self.first)
        self.assertEqual(third.merged_into_id, self.first)
        fourth = self.make_ticket("2026-10-05 11:20")
        self.merge(fourth, third)
        self.assertEqual(fourth.merged_into_id, self.first)
        with self.assertRaisesRegex(UserError, "Choose another request"):
            self.merge(self.first, third)

    def test_different_customers_are_joined_by_a_supervisor_alone(self):
        bar = self.env["res.partner"].create({"name": "Bar Ñandú", "is_company": True})
        other = self.make_ticket("2026-10-05 11:00", partner_id=bar.id)
        with self.assertRaisesRegex(UserError, "a supervisor decides"):
            self.merge(other, self.first)
        self.merge(other, self.first, self.leo)
        # and the other customer's people are not told what is written to the first
        self.assertNotIn(bar, self.first.message_partner_ids)

    def test_people_of_the_same_customer_go_along(self):
        cook = self.env["res.partner"].create({"name": "Cook", "parent_id": self.customer.id})
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        self.second.message_subscribe((cook | stranger).ids)
        self.merge(self.second, self.first)
        self.assertIn(cook, self.first.message_partner_ids)
        self.assertNotIn(stranger, self.first.message_partner_ids)

    def test_parts_go_along(self):
        part = self.second.action_add_part(self.quality, "Look at the film")
        self.merge(self.second, self.first)
        self.assertEqual(part.parent_id, self.first)

    def test_how_it_came_in_goes_along(self):
        entries = self.second.intake_ids
        self.assertTrue(entries)
        self.merge(self.second, self.first)
        self.assertLessEqual(entries, self.first.intake_ids)
        self.assertFalse(self.second.intake_ids)

    def test_what_is_done_takes_in_nothing(self):
        self.first.action_open()
        self.first.action_resolve()
        with self.assertRaisesRegex(UserError, "Open it again first"):
            self.merge(self.second, self.first)

    def test_what_goes_on_elsewhere_is_not_opened_again(self):
        self.merge(self.second, self.first)
        with self.assertRaises(UserError):
            self.second.with_user(self.ana).action_reopen()

    def test_the_wizard_proposes_the_oldest(self):
        wizard = self.wizard("merge", self.second | self.first)
        self.assertEqual(wizard.target_id, self.first)
        self.assertFalse(wizard.other_customer)
        wizard.action_apply()
        self.assertEqual(self.second.merged_into_id, self.first)

    def test_cancelled_as_a_duplicate_of_another(self):
        self.wizard("cancel", self.second, kind="duplicate", target_id=self.first.id).action_apply()
        self.assertEqual(self.second.merged_into_id, self.first)
        self.wizard("cancel", self.first, kind="spam").action_apply()
        self.assertEqual((self.first.state, self.first.cancel_kind), ("cancelled", "spam"))

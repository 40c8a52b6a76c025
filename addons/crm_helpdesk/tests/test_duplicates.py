from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from .common_work import WorkCase


@tagged("-at_install", "post_install")
class TestDuplicates(WorkCase, TransactionCase):
    """Requests that may be one, and parts of one."""

    def test_the_same_customer_and_subject_within_three_days(self):
        first = self.make_ticket("2026-10-05 10:00", name="Broken boxes")
        second = self.make_ticket(
            "2026-10-06 10:00", name=f"RV: [{first.number}] BROKEN boxes!",
            partner_id=self.customer.id,
        )  # fmt: skip
        late = self.make_ticket("2026-10-12 10:00", name="Broken boxes")
        self.make_ticket("2026-10-05 12:00", name="Something else")
        self.assertEqual(second.duplicate_ids, first)
        self.assertEqual(
            second.with_context(lang="en_US").duplicate_words, f"{first.number} (same subject)"
        )
        self.assertFalse(late.duplicate_ids)

    def test_two_that_are_done_are_no_matter(self):
        first, second = (self.make_ticket("2026-10-05 10:00") for _each in range(2))
        (first | second).action_open()
        (first | second).action_resolve()
        self.assertFalse(second.duplicate_ids)

    def test_a_stranger_by_the_address(self):
        first, second = (
            self.make_ticket("2026-10-05 10:00", partner_id=False, partner_email="x@example.com")
            for _each in range(2)
        )
        self.assertEqual(second.duplicate_ids, first)

    def test_parts_in_other_departments(self):
        # Given a request with a part for Calidad,
        ticket = self.make_ticket("2026-10-05 10:00", user_id=self.ana.id).with_user(self.ana)
        self.wizard(
            "part", ticket, team_id=self.quality.id, subject="Look at the film"
        ).action_apply()
        part = ticket.sudo().child_ids
        self.assertEqual((part.team_id, part.partner_id), (self.quality, self.contact))
        # the customer hears of the whole alone, and a part is no duplicate,
        self.assertNotIn(self.contact, part.message_partner_ids)
        self.assertFalse(ticket.duplicate_ids)
        # then it is not resolved before its part, of which the agent is told
        ticket.action_open()
        with self.assertRaisesRegex(UserError, "is a part of it and not done yet"):
            ticket.action_resolve()
        part.action_open()
        part.action_resolve()
        self.assertIn("All parts are done", ticket.message_ids[0].body)
        ticket.action_resolve()
        with self.assertRaisesRegex(UserError, "add another part there"):
            part.sudo()._by_flow().action_reopen()
            part.action_add_part(self.support, "More")

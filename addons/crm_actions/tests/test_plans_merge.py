from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .common_plans import PlanCase


@tagged("-at_install", "post_install")
@freeze_time("2026-10-01 07:00:00")
class TestPlansOfMergedContacts(PlanCase):
    """Merging two contacts: what one plan made for both on a date becomes one visit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.user_id = cls.nora
        cls.double = cls.customer.copy({"name": "Hotel Ria Mansa", "user_id": cls.nora.id})

    def _merge(self):
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | self.double).ids, self.customer, extra_checks=False
        )
        self.env.invalidate_all()

    def test_a_plan_follows_its_customer(self):
        plan = self._visit_plan(partner_id=self.double.id)
        visits = self._visits(plan)
        self._merge()
        self.assertEqual(plan.partner_id, self.customer)
        self.assertEqual(visits.partner_id, self.customer)
        plan.generate()
        self.assertEqual(self._visits(plan), visits)

    def test_what_a_rule_made_for_both_is_folded(self):
        # given a rule that plans both, a visit of each made, and one of each deleted
        rule = self._visit_plan(target="rule", partner_id=False, owner_id=self.nora.id)
        by_day = self._visits(rule).grouped("plan_date")
        days = sorted(by_day)
        own, others = (
            [by_day[day].filtered(lambda visit, who=who: visit.partner_id == who) for day in days]
            for who in (self.customer, self.double)
        )
        others[0].with_user(self.nora).close({"outcome_id": self.order.id})
        (own[1] | others[1]).with_user(self.max).unlink()
        count = self.env["crm.action"].search_count(
            [("partner_id", "in", (self.customer | self.double).ids)]
        )
        # when the two are merged
        self._merge()
        # then every row is still there, the plan knows what was done and the survivor's, and nobody
        # goes twice
        mine = self.env["crm.action"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual(len(mine), count)
        self.assertEqual(
            mine.filtered("plan_id"),
            sum(others[:1] + own[2:], mine.browse()).sorted("start", reverse=True),
        )
        self.assertEqual((others[0].state, own[0].state), ("done", "cancelled"))
        self.assertEqual(set(sum(others[2:], mine.browse()).mapped("state")), {"cancelled"})
        self.assertEqual(len(rule.skip_ids), 1)
        # and the next night changes nothing
        before = self._visits(rule)
        self._night()
        self.assertEqual(self._visits(rule), before)

    # -- two plans that say the same -----------------------------------------------------------

    def _twins(self, **values):
        """A plan of each contact with the same rhythm, and what they had made."""
        plans = [
            self._visit_plan(partner_id=partner.id, **{**values, **own})
            for partner, own in ((self.customer, {}), (self.double, {"hour": 16}))
        ]
        return plans[0], plans[1], self._visits(plans[0]), self._visits(plans[1])

    def _every_action(self):
        return self.env["crm.action"].search(
            [("partner_id", "in", (self.customer | self.double).ids)]
        )

    def test_two_plans_for_every_tuesday_become_one(self):
        """Given both entries are visited each Tuesday, then the hotel is once, and none is lost."""
        kept, folded, own, others = self._twins()
        every = self._every_action()
        self._merge()
        self.assertEqual((kept.active, folded.active), (True, False))
        self.assertEqual(folded.partner_id, self.customer)
        self.assertEqual(self._every_action(), every)
        self.assertEqual(self._visits(kept), own)
        self.assertEqual(set(others.mapped("state")), {"cancelled"})
        # and neither the night nor the plan itself brings them back
        self._night()
        kept.generate()
        self.assertEqual(self._visits(kept), own)
        self.assertIn("says the same", "".join(self.customer.message_ids.mapped("body")))

    def test_what_was_done_and_moved_by_hand_counts_for_the_plan_that_stays(self):
        """Given a visit of the second entry made, and one moved, then the hotel has those."""
        kept, folded, own, others = self._twins()
        done, moved = others[0], others[1]
        done.with_user(self.nora).close({"outcome_id": self.order.id})
        moved.with_user(self.nora).start = datetime(2026, 10, 14, 14)
        self._merge()
        self.assertEqual((done | moved).plan_id, kept)
        self.assertEqual((done.state, moved.state), ("done", "planned"))
        self.assertEqual(own[:2].mapped("state"), ["cancelled", "cancelled"])
        kept.generate()
        self.assertEqual(self._visits(kept), moved | own[2:])
        self.assertFalse(folded.action_ids)

    def test_two_cycles_go_on_from_the_last_visit_of_either(self):
        """Given cycles of fourteen days, one one visit on the 5th, then the 19th is due."""
        kept, folded, _own, _others = self._twins(mode="cycle", cycle_days=14)
        with freeze_time("2026-10-05 12:00:00"):
            self._done_visit(5, partner_id=self.double.id)
            self._merge()
            self.assertFalse(folded.active)
            self.assertEqual(self._days(kept)[:2], ["19/10", "2/11"])
            self.assertEqual(len(self._days(kept)), len(set(self._days(kept))))

    def test_the_plan_that_stays_takes_the_time_of_both(self):
        kept, folded, _own, _others = self._twins(date_to="2026-10-31")
        folded.write({"date_to": "2026-12-31", "date_from": "2026-10-10"})
        self._merge()
        self.assertEqual((kept.date_from, kept.date_to), (date(2026, 10, 1), date(2026, 12, 31)))

    def test_plans_that_differ_stay(self):
        """Given other days, another rep or another kind of action, then both plans go on."""
        kept = self._visit_plan()
        others = (
            self._visit_plan(partner_id=self.double.id, thu=True)
            | self._visit_plan(partner_id=self.double.id, type_id=self.call_type.id)
            | self._visit_plan(self.nils, partner_id=self.double.id)
        )
        visits = self._visits(others)
        self._merge()
        self.assertEqual(set((kept | others).sudo().mapped("active")), {True})
        self.assertEqual(self._visits(others), visits)

    def test_two_equal_plans_of_one_entry_fold_as_well(self):
        kept = self._visit_plan()
        folded = self._visit_plan(partner_id=self.double.id) | self._visit_plan(
            partner_id=self.double.id
        )
        every = self._every_action()
        self._merge()
        self.assertFalse(any(folded.mapped("active")))
        self.assertEqual(self._every_action(), every)
        self.assertEqual(len(self._days(kept)), len(set(self._days(kept))))

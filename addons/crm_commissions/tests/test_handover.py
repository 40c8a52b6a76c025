from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import MANAGER
from .common_commissions import LedgerCase
from .common_dispute import DisputeCase

OCT_31, NOV_1, DEC_31 = date(2026, 10, 31), date(2026, 11, 1), date(2026, 12, 31)


@tagged("-at_install", "post_install")
class TestHandoverParts(DisputeCase):
    """Nora leaves at the end of October; of a plan she has 100 % of her sales."""

    def _hand_over(self, former, day=NOV_1, **receivers):
        receivers = {key: user.id for key, user in receivers.items()}
        return former.with_user(self.max).crm_hand_over(receivers, day)

    def _parts(self, user, plan=None):
        parts = (plan or self.plan).participant_ids.filtered(lambda part: part.user_id == user)
        return [(part.date_from, part.date_to or None) for part in parts.sorted("date_from")]

    def test_it_ends_on_the_day_before_and_goes_on_with_the_other(self):
        self.seat.write({"share": 60, "draw_type": "guarantee", "draw_amount": 900})
        before = self.statement.amount_payable, self.statement.entry_ids

        counts = self._hand_over(self.nora, commissions=self.sara)

        self.assertEqual(counts, {"commissions": 1})
        self.assertEqual(self._parts(self.nora), [(date(2026, 9, 1), OCT_31)])
        self.assertEqual(self._parts(self.sara), [(NOV_1, None)])
        other = self.plan.participant_ids - self.seat
        self.assertEqual((other.payee_id, other.share), (self.sara.partner_id, 60))
        # what was agreed with the person is not for the other
        self.assertEqual((other.draw_type, other.draw_amount), ("none", 0))
        # and what was earned stays as it is
        self.assertEqual((self.statement.amount_payable, self.statement.entry_ids), before)
        self.assertEqual(self.statement.payee_id, self.nora.partner_id)
        # and nothing is left to hand over
        self.assertEqual(self._hand_over(self.nora, commissions=self.sara), {"commissions": 0})

    def test_without_anybody_it_stays_as_it_is(self):
        self._hand_over(self.nora, customers=self.sara)
        self.assertEqual(self._parts(self.nora), [(date(2026, 9, 1), None)])

    def test_who_takes_part_already_goes_on_as_before(self):
        self._take_part(self.plan, self.nils, share=40)
        self._hand_over(self.nora, commissions=self.nils)
        self.assertEqual(self._parts(self.nora), [(date(2026, 9, 1), OCT_31)])
        self.assertEqual(self._parts(self.nils), [(date(2026, 9, 1), None)])

    def test_days_that_the_other_does_not_have_yet_are_added(self):
        self._take_part(self.plan, self.nils, date_from="2026-09-01", date_to="2026-10-15")
        self._take_part(self.plan, self.nils, date_from="2027-01-01")
        self._hand_over(self.nora, commissions=self.nils)
        self.assertEqual(
            self._parts(self.nils),
            [
                (date(2026, 9, 1), date(2026, 10, 15)),
                (NOV_1, DEC_31),
                (date(2027, 1, 1), None),
            ],
        )

    def test_the_other_is_paid_as_elsewhere(self):
        elsewhere = self._plan_of(name="Others")
        self._take_part(elsewhere, self.sara, payee_type="external", settlement_type="vendor_bill")
        self._hand_over(self.nora, commissions=self.sara)
        other = self.plan.participant_ids - self.seat
        self.assertEqual((other.payee_type, other.settlement_type), ("external", "vendor_bill"))

    def test_what_begins_later_is_the_others_from_the_start(self):
        plan = self._plan_of(name="Next year")
        self._take_part(plan, self.nora, date_from="2027-01-01")
        self._hand_over(self.nora, commissions=self.sara)
        self.assertEqual(self._parts(self.nora, plan), [])
        self.assertEqual(self._parts(self.sara, plan), [(date(2027, 1, 1), None)])

    def test_sales_of_a_team_go_to_its_next_leader(self):
        part = self._take_part(
            self.plan, self.lea, role="override", team_id=self.north.id, exclude_own=True, share=5
        )
        self._hand_over(self.lea, commissions=self.nils)
        other = self.plan.participant_ids.filtered(lambda each: each.user_id == self.nils)
        self.assertEqual(
            (other.role, other.team_id, other.exclude_own, other.share, part.date_to),
            ("override", self.north, True, 5, OCT_31),
        )

    def test_who_has_another_team_in_the_plan_is_told_and_nothing_changes(self):
        part = self._take_part(self.plan, self.lea, role="override", team_id=self.north.id)
        self._take_part(self.plan, self.lou, role="override", team_id=self.south.id)
        with self.assertRaisesRegex(ValidationError, "Lou takes part in Reps in this role already"):
            self._hand_over(self.lea, commissions=self.lou)
        self.env.invalidate_all()
        self.assertFalse(part.date_to)

    def test_what_is_over_is_not_counted(self):
        self.seat.date_to = "2026-10-31"
        ended = self._plan_of(self.nora, name="Campaign", date_to="2026-10-20")
        self.assertTrue(ended.participant_ids)
        self.assertEqual(self._hand_over(self.nora, commissions=self.sara), {"commissions": 0})

    def test_the_wizard_says_how_many_and_shows_them_to_managers_alone(self):
        self._dispute()
        seller = self._user("seller", "sales_team.group_sale_salesman_all_leads")
        for user, expected in (
            (self.max, {"commissions": 0, "disputes": 1}),
            (seller, {}),
        ):
            wizards = self.env["crm.handover.wizard"].with_user(user)
            with self.subTest(user=user.name):
                form = Form(wizards.with_context(default_user_id=self.lea.id))
                lines = {line["key"]: line["count"] for line in form.line_ids._records}
                keys = {"commissions", "disputes"}
                self.assertEqual({key: lines[key] for key in keys & set(lines)}, expected)


@tagged("-at_install", "post_install")
class TestHandoverDisputes(DisputeCase):
    """Lea leads Nora's team and has to decide two of her disputes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.disputes = cls._dispute() | cls._missing()
        cls.boss = cls._user("boss", MANAGER)

    def _hand_over(self, **receivers):
        receivers = {key: user.id for key, user in receivers.items()}
        return self.lea.with_user(self.max).crm_hand_over(receivers)

    def _asked(self):
        """Who is asked by an activity, and until when."""
        activities = self.disputes.activity_ids
        return [(each.user_id, each.date_deadline) for each in activities]

    def test_another_manager_is_asked_at_once(self):
        asked = self._asked()
        self.assertEqual(self._hand_over(disputes=self.boss), {"disputes": 2})
        self.assertEqual(self.disputes.user_id, self.boss)
        self.assertEqual(self._asked(), [(self.boss, deadline) for _lea, deadline in asked])
        self.disputes[0].with_user(self.boss).reject("It is not invoiced.")
        # what is decided is no longer open
        self.assertEqual(self.disputes[0].resolved_by_id, self.boss)
        self.assertEqual(self._asked()[0][0], self.boss)

    def test_what_is_decided_stays_whose_it_was(self):
        self.disputes[0].with_user(self.lea).reject("It is not invoiced.")
        self.assertEqual(self._hand_over(disputes=self.boss), {"disputes": 1})
        self.assertEqual(self.disputes.mapped("user_id"), self.lea | self.boss)
        self.assertEqual(self.disputes[0].resolved_by_id, self.lea)

    def test_who_takes_over_the_team_decides_for_it(self):
        self._hand_over(teams=self.lou, disputes=self.lou)
        self.assertEqual(self.north.user_id, self.lou)
        self.assertEqual(self.disputes.user_id, self.lou)
        self.assertTrue(self.disputes[0].with_user(self.lou).can_decide)

    def test_who_may_not_decide_is_not_asked(self):
        """A leader of another team and who is paid: a manager is asked, and never who leaves."""
        for chosen in (self.lou, self.nora):
            with self.subTest(chosen=chosen.name):
                self.disputes._by_flow().write({"user_id": self.lea.id})
                self._hand_over(disputes=chosen)
                self.assertTrue(self.disputes.user_id.has_group(MANAGER))
                self.assertNotIn(self.lea, self.disputes.user_id)


@tagged("-at_install", "post_install")
class TestHandoverMoney(LedgerCase):
    """It is 15 June: Nora leaves today and Nils takes part instead."""

    def test_what_was_sold_before_is_paid_to_who_leaves_whenever_it_is_collected(self):
        self.make_plan(self.nora, trigger="collected", rate=10)
        manager = self.make_user("max", "sales_team.group_sale_manager")
        before = self.invoice(1000, day="2026-06-14")
        self.nora.with_user(manager).crm_hand_over({"commissions": self.nils.id})
        late = self.invoice(500, day="2026-06-15")
        his = self.invoice(200, day="2026-06-15", rep=self.nils)
        for sale in (before, late, his):
            self.pay(sale, sale.amount_total, "2026-06-15")
        self.run_commissions()

        self.assertEqual(self.amounts(self.nora), [100])
        self.assertEqual(self.amounts(self.nils), [20])

    def test_what_is_taken_back_later_is_taken_back_from_who_had_it(self):
        self.make_plan(self.nora, rate=10)
        manager = self.make_user("max", "sales_team.group_sale_manager")
        sale = self.invoice(1000, day="2026-06-14")
        self.run_commissions()
        self.nora.with_user(manager).crm_hand_over({"commissions": self.nils.id})
        self.refund(sale, 300, day="2026-06-15")
        self.run_commissions()

        self.assertEqual(self.amounts(self.nora), [100, -30])
        self.assertEqual(self.amounts(self.nils), [])

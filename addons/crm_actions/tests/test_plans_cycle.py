from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common_plans import PlanCase


@tagged("-at_install", "post_install")
@freeze_time("2026-10-06 07:00:00")
class TestCycles(PlanCase):
    """Plans that count from the last done visit."""

    def test_a11_an_early_visit_moves_the_next_one_at_once(self):
        # given a customer visited on 5 October and a cycle of fourteen days
        self._done_visit(5)
        plan = self._cycle()
        self.assertEqual(self._days(plan), ["19/10", "2/11", "16/11"])
        visits = self._visits(plan)
        # when a rep is there early, on the 14th, with a visit of his own
        with freeze_time("2026-10-14 16:00:00"):
            self._done_visit(14)
            # then the next one is due on the 28th, and no night had to pass
            self.assertEqual(self._days(plan), ["28/10", "11/11", "25/11"])
            self.assertEqual(self._visits(plan), visits)
            self.assertEqual(visits.calendar_event_ids.mapped("start"), visits.mapped("start"))
            self._night()
            self.assertEqual(self._days(plan), ["28/10", "11/11", "25/11"])

    def test_the_planned_visit_made_early(self):
        self._done_visit(5)
        plan = self._cycle()
        with freeze_time("2026-10-14 16:00:00"):
            visit = self._visits(plan)[0].with_user(self.nora)
            visit.check_in({})
            visit.close({"outcome_id": self.order.id})
            self.assertEqual(self._days(plan), ["28/10", "11/11", "25/11"])
            self.assertEqual(self._days(plan, "done"), ["19/10"])

    def test_a_customer_never_visited_begins_with_the_plan(self):
        self.assertEqual(self._days(self._cycle(date_from="2026-10-08")), ["8/10", "22/10", "5/11"])

    def test_a_visit_to_a_contact_counts_for_the_company(self):
        chef = self.env["res.partner"].create({"name": "Chef", "parent_id": self.customer.id})
        plan = self._cycle(date_from="2026-10-08")
        self._done_visit(5, partner_id=chef.id)
        self.assertEqual(self._days(plan), ["19/10", "2/11", "16/11"])

    def test_a_call_is_no_visit(self):
        self._done_visit(5)
        plan = self._cycle()
        with freeze_time("2026-10-14 16:00:00"):
            self._done_visit(
                14, type_id=self.call_type.id,
            )  # fmt: skip
            self.assertEqual(self._days(plan)[0], "19/10")

    def test_an_overdue_visit_waits_while_the_cycle_keeps_its_phase(self):
        self._done_visit(5)
        plan = self._cycle()
        with freeze_time("2026-10-25 22:30:00"):
            self._night()
            self.assertEqual(self._days(plan), ["19/10", "2/11", "16/11", "30/11"])
        with freeze_time("2026-11-03 22:30:00"):
            self._night()
            self.assertEqual(self._days(plan, "cancelled"), ["19/10"])
            self.assertEqual(self._days(plan)[0], "2/11")

    def test_a_visit_outside_of_the_plan_settles_the_overdue_one(self):
        self._done_visit(5)
        plan = self._cycle()
        with freeze_time("2026-10-21 16:00:00"):
            self._done_visit(21)
            self.assertEqual(self._days(plan), ["4/11", "18/11", "2/12"])
            settled = self._visits(plan, "cancelled")
            self.assertEqual(settled.plan_date, date(2026, 10, 19))
            self.assertEqual(
                settled.cancel_reason, "Not made; the customer was visited on 10/21/2026."
            )

    def test_a_visit_moved_by_hand_stands_for_its_turn(self):
        self._done_visit(5)
        plan = self._cycle()
        # given the second visit put off by two days
        self._visits(plan)[1].with_user(self.nora).start += timedelta(days=2)
        with freeze_time("2026-10-14 16:00:00"):
            self._done_visit(14)
            # then the one of 11 November is not made: the customer is expected on the 4th already
            self.assertEqual(self._days(plan), ["28/10", "4/11", "25/11"])
            self._night()
            self.assertEqual(self._days(plan), ["28/10", "4/11", "25/11"])

    def test_a_preferred_weekday(self):
        self._done_visit(5)
        plan = self._cycle(wed=True)
        self.assertEqual(self._days(plan), ["21/10", "4/11"])

    def test_another_companys_visit_does_not_count(self):
        other = self.env["res.company"].create({"name": "Portugal"})
        self._done_visit(5)
        plan = self._cycle()
        (self.nora | self.max).company_ids |= other
        with freeze_time("2026-10-14 16:00:00"):
            visit = self.env["crm.action"].create(
                {"partner_id": self.customer.id, "user_id": self.nora.id, "company_id": other.id,
                 "type_id": self.visit_type.id, "start": datetime(2026, 10, 14, 9)}
            )  # fmt: skip
            visit.close({"outcome_id": self.order.id})
            self.assertEqual(self._days(plan)[0], "19/10")

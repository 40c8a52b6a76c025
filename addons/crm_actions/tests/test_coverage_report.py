from datetime import datetime, timedelta

from odoo import Command
from odoo.tests import freeze_time, tagged

from .common_reports import NOW, ReportCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestCoverageReport(ReportCase):
    """Which customers were visited inside the cycle of their segment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        segments = cls.env["crm.segment"]
        # codes of their own: the demo company has its A, B and C
        cls.top = segments.create({"name": "Top", "code": "T-TOP", "cycle_days": 14})
        cls.rest = segments.create({"name": "Rest", "code": "T-REST", "cycle_days": 0})

    def _customers(self, count, user=None, **values):
        return self.env["res.partner"].create(
            [
                {
                    "name": f"Customer {number}",
                    "is_company": True,
                    "user_id": (user or self.nora).id,
                    "crm_segment_id": self.top.id,
                    **values,
                }
                for number in range(count)
            ]
        )

    def _row(self, customer):
        return self.env["crm.coverage.report"].search([("partner_id", "=", customer.id)])

    def test_34_of_40_customers_visited_in_14_days_are_85_percent(self):
        # given 40 customers with a cycle of 14 days, 34 of them visited in time
        customers = self._customers(40)
        for number, customer in enumerate(customers[:34]):
            self._done(NOW - timedelta(days=number % 15), partner_id=customer.id)
        # one visited a day too early, one only called, one not yet, one with a cancelled visit
        late, called, planned, cancelled = customers[34:38]
        self._done(NOW - timedelta(days=15), partner_id=late.id)
        self._done(NOW - timedelta(days=1), partner_id=called.id, type_id=self.call_type.id)
        self._story(NOW + timedelta(days=1), partner_id=planned.id)
        self._story(NOW, partner_id=cancelled.id, state="cancelled", cancel_reason="Closed")
        # then coverage is 85 %
        domain = [("crm_segment_id", "=", self.top.id)]
        covered = self._figure("crm.coverage.report", "covered:avg", domain=domain)
        count = self._figure("crm.coverage.report", "customer_count:sum", domain=domain)
        self.assertEqual((float(covered), count), (0.85, 40))
        self.assertEqual(str(self._row(planned).next_visit_day), "2026-10-16")
        self.assertEqual(str(self._row(late).due_day), "2026-10-14")

    def test_the_next_planned_visit_is_not_one_that_was_missed(self):
        """Given a visit planned for Tuesday that nobody made, then the next one is that to come."""
        missed, waiting, today = self._customers(3)
        self._story(NOW - timedelta(days=2), partner_id=missed.id)
        self._story(NOW - timedelta(days=2), partner_id=waiting.id)
        self._story(NOW + timedelta(days=4), partner_id=waiting.id)
        # this morning's may still be made
        self._story(NOW - timedelta(hours=9), partner_id=today.id)
        self.assertFalse(self._row(missed).next_visit_day)
        self.assertEqual(str(self._row(waiting).next_visit_day), "2026-10-19")
        self.assertEqual(str(self._row(today).next_visit_day), "2026-10-15")

    def test_an_all_day_visit_keeps_its_date_wherever_the_company_is(self):
        self.env.company.resource_calendar_id.tz = "Pacific/Honolulu"
        customer = self._customers(1)
        start, stop = datetime(2026, 10, 20, 8), datetime(2026, 10, 20, 18)
        self._story(start, stop=stop, allday=True, partner_id=customer.id)
        self.assertEqual(str(self._row(customer).next_visit_day), "2026-10-20")

    def test_only_customers_of_a_segment_with_a_cycle_count(self):
        self._customers(1, crm_segment_id=self.rest.id)
        self._customers(1, crm_segment_id=False)
        self._customers(1, active=False)
        counted = self._customers(1)
        found = self.env["crm.coverage.report"].search([("user_id", "=", self.nora.id)])
        self.assertEqual(found.partner_id, counted)

    def test_a_visit_to_one_of_its_addresses_covers_the_customer(self):
        customer = self._customers(1)
        shop = self.env["res.partner"].create({"name": "Shop", "parent_id": customer.id})
        self._done(NOW - timedelta(days=3), partner_id=shop.id)
        self.assertTrue(self._row(customer).is_covered)

    def test_days_are_those_of_the_company(self):
        # given a visit at 00:30 of 1 October in Madrid: fourteen days ago, 22:30 of the 30th in UTC
        customer = self._customers(1)
        self._done(
            datetime(2026, 9, 30, 22),
            done_at=datetime(2026, 9, 30, 22, 30),
            partner_id=customer.id,
        )
        self.assertEqual(self._row(customer).days_since, 14)
        self.assertTrue(self._row(customer).is_covered)

    def test_each_sees_his_own_customers(self):
        self._customers(2)
        self._customers(1, user=self.sara)
        domain = [("crm_segment_id", "=", self.top.id)]
        for user, count in ((self.nora, 2), (self.nils, 0), (self.lea, 2), (self.lou, 1),
                            (self.max, 3)):  # fmt: skip
            with self.subTest(user=user.name):
                found = self._figure("crm.coverage.report", "customer_count:sum", user, domain)
                self.assertEqual(found or 0, count)

    def test_visits_of_a_company_that_the_reader_is_not_in_do_not_cover(self):
        other = self.env["res.company"].create({"name": "Pilares Sur"})
        self.env.user.company_ids += other
        self.nora.write({"company_ids": [Command.link(other.id)]})
        customer = self._customers(1)
        self._done(NOW - timedelta(days=1), partner_id=customer.id, company_id=other.id)
        report = self.env["crm.coverage.report"].with_user(self.nora)
        here = report.with_context(allowed_company_ids=self.env.company.ids)
        both = report.with_context(allowed_company_ids=(self.env.company + other).ids)
        domain = [("partner_id", "=", customer.id)]
        self.assertFalse(here.search(domain).is_covered)
        self.env.invalidate_all()  # another request
        self.assertTrue(both.search(domain).is_covered)

    def test_a_row_opens_its_customer(self):
        customer = self._customers(1)
        opened = self._row(customer).action_open_customer()
        self.assertEqual((opened["res_model"], opened["res_id"]), ("res.partner", customer.id))

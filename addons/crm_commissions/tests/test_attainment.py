from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import OperationalError

from odoo.tools import SQL

from .common_target import TargetCase


class TestAttainment(TargetCase):
    """The figures of a target day by day."""

    def test_half_of_the_days_are_over_so_the_month_makes_twice_as_much(self):
        self.invoice(4000, day="2026-06-10")
        target = self.target()
        self.assertEqual((target.pace, target.percent), (50, 40))
        self.assertEqual((target.estimate, target.status), (8000, "behind"))
        self.assertEqual(target.gap_a_day, 545.45)  # 6,000 in 11 days
        self.assertRegex(target.estimate_text, r"^Estimate, as of 06/15/2026: \D*8,000.00")

    def test_a_holiday_of_the_company_is_no_working_day(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Bridge",
                "calendar_id": self.company.resource_calendar_id.id,
                "company_id": self.company.id,
                "date_from": "2026-06-22 00:00:00",
                "date_to": "2026-06-23 23:00:00",
            }
        )
        self.assertEqual(self.target().pace, 55)  # 11 of 20

    def test_each_day_has_a_row_and_the_rows_before_stay(self):
        self.invoice(1000, day="2026-06-10")
        target = self.target()
        self.invoice(500, day="2026-06-15")
        target.action_refresh()
        with freeze_time("2026-06-16 12:00:00"):
            self.invoice(250, day="2026-06-16")
            target.action_refresh()
        days = [(str(row.day), row.value) for row in target.attainment_ids]
        self.assertEqual(days, [("2026-06-16", 1750), ("2026-06-15", 1500)])

    def test_what_has_not_changed_is_not_written(self):
        self.invoice(1000, day="2026-06-10")
        target = self.target()
        before = self._versions()
        target.action_refresh()
        self.assertEqual(self._versions(), before)
        self.invoice(1, day="2026-06-15")
        target.action_refresh()
        self.assertNotEqual(self._versions(), before)

    def _versions(self):
        self.env.flush_all()
        return self.env.execute_query(
            SQL("SELECT ctid FROM crm_sales_target UNION ALL SELECT ctid FROM crm_sales_attainment")
        )

    def test_what_is_booked_late_goes_into_the_last_day_of_its_period(self):
        target = self.target(date_from="2026-05-01")
        self.assertEqual(target.status, "missed")
        self.invoice(10000, day="2026-05-31")
        target.action_refresh()
        self.assertEqual((target.status, target.estimate), ("reached", 10000))
        self.assertFalse(target.estimate_text, "it is no estimate any more")
        self.assertEqual([str(row.day) for row in target.attainment_ids], ["2026-05-31"])

    def test_a_target_to_come_has_no_row(self):
        target = self.target(date_from="2026-07-01")
        self.assertFalse(target.attainment_ids)
        self.assertEqual(target.status, "awaited")

    def test_a_run_of_commissions_counts_anew(self):
        self.make_plan(self.nora, rate=5)
        target = self.target()
        self.invoice(4000, day="2026-06-10")
        self.run_commissions()
        self.assertEqual(target.value, 4000)

    def test_the_hourly_job_counts_what_runs(self):
        target = self.target()
        self.invoice(4000, day="2026-06-10")
        with self.enter_registry_test_mode():
            self.env.ref("crm_commissions.ir_cron_refresh_sales_targets").method_direct_trigger()
        self.assertEqual(target.value, 4000)

    def test_while_somebody_else_counts_the_job_leaves_it_to_the_next_time(self):
        self.target()
        Target = self.env.registry["crm.sales.target"]
        busy = patch.object(Target, "_refresh_company", side_effect=OperationalError("busy"))
        with self.enter_registry_test_mode(), busy as refresh:
            self.env.ref("crm_commissions.ir_cron_refresh_sales_targets").method_direct_trigger()
        self.assertIn(self.company, [call.args[0] for call in refresh.call_args_list])

    def test_another_amount_is_another_attainment_at_once(self):
        self.invoice(4000, day="2026-06-10")
        target = self.target()
        target.amount = 4000
        self.assertEqual((target.percent, target.status), (100, "reached"))

    def test_a_refund_takes_a_reached_target_back(self):
        """A28: 10,000.00 are reached, a refund makes it 9,400.00 before the month ends."""
        sold = self.invoice(10000, day="2026-06-10")
        target = self.target()
        self.assertEqual(target.status, "reached")
        self.refund(sold, 600, "2026-06-12")
        target.action_refresh()
        self.assertEqual((target.value, target.status), (9400, "ahead"))

    def test_a_hundred_targets_cost_as_many_queries_as_three(self):
        self.invoice(1000, day="2026-06-10")
        metrics = ("sales_invoiced", "sales_collected", "sales_ordered", "margin", "new_customers")
        users = self.nora | self.nils | self.sara
        few = self._make(metrics, self.nora)
        many = few | self._make(metrics, self.nils | self.sara)
        many |= self._make(metrics, users, period_type="year", date_from="2026-01-01")
        many |= self._make(metrics, users, period_type="quarter", date_from="2026-04-01")
        many |= self._make(metrics, users, date_from="2026-05-01")
        many |= self._make(metrics, users, date_from="2026-04-01")
        counts = []
        for targets in (few, few, many):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            targets._refresh_figures()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2], f"{len(few)} and {len(many)} targets")

    def _make(self, metrics, users, **values):
        made = self.env["crm.sales.target"]
        for user in users:
            for code in metrics:
                made |= self.target(metric_id=self.metric(code).id, user_id=user.id, **values)
        return made

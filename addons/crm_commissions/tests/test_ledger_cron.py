from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_commissions import LedgerCase


@tagged("post_install", "-at_install")
class TestLedgerCron(LedgerCase):
    """Commissions are booked by themselves."""

    def work(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"crm_commissions.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def test_every_hour_what_has_changed_is_booked(self):
        self.make_plan(self.nora, rate=10)
        self.invoice(1000, day="2026-03-10")
        self.work("ir_cron_run_commissions")

        self.assertEqual(self.amounts(), [100])
        dirty = self.env["crm.commission.dirty"].search([("company_id", "=", self.company.id)])
        self.assertFalse(dirty)

    def test_every_night_what_nothing_tells_of(self):
        self.make_plan(self.nora, rate=10, floor_amount=50, date_from="2026-06-01")
        self.env.cr.execute("DELETE FROM crm_commission_dirty")
        self.work("ir_cron_sweep_commissions")
        self.work("ir_cron_run_commissions")

        self.assertEqual(self.dated(), [("2026-06-15", "2026-06", 50)])

    def make_second_company(self):
        """One more company; Nora has 50.00 a month for certain in both."""
        other = self.make_company("Another company")
        for company in (other, self.company):
            self.make_plan(
                self.nora,
                name="Floor",
                rate=10,
                floor_amount=50,
                company_id=company.id,
                currency_id=company.currency_id.id,
            )
        return other

    def test_a_company_that_is_being_worked_out_keeps_no_other_waiting(self):
        other = self.make_second_company()
        engine = self.env.registry["crm.commission.engine"]
        lock = engine._lock

        def refuse(record, company):
            if company == other:
                raise UserError(company.name)
            return lock(record, company)

        self.work("ir_cron_sweep_commissions")
        with patch.object(engine, "_lock", refuse):
            self.work("ir_cron_run_commissions")

        entries = self.env["crm.commission.entry"].sudo().search([("plan_id.name", "=", "Floor")])
        self.assertEqual(entries.company_id, self.company)
        # the other one is still on the list
        self.assertIn(other, self.env["crm.commission.dirty"].search([]).company_id)

    def test_a_large_company_keeps_no_other_waiting_all_night(self):
        """Given time for one company, then the next turn goes on with another one."""
        other = self.make_second_company()
        self.work("ir_cron_sweep_commissions")
        cron = self.env.registry["ir.cron"]
        with patch.object(cron, "_commit_progress", lambda *_args, **_options: 0):
            for _turn in range(self.env["crm.commission.dirty"].search_count([])):
                self.env["crm.commission.engine"]._cron_run()

        entries = self.env["crm.commission.entry"].sudo().search([("plan_id.name", "=", "Floor")])
        self.assertEqual(entries.company_id, self.company | other)
        self.assertFalse(self.env["crm.commission.dirty"].search([]))

    def test_what_fails_for_one_company_does_not_keep_the_others_waiting(self):
        other = self.make_company("Distribuciones Norte")
        self.make_plan(self.nora, rate=10)
        self.make_plan(rate=10, company_id=other.id, currency_id=other.currency_id.id)
        run, tried = type(self.engine)._run, []

        def fail_first(engine, company, plans=None):
            tried.append(company)
            if len(tried) == 1:
                raise ValueError("no number")
            return run(engine, company, plans)

        self.patch(type(self.engine), "_run", fail_first)
        with self.assertLogs("odoo.addons.crm_commissions.models.crm_commission_engine") as logs:
            self.work("ir_cron_run_commissions")

        self.assertEqual(set(tried), {self.company, other})
        self.assertIn("ValueError: no number", logs.output[0])
        waiting = self.env["crm.commission.dirty"].search([]).company_id
        self.assertEqual(waiting & (self.company | other), tried[0])

    def test_a_typo_of_a_year_makes_no_months(self):
        self.make_plan(self.nora, rate=10)
        far = self.invoice(1000, day="2206-03-10")
        self.invoice(100, day="2026-09-10")
        self.run_commissions()

        periods = self.env["crm.commission.period"].search([("company_id", "=", self.company.id)])
        self.assertEqual(max(periods.mapped("name")), "2026-09")
        self.assertEqual(self.amounts(), [10])

        far.button_draft()
        far.invoice_date = far.date = "2026-03-10"
        far.action_post()
        self.run_commissions()

        self.assertEqual(self.dated()[1:], [("2026-03-10", "2026-03", 100)])

    def test_a_refund_of_a_year_far_away_waits_for_its_month(self):
        self.make_plan(self.nora, rate=10)
        sale = self.invoice(1000, day="2026-03-10")
        self.refund(sale, 400, day="2062-04-10")
        self.run_commissions()

        self.assertEqual(self.amounts(), [100])

    def test_marks_are_made_only_where_there_are_plans_and_never_for_bills(self):
        self.make_plan(self.nora, rate=10)
        self.engine._run(self.company)
        self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-03-10",
                "invoice_line_ids": [(0, 0, {"name": "Rent", "price_unit": 100})],
            }
        ).action_post()
        marks = self.env["crm.commission.dirty"].search([])
        self.assertFalse(marks.filtered(lambda mark: mark.source_model == "account.move"))

        sale = self.invoice(1000, day="2026-03-10")

        marks = self.env["crm.commission.dirty"].search([])
        self.assertEqual(set(marks.mapped("company_id")), {self.company})
        self.assertIn(
            ("account.move", sale.id), [(mark.source_model, mark.source_id) for mark in marks]
        )

    def test_a_run_of_a_company_without_plans_books_nothing(self):
        self.invoice(1000, day="2026-03-10")

        self.assertEqual(self.engine._run(self.company), 0)

    def test_an_entry_explains_itself(self):
        self.make_plan(self.nora, rate=7)
        sale = self.invoice(1000, day="2026-03-10")
        self.run_commissions()
        sale.button_draft()
        self.run_commissions()

        first, second = self.entries()
        self.assertRegex(first.explanation, r"03/10/2026: .*1,000\.00.* × 7 % = .*70\.00")
        self.assertRegex(second.explanation, r"06/15/2026: taken back, .*70\.00; .*70\.00 had been")

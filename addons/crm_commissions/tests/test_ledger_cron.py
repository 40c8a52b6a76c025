from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

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
        with mute_logger("odoo.addons.crm_commissions.models.crm_commission_engine"):
            self.work("ir_cron_sweep_commissions")

        self.assertEqual(self.dated(), [("2026-06-15", "2026-06", 50)])

    def test_a_company_that_is_being_worked_out_keeps_no_other_waiting(self):
        other = self.make_company("Another company")
        for company in (other, self.company):
            plan = self.make_plan(
                name="Floor",
                rate=10,
                company_id=company.id,
                currency_id=company.currency_id.id,
                active=False,
            )
            plan.floor_amount = 50
            self.take_part(plan, self.nora)
            plan.action_activate()
        engine = self.env.registry["crm.commission.engine"]
        lock = engine._lock

        def refuse(record, company):
            if company == other:
                raise UserError("Somebody else is at it.")
            return lock(record, company)

        log = mute_logger("odoo.addons.crm_commissions.models.crm_commission_engine")
        with patch.object(engine, "_lock", refuse), log:
            self.work("ir_cron_sweep_commissions")

        entries = self.env["crm.commission.entry"].sudo().search([("plan_id.name", "=", "Floor")])
        self.assertEqual(entries.company_id, self.company)

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

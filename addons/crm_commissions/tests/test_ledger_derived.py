import gc
from datetime import date
from unittest.mock import patch

from odoo.tests import tagged

from .common_commissions import LedgerCase


@tagged("post_install", "-at_install")
class TestLedgerDerived(LedgerCase):
    """What rows of the ledger are told by others: company, first revision and plan."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.make_plan(cls.nora, rate=10)
        cls.invoice(1000, day="2026-03-10")
        cls.invoice(1000, day="2026-04-10")
        cls.engine._run(cls.company)
        cls.revision = cls.plan._revise(date(2026, 4, 1))
        cls.revision.rate = 20
        cls.revision.action_activate()

    def rows(self, model):
        return self.env[model].search([("company_id", "=", self.company.id)], order="id")

    def test_a_sale_that_was_booked_goes_over_to_the_revision_of_its_day(self):
        self.assertEqual(self.amounts(self.nora), [100, 100])

        self.assertEqual(self.run_commissions(), 2)

        self.assertEqual(
            [(entry.plan_id.revision, entry.amount) for entry in self.entries()[2:]],
            [(1, -100), (2, 200)],
        )
        self.assertEqual(str(self.entries()[-1].event_date), "2026-04-10")
        self.assertEqual(self.total(self.nora), 300)
        both = self.plan | self.revision
        self.assertEqual(self.rows("crm.commission.credit").plan_id, both)
        self.assertEqual(self.rows("crm.commission.fact").plan_id, both)

    def test_each_row_has_the_company_of_its_month_or_plan(self):
        self.run_commissions()
        for model in ("crm.commission.entry", "crm.commission.credit", "crm.commission.fact"):
            with self.subTest(model):
                rows = self.rows(model)
                self.assertTrue(rows)
                self.assertEqual(rows.company_id, self.company)
                [group] = rows._read_group([("id", "in", rows.ids)], ["company_id"], ["__count"])
                self.assertEqual(group, (self.company, len(rows)))

    def test_credits_of_all_revisions_are_found_by_the_first_one(self):
        self.run_commissions()
        credits = self.env["crm.commission.credit"]
        of_first = credits.search([("plan_root_id", "=", self.plan.id)])
        self.assertEqual(of_first.plan_id, self.plan | self.revision)
        self.assertFalse(credits.search([("plan_root_id", "=", self.revision.id)]))

    def test_of_another_company_a_payee_sees_nothing(self):
        self.run_commissions()
        other = self.env["res.company"].create({"name": "Other"})
        self.nora.company_ids += other
        for model in ("crm.commission.entry", "crm.commission.credit", "crm.commission.fact"):
            with self.subTest(model):
                rows = self.rows(model).with_user(self.nora)
                here = rows.with_context(allowed_company_ids=self.company.ids)
                there = rows.with_context(allowed_company_ids=other.ids)
                self.assertEqual(here.search([("id", "in", rows.ids)]), here.sorted("id"))
                self.assertFalse(there.search([("id", "in", rows.ids)]))
                self.assertFalse(there[0].has_access("read"))

    def test_during_a_run_what_is_old_is_not_collected_and_afterwards_it_is(self):
        """Also if the run fails."""
        frozen = []

        def work(*_arguments):
            frozen.append(gc.get_freeze_count())
            raise ZeroDivisionError

        with (
            patch.object(type(self.engine), "_work", work),
            self.assertRaises(ZeroDivisionError),
        ):
            self.engine._run(self.company)

        self.assertGreater(frozen[0], 1000)
        self.assertEqual(gc.get_freeze_count(), 0)

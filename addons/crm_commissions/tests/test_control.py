from contextlib import closing

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_commissions import LedgerCase
from .common_scenario import ScenarioCase

ALL = [f"I{number}" for number in range(1, 11)]


@tagged("post_install", "-at_install")
class TestControl(ScenarioCase):
    """A2 and A3: all lights are green, and each is red when the database is changed by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.close_march()
        cls.refund(cls.invoices[0], 15000, "2026-04-10")
        cls.engine._run(cls.company)

    def _check(self, day="2026-03-01", user=None):
        control = (
            self.env["crm.commission.control"]
            .with_user(user or self.otto)
            .create({"company_id": self.company.id, "period_id": self.period(day).id})
        )
        control.action_check()
        return control

    def _lights(self, day="2026-03-01"):
        return {row.code: row.light for row in self._check(day).row_ids.sorted("sequence")}

    def _red(self, code, query, *params, day="2026-03-01"):
        """The light of one invariant is red while something was changed behind Odoo's back.

        :return: the sentence beside the light
        """
        with closing(self.cr.savepoint()):
            # the ledger guards itself: whoever gets past its guard is found out all the same
            self.cr.execute("ALTER TABLE crm_commission_entry DISABLE TRIGGER USER")
            self.cr.execute(query, params)
            self.assertTrue(self.cr.rowcount, "the query has changed nothing")
            self.env.invalidate_all(flush=False)
            rows = self._check(day).row_ids
            row = rows.filtered(lambda row: row.code == code)
            light, sentence = row.light, row.sentence
        self.env.invalidate_all(flush=False)
        self.assertEqual(light, "red", f"{code} is {light}: {sentence}")
        return sentence

    def test_all_is_green(self):
        for day in ("2026-03-01", "2026-04-01"):
            with self.subTest(day=day):
                self.assertEqual(self._lights(day), dict.fromkeys(ALL, "green"))

    def test_i1_entries_are_the_total(self):
        sentence = self._red(
            "I1",
            "UPDATE crm_commission_statement SET amount_gross = amount_gross + 0.01 WHERE id = %s",
            self.statement("2026-03-01").id,
        )
        self.assertRegex(sentence, "Nora · March 2026: its entries are .*1,875.00")

    def test_i1_what_the_one_before_left_is_taken_over(self):
        self.invoice(50000, day="2026-05-05")
        self.engine._run(self.company)
        sentence = self._red(
            "I1",
            "UPDATE crm_commission_statement SET carry_out = 0, amount_payable = amount_gross "
            "WHERE id = %s",
            self.statement("2026-04-01").id,
            day="2026-05-01",
        )
        self.assertRegex(sentence, "it carries in .*700.00, and the statement before left .*0.00")

    def test_i1_no_entry_is_on_no_statement(self):
        sentence = self._red(
            "I1",
            "UPDATE crm_commission_entry SET statement_id = NULL WHERE statement_id = %s",
            self.statement("2026-04-01").id,
            day="2026-04-01",
        )
        self.assertIn("on no statement: ", sentence)

    def test_i2_the_ledger_is_what_the_documents_say(self):
        sentence = self._red("I2", *self._one_euro_more())
        self.assertRegex(sentence, "Amounts that differ: 1, .*1.00 in all, of Nora")

    def test_i3_a_full_run_books_nothing(self):
        sentence = self._red("I3", *self._one_euro_more())
        self.assertIn("would book: 1", sentence)

    def test_i4_facts_in_any_order_are_what_is_booked(self):
        self._red("I4", *self._one_euro_more())

    def _one_euro_more(self):
        entry = self.statement("2026-04-01").entry_ids[0]
        return "UPDATE crm_commission_entry SET amount = amount + 1 WHERE id = %s", entry.id

    def test_i5_nothing_is_booked_into_a_closed_period(self):
        sentence = self._red(
            "I5",
            "UPDATE crm_commission_entry SET run_at = run_at + interval '1 day' WHERE id = %s",
            self.statement("2026-03-01").entry_ids[0].id,
        )
        self.assertRegex(sentence, r"2026-03 \(1\)")

    def test_i6_nobody_shares_in_more_than_there_is(self):
        sentence = self._red("I6", *self._half_more())
        self.assertIn("150.00 %", sentence)

    def test_i7_what_is_shared_out_twice_is_not_covered(self):
        """Half of 40,000.00 more than there is."""
        sentence = self._red("I7", *self._half_more())
        self.assertIn("20,000.00", sentence)

    def test_i7_what_is_credited_and_not_posted_is_not_covered(self):
        sentence = self._red(
            "I7",
            "UPDATE account_move SET state = 'draft' WHERE id = %s",
            self.invoices[1].id,
        )
        self.assertIn("22,500.00", sentence)

    def _half_more(self):
        query = "UPDATE crm_commission_credit SET share = 150 WHERE move_id = %s"
        return query, self.invoices[0].id

    def test_i8_nobody_approves_his_own(self):
        sentence = self._red(
            "I8",
            "UPDATE crm_commission_statement SET approved_by_id = %s WHERE id = %s",
            self.nora.id,
            self.statement("2026-03-01").id,
        )
        self.assertRegex(sentence, "Nora · March 2026: was approved by Nora")

    def test_i9_what_is_approved_stands(self):
        sentence = self._red(
            "I9",
            "UPDATE crm_commission_entry SET base = base - 1 WHERE id = %s",
            self.statement("2026-03-01").entry_ids[0].id,
        )
        self.assertRegex(sentence, "its entries are others than when its figures were made")

    def test_i10_no_more_is_recovered_than_was_advanced(self):
        sentence = self._red(
            "I10",
            "UPDATE crm_commission_entry SET kind = 'recover' WHERE id = %s",
            self.statement("2026-04-01").entry_ids.sorted("amount")[0].id,
        )
        self.assertRegex(sentence, "More was recovered than had been advanced: Nora")

    def test_a_light_leads_to_its_statements(self):
        statement = self.statement("2026-03-01")
        self.cr.execute(
            "UPDATE crm_commission_statement SET amount_payable = 1 WHERE id = %s", [statement.id]
        )
        self.env.invalidate_all(flush=False)
        row = self._check(user=self.ana).row_ids[0]
        self.assertEqual((row.code, row.light), ("I1", "red"))  # red ones stand above
        self.assertEqual(row.action_open_statements()["domain"], [("id", "in", statement.ids)])

    def test_looking_leaves_nothing_behind(self):
        """Given an invoice that waits for the next run, a check counts it and books nothing."""
        self.invoice(1000, day="2026-05-05")
        before = len(self.entries())
        self.assertEqual(set(self._lights("2026-05-01").values()), {"green"})
        self.assertEqual(len(self.entries()), before)
        self.assertEqual(self.run_commissions(), 1)

    def test_the_menu_shows_the_first_month_that_is_open(self):
        action = self.env["crm.commission.control"].with_user(self.otto).action_open()
        control = self.env["crm.commission.control"].browse(action["res_id"])
        self.assertEqual(control.period_id, self.period("2026-04-01"))
        self.assertEqual((control.green_count, control.red_count), (10, 0))

    def test_payees_have_no_control(self):
        for user in (self.nora, self.lea):
            with self.assertRaises(AccessError):
                self.env["crm.commission.control"].with_user(user).action_open()


@tagged("post_install", "-at_install")
class TestCoverage(ScenarioCase):
    """A17: 200,000.00 invoiced are 184,500.00 + 12,249.60 + 3,250.40."""

    @classmethod
    def setUpClass(cls):
        super(ScenarioCase, cls).setUpClass()
        cls.otto = cls.make_user("otto", "crm_commissions.group_commission_auditor")
        cls.crockery = cls.make_product("Plates", 10)
        cls.leaflet = cls.make_product("Leaflets", 1)
        cls.plan = cls.make_plan(
            cls.nora,
            rule_ids=cls.rules(
                {"effect": "exclude", "product_ids": [cls.leaflet.id]},
                {"value": 4, "product_ids": [cls.product.id]},
            ),
        )
        cls.invoice(184000, day="2026-03-02")
        cls.excluded = cls._of(cls.leaflet, 12249.60)
        cls.no_rule = cls._of(cls.crockery, 612.50)
        cls.stranger = cls.invoice(1184.00, day="2026-03-04", rep=cls.sara)
        cls.orphan = cls.invoice(953.90, day="2026-03-05", rep=cls.env["res.users"])
        cls.half = cls.invoice(1000, day="2026-03-06", post=False)
        cls.env["crm.commission.split"].create(
            {"move_id": cls.half.id, "payee_id": cls.nora.partner_id.id, "percent": 50}
        )
        cls.half.action_post()
        cls.engine._run(cls.company)

    @classmethod
    def _of(cls, product, amount):
        return cls.invoice({"product_id": product.id, "price_unit": amount}, day="2026-03-03")

    def _coverage(self, day="2026-03-01"):
        return self.env["crm.commission.coverage"]._get_coverage(self.period(day))

    def test_it_adds_up_to_the_cent(self):
        coverage = self._coverage()
        self.assertEqual(coverage.lines, 6)
        self.assertEqual(
            [float(coverage.credited), float(coverage.excluded), float(coverage.uncredited)],
            [184500.00, 12249.60, 3250.40],
        )
        self.assertEqual((float(coverage.invoiced), coverage.difference), (200000.00, 0))

    def test_each_uncredited_line_states_its_reason(self):
        control = (
            self.env["crm.commission.control"]
            .with_user(self.otto)
            .create({"company_id": self.company.id, "period_id": self.period("2026-03-01").id})
        )
        control.action_check()
        found = {line.move_id: (line.reason, line.amount) for line in control.sudo().line_ids}
        self.assertEqual(
            found,
            {
                self.no_rule: ("no_rule", 612.50),
                self.stranger: ("no_participant", 1184.00),
                self.orphan: ("no_owner", 953.90),
                self.half: ("rest", 500.00),
            },
        )
        self.assertEqual(
            (control.posted, control.credited, control.excluded, control.uncredited),
            (200000.00, 184500.00, 12249.60, 3250.40),
        )
        self.assertEqual(control.difference, 0)

    def test_before_the_plan_there_was_none(self):
        """Given a plan from January on, then nothing of December could be credited."""
        self.assertEqual(str(self.plan.date_from), "2026-01-01")
        old = self.invoice(100, day="2025-12-30")
        self.engine._run(self.company)
        coverage = self._coverage("2025-12-01")
        self.assertEqual(
            [(row["move_id"], row["reason"]) for row in coverage.rows], [(old.id, "no_plan")]
        )
        self.assertEqual((float(coverage.uncredited), coverage.difference), (100, 0))

    def test_what_is_not_collected_yet_is_credited(self):
        """Given a plan that pays on what is collected, then an open invoice is somebody's."""
        plan = self.make_plan(self.sara, name="Collected", rate=5, trigger="collected")
        self.engine._run(self.company)
        self.assertFalse(self.entries(plan_id=plan.id))
        self.assertEqual(float(self._coverage().credited), 184500.00 + 1184.00)

    def test_a_leader_is_paid_besides(self):
        """Given an override on the team, then what Nora is credited with is not credited twice."""
        team = self.make_plan(name="Leaders", rate=0.5)
        self.take_part(team, self.lea, role="override", team_id=self.north.id)
        self.engine._run(self.company)
        self.assertEqual(float(self._coverage().credited), 184500.00)
        self.assertEqual(self._coverage().difference, 0)

    def test_orders_are_paid_where_a_plan_says_so(self):
        """Given a plan on what is ordered, then an invoice of an order is credited by it."""
        plan = self.make_plan(self.sara, name="Ordered", rate=5, trigger="ordered")
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "user_id": self.sara.id,
                "company_id": self.company.id,
                "date_order": "2026-04-02 10:00:00",
                "order_line": [
                    (0, 0, {"product_id": self.product.id, "price_unit": 300, "tax_ids": []})
                ],
            }
        )
        order.action_confirm()
        order.date_order = "2026-04-02 10:00:00"
        invoice = order._create_invoices()
        invoice.invoice_date = "2026-04-03"
        invoice.action_post()
        self.engine._run(self.company)
        self.assertTrue(self.entries(plan_id=plan.id))
        coverage = self._coverage("2026-04-01")
        self.assertEqual((float(coverage.credited), coverage.difference), (300, 0))


@tagged("post_install", "-at_install")
class TestControlOfNothing(LedgerCase):
    def test_there_is_nothing_to_check_yet(self):
        company = self.make_company("Empty")
        control = self.env["crm.commission.control"].with_context(allowed_company_ids=company.ids)
        with self.assertRaisesRegex(Exception, "nothing to check yet"):
            control.action_open()

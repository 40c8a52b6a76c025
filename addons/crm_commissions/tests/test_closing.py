import re
from datetime import date

from odoo.tests import tagged

from .common_commissions import LedgerCase
from .common_scenario import ScenarioCase


@tagged("post_install", "-at_install")
class TestClosing(ScenarioCase):
    """A2 and A3: March is approved, closed and then given back in part."""

    def test_a_month_is_closed_when_its_statements_are_approved(self):
        march = self.period("2026-03-01")
        self.assertEqual(self.statement("2026-03-01").amount_payable, 1875.00)
        self.close_until_before(march)
        march.action_calculate()
        march.action_review()
        march.with_user(self.max).action_approve()
        with self.refused("statements of March 2026 are not approved yet: Nora"):
            march.with_user(self.ana).action_close()
        self.approve(self.statement("2026-03-01"))
        march.with_user(self.ana).action_close()
        self.assertEqual((march.state, march.closed_by), ("closed", self.ana))

    def test_many_names_are_cut_short(self):
        """Given eight payees, the sentence names five and counts the rest."""
        agents = self.env["res.partner"].create([{"name": f"Agent {n}"} for n in range(7)])
        for agent in agents:
            self.env["crm.commission.participant"].create(
                {
                    "plan_id": self.plan.id,
                    "payee_id": agent.id,
                    "role": "overlay",
                    "date_from": "2026-01-01",
                }
            )
        self.run_commissions()
        [problem] = self.period("2026-03-01")._get_close_problems()[-1:]
        self.assertRegex(problem, "and 3 more")

    def test_an_entry_on_no_statement_is_in_the_way(self):
        self.entries(self.nora)[0]._by_flow().statement_id = False
        self.env.flush_all()
        problems = self.period("2026-03-01")._get_close_problems()
        self.assertRegex(" ".join(problems), "Entries of March 2026 on no statement: 1")

    def test_a_late_refund_is_the_next_months(self):
        """A3: 15,000.00 of a closed March come back: 47,500.00 would have earned 1,175.00."""
        self.close_march()
        march = self.statement("2026-03-01")
        before = march.fingerprint

        self.refund(self.invoices[0], 15000, "2026-04-10")
        self.run_commissions()

        april = self.statement("2026-04-01")
        self.assertEqual(april.amount_late, -700.00)
        self.assertEqual(april.amount_gross, -700.00)
        self.assertEqual(set(april.entry_ids.origin_period_id.mapped("name")), {"2026-03"})
        # nothing is paid, and 700.00 less next time
        self.assertEqual((april.amount_payable, april.carry_out), (0, -700.00))
        # March stays as it was paid
        self.assertEqual((march.amount_payable, march.fingerprint), (1875.00, before))

    def test_what_is_below_zero_is_taken_off_the_next_month(self):
        self.close_march()
        self.refund(self.invoices[0], 15000, "2026-04-10")
        self.invoice(50000, day="2026-05-05")  # 500.00 + 750.00
        self.run_commissions()
        may = self.statement("2026-05-01")
        self.assertEqual((may.amount_gross, may.carry_in), (1250.00, -700.00))
        self.assertEqual(may.amount_payable, 550.00)

    def test_what_a_rep_unfolds(self):
        """From the total to the plan, its three tiers, and the invoices behind them."""
        statement = self.statement("2026-03-01").with_user(self.nora)
        drill = statement.get_drill()
        [plan] = drill["plans"]
        self.assertEqual([group["amount"] for group in plan["groups"]], [500.00, 750.00, 625.00])
        figures = [re.findall(r"[\d.,]+", group["title"]) for group in plan["groups"]]
        self.assertEqual(
            figures,
            [["1,", "0.00", "25,000.00"], ["2,", "25,000.00", "50,000.00"], ["3,", "50,000.00"]],
        )
        formulas = [re.findall(r"[\d.,]+", group["note"]) for group in plan["groups"]]
        self.assertEqual(formulas, [["25,000.00", "2"], ["25,000.00", "3"], ["12,500.00", "5"]])
        rows = statement.get_drill_rows(plan["groups"][2]["key"])
        self.assertEqual(
            [(row["document"], row["amount"]) for row in rows["rows"]],
            [(self.invoices[1].name, 22500.00), (self.invoices[0].name, 40000.00)],
        )
        self.assertEqual(rows["rows"][0]["model"], "account.move")
        self.assertEqual(rows["rows"][0]["res_id"], self.invoices[1].id)
        self.assertTrue(rows["rows"][0]["can_open"])

    def test_a_line_of_a_flat_plan_leads_to_its_invoice(self):
        self.make_plan(self.nils, name="Flat", rate=4)
        invoice = self.invoice(1234.57, day="2026-05-10", rep=self.nils)
        self.run_commissions()
        statement = self.statement("2026-05-01", self.nils).with_user(self.nils)
        [group] = statement.get_drill()["plans"][0]["groups"]
        self.assertEqual((group["title"], group["amount"]), ("Rate of the plan", 49.38))
        [row] = statement.get_drill_rows(group["key"])["rows"]
        self.assertEqual((row["document"], row["amount"]), (invoice.name, 49.38))
        self.assertRegex(row["note"], r"1,234\.57.* × 4 %")


@tagged("post_install", "-at_install")
class TestNothingToClose(LedgerCase):
    """A month without statements says why, and is closed all the same."""

    def _tell(self, *days):
        [period] = self.env["crm.commission.period"]._ensure_periods(
            self.company, date(2026, 5, 1), date(2026, 5, 31)
        )
        notice = period.action_calculate()
        self.assertEqual(notice["tag"], "display_notification")
        message = notice["params"]["message"]
        self.assertIn(message, period.message_ids[0].body)
        return message

    def test_no_plan_was_in_force(self):
        self.assertRegex(self._tell(), "May 2026 has no statements: no plan was in force")

    def test_a_plan_that_begins_later_is_none(self):
        self.make_plan(self.nora, rate=5, date_from="2026-06-01")
        self.assertRegex(self._tell(), "no plan was in force")

    def test_nobody_took_part(self):
        self.make_plan(rate=5, name="Reps")
        self.assertRegex(self._tell(), "nobody took part in Reps. Add participants")

    def test_nothing_was_invoiced(self):
        self.make_plan(self.nora, rate=5)
        self.run_commissions()
        self.assertRegex(self._tell(), "nothing was invoiced")

    def test_what_was_invoiced_is_nobodys(self):
        self.make_plan(self.nora, rate=5)
        self.invoice(100, 200, day="2026-05-05", rep=self.sara)
        self.invoice(50, day="2026-05-06", rep=self.env["res.users"])
        self.run_commissions()
        self.assertRegex(
            self._tell(),
            "Invoiced lines: 3, of them .*takes part in no plan: 2 and .*no salesperson: 1",
        )

    def test_what_was_invoiced_is_not_collected_yet(self):
        self.make_plan(self.nora, rate=5, trigger="collected")
        self.invoice(100, day="2026-05-05")
        self.run_commissions()
        self.assertRegex(self._tell(), "what was invoiced earns nothing yet")

    def test_it_is_closed_all_the_same(self):
        self.make_plan(self.nora, rate=5, date_from="2026-05-01")
        self.run_commissions()
        [may] = self.env["crm.commission.period"]._ensure_periods(
            self.company, date(2026, 5, 1), date(2026, 5, 31)
        )
        for step in ("action_calculate", "action_review", "action_approve", "action_close"):
            notice = getattr(may, step)()
        self.assertEqual(may.state, "closed")
        self.assertEqual(notice["params"]["title"], "Nobody earned a commission")

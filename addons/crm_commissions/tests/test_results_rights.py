from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .test_estimate import EstimateCase


class TestResultsRights(EstimateCase):
    """Who is paid through a firm sees it, and who has no role in commissions asks in vain."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.results = cls.env["crm.commission.results"]
        cls.firm = cls.env["res.partner"].create({"name": "Nora S.L.", "is_company": True})

    def test_who_is_paid_through_a_firm_sees_what_is_earned(self):
        plan = self.make_plan(rate=5)
        self.take_part(plan, self.nora, payee_id=self.firm.id)
        self.take_part(plan, self.nils)
        self.invoice(1000, day="2026-06-10")
        self.invoice(400, day="2026-06-10", rep=self.nils)
        self.run_commissions()
        own = self.results.with_user(self.nora)
        found = own.get_results()
        self.assertEqual(found["commission"]["earned"], 50)
        self.assertEqual([row["amount"] for row in found["statements"]], [50])
        self.assertEqual(own.get_my_day_line()["earned"], 50)
        for model in ("entry", "credit", "fact"):
            rows = self.env[f"crm.commission.{model}"].with_user(self.nora).search([])
            with self.subTest(model):
                self.assertEqual(rows.participant_id.user_id, self.nora)
                self.assertEqual(len(rows), 1)
        self.assertEqual(
            self.results.with_user(self.nils).get_results()["commission"]["earned"], 20
        )

    def test_the_portal_and_employees_without_a_role_are_not_answered(self):
        """An agent's running month and draft statements are not for him yet."""
        agent = new_test_user(self.env, "agent.results", "base.group_portal", name="Agent")
        clerk = self.make_user("clerk", "base.group_user")
        self.take_part(self.make_plan(rate=5), agent, payee_type="external")
        invoice = self.invoice(1000, day="2026-06-10", rep=agent)
        self.run_commissions()
        for user in (agent, clerk):
            results = self.results.with_user(user)
            for call in (
                results.get_results,
                results.get_my_day_line,
                lambda asked=results: asked.find_why_not(invoice.name),
                lambda asked=results: asked.find_why_not("x"),
            ):
                with self.subTest(user.name), self.assertRaises(AccessError):
                    call()

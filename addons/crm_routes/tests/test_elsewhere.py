from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_actions.tests.common_plans import PlanCase

from .common import PLANNER, RoutesCase


@tagged("-at_install", "post_install")
@freeze_time("2026-10-01 07:00:00")
class TestPlannedByPolicy(PlanCase):
    """One source of demand a customer: visit plans leave alone who is under a policy."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pia = cls._user("pia", PLANNER)
        cls.env["crm.visit.policy"].search([]).active = False

    _policy = classmethod(RoutesCase._policy.__func__)

    def test_both_on_and_two_nights_are_one_visit(self):
        # given a plan each Tuesday, whose first visit is promised, and then a policy
        plan = self._visit_plan(date_to="2026-11-30")
        before = self._visits(plan)
        promised = before[0]
        self._policy(partner_id=self.customer.id)
        # when two nights pass, which bring new weeks into the horizon
        with freeze_time("2026-10-20 22:30:00"):
            self._night()
        with freeze_time("2026-10-27 22:30:00"):
            self._night()
        # then what was planned is still there, once, and nothing is added
        self.assertEqual(self._visits(plan), before)
        self.assertEqual(len(before.filtered(lambda each: each.start == promised.start)), 1)

    def test_a_customer_under_no_policy_is_planned_as_ever(self):
        bar = self.env["res.partner"].create({"name": "Bar", "user_id": self.nora.id})
        self._policy(partner_id=self.customer.id)
        self.assertTrue(self._visits(self._visit_plan(partner_id=bar.id)))
        self.assertFalse(self._visits(self._visit_plan()))

    def test_calls_go_on(self):
        self._policy(partner_id=self.customer.id)
        self.assertTrue(self._visits(self._visit_plan(type_id=self.call_type.id)))

    def test_the_plan_says_why_it_makes_none(self):
        self._policy(partner_id=self.customer.id, name="Weekly")
        plan = self._visit_plan()
        self.assertIn(
            "Hotel Ría Mansa is under the visit policy “Weekly”: routes plan its visits",
            plan.warning_text,
        )
        self.customer.user_id = self.nora
        rule = self._visit_plan(
            self.max, target="rule", partner_id=False, user_id=False, owner_id=self.nora.id
        )
        self.assertIn("1 of 1 customers are under a visit policy", rule.warning_text)

    def test_a_policy_of_another_company_leaves_its_plans_alone(self):
        other = self.env["res.company"].create({"name": "Portugal"})
        self.pia.company_ids = [Command.link(other.id)]
        self._policy(partner_id=self.customer.id, company_id=other.id)
        self.assertTrue(self._visits(self._visit_plan()))

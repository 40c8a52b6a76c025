"""What plans share with the rest: rights, companies, merges, other planners, query budgets."""

from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import MANAGER
from .common_plans import PlanCase


@tagged("-at_install", "post_install")
@freeze_time("2026-10-01 07:00:00")
class TestPlanRights(PlanCase):
    """Who may do what with whose plan: a cell a subtest."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plans = {user: cls._visit_plan(user) for user in (cls.nora, cls.nils, cls.sara)}

    def test_plans_that_each_role_reaches(self):
        everybody = {self.nora, self.nils, self.sara}
        for user, expected in (
            (self.nora, {self.nora}),
            (self.sara, {self.sara}),
            (self.lea, {self.nora, self.nils}),
            (self.lou, {self.sara}),
            (self.max, everybody),
        ):
            for verb in ("read", "write", "unlink"):
                reached = {
                    owner
                    for owner, plan in self.plans.items()
                    if plan.with_user(user).has_access(verb)
                }
                with self.subTest(user=user.login, verb=verb):
                    self.assertEqual(reached, expected)

    def test_for_whom_each_role_may_plan(self):
        for user, allowed in (
            (self.nora, {self.nora}),
            (self.lea, {self.nora, self.nils}),
            (self.lou, {self.sara}),
            (self.max, {self.nora, self.nils, self.sara}),
        ):
            for rep in (self.nora, self.nils, self.sara):
                with self.subTest(user=user.login, rep=rep.login):
                    if rep in allowed:
                        self.assertTrue(self._visit_plan(user, user_id=rep.id))
                    else:
                        with self.assertRaises(AccessError):
                            self._visit_plan(user, user_id=rep.id)

    def test_generating_takes_the_right_to_write(self):
        for user in (self.nils, self.sara, self.lou):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.plans[self.nora].with_user(user).generate()
        for user in (self.nora, self.lea, self.max):
            self.assertFalse(self.plans[self.nora].with_user(user).generate()["created"])

    def test_nobody_hands_a_plan_to_people_for_whom_he_may_not_plan(self):
        with self.assertRaises(AccessError):
            self.plans[self.nora].with_user(self.nora).user_id = self.nils
        with self.assertRaises(AccessError):
            self.plans[self.nora].with_user(self.lea).user_id = self.sara
        self.plans[self.nora].with_user(self.lea).user_id = self.nils

    def test_a_rep_does_not_choose_another_team(self):
        with self.assertRaises(ValidationError) as refusal:
            self._visit_plan(self.nora, team_id=self.south.id)
        self.assertIn("Nora is not in the sales team South", str(refusal.exception))

    def test_a_rep_reads_the_plan_behind_his_visits_and_no_more(self):
        self.customer.user_id = self.nora
        rule = self._visit_plan(
            self.max, target="rule", partner_id=False, user_id=False, owner_id=self.nora.id
        )
        self.assertEqual(self._visits(rule).user_id, self.nora)
        mine = rule.with_user(self.nora)
        self.assertTrue(mine.has_access("read"))
        for verb in ("write", "unlink"):
            self.assertFalse(mine.has_access(verb), verb)
        self.assertFalse(rule.with_user(self.nils).has_access("read"))

    def test_the_plan_of_an_own_customer_is_ones_own(self):
        self.customer.user_id = self.nora
        plan = self._visit_plan(self.max, user_id=False)
        self.assertTrue(plan.with_user(self.nora).has_access("write"))
        self.assertFalse(plan.with_user(self.nils).has_access("read"))

    def test_the_marks_of_a_plan_are_not_written_by_hand(self):
        visit = self._visits(self.plans[self.nora])[0].with_user(self.nora)
        for vals in ({"plan_touched": False}, {"plan_date": "2026-10-07"}, {"plan_id": False}):
            with self.subTest(vals), self.assertRaises(UserError):
                visit.write(vals)
        with self.assertRaises(UserError):
            self._plan(plan_id=self.plans[self.nora].id, plan_date="2026-10-07")
        # and no context that a caller brings poses as the plan
        visit.with_context(crm_action_by_plan=True).summary = "Mine"
        self.assertTrue(visit.plan_touched)

    def test_skips_are_removed_by_whoever_may_see_the_plan(self):
        plan = self.plans[self.nora]
        self._visits(plan)[0].with_user(self.max).unlink()
        skip = plan.sudo().skip_ids
        self.assertFalse(skip.with_user(self.nils).has_access("read"))
        with self.assertRaises(AccessError):
            self.env["crm.action.plan.skip"].with_user(self.nora).create(
                {
                    "plan_id": plan.id,
                    "partner_id": self.customer.id,
                    "plan_date": "2026-10-13",
                }
            )
        skip.with_user(self.nora).unlink()
        self.assertEqual(self._days(plan)[0], "6/10")

    def test_a_rule_asks_nothing_that_its_author_may_not_read(self):
        with self.assertRaises(AccessError):
            self._visit_plan(
                self.nora,
                target="rule",
                partner_id=False,
                domain="[('geo_proposed_by_id', '!=', 1)]",
            )

    def test_a_company_closes_its_plans_to_another(self):
        other = self.env["res.company"].create({"name": "Portugal"})
        stranger = new_test_user(
            self.env, "tiago", f"base.group_user,{MANAGER}",
            company_id=other.id, company_ids=[(6, 0, other.ids)],
        )  # fmt: skip
        ids = [plan.id for plan in self.plans.values()]
        self.assertFalse(
            self.env["crm.action.plan"].with_user(stranger).search([("id", "in", ids)])
        )
        theirs = (
            self.env["crm.action.plan"]
            .with_user(stranger)
            .create({"partner_id": self.customer.id, "user_id": stranger.id, "tue": True})
        )
        self.assertEqual(theirs.company_id, other)
        self.assertEqual(self._visits(theirs).company_id, other)
        self.assertFalse(theirs.with_user(self.max).has_access("read"))

    def test_a_rep_of_another_company_is_not_planned(self):
        other = self.env["res.company"].create({"name": "Portugal"})
        self.customer.user_id = self.nora
        self.max.company_ids |= other
        plan = (
            self.env["crm.action.plan"]
            .with_user(self.max)
            .with_company(other)
            .create({"partner_id": self.customer.id, "user_id": False, "tue": True,
                     "company_id": other.id})
        )  # fmt: skip
        self.assertFalse(self._visits(plan))


@tagged("-at_install", "post_install")
@freeze_time("2026-10-01 07:00:00")
class TestPlanBadInput(PlanCase):
    """Each mistake is answered with a sentence, and nothing is half written."""

    def _refuse(self, sentence, **values):
        with self.assertRaises(ValidationError) as refusal:
            self._visit_plan(**values)
        self.assertIn(sentence, str(refusal.exception))

    def test_what_a_plan_needs(self):
        self._refuse("Choose at least one weekday", tue=False)
        rule = {"target": "rule", "partner_id": False, "owner_id": False}
        self._refuse("Say which customers", user=self.max, **rule)
        self._refuse("cannot be read", domain="[('no', 'such'", **rule)
        self._refuse("cannot be read", domain="[('no_such_field', '=', 1)]", **rule)

    def test_numbers_out_of_range(self):
        for values, constraint in (
            ({"interval": 0}, "interval_range"),
            ({"hour": 24}, "hour_range"),
            ({"minutes": 0}, "minutes_range"),
            ({"month_day": 32}, "month_day_range"),
            ({"cycle_days": -1}, "cycle_range"),
            ({"date_to": "2026-09-30"}, "dates_in_order"),
            ({"partner_id": False}, "partner_or_rule"),
        ):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation) as refusal,
            ):
                # the layer that answers the browser gives the constraint's own sentence
                self._visit_plan(**values)
            name = f"crm_action_plan_{constraint}"
            self.assertEqual(refusal.exception.diag.constraint_name, name)
            sentence = self.registry["crm.action.plan"]._table_objects[name].get_error_message
            self.assertTrue(sentence(self.env["crm.action.plan"], refusal.exception.diag))

    def test_planning_the_past_or_too_far_ahead(self):
        plan = self._visit_plan()
        for until in ("2026-09-30", "2028-01-01"):
            with self.assertRaises(UserError) as refusal:
                plan.generate(until=until)
            self.assertIn("one year ahead", str(refusal.exception))

    def test_generating_nothing(self):
        self.assertEqual(self.env["crm.action.plan"].generate()["created"], 0)


@tagged("-at_install", "post_install")
@freeze_time("2026-10-01 07:00:00")
class TestPlannedElsewhere(PlanCase):
    """The extension point by which another addon takes the planning of customers over."""

    def test_customers_planned_elsewhere_are_left_alone(self):
        # given a plan of ours, and another addon that takes its customer over
        plan = self._visit_plan()
        before = self._visits(plan)
        asked = []

        def planned_elsewhere(plans, partners, start, stop):
            asked.append((partners, start, stop))
            return partners & self.customer

        with (
            patch.object(type(plan), "_partners_planned_elsewhere", planned_elsewhere),
            freeze_time("2026-10-08 22:30:00"),
        ):
            self._night()
            other = self._visit_plan(self.nils)
        # then no visit is made, and those that there were stay, for the other to take into account
        self.assertEqual(self._visits(plan), before)
        self.assertFalse(self._visits(other))
        partners, start, stop = asked[0]
        self.assertEqual(partners, self.customer)
        self.assertLessEqual(start, datetime(2026, 10, 8, 22))
        self.assertGreaterEqual(stop, datetime(2026, 11, 19, 23))

    def test_calls_go_on_where_visits_are_planned_elsewhere(self):
        # given a plan of calls, and another addon that takes the visits of its customer over
        def planned_elsewhere(plans, partners, start, stop):
            return partners & self.customer

        plans = type(self.env["crm.action.plan"])
        with patch.object(plans, "_partners_planned_elsewhere", planned_elsewhere):
            calls = self._visit_plan(type_id=self.call_type.id)
        self.assertTrue(self._visits(calls))

    def test_every_override_answers_with_some_of_those_it_was_asked_about(self):
        # over whatever addons are installed
        partners = self.customer | self.env["res.partner"].create({"name": "Bar"})
        found = self.env["crm.action.plan"]._partners_planned_elsewhere(
            partners, datetime(2026, 10, 1), datetime(2026, 11, 12)
        )
        self.assertEqual(found._name, "res.partner")
        self.assertLessEqual(set(found.ids), set(partners.ids))

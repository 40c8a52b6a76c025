from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from freezegun import freeze_time

from odoo.tests import Form, tagged

from .common_plans import PlanCase

MIGRATIONS = Path(__file__).parents[1] / "migrations"


@tagged("-at_install", "post_install")
@freeze_time("2026-10-06 07:00:00")
class TestReachOfRules(PlanCase):
    """Bars 1 to 5 are Nora's, Nils's, Sara's, Lea's and nobody's; Lea leads North, Lou South."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.zone = cls.env["crm.zone"].create({"name": "Coast", "code": "TEST-C"})
        owners = (cls.nora, cls.nils, cls.sara, cls.lea, cls.env["res.users"])
        cls.bars = cls.env["res.partner"].create(
            [
                {"name": f"Bar {number}", "is_company": True, "crm_zone_id": cls.zone.id,
                 "user_id": owner.id}
                for number, owner in enumerate(owners, 1)
            ]
        )  # fmt: skip

    def _rule(self, user, **values):
        return self._visit_plan(
            user, target="rule", partner_id=False, zone_ids=self.zone.ids, **values
        )

    def _reached(self, plan):
        """Numbers of the bars that the plan visits."""
        return sorted(int(name[-1]) for name in self._visits(plan).partner_id.mapped("name"))

    def test_a_reps_rule_reaches_his_own_customers(self):
        for values in ({}, {"owner_id": False}, {"owner_id": self.sara.id}):
            plan = self._rule(self.nora, **values)
            self.assertEqual(plan.owner_id, self.nora)
            self.assertEqual(self._reached(plan), [1])
            self.assertIn("Only your own customers", plan.reach_text)

    def test_it_is_not_widened_later(self):
        plan = self._rule(self.nora)
        for values in ({"owner_id": False}, {"owner_id": self.sara.id}, {"domain": "[(1,'=',1)]"}):
            plan.write(values)
            self.assertEqual(self._reached(plan), [1])

    def test_a_plan_for_one_customer_becomes_a_rule_for_his_own(self):
        plan = self._visit_plan(self.nora)
        plan.sudo().owner_id = False
        plan.write({"target": "rule", "zone_ids": self.zone.ids})
        self.assertEqual(self._reached(plan), [1])

    def test_a_copy_does_not_reach_further(self):
        plan = self._rule(self.max, user_id=self.nora.id, owner_id=False)
        self.assertEqual(self._reached(plan), [1, 2, 3, 4, 5])
        self.assertEqual(self._reached(plan.with_user(self.nora).copy()), [1])

    def test_a_leaders_rule_reaches_the_teams_that_he_leads(self):
        by_salesperson = self._rule(self.lea, user_id=False)
        self.assertEqual(self._reached(by_salesperson), [1, 2])
        for rep in (self.nora, self.lea):
            by_one = self._rule(self.lea, user_id=rep.id)
            self.assertEqual(self._reached(by_one), [1, 2, 4])
            self.assertIn("North", by_one.reach_text)
            self.assertIn("teams that you lead", by_one.reach_text)
        of_another = self._rule(self.lea, user_id=self.nora.id, owner_id=self.sara.id)
        self.assertFalse(self._reached(of_another))
        self.assertIn("No customer", of_another.warning_text)

    def test_nor_is_that_widened(self):
        plan = self._rule(self.lea, user_id=self.nora.id)
        plan.write({"reach_team_ids": self.south.ids})
        self.assertEqual(plan.reach_team_ids, self.north)
        plan.write({"reach_team_ids": False})
        self.assertEqual(self._reached(plan), [1, 2, 4])

    def test_of_two_teams_both(self):
        self.south.user_id = self.lea
        self.assertEqual(self._reached(self._rule(self.lea, user_id=self.lea.id)), [1, 2, 3, 4])

    def test_the_role_without_a_team_reaches_the_own(self):
        self.north.user_id = self.lou
        self.assertEqual(self._reached(self._rule(self.lea, user_id=self.lea.id)), [4])

    def test_a_managers_rule_reaches_all_and_he_may_choose(self):
        plan = self._rule(self.max, user_id=self.nora.id)
        self.assertEqual(self._reached(plan), [1, 2, 3, 4, 5])
        self.assertIn("all salespeople", plan.reach_text)
        plan.reach_team_ids = self.south
        self.assertEqual(self._reached(plan), [3])

    def test_the_rep_changes_the_hour_of_a_managers_rule_and_no_customer_is_lost(self):
        plan = self._rule(self.max, user_id=self.nora.id)
        plan.with_user(self.nora).hour = 12
        self.assertEqual(self._reached(plan), [1, 2, 3, 4, 5])

    def test_the_form_says_it_before_it_is_saved(self):
        for user, words, count in (
            (self.nora, "Only your own customers", 1),
            (self.lea, "North", 3),
            (self.max, "all salespeople", 5),
        ):
            with Form(self.env["crm.action.plan"].with_user(user)) as form:
                form.target = "rule"
                form.zone_ids.add(self.zone)
                form.user_id = self.nora
                form.repeat = "month_day"
                self.assertIn(words, form.reach_text)
                self.assertEqual(form.customers_text, f"{count} today")
                if user == self.nora:
                    self.assertTrue(form._get_modifier("owner_id", "readonly"))
            self.assertEqual(len(self._reached(form.record)), count)

    def test_rules_from_before_are_bound_by_who_made_them(self):
        # given rules of a rep, a leader and a manager that reached everybody's customers
        rules = {user: self._rule(user, user_id=self.nora.id)
                 for user in (self.nora, self.lea, self.max)}  # fmt: skip
        for plan in rules.values():
            plan.sudo().write({"owner_id": False, "reach_team_ids": False})
            self.assertEqual(self._reached(plan), [1, 2, 3, 4, 5])
        # when the addon is updated and the night has passed
        self._migrate("19.0.1.3.0")
        # then each reaches what its author may
        reached = {user.login: self._reached(plan) for user, plan in rules.items()}
        self.assertEqual(reached, {"nora": [1], "lea": [1, 2, 4], "max": [1, 2, 3, 4, 5]})

    def test_rules_of_who_sells_nothing_are_free_and_those_for_a_colleague_bound(self):
        # given a rule that an administrator's import made and the update bound to her, one of a
        # rep for a colleague's customers, and one that a manager gave that colleague's customers
        admin = self.env["res.users"].create({"name": "Ada", "login": "ada"})
        rules = {who: self._rule(self.nora, user_id=self.nora.id)
                 for who in ("import", "rep", "manager")}  # fmt: skip
        self._wrote(rules["import"], admin, admin, admin)
        self._wrote(rules["rep"], self.nils, self.nora, self.nora)
        self._wrote(rules["manager"], self.nils, self.nora, self.max)
        # when the addon is updated and the night has passed
        self._migrate("19.0.1.5.0")
        # then
        reached = {who: self._reached(rule) for who, rule in rules.items()}
        self.assertEqual(reached, {"import": [1, 2, 3, 4, 5], "rep": [1], "manager": [2]})

    def _wrote(self, rule, owner, author, last):
        """As the database of an earlier version has it, where nobody was asked."""
        rule.env.flush_all()
        # and which the night has not looked at yet
        self.env.cr.execute(
            "UPDATE crm_action_plan SET owner_id=%s, create_uid=%s, write_uid=%s, generated_on=NULL"
            " WHERE id=%s",
            [owner.id, author.id, last.id, rule.id],
        )
        rule.invalidate_recordset()

    def _migrate(self, version):
        script = MIGRATIONS / version / "post-reach.py"
        spec = spec_from_file_location("post_reach", script)
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        module.migrate(self.env.cr, "19.0.1.2.0")
        self.env.flush_all()
        self.env.invalidate_all()
        self._run_job()

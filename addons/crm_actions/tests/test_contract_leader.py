from freezegun import freeze_time

from odoo.tests import tagged

from . import common_contract as contract
from .common import LEADER, SALESMAN, ActionCase


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestContractOfLeaders(ActionCase):
    """Whatever addons are installed: who leads a team sees its rows, of no other team.

    Rows of Nora, whose team Lea leads, and of Sara, whose team Lou leads, are made of each model;
    then each of the four looks.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.closed = contract.examples(cls.env, "NOT_FOR_LEADERS")
        every = contract.own_models(cls.env) + contract.own_reports(cls.env)
        cls.of_teams = [
            model for model in every if cls._path(model, "team_id") and cls._is_read_by_reps(model)
        ]
        for rep in (cls.nora, cls.sara):
            cls._make_rows(rep)
        cls.env["crm.followup.snapshot"]._take(cls.env.company)
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _make_rows(cls, rep):
        env = cls.env(user=rep.id, su=True)
        stored = [model for model in contract.models_of_partners(env) if model in cls.of_teams]
        segment = env["crm.segment"].create(
            {"name": rep.name, "code": f"TEST-{rep.login}", "cycle_days": 14}
        )
        customer = {"is_company": True, "user_id": rep.id, "crm_segment_id": segment.id}
        for model in stored:
            partner = cls.env["res.partner"].create({"name": f"Bar of {rep.name}", **customer})
            contract.make_example(env, env[model._name], partner, "Words")
        cls._opportunity(rep)._refresh_followup()

    @classmethod
    def _is_read_by_reps(cls, model):
        return cls.env["ir.model.access"].search_count(
            [
                ("model_id.model", "=", model._name),
                ("group_id", "=", cls.env.ref(SALESMAN).id),
                ("perm_read", "=", True),
            ]
        )

    @classmethod
    def _path(cls, model, name):
        """The way from a row to its team or person, which may be that of what it belongs to."""
        if name in model._fields:
            return name
        for field in model._fields.values():
            if field.type == "many2one" and field.required and field.comodel_name in cls.env:
                owner = cls.env[field.comodel_name]
                own = owner._original_module in contract.own_addons(cls.env)
                if own and name in owner._fields:
                    return f"{field.name}.{name}"
        if name == "user_id" and "partner_id" in model._fields:
            return "partner_id.user_id"  # what is of a customer is its salesperson's
        return None

    def _get_rules(self, model, group):
        return self.env["ir.rule"].search(
            [
                ("model_id.model", "=", model._name),
                ("groups", "=", self.env.ref(group).id),
                ("perm_read", "=", True),
            ]
        )

    def _find_faults(self, model):
        """Who sees what he should not, or does not see what he should; [] if all is well."""
        team_path, user_path = self._path(model, "team_id"), self._path(model, "user_id")
        teams, reps = self.north | self.south, self.nora | self.sara
        rows = model.sudo().search([(team_path, "in", teams.ids), (user_path, "in", reps.ids)])
        if rows.mapped(team_path) != teams:
            groups = (SALESMAN,) if model._name in self.closed else (SALESMAN, LEADER)
            return [f"no rule for {each}" for each in groups if not self._get_rules(model, each)]
        faults = []
        for user, path, whose in (
            (self.nora, user_path, self.nora),
            (self.sara, user_path, self.sara),
            (self.lea, team_path, self.north),
            (self.lou, team_path, self.south),
        ):
            hidden = model._name in self.closed and user in (self.lea, self.lou)
            expected = rows.browse() if hidden else rows.filtered_domain([(path, "=", whose.id)])
            seen = model.with_user(user).search([("id", "in", rows.ids)]).with_env(rows.env)
            if seen != expected:
                faults.append(f"{user.login} sees {len(seen)} instead of {len(expected)}")
        return faults

    def test_there_are_models_of_teams_and_rows_of_each_team(self):
        names = {model._name for model in self.of_teams}
        expected = {
            "crm.action", "crm.action.plan", "crm.action.plan.skip", "crm.portfolio.assignment",
            "crm.followup.snapshot", "crm.action.report", "crm.coverage.report",
            "crm.followup.report", "crm.action.geo",
        }  # fmt: skip
        self.assertLessEqual(expected, names)
        for name in expected:
            path = self._path(self.env[name], "team_id")
            for team in self.north | self.south:
                self.assertTrue(self.env[name].search_count([(path, "=", team.id)]), name)

    def test_reps_see_their_own_and_leaders_what_is_of_their_teams(self):
        for model in self.of_teams:
            with self.subTest(model=model._name):
                self.assertFalse(self._find_faults(model))

    def test_no_rule_goes_missing_unnoticed(self):
        for model in self.of_teams:
            groups = (SALESMAN,) if model._name in self.closed else (SALESMAN, LEADER)
            for group in groups:
                rules = self._get_rules(model, group)
                with self.subTest(model=model._name, group=group):
                    self.assertTrue(rules)
                    rules.active = False
                    self.assertTrue(self._find_faults(model))
                    rules.active = True
                    self.assertFalse(self._find_faults(model))

from odoo.tests import TransactionCase, tagged

from . import common_contract as contract
from .common import LEADER, SALESMAN


@tagged("-at_install", "post_install")
class TestContractOfLeaders(TransactionCase):
    """Whatever addons are installed: who leads a team sees its rows, of no other team."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        every = contract.own_models(cls.env) + contract.own_reports(cls.env)
        cls.of_teams = [model for model in every if "team_id" in model._fields]

    def _get_rules(self, model, group):
        return self.env["ir.rule"].search(
            [("model_id.model", "=", model._name), ("groups", "=", self.env.ref(group).id)]
        )

    def _is_read_by_salesmen(self, model):
        return self.env["ir.model.access"].search_count(
            [
                ("model_id.model", "=", model._name),
                ("group_id", "=", self.env.ref(SALESMAN).id),
                ("perm_read", "=", True),
            ]
        )

    def test_there_are_models_of_teams(self):
        names = [model._name for model in self.of_teams]
        self.assertIn("crm.action", names)
        self.assertIn("crm.portfolio.assignment", names)

    def test_what_reps_read_is_cut_to_their_own(self):
        for model in self.of_teams:
            if self._is_read_by_salesmen(model):
                with self.subTest(model=model._name):
                    self.assertTrue(self._get_rules(model, SALESMAN))

    def test_leaders_read_what_is_of_the_teams_that_they_lead(self):
        closed = contract.examples(self.env, "NOT_FOR_LEADERS")
        for model in self.of_teams:
            if model._name in closed or not self._is_read_by_salesmen(model):
                continue
            with self.subTest(model=model._name):
                domains = self._get_rules(model, LEADER).mapped("domain_force")
                self.assertTrue(domains, "no rule for team leaders")
                self.assertTrue(all("team_id.user_id" in domain for domain in domains), domains)

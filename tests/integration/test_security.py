"""What holds for every model of every addon: companies apart, strangers out."""

from odoo.tests import TransactionCase, new_test_user, tagged

from tools.settings import addon_names

VERBS = ("read", "write", "create", "unlink")


# Agents from outside and customers read their own on the portal; rules hide all others'.
_OWN = (
    "crm.commission.statement", "crm.commission.entry", "crm.commission.dispute",
    "crm.helpdesk.ticket", "crm.helpdesk.survey.answer",
)  # fmt: skip
# What a customer chooses from when he writes a request.
_OF_ALL = ("crm.helpdesk.category",)


@tagged("-at_install", "post_install")
class TestSecurityOfAllModels(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own = set(addon_names())
        models = [cls.env[name] for name in cls.env.registry]
        cls.own_models = [
            model for model in models if model._original_module in own and not model._abstract
        ]

    def test_there_are_models(self):
        self.assertIn("crm.action", [model._name for model in self.own_models])

    def test_strangers_reach_no_model(self):
        stranger = new_test_user(self.env, login="stranger", groups="base.group_public")
        self.assertFalse(self._reached(stranger, self.own_models))

    def test_customers_reach_nothing_but_what_the_portal_shows_and_nothing_of_others(self):
        customer = new_test_user(self.env, login="customer", groups="base.group_portal")
        reached = set(self._reached(customer, self.own_models))
        self.assertEqual(reached, {(name, "read") for name in (*_OWN, *_OF_ALL)})
        for name in _OWN:
            self.assertTrue(self.env[name].search_count([]), f"there is no {name} to hide")
            self.assertFalse(self.env[name].with_user(customer).search_count([]))

    def test_an_employee_without_sales_rights_reaches_no_model(self):
        employee = new_test_user(self.env, login="employee", groups="base.group_user")
        self.assertFalse(self._reached(employee, self.own_models))

    def test_every_model_with_a_company_keeps_companies_apart(self):
        rules = self.env["ir.rule"].sudo().search([("groups", "=", False)])
        apart = {
            rule.model_id.model for rule in rules if "company_ids" in (rule.domain_force or "")
        }
        with_company = {
            model._name
            for model in self.own_models
            if not model._transient and "company_id" in model._fields
        }
        self.assertFalse(with_company - apart)

    def test_every_model_can_be_read_by_somebody(self):
        access = self.env["ir.model.access"].sudo().search([("perm_read", "=", True)])
        readable = set(access.mapped("model_id.model"))
        self.assertFalse({model._name for model in self.own_models} - readable)

    def _reached(self, user, models):
        return [
            (model._name, verb)
            for model in models
            for verb in VERBS
            if model.with_user(user).has_access(verb)
        ]

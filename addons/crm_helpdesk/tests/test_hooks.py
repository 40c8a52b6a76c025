import inspect

from odoo.tests import TransactionCase, tagged


@tagged("-at_install", "post_install")
class TestHooks(TransactionCase):
    """A model in several files: what one file extends, another one does not hide.

    The file that is loaded last comes first, so that a hook has to be defined in one that is loaded
    before those that extend it.
    """

    def test_no_file_hides_what_another_extends(self):
        hidden = []
        for model in self.env.registry.values():
            if model._original_module == "crm_helpdesk":
                hidden += self._find_hidden(model)
        self.assertEqual(hidden, [])

    def _find_hidden(self, model):
        found, seen = [], {}
        for each in model.mro():
            if not each.__module__.startswith("odoo.addons.crm_helpdesk.models."):
                continue
            for name, method in vars(each).items():
                if name in seen and "super(" not in seen[name]:
                    found.append(f"{model._name}.{name} of {each.__module__} is hidden")
                if inspect.isfunction(method) and not name.startswith("__"):
                    seen[name] = inspect.getsource(method)
        return found

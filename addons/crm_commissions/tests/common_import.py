from odoo.addons.crm_actions.tests.common_imports import ImportCase

from .common import CommissionCase

PLANS = "crm.import.commission.plan"
PARTICIPANTS = "crm.import.commission.participant"
SHARES = "crm.import.commission.split"
TARGETS = "crm.import.sales.target"


class CommissionImportCase(CommissionCase, ImportCase):
    """Files of commissions that Max imports into the small sales force, in October 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wine = cls.env["product.category"].create({"name": "Wine of October"})
        cls.beer = cls.env["product.category"].create({"name": "Beer of October"})

    def _told(self, run):
        """What is wrong: sentences by line; of each line one."""
        return {line: message for line, _column, message in self._errors(run)}

    def _good(self, template, rows, user=None):
        """Import a file without an error."""
        run = self._import(template, rows, user)
        self.assertEqual(self._errors(run), [])
        self.assertEqual(run.state, "done")
        return run

    def _count_queries(self, template, rows):
        """How many queries it takes to read, compare and write a file."""
        run = self._run(template, rows)
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        run.action_import()
        self.env.flush_all()
        self.assertEqual(self._errors(run), [])
        return self.env.cr.sql_log_count - start

import json

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from . import common_contract as contract

SECRET = "Xandru Muñiz"


@tagged("-at_install", "post_install")
class TestContractOfPrivacy(TransactionCase):
    """Whatever addons are installed: what a person asks to forget is found nowhere."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.env["res.partner"].create(
            {
                "name": SECRET,
                "email": "xandru@example.com",
                "phone": "+34 884 00 09 99",
                "comment": SECRET,
            }
        )
        cls.models = contract.models_of_partners(cls.env)
        for model in cls.models:
            contract.make_example(cls.env, model, cls.person, SECRET)
        cls.env.flush_all()

    def _count_rows(self):
        return {
            model._name: model.with_context(active_test=False).search_count([])
            for model in self.models
        }

    def _find(self, text):
        """Tables and columns of the installed addons, and of what hangs on their rows."""
        found = []
        tables = {
            model._table: contract.text_fields(model) for model in contract.own_models(self.env)
        }
        tables["res_partner"] = ["name", "complete_name", "email", "phone", "comment"]
        tables["crm_lead"] = ["name", "contact_name", "email_from", "phone", "description"]
        tables["calendar_event"] = ["name", "location", "description"]
        tables["mail_message"] = ["body", "subject", "email_from"]
        tables["mail_tracking_value"] = ["old_value_char", "new_value_char"]
        tables["ir_attachment"] = ["name"]
        for table, columns in tables.items():
            for column in columns:
                rows = self.env.execute_query(
                    SQL(
                        "SELECT 1 FROM %s WHERE %s::text ILIKE %s LIMIT 1",
                        SQL.identifier(table),
                        SQL.identifier(column),
                        f"%{text}%",
                    )
                )
                found += [(table, column)] if rows else []
        return found

    def test_what_was_written_about_a_person_is_found_nowhere(self):
        self.assertIn(("crm_action", "summary"), self._find(SECRET))
        rows = self._count_rows()
        self.person._crm_erase()
        self.env.flush_all()
        for text in (SECRET, "xandru@example.com", "884 00 09 99"):
            self.assertFalse(self._find(text), text)
        # the figures stay: no row is gone
        self.assertEqual(rows, self._count_rows())

    def test_erasing_again_finds_nothing(self):
        self.assertTrue(any(self.person._crm_erase().values()))
        self.env.flush_all()
        again = self.person._crm_erase()
        self.assertFalse(any(again.values()), again)

    def test_what_is_counted_has_a_name(self):
        counts = self.person._crm_erase()
        self.assertFalse(set(counts) - set(self.person._crm_get_erasure_labels()))

    def test_what_we_know_is_handed_out_in_plain_values(self):
        sections = self.person._crm_export()
        self.assertEqual(json.loads(json.dumps(sections)), sections)
        for section, rows in sections.items():
            self.assertIsInstance(section, str)
            for row in rows:
                self.assertIsInstance(row, dict)
        self.assertIn(SECRET, json.dumps(sections, ensure_ascii=False))
